// Programs that the launcher runs: how they are started, ended, and kept from outliving it.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, fstatSync, mkdirSync, openSync, readSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Interrupted } from './say.mjs';

/**
 * Where the kernel can be asked to end a program when the one that started it dies (Linux), a launcher killed with
 * SIGKILL takes its servers along. Elsewhere they stay, and `reclaim.mjs` ends them at the next start.
 * @type {string[] | undefined}
 */
let boundPrefix;

function bound() {
  if (boundPrefix) return boundPrefix;
  const prefix = ['setpriv', '--pdeathsig', 'TERM'];
  try {
    execFileSync(prefix[0], [...prefix.slice(1), 'true'], { stdio: 'ignore' });
    boundPrefix = prefix;
  } catch {
    boundPrefix = [];
  }
  return boundPrefix;
}

/**
 * Starts a program that ends when we end, in a session of its own: a terminal's Ctrl-C reaches only the launcher,
 * which then stops everything in order.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 */
export function spawnBound(command, args, options) {
  const [program, ...rest] = [...bound(), command, ...args];
  return spawn(program, rest, { ...options, detached: true });
}

/**
 * Waits for the end of a program, or of the time it is given.
 * @param {import('node:child_process').ChildProcess} child
 * @param {number} [limit] milliseconds
 * @returns {Promise<boolean>} whether it has ended
 */
async function ended(child, limit) {
  if (hasEnded(child)) return true;
  const timer = new AbortController();
  try {
    return await Promise.race([
      once(child, 'exit', { signal: timer.signal }).then(() => true),
      ...(limit === undefined ? [] : [sleep(limit, false, { signal: timer.signal })]),
    ]);
  } finally {
    timer.abort();
  }
}

/** @param {import('node:child_process').ChildProcess} child */
export function hasEnded(child) {
  return child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {number} limit milliseconds for an orderly end; after them it is killed
 * @returns {Promise<boolean>} whether it ended in order
 */
export async function end(child, limit) {
  child.kill('SIGTERM');
  if (await ended(child, limit)) return true;
  signalGroup(child, 'SIGKILL');
  await ended(child);
  return false;
}

/**
 * @param {import('node:child_process').ChildProcess} child started by {@link spawnBound}: leads its group
 * @param {NodeJS.Signals} signal
 */
function signalGroup(child, signal) {
  try {
    process.kill(-(/** @type {number} */ (child.pid)), signal);
  } catch {
    // The group has just ended.
  }
}

/** @typedef {'capture' | 'inherit' | 'tee' | number} Output collected, shown, both, or written into that file */

/**
 * Runs a program to its end.
 * @param {string} command
 * @param {string[]} args
 * @param {{
 *   cwd?: string, env?: NodeJS.ProcessEnv, signal?: AbortSignal, limit?: number,
 *   stdin?: 'inherit', input?: string, stdout?: Output, stderr?: Output,
 * }} [options] `limit` is in milliseconds
 * @returns {Promise<{ code: number, stdout: string, stderr: string, timedOut: boolean }>}
 */
export async function run(command, args, options = {}) {
  const { cwd, env, signal, limit, stdin, input, stdout = 'capture', stderr = 'capture' } = options;
  if (signal?.aborted) throw new Interrupted();
  const piped = (/** @type {string | number} */ target) => (target === 'capture' || target === 'tee' ? 'pipe' : target);
  const stdio = /** @type {any} */ ([input === undefined ? (stdin ?? 'ignore') : 'pipe', piped(stdout), piped(stderr)]);
  const child = spawnBound(command, args, { cwd, env, stdio });
  const said = { stdout: '', stderr: '' };
  child.stdout?.setEncoding('utf8').on('data', (text) => (said.stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text) => (said.stderr += text));
  if (stdout === 'tee') child.stdout?.pipe(process.stdout, { end: false });
  if (stderr === 'tee') child.stderr?.pipe(process.stderr, { end: false });
  child.stdin?.on('error', () => {}).end(input);

  const giveUp = () => {
    signalGroup(child, 'SIGTERM');
    setTimeout(() => signalGroup(child, 'SIGKILL'), 10_000).unref();
  };
  signal?.addEventListener('abort', giveUp);
  let timedOut = false;
  const timer = limit && setTimeout(() => ((timedOut = true), giveUp()), limit);
  try {
    const [code] = await once(child, 'close');
    if (signal?.aborted) throw new Interrupted();
    return { code: code ?? 1, ...said, timedOut };
  } finally {
    signal?.removeEventListener('abort', giveUp);
    if (timer) clearTimeout(timer);
  }
}

const LOG_LIMIT = 20 * 1024 * 1024;

/**
 * Opens a program's log. The program writes into the file itself: through a pipe, its last lines would be lost
 * with the launcher.
 * @param {string} dir
 * @param {string} name
 */
export function openLog(dir, name) {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const file = join(dir, `${name}.log`);
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LOG_LIMIT) renameSync(file, `${file}.1`);
  const fd = openSync(file, 'a', 0o600);
  return { file, fd, from: fstatSync(fd).size };
}

/**
 * @param {{ file: string, from: number }} log
 * @returns {string} the last lines of those written since it was opened
 */
export function lastLines({ file, from }) {
  const fd = openSync(file, 'r');
  try {
    const { size } = fstatSync(fd);
    const buffer = Buffer.alloc(Math.min(size - from, 16_384));
    readSync(fd, buffer, 0, buffer.length, size - buffer.length);
    return buffer.toString('utf8').trimEnd().split('\n').slice(-12).join('\n');
  } finally {
    closeSync(fd);
  }
}
