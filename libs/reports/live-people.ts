import { type Database, toBin } from '#libs/database';
import type { ObligationResult } from '#libs/mandates';
import type { LocalDate } from '#libs/time';
import { type PeopleFilter, filterSql } from './compliance.rules.js';
import { type ListScope, type PeopleRows, ROWS_AT_ONCE, type StandingRow } from './people-rows.js';

interface Row extends Omit<StandingRow, 'result'> {
  readonly result: string;
}

/** The list from the tables as they stand. */
export class LivePeople implements PeopleRows {
  constructor(
    private readonly db: Database,
    private readonly scope: ListScope,
    private readonly today: LocalDate,
  ) {}

  page(
    filter: PeopleFilter,
    after: readonly [name: string, id: string] | null,
    limit: number,
  ): Promise<readonly StandingRow[]> {
    const place = after === null ? '' : 'AND (n.name > ? OR (n.name = ? AND o.id > ?))';
    return this.rows(filter, place, after === null ? [] : [after[0], after[0], toBin(after[1])], 'n.name, o.id', limit);
  }

  async *all(): AsyncIterable<readonly StandingRow[]> {
    let after: Buffer = Buffer.alloc(16);
    for (;;) {
      const rows = await this.rows('all', 'AND o.id > ?', [after], 'o.id', ROWS_AT_ONCE);
      const last = rows.at(-1);
      if (!last) return;
      after = last.id;
      yield rows;
    }
  }

  async count(filter: PeopleFilter): Promise<number> {
    const { unit, mandate, cycle } = this.scope;
    const [row] = await this.db.query<{ n: string }[]>(
      `SELECT COUNT(*) AS n FROM ${OBLIGATIONS} WHERE c.ancestor_id = ? AND ${filterSql(filter, 'o')}`,
      [toBin(unit.authorityId), toBin(mandate.id), cycle, toBin(unit.id), this.today],
    );
    return Number(row?.n ?? 0);
  }

  private async rows(
    filter: PeopleFilter,
    place: string,
    placeParameters: readonly unknown[],
    order: string,
    limit: number,
  ): Promise<readonly StandingRow[]> {
    const { unit, mandate, cycle } = this.scope;
    const person = mandate.bearer === 'person';
    const { today } = this;
    const rows = await this.db.query<Row[]>(
      `SELECT o.id, o.bearer_id, n.name, o.reporting_unit_id, o.band, o.state, o.due_on, o.fulfilled_on, o.in_time,
              o.result, o.mandate_version_id, n.mail, ${person ? IS_HEAD : '0'} AS is_head
       FROM ${OBLIGATIONS}
       JOIN ${person ? PERSON_NAMES : UNIT_NAMES} n ON n.bearer_id = o.bearer_id
       WHERE c.ancestor_id = ? AND ${filterSql(filter, 'o')} ${place}
       ORDER BY ${order} LIMIT ?`,
      [
        ...(person ? [today, today] : []),
        toBin(unit.authorityId),
        toBin(mandate.id),
        cycle,
        ...(person ? [] : [today, today]),
        toBin(unit.id),
        today,
        ...placeParameters,
        limit,
      ],
    );
    return rows.map((row) => ({ ...row, result: JSON.parse(row.result) as ObligationResult }));
  }
}

const OBLIGATIONS = `org_unit_closure c
  JOIN org_unit u ON u.id = c.descendant_id AND u.authority_id = ?
  JOIN obligation o ON o.mandate_id = ? AND o.cycle_key = ? AND o.reporting_unit_id = c.descendant_id`;

// Left: who asked for their identity to be destroyed keeps their place in the figures, without a name.
const PERSON_NAMES = `(
  SELECT p.id AS bearer_id, COALESCE(i.name, '') AS name, (i.email IS NOT NULL AND i.email <> '') AS mail
  FROM person p LEFT JOIN person_identity i ON i.person_id = p.id)`;

const UNIT_NAMES = `(
  SELECT unit_id AS bearer_id, name_ko AS name, 0 AS mail FROM org_unit_name
  WHERE replaced_at IS NULL AND valid_from <= ? AND (valid_to IS NULL OR valid_to >= ?))`;

const IS_HEAD = `EXISTS (
  SELECT 1 FROM membership m WHERE m.person_id = o.bearer_id AND m.unit_id = o.reporting_unit_id AND m.is_head = 1
    AND m.superseded_at IS NULL AND m.valid_from <= ? AND (m.valid_to IS NULL OR m.valid_to >= ?))`;
