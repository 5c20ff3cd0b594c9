import { type Database, fromBin, toBin } from '#libs/database';
import { EXISTED_THEN, LATER_EVENT, type Moment, type ObligationState, laterThan } from '#libs/mandates';
import type { HeadRow } from './compliance.queries.js';

/** The value of a column at the moment. */
export function then(column: string, path: string): string {
  return `IF(later.id IS NULL, o.${column}, JSON_VALUE(later.previous, '$.${path}'))`;
}

export const UNIT_THEN = `IF(later.id IS NULL, o.reporting_unit_id,
  UNHEX(REPLACE(JSON_VALUE(later.previous, '$.reportingUnitId'), '-', '')))`;

/** Membership rows that were believed at the moment, and that covered its day. */
export const BELIEVED = `m.recorded_at <= ? AND (m.superseded_at IS NULL OR m.superseded_at > ?)
  AND m.valid_from <= ? AND (m.valid_to IS NULL OR m.valid_to >= ?)`;

export function believed({ instant, today }: Moment): readonly unknown[] {
  return [instant, instant, today, today];
}

/** What a person was called at the moment: a name that was replaced since, or the one they still have. */
export function nameThen(person: string): string {
  return `LEFT JOIN person_identity i ON i.person_id = ${person}
    LEFT JOIN person_identity_past past ON past.id = (
      SELECT MIN(x.id) FROM person_identity_past x WHERE x.person_id = ${person} AND x.replaced_at > ?)`;
}

export async function headsAt(
  db: Database,
  moment: Moment,
  unitIds: readonly string[],
  mandateId: string,
  cycleKey: string,
): Promise<ReadonlyMap<string, HeadRow>> {
  if (unitIds.length === 0) return new Map();
  const rows = await db.query<
    { unit_id: Buffer; person_id: Buffer; name: string | null; state: ObligationState | null; due_on: string | null }[]
  >(
    `SELECT m.unit_id, m.person_id, COALESCE(past.name, i.name) AS name,
            IF(${EXISTED_THEN}, ${then('state', 'state')}, NULL) AS state,
            IF(${EXISTED_THEN}, ${then('due_on', 'dueOn')}, NULL) AS due_on
     FROM membership m
     ${nameThen('m.person_id')}
     LEFT JOIN obligation o ON o.bearer_id = m.person_id AND o.mandate_id = ? AND o.cycle_key = ?
     ${LATER_EVENT}
     WHERE m.unit_id IN (?) AND m.is_head = 1 AND ${BELIEVED}
     ORDER BY m.unit_id, m.is_primary, m.valid_from DESC, m.id`,
    [moment.instant, toBin(mandateId), cycleKey, ...laterThan(moment), unitIds.map(toBin), ...believed(moment)],
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
