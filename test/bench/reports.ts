import { type Actor, systemActor } from '#libs/actor';
import { type Database, fromBin } from '#libs/database';
import { TallyService } from '#libs/mandates';
import { ComplianceService, ExportService, type PeopleQuery, PeopleListService } from '#libs/reports';
import type { Readable } from 'node:stream';
import type { BenchContext } from './bench.js';
import { bigCity, publishBenchMandates } from './big-city.js';
import { type Figure, figure, percentile } from './figures.js';
import { forgetPeak, peakMb } from './machine.js';

const DEFAULT_PEOPLE = 10_000;
/** First-level units of a city, whatever its size. */
const BUREAUS = 20;
const DUTIES = ['yearly', 'hours', 'half', 'focal'];
const ROUNDS = 60;
const PAGE = 50;
const DEEP = 1_000;
const BEFORE = '2026-05-24';
const BEFORE_SEALED = '2026-05-24 10:00:00';

/**
 * What a report costs in a city where everyone has four duties: its first page, a bureau's, lists at any depth, the
 * state of half a year ago, and everyone as a file. The rows are made set by set, and the tallies counted from them.
 */
export async function reports({ app, db, people, progress }: BenchContext): Promise<Figure[]> {
  const count = people ?? DEFAULT_PEOPLE;
  progress(`making ${String(count)} people`);
  await bigCity(app, db, count, progress, BUREAUS);
  await publishBenchMandates(app);
  await seed(db, progress);
  const [made] = await db.query<{ n: string }[]>('SELECT COUNT(*) AS n FROM obligation');
  await app.get(TallyService).fold();
  const differences = await app.get(TallyService).verify();
  const city = await unit(db, 'gaon');
  const bureau = await unit(db, 'bureau-3');
  const actor: Actor = systemActor;
  const compliance = app.get(ComplianceService);
  const list = app.get(PeopleListService);
  const scope = { unit: city, mandate: 'yearly', cycle: '2026' };
  await list.list(actor, { ...scope, state: 'all', limit: PAGE });

  const before = process.memoryUsage.rss() / 2 ** 20;
  forgetPeak();
  progress('pages');
  const cityPage = await times(ROUNDS, () => compliance.compliance(actor, scope));
  const bureauPage = await times(ROUNDS, () => compliance.compliance(actor, { ...scope, unit: bureau }));
  const query = (cursor?: string): PeopleQuery => ({ ...scope, state: 'all', limit: PAGE, cursor });
  const first = await times(ROUNDS, () => list.list(actor, query()));
  const deep = await cursorAt(list, actor, query, Math.min(DEEP, Math.floor(count / PAGE) - 2));
  const thousandth = await times(ROUNDS, () => list.list(actor, query(deep)));
  const overdue = await times(ROUNDS, () => list.list(actor, { ...query(), state: 'overdue' }));
  progress('half a year ago');
  const then = await times(5, () => compliance.compliance(actor, { ...scope, asOf: BEFORE }));
  progress('files');
  const csv = await exported(app.get(ExportService), actor, 'csv', scope);
  const xlsx = await exported(app.get(ExportService), actor, 'xlsx', scope);
  const p95 = (values: readonly number[]): number[] => [percentile(values, 0.95)];
  return [
    figure('people', '', [count]),
    figure('obligations', '', [Number(made?.n ?? 0)]),
    figure('places where the tally differs', '', [differences.length], { atMost: 0 }),
    figure('city page, 95th percentile', 'ms', p95(cityPage), { atMost: 30 }),
    figure('one bureau, 95th percentile', 'ms', p95(bureauPage)),
    figure('people, page 1, 95th percentile', 'ms', p95(first), { atMost: 60 }),
    figure('people, page 1,000 or the last, 95th percentile', 'ms', p95(thousandth), { atMost: 60 }),
    figure('people overdue, page 1, 95th percentile', 'ms', p95(overdue), { atMost: 60 }),
    figure('city page as of half a year ago', 'ms', then),
    figure('CSV of all', 'rows/s', [csv], { atLeast: 60_000 }),
    figure('XLSX of all', 'rows/s', [xlsx]),
    figure('memory when the city was made', 'MB', [before]),
    figure('peak memory of pages and files', 'MB', [peakMb(process.pid) ?? NaN], { atMost: 300 }),
  ].filter(({ value }) => !Number.isNaN(value));
}

async function times(rounds: number, work: () => Promise<unknown>): Promise<number[]> {
  const measured: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const start = performance.now();
    await work();
    measured.push(performance.now() - start);
  }
  return measured;
}

/** Walks there as a reader would, in larger steps: the place after so many pages. */
async function cursorAt(
  list: PeopleListService,
  actor: Actor,
  query: (cursor?: string) => PeopleQuery,
  pages: number,
): Promise<string | undefined> {
  let cursor: string | undefined;
  for (let left = pages * PAGE; left > 0; left -= 2_000) {
    const page = await list.list(actor, { ...query(cursor), limit: Math.min(2_000, left) });
    cursor = page.nextCursor ?? undefined;
  }
  return cursor;
}

/** Rows a second. A file this large leaves by a job in the product; here its rows are written and thrown away. */
async function exported(
  exports: ExportService,
  actor: Actor,
  format: 'csv' | 'xlsx',
  query: { unit: string; mandate: string; cycle: string },
): Promise<number> {
  const start = performance.now();
  const { stream, rows } = await exports.written(actor, { kind: 'people', format, query, reason: 'bench' });
  await drained(stream);
  return rows / ((performance.now() - start) / 1000);
}

async function drained(stream: Readable): Promise<number> {
  let bytes = 0;
  for await (const piece of stream as AsyncIterable<Buffer | string>) bytes += piece.length;
  return bytes;
}

async function unit(db: Database, code: string): Promise<string> {
  const [row] = await db.query<{ id: Buffer }[]>('SELECT id FROM org_unit WHERE code = ?', [code]);
  if (!row) throw new Error(`no unit ${code}`);
  return fromBin(row.id);
}

const FAMILY = ['김', '이', '박', '최', '정', '강', '조', '윤', '장', '임'];
const GIVEN = ['민준', '서연', '하늘', '지우', '도윤', '수아', '예준', '지안', '현우', '나래', '보람', '가온'];

/** A derivation as long as those that evaluation writes; each person's has their own unit, and their own day of joining. */
const OPEN = JSON.stringify({
  alternatives: [
    {
      met: false,
      parts: [{ kind: 'times', unit: 'times', needed: 2, got: 1, met: false, mode: ['in-person'], credits: [] }],
    },
  ],
  mustInclude: [],
  reasons: [
    { rule: 'audience', unitId: '01890000-0000-7000-8000-000000000000', occupation: 'official', since: '2026-01-01' },
    { rule: 'opens', since: '2026-01-01' },
    { rule: 'due', since: '2026-01-01' },
  ],
});

/** Half have done it, a tenth of those late; of the others one in ten is overdue by a duty that ended in June. */
async function seed(db: Database, progress: (line: string) => void): Promise<void> {
  const run = (sql: string, parameters: readonly unknown[] = []): Promise<unknown> =>
    db.run((tx) => tx.query(sql, [...parameters]));
  const pick = (words: readonly string[], by: string): string =>
    `ELT(1 + ${by} % ${String(words.length)}, ${words.map((word) => `'${word}'`).join(', ')})`;
  await run(
    `INSERT INTO person_identity (person_id, name, email)
     SELECT id, CONCAT(${pick(FAMILY, "CRC32(CONCAT(HEX(id), 'a'))")}, ${pick(GIVEN, "CRC32(CONCAT(HEX(id), 'b'))")}),
       CONCAT(LOWER(HEX(id)), '@gaon.example') FROM person`,
  );
  for (const duty of DUTIES) {
    await run(
      `INSERT INTO obligation (id, bearer_kind, bearer_id, mandate_id, mandate_version_id, cycle_key, cycle_from, cycle_to,
         opens_on, due_on, state, fulfilled_on, in_time, reporting_unit_id, band, result, evaluated_on, created_at, changed_at)
       SELECT UNHEX(CONCAT(SUBSTR(HEX(m.person_id), 1, 24), LPAD(HEX(CRC32(CONCAT(HEX(m.person_id), ?))), 8, '0'))),
         'person', m.person_id, d.id, v.id, '2026', '2026-01-01', '2026-12-31', '2026-01-01',
         IF(m.n % 20 = 1, '2026-06-30', '2026-12-31'), IF(m.n % 2 = 0, 'fulfilled', 'open'),
         IF(m.n % 2 = 0, IF(m.n % 20 = 0, '2027-01-10', '2026-07-01'), NULL),
         IF(m.n % 2 = 0, IF(m.n % 20 = 0, 0, 1), NULL), m.unit_id, m.position_band,
         REPLACE(REPLACE(?, '01890000-0000-7000-8000-000000000000', LOWER(HEX(m.unit_id))),
           '2026-01-01', DATE_ADD('2021-01-01', INTERVAL m.n % 60 MONTH)),
         '2026-11-24', '2026-01-02', '2026-07-01'
       FROM (SELECT person_id, unit_id, position_band, CRC32(person_id) AS n FROM membership WHERE valid_to IS NULL) m
       JOIN mandate d ON d.code = ? JOIN mandate_version v ON v.mandate_id = d.id`,
      [duty, OPEN, duty],
    );
    progress(`duty ${duty}`);
  }
  const kept = `CONCAT('{"versionId":"', LOWER(INSERT(INSERT(INSERT(INSERT(HEX(o.mandate_version_id), 9, 0, '-'), 14, 0, '-'),
    19, 0, '-'), 24, 0, '-')), '","state":"open","dueOn":"', o.due_on, '","band":"staff","fulfilledOn":null,"inTime":null,
    "reportingUnitId":"', LOWER(INSERT(INSERT(INSERT(INSERT(HEX(o.reporting_unit_id), 9, 0, '-'), 14, 0, '-'), 19, 0, '-'),
    24, 0, '-')), '","counted":[],"result":', o.result, '}')`;
  await run(
    `INSERT INTO obligation_event (obligation_id, at, kind, state, due_on, reporting_unit_id, band, fulfilled_on, in_time,
       cause, previous)
     SELECT o.id, '2026-07-01', 'changed', o.state, o.due_on, o.reporting_unit_id, o.band, o.fulfilled_on, o.in_time, '{}',
       ${kept} FROM obligation o JOIN mandate d ON d.id = o.mandate_id AND d.code = 'yearly' WHERE o.state = 'fulfilled'`,
  );
  // Units and duties were known half a year ago, when the figures of then are asked for.
  await run("UPDATE org_unit_name SET recorded_at = '2020-01-01'");
  await run("UPDATE org_unit_parent SET recorded_at = '2020-01-01'");
  await run("UPDATE mandate_version SET created_at = '2025-12-01', signed_at = '2025-12-01'");
  progress('tallies');
  const place = 'mandate_id, cycle_key, reporting_unit_id, due_on, state';
  await run(
    `INSERT INTO tally (${place}, in_time, band, obligations)
     SELECT ${place}, COALESCE(in_time, 0), band, COUNT(*) FROM obligation GROUP BY ${place}, COALESCE(in_time, 0), band`,
  );
  await sealed(db, run);
  await run('ANALYZE TABLE obligation, tally, person_identity, membership, org_unit_closure, obligation_event');
}

/** Two seals: one of half a year ago, when nobody had done anything, and one of everything since. */
async function sealed(
  db: Database,
  run: (sql: string, parameters?: readonly unknown[]) => Promise<unknown>,
): Promise<void> {
  const [last] = await db.query<{ id: number | string | null }[]>('SELECT MAX(id) AS id FROM obligation_event');
  const zero = Buffer.alloc(32);
  const seal = (from: number, to: number, at: string): Promise<unknown> =>
    run(
      `INSERT INTO audit_seal (stream, from_id, to_id, entries, sealed_at, previous_hash, hash)
       VALUES ('obligation', ?, ?, ?, ?, ?, ?)`,
      [from, to, to - from + 1, at, zero, zero],
    );
  await seal(0, 0, BEFORE_SEALED);
  await run(
    `INSERT INTO tally_snapshot (mandate_id, cycle_key, seal_id, reporting_unit_id, due_on, state, in_time, obligations)
     SELECT mandate_id, cycle_key, (SELECT MAX(id) FROM audit_seal), reporting_unit_id, due_on, 'open', 0, SUM(obligations)
     FROM tally GROUP BY mandate_id, cycle_key, reporting_unit_id, due_on`,
  );
  await seal(1, Number(last?.id ?? 0), '2026-07-02 10:00:00');
  await run(
    `INSERT INTO tally_history (mandate_id, cycle_key, seal_id, reporting_unit_id, due_on, state, in_time, obligations)
     SELECT mandate_id, cycle_key, (SELECT MAX(id) FROM audit_seal), reporting_unit_id, due_on, state, in_time, SUM(n) FROM (
       SELECT mandate_id, cycle_key, reporting_unit_id, due_on, 'open' AS state, 0 AS in_time, -obligations AS n
         FROM tally WHERE state = 'fulfilled'
       UNION ALL
       SELECT mandate_id, cycle_key, reporting_unit_id, due_on, state, in_time, obligations FROM tally WHERE state = 'fulfilled'
     ) t GROUP BY mandate_id, cycle_key, reporting_unit_id, due_on, state, in_time`,
  );
  const head =
    'INSERT INTO seal_head (stream, last_id, hash, sealed_at) VALUES (?, ?, ?, ?) ON DUPLICATE KEY UPDATE last_id = VALUES(last_id), sealed_at = VALUES(sealed_at)';
  await run(head, ['obligation', Number(last?.id ?? 0), zero, '2026-07-02 10:00:00']);
}
