import { type Database, toBin } from '#libs/database';
import { EXISTED_THEN, LATER_EVENT, type Moment, laterThan } from '#libs/mandates';
import type { LocalDate } from '#libs/time';
import { UNIT_THEN, then } from './as-of.queries.js';
import type { TallyGroup } from './compliance.rules.js';
import { belowParameters, belowSql } from './subtree.queries.js';

/** A group of the tally within a position band. */
export interface BandGroup extends TallyGroup {
  readonly band: string;
}

export interface MixGroup {
  readonly mode: string;
  readonly evidence: string;
  readonly obligations: number;
}

/** Of a cycle: how many had to, and how many had done it by a day. */
export interface DoneBy {
  readonly required: number;
  readonly done: number;
}

interface GroupRow {
  band: string;
  state: string;
  in_time: number;
  overdue: number;
  obligations: string;
}

interface Duty {
  readonly unitId: string;
  readonly mandateId: string;
  readonly cycleKey: string;
}

/** Weakest first; a stronger one is the grade of all. */
const EVIDENCE = ['distributed', 'exposed', 'interacted', 'demonstrated', 'practised', 'verified'] as const;
const GRADES = EVIDENCE.map((grade) => `'${grade}'`).join(', ');

const MIX = `SELECT o.id, IF(COUNT(DISTINCT k.mode) > 1, 'mixed', MIN(k.mode)) AS mode,
  ELT(MAX(FIELD(k.evidence, ${GRADES})), ${GRADES}) AS evidence`;

const REQUIRED = "('fulfilled', 'open', 'upcoming', 'closed-unmet')";

export async function liveBands(db: Database, duty: Duty, today: LocalDate): Promise<readonly BandGroup[]> {
  const rows = await db.query<GroupRow[]>(
    `SELECT band, state, in_time, due_on < ? AS overdue, SUM(obligations) AS obligations
     FROM (${belowSql('duty')}) t
     GROUP BY band, state, in_time, overdue HAVING SUM(obligations) <> 0`,
    [today, ...belowParameters(toBin(duty.unitId), [toBin(duty.mandateId), duty.cycleKey])],
  );
  return rows.map(bandOf);
}

export async function liveMix(db: Database, duty: Duty): Promise<readonly MixGroup[]> {
  return mixRows(
    await db.query(
      `SELECT mode, evidence, COUNT(*) AS obligations FROM (
         ${MIX}
         FROM org_unit_closure c
         JOIN obligation o ON o.mandate_id = ? AND o.cycle_key = ? AND o.reporting_unit_id = c.descendant_id
           AND o.state = 'fulfilled'
         JOIN allocation a ON a.obligation_id = o.id JOIN credit k ON k.id = a.credit_id
         WHERE c.ancestor_id = ? GROUP BY o.id
       ) m GROUP BY mode, evidence`,
      [toBin(duty.mandateId), duty.cycleKey, toBin(duty.unitId)],
    ),
  );
}

export async function liveDoneBy(db: Database, duty: Duty, on: LocalDate): Promise<DoneBy> {
  const [row] = await db.query<DoneRow[]>(
    `SELECT COUNT(*) AS required, SUM(o.state = 'fulfilled' AND o.fulfilled_on <= ?) AS done
     FROM org_unit_closure c
     JOIN obligation o ON o.mandate_id = ? AND o.cycle_key = ? AND o.reporting_unit_id = c.descendant_id
     WHERE c.ancestor_id = ? AND o.state IN ${REQUIRED}`,
    [on, toBin(duty.mandateId), duty.cycleKey, toBin(duty.unitId)],
  );
  return doneOf(row);
}

/** Obligations of a mandate and cycle as they were at the moment, in the units of then. */
const THEN = `(
  SELECT o.id, ${then('band', 'band')} AS band, ${then('state', 'state')} AS state, ${then('due_on', 'dueOn')} AS due_on,
    ${then('fulfilled_on', 'fulfilledOn')} AS fulfilled_on, ${UNIT_THEN} AS unit_id, later.id AS later_id, later.previous,
    IF(later.id IS NULL, COALESCE(o.in_time, 0), JSON_VALUE(later.previous, '$.inTime') IN ('true', '1')) AS in_time
  FROM obligation o ${LATER_EVENT}
  WHERE o.mandate_id = ? AND o.cycle_key = ? AND ${EXISTED_THEN})`;

function thenParameters(moment: Moment, mandateId: string, cycleKey: string): readonly unknown[] {
  return [...laterThan(moment), toBin(mandateId), cycleKey];
}

type DutyThen = Omit<Duty, 'unitId'> & { readonly unitIds: readonly string[] };

export async function bandsAt(db: Database, moment: Moment, duty: DutyThen): Promise<readonly BandGroup[]> {
  if (duty.unitIds.length === 0) return [];
  const rows = await db.query<GroupRow[]>(
    `SELECT band, state, in_time, due_on < ? AS overdue, COUNT(*) AS obligations FROM ${THEN} o
     WHERE o.unit_id IN (?) GROUP BY band, state, in_time, overdue`,
    [moment.today, ...thenParameters(moment, duty.mandateId, duty.cycleKey), duty.unitIds.map(toBin)],
  );
  return rows.map(bandOf);
}

/** What counted then: the allocations of now where nothing has changed since, else what the event has kept. */
export async function mixAt(db: Database, moment: Moment, duty: DutyThen): Promise<readonly MixGroup[]> {
  if (duty.unitIds.length === 0) return [];
  const place = [...thenParameters(moment, duty.mandateId, duty.cycleKey), duty.unitIds.map(toBin)];
  return mixRows(
    await db.query(
      `SELECT mode, evidence, COUNT(*) AS obligations FROM (
         ${MIX} FROM (
           SELECT o.id, a.credit_id FROM ${THEN} o JOIN allocation a ON a.obligation_id = o.id
           WHERE o.unit_id IN (?) AND o.state = 'fulfilled' AND o.later_id IS NULL
           UNION ALL
           SELECT o.id, UNHEX(REPLACE(j.credit_id, '-', '')) FROM ${THEN} o
             JOIN JSON_TABLE(o.previous, '$.counted[*]' COLUMNS (credit_id VARCHAR(36) PATH '$.creditId')) j
           WHERE o.unit_id IN (?) AND o.state = 'fulfilled' AND o.later_id IS NOT NULL
         ) o JOIN credit k ON k.id = o.credit_id GROUP BY o.id
       ) m GROUP BY mode, evidence`,
      [...place, ...place],
    ),
  );
}

export async function doneByAt(db: Database, moment: Moment, duty: DutyThen, on: LocalDate): Promise<DoneBy> {
  if (duty.unitIds.length === 0) return { required: 0, done: 0 };
  const [row] = await db.query<DoneRow[]>(
    `SELECT COUNT(*) AS required, SUM(o.state = 'fulfilled' AND o.fulfilled_on <= ?) AS done FROM ${THEN} o
     WHERE o.unit_id IN (?) AND o.state IN ${REQUIRED}`,
    [on, ...thenParameters(moment, duty.mandateId, duty.cycleKey), duty.unitIds.map(toBin)],
  );
  return doneOf(row);
}

interface DoneRow {
  required: string;
  done: string | null;
}

function doneOf(row: DoneRow | undefined): DoneBy {
  return { required: Number(row?.required ?? 0), done: Number(row?.done ?? 0) };
}

function bandOf(row: GroupRow): BandGroup {
  return {
    band: row.band,
    state: row.state,
    inTime: row.in_time === 1,
    overdue: row.overdue === 1,
    obligations: Number(row.obligations),
  };
}

function mixRows(rows: readonly { mode: string; evidence: string; obligations: string }[]): readonly MixGroup[] {
  return rows.map((row) => ({ ...row, obligations: Number(row.obligations) }));
}
