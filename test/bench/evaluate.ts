import { EvaluationService, TallyService } from '#libs/mandates';
import type { BenchContext } from './bench.js';
import { bigCity, publishBenchMandates, someCredits } from './big-city.js';
import { type Figure, figure, percentile } from './figures.js';
import { cpuMs, databasePid, peakMb } from './machine.js';

const DEFAULT_PEOPLE = 10_000;
/** The day that is taken for today, whatever the clock says: figures can be compared. */
const ON = '2026-11-24';
const ONE_BY_ONE = 300;
const ROUNDS = 3;

/**
 * Everyone's duties: found for the first time and written (cold), held against what is stored without any change (the
 * nightly pass), and one person alone, as a read or a completion does it.
 */
export async function evaluate({ app, db, people, progress }: BenchContext): Promise<Figure[]> {
  const count = people ?? DEFAULT_PEOPLE;
  const evaluation = app.get(EvaluationService);
  const database = await databasePid(db);
  progress(`making ${String(count)} people`);
  const persons = await bigCity(app, db, count, progress);
  await someCredits(db, persons);
  await publishBenchMandates(app);
  const [pool] = await db.query<{ mb: number | string }[]>('SELECT @@innodb_buffer_pool_size / 1048576 AS mb');

  const measure = async <T>(work: () => Promise<T>) => {
    const before = { own: process.cpuUsage(), database: cpuMs(database) };
    const start = performance.now();
    const result = await work();
    const seconds = (performance.now() - start) / 1000;
    const own = process.cpuUsage(before.own);
    return {
      result,
      seconds,
      ownMs: (own.user + own.system) / 1000,
      databaseMs: (cpuMs(database) ?? NaN) - (before.database ?? NaN),
    };
  };

  progress('cold');
  const cold = await measure(() => evaluation.runDue(null, ON));
  const [made] = await db.query<{ n: number | string }[]>('SELECT COUNT(*) AS n FROM obligation');
  const obligations = Number(made?.n ?? 0);
  progress(`${String(obligations)} obligations in ${cold.seconds.toFixed(1)} s`);

  const passes = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    const pass = await measure(() => evaluation.evaluateAll(ON));
    passes.push(pass);
    progress(
      `pass ${String(round)}: ${(count / pass.seconds).toFixed(0)} persons/s, drift ${String(pass.result.changed)}`,
    );
  }
  const step = Math.max(1, Math.floor(persons.length / ONE_BY_ONE));
  const times: number[] = [];
  for (let i = 0; i < persons.length && times.length < ONE_BY_ONE; i += step) {
    const start = performance.now();
    await evaluation.evaluatePersons([persons[i] ?? ''], { kind: 'check' }, undefined, ON);
    times.push(performance.now() - start);
  }
  const differences = await app.get(TallyService).verify();
  const perPerson = (ms: number): number => (ms * 1000) / count;
  const figures = [
    figure('people', '', [count]),
    figure('buffer pool', 'MB', [Number(pool?.mb ?? NaN)]),
    figure('obligations', '', [obligations]),
    figure('cold, with writing', 'obligations/s', [obligations / cold.seconds], { atLeast: 15_000 }),
    figure('cold, own CPU per obligation', 'µs', [(cold.ownMs * 1000) / obligations]),
    figure('cold, CPU of the database per obligation', 'µs', [(cold.databaseMs * 1000) / obligations]),
    figure(
      'pass without change',
      'persons/s',
      passes.map(({ seconds }) => count / seconds),
      { atLeast: 10_000 },
    ),
    figure(
      'pass, own CPU per person',
      'µs',
      passes.map(({ ownMs }) => perPerson(ownMs)),
    ),
    figure(
      'pass, CPU of the database per person',
      'µs',
      passes.map(({ databaseMs }) => perPerson(databaseMs)),
    ),
    figure('drift', 'obligations', [Math.max(...passes.map(({ result }) => result.changed))], { atMost: 0 }),
    figure('places where the tally differs', '', [differences.length], { atMost: 0 }),
    figure('one person, median', 'ms', [percentile(times, 0.5)]),
    figure('one person, 95th percentile', 'ms', [percentile(times, 0.95)], { atMost: 10 }),
    figure('peak memory', 'MB', [peakMb(process.pid) ?? NaN], { atMost: 400 }),
  ];
  return figures.filter(({ value }) => !Number.isNaN(value));
}
