import { Outbox, QUEUES } from '#libs/jobs';
import type { INestApplicationContext } from '@nestjs/common';
import { JobRunner } from './run-job.js';

/**
 * Does everything that the outbox promises, here and now, without Redis; also what those jobs promise in turn.
 * For tests: the first job that fails throws.
 *
 * @returns how many jobs were run
 */
export async function runJobs(app: INestApplicationContext): Promise<number> {
  const outbox = app.get(Outbox);
  const runner = app.get(JobRunner);
  let count = 0;
  for (;;) {
    const before = count;
    // One queue after the other: claims at the same time may skip a row that the other's scan has locked, which a relay
    // finds at its next turn, and nobody here would.
    for (const queue of QUEUES) {
      for (const { id, name, data } of await outbox.claim(queue, 100)) {
        await runner.run(name, data, id);
        count += 1;
      }
    }
    if (count === before) return count;
  }
}
