// Keeps the long-running programs up, and stops them in order.
import { closeSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { end, hasEnded, lastLines, openLog } from './children.mjs';
import { writeJson } from './files.mjs';
import { identify } from './identity.mjs';
import { blameDisk, Interrupted, Refusal, say } from './say.mjs';

/**
 * One program to keep up.
 * @typedef {object} Member
 * @property {string} name names its log and its record, and is what people are told
 * @property {number} stage the highest are stopped first, those of one stage together
 * @property {number} stopLimit milliseconds for an orderly end
 * @property {number} readyLimit milliseconds until it must be ready
 * @property {(log: number) => import('node:child_process').ChildProcess} launch starts it, writing into that file
 * @property {(child: import('node:child_process').ChildProcess, signal: AbortSignal) => Promise<void>} ready
 *   resolves when it can be used; the signal aborts when waiting is of no use any more
 */

/** Restarts are tried after these pauses (milliseconds); a program that runs well for a while has all of them again. */
const BACKOFF = [500, 1_000, 2_000, 4_000, 8_000];
const RUNS_WELL_AFTER = 60_000;

export class Supervisor {
  /** @type {Map<Member, { child: import('node:child_process').ChildProcess, since: number, failures: number }>} */
  #running = new Map();
  #stopping = false;
  #runDir;
  #logDir;
  #onGiveUp;
  #signal;

  /**
   * @param {object} options
   * @param {string} options.dir holds `run/`, by which a later start finds what this one leaves behind, and `logs/`
   * @param {AbortSignal} options.signal aborts when someone wants us to stop
   * @param {(reason: Refusal) => void} [options.onGiveUp] told when a program dies again and again
   */
  constructor({ dir, signal, onGiveUp = () => {} }) {
    this.#runDir = join(dir, 'run');
    this.#logDir = join(dir, 'logs');
    this.#signal = signal;
    this.#onGiveUp = onGiveUp;
    mkdirSync(this.#runDir, { recursive: true, mode: 0o700 });
  }

  /**
   * Starts a program, waits until it is ready, and keeps it up from then on.
   * @param {Member} member
   */
  async add(member) {
    if (this.#ending) throw new Interrupted();
    await this.#launch(member, 0);
  }

  get isRunning() {
    return this.#running.size > 0;
  }

  /** Stops all, each stage within its members' time limits. */
  async stop() {
    this.#stopping = true;
    const stages = [...new Set([...this.#running.keys()].map((member) => member.stage))].sort((a, b) => b - a);
    for (const stage of stages) {
      const members = [...this.#running].filter(([member]) => member.stage === stage);
      await Promise.all(members.map(([member, { child }]) => this.#end(member, child)));
    }
  }

  /**
   * @param {Member} member
   * @param {number} failures how often it died of late
   */
  async #launch(member, failures) {
    const log = openLog(this.#logDir, member.name);
    const child = member.launch(log.fd);
    closeSync(log.fd);
    this.#running.set(member, { child, since: Date.now(), failures });
    const identity = child.pid === undefined ? null : identify(child.pid);
    if (identity) writeJson(this.#record(member), identity);

    let ready = false;
    const waiting = new AbortController();
    const failed = new Promise((_, reject) => {
      const fail = (/** @type {Error} */ reason) => (waiting.abort(), reject(reason));
      child.once('error', fail);
      child.once('exit', () => {
        if (ready) void this.#died(member, log);
        else if (!waiting.signal.aborted) fail(this.#explain(member, log));
      });
      this.#signal.addEventListener('abort', () => fail(new Interrupted()), { signal: waiting.signal });
      sleep(member.readyLimit, undefined, { signal: waiting.signal }).then(
        () => fail(this.#explain(member, log)),
        () => {},
      );
    });
    failed.catch(() => {});
    const isReady = member.ready(child, waiting.signal).then(() => {
      ready = !waiting.signal.aborted;
      waiting.abort();
    });
    await Promise.race([isReady, failed]);
  }

  /**
   * @param {Member} member
   * @param {{ file: string, from: number }} log
   */
  async #died(member, log) {
    const last = this.#running.get(member);
    if (this.#ending || !last) return;
    const failures = Date.now() - last.since > RUNS_WELL_AFTER ? 0 : last.failures;
    if (failures === BACKOFF.length) {
      this.#onGiveUp(this.#explain(member, log));
      return;
    }
    say(`${member.name}이(가) 멈춰서 다시 시작합니다`, `${member.name} died, starting it again`);
    await sleep(BACKOFF[failures]);
    if (this.#ending) return;
    try {
      await this.#launch(member, failures + 1);
    } catch {
      // It ended, or was not ready in time, while starting: as if it had died once more.
      const again = this.#running.get(member);
      if (again && !hasEnded(again.child)) await end(again.child, member.stopLimit);
      await this.#died(member, log);
    }
  }

  /**
   * @param {Member} member
   * @param {import('node:child_process').ChildProcess} child
   */
  async #end(member, child) {
    if (!hasEnded(child) && !(await end(child, member.stopLimit))) {
      say(
        `${member.name}이(가) ${member.stopLimit / 1000}초 안에 끝나지 않아 강제로 끝냈습니다`,
        `${member.name} did not stop within ${member.stopLimit / 1000} s and was killed`,
      );
    }
    rmSync(this.#record(member), { force: true });
  }

  get #ending() {
    return this.#stopping || this.#signal.aborted;
  }

  /** @param {Member} member */
  #record(member) {
    return join(this.#runDir, `${member.name}.json`);
  }

  /**
   * @param {Member} member
   * @param {{ file: string, from: number }} log
   */
  #explain({ name }, log) {
    const said = lastLines(log);
    return blameDisk(
      said,
      new Refusal(
        `${name}을(를) 실행하지 못했습니다. 위의 마지막 기록을 보세요. 전체 기록: ${log.file}`,
        `${name} could not be run. See its last lines above; its whole log is ${log.file}`,
        said,
      ),
    );
  }
}
