import type { Config } from '#libs/config';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const MAIN = join(__dirname, '../../dist/apps/worker/src/main.js');

export interface WorkerProcess {
  readonly child: ChildProcess;
  /** Resolves when the process has ended, with the signal that ended it. */
  readonly ended: Promise<NodeJS.Signals | null>;
  /** Everything it said. */
  log(): string;
  kill(signal: NodeJS.Signals): Promise<void>;
}

const running = new Set<WorkerProcess>();

/** The built worker as its own process. Resolves when it is ready, or has ended before it was. */
export async function startWorker(
  config: Config,
  overrides: Readonly<Record<string, string>> = {},
): Promise<WorkerProcess> {
  if (!existsSync(MAIN)) throw new Error(`${MAIN} is missing: "npm test" builds it, or run "npx nest build --all"`);
  const env = Object.fromEntries(
    Object.entries(config as Record<string, unknown>).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)]],
    ),
  );
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH: process.env['PATH'], ...env, LOG_LEVEL: 'warn', ...overrides },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said += text));
  const ended = once(child, 'exit').then(([, signal]) => signal as NodeJS.Signals | null);
  const worker: WorkerProcess = {
    child,
    ended,
    log: () => said,
    kill: async (signal) => {
      child.kill(signal);
      await ended;
    },
  };
  running.add(worker);
  void ended.then(() => running.delete(worker));
  await Promise.race([once(child, 'message'), ended]);
  return worker;
}

/** For `afterAll`: no process outlives its test. */
export async function killWorkers(): Promise<void> {
  await Promise.all([...running].map((worker) => worker.kill('SIGKILL')));
}

/** Waits until `check` holds. @throws after `seconds`, with the last value seen */
export async function until<T>(read: () => Promise<T>, check: (value: T) => boolean, seconds = 90): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const value = await read();
    if (check(value)) return value;
    if (Date.now() > deadline)
      throw new Error(`did not come true in ${String(seconds)} s; last seen: ${JSON.stringify(value)}`);
    await sleep(50);
  }
}
