import { Outbox } from '#libs/jobs';
import { PeopleService, UnitService } from '#libs/people';
import { makeCity, makeCompletions, makePeople } from '../support/completions.js';
import { startProgram, until } from '../support/processes.js';
import type { BenchContext } from './bench.js';
import { type Figure, figure, percentile } from './figures.js';
import { cpuMs, databasePid, peakMb } from './machine.js';
import { makeSigningKey, naiveMs } from './naive-certificate.js';

const ROUNDS = 5;
const WARM_UP = 200;
const DEFAULT_PEOPLE = 2_000;
/** Persons are registered in batches that evaluate their duties at once, as rosters do. */
const BATCH = 200;
/** How often the naive way is measured: it is slow. */
const NAIVE = 20;

/**
 * Certificates through the real queue: promised in the outbox, relayed into Redis, numbered, rendered, signed, stored and
 * marked by one worker process, then by two. Wall time from the commit of the promises
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
  // Certificates only: the notices that they promise are another queue's work.
  const signing = makeSigningKey();
  const overrides = { ...signing.variables, MADANG_QUEUES: 'certificates' };
  const workers = [await startProgram('worker', config, overrides)];
  const database = await databasePid(db);

  const issue = async (personIds: readonly string[]) => {
    const target = (await issued()) + personIds.length;
    const workerCpu = (): number => workers.reduce((sum, { child }) => sum + (cpuMs(child.pid) ?? NaN), 0);
    const before = { worker: workerCpu(), database: cpuMs(database) };
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
    return {
      perSecond: personIds.length / seconds,
      workerMs: (workerCpu() - before.worker) / personIds.length,
      databaseMs: ((cpuMs(database) ?? NaN) - (before.database ?? NaN)) / personIds.length,
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
  const early = peakMb(workers[0]?.child.pid);
  const size = Math.floor(count / ROUNDS);
  const rounds = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    rounds.push(await issue(persons.slice(round * size, (round + 1) * size)));
    progress(
      `round ${String(round + 1)} of ${String(ROUNDS)}: ${rounds.at(-1)?.perSecond.toFixed(0) ?? ''} certificates/s`,
    );
  }
  const peak = peakMb(workers[0]?.child.pid);
  progress('two worker processes');
  workers.push(await startProgram('worker', config, overrides));
  const two = [];
  for (let round = 0; round < ROUNDS; round += 1)
    two.push(await issue(persons.slice(round * size, (round + 1) * size)));
  progress('the naive way');
  const naive = await naiveMs(signing, NAIVE);
  for (const { kill } of workers) await kill('SIGTERM');
  signing.remove();

  const all = rounds.map(({ workerMs, databaseMs }) => workerMs + databaseMs);
  const figures = [
    figure(
      'certificates, one worker process',
      '/s',
      rounds.map(({ perSecond }) => perSecond),
    ),
    figure('CPU per certificate, worker and database', 'ms', all, { atMost: 9 }),
    figure(
      'CPU of the worker per certificate',
      'ms',
      rounds.map(({ workerMs }) => workerMs),
    ),
    figure(
      'CPU of the database per certificate',
      'ms',
      rounds.map(({ databaseMs }) => databaseMs),
    ),
    figure('CPU of the naive way per certificate, rendering and signing only', 'ms', naive),
    figure('the naive way by ours, all in', '×', [median(naive) / median(all)], { atLeast: 12 }),
    figure(
      'two worker processes by one',
      '×',
      [median(two.map((r) => r.perSecond)) / median(rounds.map((r) => r.perSecond))],
      { atLeast: 1.4 },
    ),
    figure('peak memory of the worker after warm-up', 'MB', [early ?? NaN]),
    figure('peak memory of the worker', 'MB', [peak ?? NaN], { atMost: (early ?? NaN) * 1.5 }),
  ];
  // What cannot be read on this system is left out, not shown as nothing.
  return figures.filter(({ value }) => !Number.isNaN(value));
}

const median = (values: readonly number[]): number => percentile(values, 0.5);
