import type { Seal } from '#libs/audit';
import { type Database, fromBin, toBin } from '#libs/database';
import type { LocalDate } from '#libs/time';

/** A moment of which something was known: the instant it goes by, the local day, and the seal it stands for. */
export interface Moment {
  readonly instant: Date;
  readonly today: LocalDate;
  readonly seal: Seal;
  /** Events up to the seal's highest id that became known only later. */
  readonly late: readonly number[];
}

/** How many obligations stood where as of a seal. */
export interface CountAt {
  readonly unitId: string;
  readonly state: string;
  readonly inTime: boolean;
  readonly dueOn: LocalDate;
  readonly obligations: number;
}

/** Mandates and cycles that have ever been counted. */
export async function countedCycles(db: Database): Promise<readonly { mandateId: string; cycleKey: string }[]> {
  const rows = await db.query<{ mandate_id: Buffer; cycle_key: string }[]>(
    'SELECT mandate_id, cycle_key FROM tally_history GROUP BY mandate_id, cycle_key',
  );
  return rows.map((row) => ({ mandateId: fromBin(row.mandate_id), cycleKey: row.cycle_key }));
}

/** The last snapshot up to the seal, and what changed from there on. Two ranges of primary keys. */
export async function countsAt(
  db: Database,
  seal: Seal,
  mandateId: string,
  cycleKey: string,
): Promise<readonly CountAt[]> {
  const mandate = toBin(mandateId);
  const [snapshot] = await db.query<{ id: number | string | null }[]>(
    'SELECT MAX(seal_id) AS id FROM tally_snapshot WHERE mandate_id = ? AND cycle_key = ? AND seal_id <= ?',
    [mandate, cycleKey, seal.id],
  );
  const base = snapshot?.id ?? 0;
  const rows = await db.query<
    { reporting_unit_id: Buffer; state: string; in_time: number; due_on: string; obligations: number | string }[]
  >(
    `SELECT reporting_unit_id, state, in_time, due_on, SUM(obligations) AS obligations FROM (
       SELECT reporting_unit_id, state, in_time, due_on, obligations FROM tally_snapshot
         WHERE mandate_id = ? AND cycle_key = ? AND seal_id = ?
       UNION ALL
       SELECT reporting_unit_id, state, in_time, due_on, obligations FROM tally_history
         WHERE mandate_id = ? AND cycle_key = ? AND seal_id > ? AND seal_id <= ?
     ) known GROUP BY reporting_unit_id, state, in_time, due_on HAVING SUM(obligations) <> 0`,
    [mandate, cycleKey, base, mandate, cycleKey, base, seal.id],
  );
  return rows.map((row) => ({
    unitId: fromBin(row.reporting_unit_id),
    state: row.state,
    inTime: row.in_time === 1,
    dueOn: row.due_on,
    obligations: Number(row.obligations),
  }));
}

/**
 * An obligation `o` as of a moment is what the first event after it says was there before, or the row itself where none
 * came after: nothing is replayed. `later` is that event; where it made the obligation, there was none yet.
 */
export const LATER_EVENT = `LEFT JOIN obligation_event later ON later.id = (
  SELECT MIN(x.id) FROM obligation_event x WHERE x.obligation_id = o.id AND (x.id > ? OR x.id IN (?)))`;
export const EXISTED_THEN = '(later.id IS NULL OR later.previous IS NOT NULL)';

/** Parameters of {@link LATER_EVENT}; an empty list would be no SQL. */
export function laterThan({ seal, late }: Pick<Moment, 'seal' | 'late'>): readonly unknown[] {
  return [seal.toId, late.length === 0 ? [0] : late];
}
