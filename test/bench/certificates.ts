import { Outbox } from '#libs/jobs';
import { PeopleService, UnitService } from '#libs/people';
import { makeCity, makeCompletions, makePeople } from '../support/completions.js';
import { startProgram, until } from '../support/processes.js';
import type { BenchContext } from './bench.js';
import { type Figure, figure } from './figures.js';
import { cpuMs, databasePid, peakMb } from './machine.js';

const ROUNDS = 5;
const WARM_UP = 200;
const DEFAULT_PEOPLE = 2_000;
/** Persons are registered in batches that evaluate their duties at once, as rosters do. */
const BATCH = 200;

/**
 * Certificates through the real queue: promised in the outbox, relayed into Redis, numbered, rendered, stored and
 * marked by one worker process, with the notice that each of them promises. Wall time from the commit of the promises
 * to the last certificate.
 */
export async function certificates({ app, db, config, people, progress }: BenchContext): Promise<Figure[]> {
  const count = Math.max(ROUNDS, people ?? DEFAULT_PEOPLE);
  progress(`${String(count)} people`);
  const city = await makeCity(app.get(UnitService));
  const persons: string[] = [];
  while (persons.length < count) {
    const size = Math.min(BATCH, count - persons.length);
    persons.push(...(await makePeople(app.get(PeopleService), city.divisionId, size, () => ({ email: null }))));
  }
  const worker = await startProgram('worker', config);
  const database = await databasePid(db);

  const issue = async (personIds: readonly string[]) => {
    const target = (await issued()) + personIds.length;
    const before = { worker: cpuMs(worker.child.pid), database: cpuMs(database) };
    // Prepared before the clock starts; the promises are what is measured from.
    const completions = await makeCompletions(db, personIds, { at: new Date(), on: '2026-11-24' });
    const start = performance.now();
    await db.run(() =>
      app.get(Outbox).requestMany(
        'certificate.issue',
        completions.map((completionId) => ({ completionId })),
      ),
    );
    await until(issued, (n) => n >= target, 600, 20);
    const seconds = (performance.now() - start) / 1000;
    const used = (pid: number | null | undefined, then: number | null): number =>
      ((cpuMs(pid) ?? NaN) - (then ?? NaN)) / personIds.length;
    return {
      perSecond: personIds.length / seconds,
      workerMs: used(worker.child.pid, before.worker),
      databaseMs: used(database, before.database),
    };
  };
  const issued = async (): Promise<number> => {
    const [row] = await db.query<{ n: number | string }[]>(
      `SELECT COUNT(*) AS n FROM certificate WHERE state = 'issued'`,
    );
    return Number(row?.n ?? 0);
  };

  progress('warm-up');
  await issue(persons.slice(0, WARM_UP));
  const early = peakMb(worker.child.pid);
  const size = Math.floor(count / ROUNDS);
  const rounds = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    rounds.push(await issue(persons.slice(round * size, (round + 1) * size)));
    progress(
      `round ${String(round + 1)} of ${String(ROUNDS)}: ${rounds.at(-1)?.perSecond.toFixed(0) ?? ''} certificates/s`,
    );
  }
  const figures = [
    figure(
      'certificates',
      '/s',
      rounds.map((round) => round.perSecond),
    ),
    figure(
      'CPU of the worker per certificate',
      'ms',
      rounds.map((round) => round.workerMs),
    ),
    figure(
      'CPU of the database per certificate',
      'ms',
      rounds.map((round) => round.databaseMs),
    ),
    figure('peak memory of the worker after warm-up', 'MB', [early ?? NaN]),
    figure('peak memory of the worker', 'MB', [peakMb(worker.child.pid) ?? NaN]),
  ];
  await worker.kill('SIGTERM');
  // What cannot be read on this system is left out, not shown as nothing.
  return figures.filter(({ value }) => !Number.isNaN(value));
}
