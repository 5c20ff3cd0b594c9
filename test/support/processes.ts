import type { Config } from '#libs/config';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface ProgramProcess {
  readonly child: ChildProcess;
  /** Where an API listens. */
  readonly url: string | undefined;
  /** Resolves when the process has ended, with the signal that ended it. */
  readonly ended: Promise<NodeJS.Signals | null>;
  /** Everything it said. */
  log(): string;
  kill(signal: NodeJS.Signals): Promise<void>;
}

/** As the launcher and the Dockerfile start it. */
const NODE_FLAGS = ['--max-semi-space-size=64'];

const running = new Set<ProgramProcess>();

/**
 * A built program of the product as its own process. Resolves when it is ready, or has ended before it was.
 * @param shiftMs how far its clock is ahead of the machine's; the product's own start where it is left out
 */
export async function startProgram(
  name: 'api' | 'worker',
  config: Config,
  overrides: Readonly<Record<string, string>> = {},
  shiftMs?: number,
): Promise<ProgramProcess> {
  // Jest and the benchmarks both run from the root of the checkout.
  const main = resolve(
    shiftMs === undefined ? `dist/apps/${name}/src/main.js` : 'dist/test/support/clocked-program.js',
  );
  if (!existsSync(main)) throw new Error(`${main} is missing: "npm test" builds it, or run "npx nest build --all"`);
  const env = Object.fromEntries(
    Object.entries(config as Record<string, string | number | undefined>).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, String(value)]],
    ),
  );
  const args = shiftMs === undefined ? [main] : [main, name, String(shiftMs)];
  const child = spawn(process.execPath, [...NODE_FLAGS, ...args], {
    env: { PATH: process.env['PATH'], ...env, LOG_LEVEL: 'warn', ...overrides },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said += text));
  const ended = once(child, 'exit').then(([, signal]) => signal as NodeJS.Signals | null);
  const ready = once(child, 'message').then(([message]) => message as { url?: string });
  const answer = await Promise.race([ready, ended]);
  const program: ProgramProcess = {
    child,
    url: typeof answer === 'object' ? answer?.url : undefined,
    ended,
    log: () => said,
    kill: async (signal) => {
      child.kill(signal);
      await ended;
    },
  };
  running.add(program);
  void ended.then(() => running.delete(program));
  return program;
}

/** No process outlives its test. */
export async function killPrograms(): Promise<void> {
  await Promise.all([...running].map((program) => program.kill('SIGKILL')));
}

/** Waits until `check` holds. @throws after `seconds`, with the last value seen */
export async function until<T>(
  read: () => Promise<T>,
  check: (value: T) => boolean,
  seconds = 90,
  everyMs = 50,
): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const value = await read();
    if (check(value)) return value;
    if (Date.now() > deadline)
      throw new Error(`did not come true in ${String(seconds)} s; last seen: ${JSON.stringify(value)}`);
    await sleep(everyMs);
  }
}
