// One holder at a time: of a data folder (the servers in it), or of the checkout (packages and build output).
import { setTimeout as sleep } from 'node:timers/promises';
import { createJson, readJson, removeJson, writeJson } from './files.mjs';
import { identify, isAlive } from './identity.mjs';
import { Interrupted } from './say.mjs';

/**
 * @typedef {import('./identity.mjs').Identity & {
 *   command: string,
 *   parent?: import('./identity.mjs').Identity | null,
 *   stopping?: boolean,
 *   url?: string, mysqlUrl?: string, redisUrl?: string,
 * }} Holder
 */

export class Lock {
  /** @type {Holder} */ #holder;

  /**
   * @param {string} file
   * @param {Holder} holder
   */
  constructor(file, holder) {
    this.file = file;
    this.#holder = holder;
  }

  /**
   * Tells other commands what they need to know of the holder.
   * @param {Partial<Holder>} facts
   */
  publish(facts) {
    this.#holder = { ...this.#holder, ...facts };
    writeJson(this.file, this.#holder);
  }

  release() {
    removeJson(this.file, this.#holder);
  }
}

/**
 * @param {string} file
 * @returns {Holder | null} who holds the lock, where the holder is alive
 */
export function holderOf(file) {
  const holder = readJson(file);
  return isAlive(holder) ? holder : null;
}

/**
 * Takes the lock, also from a holder that died without giving it back.
 * @param {string} file
 * @param {string} command the command a reader of the lock is to be told of
 * @returns {Lock | null} null when someone alive holds it
 */
export function tryLock(file, command) {
  // Whether npm itself was killed is told by the parent: see `stopSignal`.
  const parent = process.env.npm_lifecycle_event ? identify(process.ppid) : null;
  const holder = { .../** @type {import('./identity.mjs').Identity} */ (identify(process.pid)), command, parent };
  for (;;) {
    if (createJson(file, holder)) return new Lock(file, holder);
    const found = readJson(file);
    if (isAlive(found)) return null;
    removeJson(file, found);
  }
}

/**
 * @param {string} file
 * @param {string} command
 * @param {{ signal?: AbortSignal, onWait: (holder: Holder) => void }} options
 */
export async function waitForLock(file, command, { signal, onWait }) {
  let told = false;
  for (;;) {
    const lock = tryLock(file, command);
    if (lock) return lock;
    const holder = holderOf(file);
    if (holder && !told) onWait(holder);
    told ||= holder !== null;
    await sleep(200);
    if (signal?.aborted) throw new Interrupted();
  }
}
