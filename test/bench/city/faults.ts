import { setTimeout as sleep } from 'node:timers/promises';
import type { CityServers } from './servers.js';

export interface Blow {
  /** Seconds from the start. */
  readonly at: number;
  readonly what: 'worker' | 'redis' | 'database-stopped' | 'database-killed';
}

/**
 * What is broken when: Redis stopped and started twice, the database ended once in order and once by force, the worker
 * killed at moments that the seed gives.
 * @param every seconds between two kills in the mean
 */
export function blowsOf(seconds: number, every: number, seed: number): readonly Blow[] {
  const random = mulberry(seed);
  const blows: Blow[] = [
    { at: seconds * 0.2, what: 'redis' },
    { at: seconds * 0.35, what: 'database-stopped' },
    { at: seconds * 0.55, what: 'redis' },
    { at: seconds * 0.75, what: 'database-killed' },
  ];
  for (let at = every * (0.5 + random()); at < seconds; at += every * (0.5 + random()))
    blows.push({ at, what: 'worker' });
  return blows.sort((a, b) => a.at - b.at);
}

/** Strikes at the moments given; a worker is started again at once. Each kind of server is dealt with by itself. */
export async function strike(servers: CityServers, blows: readonly Blow[], downMs: number): Promise<void> {
  const begun = performance.now();
  const lane = async (which: readonly Blow['what'][]): Promise<void> => {
    for (const { at, what } of blows.filter((blow) => which.includes(blow.what))) {
      await sleep(Math.max(0, begun + at * 1000 - performance.now()));
      if (what === 'redis') await servers.cutRedis(downMs);
      else if (what === 'worker') {
        await servers.killWorker();
        await servers.startWorker();
      } else await servers.restartDatabase(what === 'database-killed' ? 'SIGKILL' : 'SIGTERM', downMs);
    }
  };
  await Promise.all([lane(['worker']), lane(['redis']), lane(['database-stopped', 'database-killed'])]);
}

/** A small generator of numbers in [0, 1) that the same seed makes the same. */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
