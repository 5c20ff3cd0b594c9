// What an earlier start left running. Its launcher was killed, and its programs did not all notice.
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readJson } from './files.mjs';
import { isAlive } from './identity.mjs';
import { say } from './say.mjs';

const ORDERLY_END = 60_000;

/**
 * Ends the programs recorded in `run/` which are still the same processes (pid and moment of start), so that a
 * server of anybody else is never touched. To be called by the holder of the data folder's lock only.
 * @param {string} dir the data folder
 */
export async function reclaim(dir) {
  const runDir = join(dir, 'run');
  const records = entries(runDir)
    .filter((name) => name.endsWith('.json'))
    .map((name) => ({ file: join(runDir, name), identity: readJson(join(runDir, name)) }));
  const left = records.filter(({ identity }) => isAlive(identity));
  if (left.length > 0) {
    say('이전 실행이 남긴 프로그램을 정리합니다', 'Stopping what an earlier run left behind');
    for (const { identity } of left) process.kill(identity.pid, 'SIGTERM');
    const deadline = Date.now() + ORDERLY_END;
    for (const { identity } of left) {
      while (isAlive(identity) && Date.now() < deadline) await sleep(50);
      if (isAlive(identity)) process.kill(identity.pid, 'SIGKILL');
      while (isAlive(identity)) await sleep(20);
    }
  }
  for (const { file } of records) rmSync(file, { force: true });
}

/** @param {string} dir */
function entries(dir) {
  try {
    return readdirSync(dir);
  } catch {
    return [];
  }
}
