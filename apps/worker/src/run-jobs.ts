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
    const rows = (await Promise.all(QUEUES.map((queue) => outbox.claim(queue, 100)))).flat();
    if (rows.length === 0) return count;
    for (const { id, name, data } of rows) {
      await runner.run(name, data, id);
      count += 1;
    }
  }
}
