import { systemActor } from '#libs/actor';
import { EvaluationService } from '#libs/mandates';
import { UnitService } from '#libs/people';
import { ImportService, ImportViews } from '#libs/rosters';
import type { BenchContext } from './bench.js';
import { bigCity, publishBenchMandates } from './big-city.js';
import { type Figure, figure } from './figures.js';
import { peakMb } from './machine.js';

const DEFAULT_PEOPLE = 10_000;
/** Units of the city that the list speaks of; the people who are there already stay. */
const CITY_OF = 1_000;

/** A directory's list from its bytes to its duties: read and checked, applied, evaluated, and the same list again. */
export async function importList({ app, db, people, progress }: BenchContext): Promise<Figure[]> {
  const count = people ?? DEFAULT_PEOPLE;
  await bigCity(app, db, CITY_OF, progress);
  await publishBenchMandates(app);
  await app.get(EvaluationService).runDue(null);
  const root = await app.get(UnitService).findByCode('city', 'gaon');
  if (!root) throw new Error('the city was not made');
  const codes = await db.query<{ code: string }[]>(
    `SELECT code FROM org_unit WHERE kind IN ('division', 'elderly-facility') ORDER BY code`,
  );
  const bytes = listOf(
    count,
    codes.map(({ code }) => code),
  );
  progress(`${String(count)} rows, ${(bytes.length / 1024 / 1024).toFixed(1)} MB`);
  const imports = app.get(ImportService);
  const timed = async <T>(name: string, work: () => Promise<T>): Promise<{ result: T; seconds: number }> => {
    const start = performance.now();
    const result = await work();
    const seconds = (performance.now() - start) / 1000;
    progress(`${name}: ${(count / seconds).toFixed(0)} rows/s`);
    return { result, seconds };
  };
  const check = async (): Promise<string> => {
    const runId = await imports.start(systemActor, {
      source: 'directory',
      unitId: root.id,
      kind: 'staff',
      fileName: 'directory.csv',
      bytes,
      whole: false,
    });
    await imports.proceed(runId, null);
    return runId;
  };
  const dry = await timed('dry run', check);
  // As in the product: the worker evaluates whom the import has changed while it goes on.
  const evaluation = app.get(EvaluationService);
  const apply = await timed('applied and evaluated', async () => {
    await imports.apply(systemActor, dry.result);
    const state = { applying: true };
    const writing = imports.proceed(dry.result, null).finally(() => {
      state.applying = false;
    });
    const evaluating = (async (): Promise<void> => {
      while (state.applying) {
        const { persons } = await evaluation.runDue(null);
        if (persons === 0) await new Promise((resolve) => setTimeout(resolve, 50));
      }
    })();
    await Promise.all([timed('of which applied', () => writing), evaluating]);
    await evaluation.runDue(null);
  });
  const again = await timed('the same list again', check);
  const { run } = await app.get(ImportViews).get(systemActor, again.result);
  if (run.summary?.rows.none !== count)
    throw new Error(`the same list changes something: ${JSON.stringify(run.summary?.rows)}`);
  const whole = dry.seconds + apply.seconds;
  return [
    figure('dry run: read, matched, duties shown', 'rows/s', [count / dry.seconds], { atLeast: 10_000 }),
    figure('applied, and duties evaluated meanwhile', 'rows/s', [count / apply.seconds]),
    figure('validated, applied, evaluated', 'rows/s', [count / whole], { atLeast: 5_000 }),
    figure('the same list again: nothing changes', 'rows/s', [count / again.seconds], { atLeast: 10_000 }),
    figure('memory at most', 'MB', [peakMb(process.pid) ?? NaN], { atMost: 400 }),
  ];
}

function listOf(count: number, units: readonly string[]): Buffer {
  const lines = ['사번,성명,부서코드,직급,입사일,전자우편'];
  for (let i = 0; i < count; i += 1) {
    const family = '김이박최정강조윤장임'[i % 10] ?? '';
    const given = `${'가나다라마바사아자차'[Math.floor(i / 10) % 10] ?? ''}${'하허호후흐희혜효휴해'[Math.floor(i / 100) % 10] ?? ''}`;
    const joined = `${String(2015 + (i % 11))}-03-02`;
    lines.push(
      `D${String(i + 1).padStart(7, '0')},${family}${given},${units[i % units.length] ?? ''},주무관,${joined},d${String(i)}@gaon.example`,
    );
  }
  return Buffer.from(`${lines.join('\r\n')}\r\n`);
}
