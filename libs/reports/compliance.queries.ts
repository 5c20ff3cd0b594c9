import { type Database, fromBin, toBin } from '#libs/database';
import type { ObligationState } from '#libs/mandates';
import type { LocalDate } from '#libs/time';
import type { TallyGroup } from './compliance.rules.js';
import { CHILDREN_BELOW, CHILDREN_PARTS, belowParameters, belowSql } from './subtree.queries.js';

interface GroupRow {
  state: string;
  in_time: number;
  overdue: number;
  obligations: string;
}

/** The sums of a unit's subtree. */
export const TOTALS_SQL = `SELECT state, in_time, due_on < ? AS overdue, SUM(obligations) AS obligations
  FROM (${belowSql('duty')}) t GROUP BY state, in_time, overdue HAVING SUM(obligations) <> 0`;

/** The sums of each unit directly below, and of what is counted in the unit itself. */
export const CHILDREN_SQL = `SELECT unit_id, state, in_time, due_on < ? AS overdue, SUM(obligations) AS obligations
  FROM (${CHILDREN_BELOW}) t GROUP BY unit_id, state, in_time, overdue HAVING SUM(obligations) <> 0`;

export async function subtreeTotals(
  db: Database,
  unitId: string,
  mandateId: string,
  cycleKey: string,
  today: LocalDate,
): Promise<readonly TallyGroup[]> {
  const place = belowParameters(toBin(unitId), [toBin(mandateId), cycleKey]);
  const rows = await db.query<GroupRow[]>(TOTALS_SQL, [today, ...place]);
  return rows.map(groupOf);
}

/** By unit: the children that have anything, and the unit itself where people are counted in it directly. */
export async function childTotals(
  db: Database,
  unitId: string,
  mandateId: string,
  cycleKey: string,
  today: LocalDate,
): Promise<ReadonlyMap<string, readonly TallyGroup[]>> {
  const place = [toBin(mandateId), cycleKey, toBin(unitId)];
  const rows = await db.query<(GroupRow & { unit_id: Buffer })[]>(CHILDREN_SQL, [
    today,
    ...Array.from({ length: CHILDREN_PARTS }, () => place).flat(),
  ]);
  const groups = new Map<string, TallyGroup[]>();
  for (const row of rows) {
    const id = fromBin(row.unit_id);
    groups.set(id, [...(groups.get(id) ?? []), groupOf(row)]);
  }
  return groups;
}

function groupOf(row: GroupRow): TallyGroup {
  return {
    state: row.state,
    inTime: row.in_time === 1,
    overdue: row.overdue === 1,
    obligations: Number(row.obligations),
  };
}

/** Mandates and cycles that have figures in a unit's subtree, the newest cycle first, within it the largest. */
export async function mandateCycles(
  db: Database,
  unitId: string,
): Promise<readonly { mandateId: string; cycleKey: string; obligations: number }[]> {
  const rows = await db.query<{ mandate_id: Buffer; cycle_key: string; obligations: string }[]>(
    `SELECT mandate_id, cycle_key, SUM(obligations) AS obligations FROM (${belowSql('all')}) t
     GROUP BY mandate_id, cycle_key HAVING SUM(obligations) > 0 ORDER BY cycle_key DESC, mandate_id`,
    [...belowParameters(toBin(unitId))],
  );
  return rows.map((row) => ({
    mandateId: fromBin(row.mandate_id),
    cycleKey: row.cycle_key,
    obligations: Number(row.obligations),
  }));
}

export interface HeadRow {
  readonly unitId: string;
  readonly personId: string;
  readonly name: string;
  readonly state: ObligationState | null;
  readonly dueOn: LocalDate | null;
}

/** Who heads each unit today, and how their own obligation stands. */
export async function headsOf(
  db: Database,
  unitIds: readonly string[],
  mandateId: string,
  cycleKey: string,
  today: LocalDate,
): Promise<ReadonlyMap<string, HeadRow>> {
  if (unitIds.length === 0) return new Map();
  const rows = await db.query<
    { unit_id: Buffer; person_id: Buffer; name: string | null; state: ObligationState | null; due_on: string | null }[]
  >(
    `SELECT m.unit_id, m.person_id, i.name, o.state, o.due_on
     FROM membership m
     LEFT JOIN person_identity i ON i.person_id = m.person_id
     LEFT JOIN obligation o ON o.bearer_id = m.person_id AND o.mandate_id = ? AND o.cycle_key = ?
     WHERE m.unit_id IN (?) AND m.is_head = 1 AND m.superseded_at IS NULL
       AND m.valid_from <= ? AND (m.valid_to IS NULL OR m.valid_to >= ?)
     ORDER BY m.unit_id, m.is_primary, m.valid_from DESC, m.id`,
    [toBin(mandateId), cycleKey, unitIds.map(toBin), today, today],
  );
  return new Map(
    rows.map((row) => [
      fromBin(row.unit_id),
      {
        unitId: fromBin(row.unit_id),
        personId: fromBin(row.person_id),
        name: row.name ?? '',
        state: row.state,
        dueOn: row.due_on,
      },
    ]),
  );
}

/** Units directly below, by code, and whether each has units below it. */
export async function childrenOf(db: Database, unitId: string): Promise<ReadonlyMap<string, boolean>> {
  const rows = await db.query<{ id: Buffer; has_children: number }[]>(
    `SELECT c.descendant_id AS id, EXISTS (
        SELECT 1 FROM org_unit_closure g WHERE g.ancestor_id = c.descendant_id AND g.depth = 1
      ) AS has_children
     FROM org_unit_closure c JOIN org_unit u ON u.id = c.descendant_id
     WHERE c.ancestor_id = ? AND c.depth = 1 ORDER BY u.code`,
    [toBin(unitId)],
  );
  return new Map(rows.map((row) => [fromBin(row.id), row.has_children === 1]));
}
