import { type Actor, systemActor } from '#libs/actor';
import { type Database, fromBin, insertRows, toBin } from '#libs/database';
import { NotFound } from '#libs/errors';
import type { DutyEffect } from '#libs/mandates';
import type { ListKind } from './entry.rules.js';
import type { RowPlan } from './plan.rules.js';
import type { RunContext, RunMapping, RunState, StoredPlan, Summary } from './run.js';

/** For how long whoever works on a run holds it; said again with each batch. */
export const LEASE_MS = 20_000;

interface Raw {
  id: Buffer;
  state: RunState;
  source_id: Buffer;
  code: string;
  kind: ListKind;
  unit_id: Buffer;
  drop_percent: number;
  unit_answers: string;
  version: number;
  school_year: number | null;
  effective_on: string;
  whole: number;
  at_once: number;
  confirmed: number;
  drop_accepted: number;
  mapping: string;
  row_count: number;
  done_row: number;
  source_version: number;
  summary: string | null;
  requested_by: Buffer | null;
}

/** @param lock holds the run's row until the transaction ends. @throws {NotFound} */
export async function getRun(db: Database, runId: string, lock = false): Promise<RunContext> {
  const [row] = await db.query<Raw[]>(
    `SELECT r.id, r.state, r.source_id, s.code, s.kind, s.unit_id, s.drop_percent, s.unit_answers, s.version,
            r.school_year, r.effective_on, r.whole, r.at_once, r.confirmed, r.drop_accepted, r.mapping, r.row_count,
            r.done_row, r.source_version, r.summary, r.requested_by
     FROM import_run r JOIN import_source s ON s.id = r.source_id WHERE r.id = ? ${lock ? 'FOR UPDATE' : ''}`,
    [toBin(runId)],
  );
  if (!row) throw new NotFound();
  return {
    id: fromBin(row.id),
    state: row.state,
    source: {
      id: fromBin(row.source_id),
      code: row.code,
      kind: row.kind,
      unitId: fromBin(row.unit_id),
      dropPercent: row.drop_percent,
      unitAnswers: JSON.parse(row.unit_answers) as Record<string, string>,
      version: row.version,
    },
    schoolYear: row.school_year,
    effectiveOn: row.effective_on,
    whole: row.whole === 1,
    atOnce: row.at_once === 1,
    confirmed: row.confirmed === 1,
    dropAccepted: row.drop_accepted === 1,
    mapping: JSON.parse(row.mapping) as RunMapping,
    rowCount: row.row_count,
    doneRow: row.done_row,
    sourceVersion: row.source_version,
    summary: row.summary === null ? null : (JSON.parse(row.summary) as Summary),
    requestedBy: row.requested_by === null ? null : fromBin(row.requested_by),
  };
}

export interface StagedRow {
  readonly number: number;
  readonly cells: readonly string[];
  readonly decision: string | null;
}

/** Rows of the list after a number, as they stand in it. */
export async function stagedRows(
  db: Database,
  runId: string,
  after: number,
  limit: number,
): Promise<readonly StagedRow[]> {
  const rows = await db.query<{ number: number; cells: string; decision: string | null }[]>(
    'SELECT number, cells, decision FROM import_row WHERE run_id = ? AND number > ? AND number <= 1000000 ORDER BY number LIMIT ?',
    [toBin(runId), after, limit],
  );
  return rows.map((row) => ({ number: row.number, cells: JSON.parse(row.cells) as string[], decision: row.decision }));
}

export interface CheckedRow {
  readonly plan: RowPlan;
  /** Null where the row's cells are as they were stored. */
  readonly cells: readonly string[] | null;
  readonly duties: readonly DutyEffect[];
}

/** Writes what is to be done about rows. */
export async function savePlans(db: Database, runId: string, rows: readonly CheckedRow[]): Promise<void> {
  const run = toBin(runId);
  const columns = ['run_id', 'number', 'cells', 'name', 'kind', 'needs', 'person_id', 'plan'];
  const planned = `name = VALUES(name), kind = VALUES(kind), needs = VALUES(needs), person_id = VALUES(person_id),
       plan = VALUES(plan), outcome = NULL`;
  for (const [changed, set] of [
    [false, planned],
    [true, `cells = VALUES(cells), ${planned}`],
  ] as const) {
    await insertRows(
      db.manager,
      'import_row',
      columns,
      rows
        .filter(({ cells }) => (cells !== null) === changed)
        .map(({ plan, cells, duties }) => [
          run,
          plan.row,
          cells === null ? '[]' : JSON.stringify(cells),
          plan.name?.slice(0, 120) ?? null,
          plan.kind,
          plan.needs,
          plan.personId === null ? null : toBin(plan.personId),
          storedPlan(plan, duties),
        ]),
      `ON DUPLICATE KEY UPDATE ${set}`,
    );
  }
}

/** What says nothing is left away: a directory's rows are many, and most of them are plain. */
function storedPlan({ facts, candidates, because, problems }: RowPlan, duties: readonly DutyEffect[]): string {
  return JSON.stringify({
    ...(facts.length > 0 ? { facts } : {}),
    ...(candidates.length > 0 ? { candidates } : {}),
    ...(because === null ? {} : { because }),
    ...(problems.length > 0 ? { problems } : {}),
    ...(duties.length > 0 ? { duties } : {}),
  } satisfies Partial<StoredPlan>);
}

/** The way back from what {@link savePlans} wrote. */
export function planFrom(stored: string): StoredPlan {
  return {
    facts: [],
    candidates: [],
    because: null,
    problems: [],
    duties: [],
    ...(JSON.parse(stored) as Partial<StoredPlan>),
  };
}

/** Who asked for the run; a feed or the operator's command is the system. */
export function actorOf(run: Pick<RunContext, 'requestedBy'>): Actor {
  return run.requestedBy === null ? systemActor : { ...systemActor, kind: 'person', personId: run.requestedBy };
}
