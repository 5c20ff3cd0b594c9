import { type Database, toBin } from '#libs/database';
import type { LocalDate } from '#libs/time';
import { type PeopleFilter, filterSql } from './compliance.rules.js';
import { type ListScope, type PeopleRows, ROWS_AT_ONCE, type StandingRow } from './people-rows.js';
import { belowParameters, belowSql } from './subtree.queries.js';

type Place = readonly [name: string, bearerId: string];

const ID_BYTES = 16;
/**
 * Up to so many matches are found in the units and sorted by name; above, the names are walked in the order of their
 * index until the page is full. Where they meet, both look at about so many rows.
 */
const SORTED_UP_TO = 3_000;

/** The list from the tables as they stand. */
export class LivePeople implements PeopleRows {
  private readonly counts = new Map<PeopleFilter, Promise<number>>();

  constructor(
    private readonly db: Database,
    private readonly scope: ListScope,
    private readonly today: LocalDate,
  ) {}

  async page(filter: PeopleFilter, after: Place | null, limit: number): Promise<readonly StandingRow[]> {
    const many = this.scope.mandate.bearer === 'person' && (await this.count(filter)) > SORTED_UP_TO;
    return many ? this.walkNames(filter, after, limit) : this.sortNames(filter, after, limit);
  }

  /** The ids are read in one statement, so that nobody is twice in the list or lost from it; then a batch at a time. */
  async *all(): AsyncIterable<readonly StandingRow[]> {
    const ids = await this.ids();
    const batch = (from: number): Promise<readonly StandingRow[]> => {
      const end = Math.min(ids.length, from + ROWS_AT_ONCE * ID_BYTES);
      const some = Array.from({ length: (end - from) / ID_BYTES }, (_, i) =>
        ids.subarray(from + i * ID_BYTES, from + (i + 1) * ID_BYTES),
      );
      return this.rows(`FROM obligation o ${this.names()} WHERE o.id IN (?)`, [...this.nameDays(), some]);
    };
    let next = ids.length === 0 ? null : batch(0);
    for (let from = ROWS_AT_ONCE * ID_BYTES; next !== null; from += ROWS_AT_ONCE * ID_BYTES) {
      const rows = await next;
      // The database reads the next ones while these are written down.
      next = from < ids.length ? batch(from) : null;
      // Whoever stops reading does not wait for it, nor for its failure.
      next?.catch(() => undefined);
      yield rows;
    }
  }

  /** From the tallies: exact, and as quick for a city as for a division. */
  count(filter: PeopleFilter): Promise<number> {
    const known = this.counts.get(filter) ?? this.counted(filter);
    this.counts.set(filter, known);
    return known;
  }

  private async counted(filter: PeopleFilter): Promise<number> {
    const { unit, mandate, cycle } = this.scope;
    const [row] = await this.db.query<{ n: string | null }[]>(
      `SELECT SUM(o.obligations) AS n FROM (${belowSql('duty')}) o WHERE o.authority_id = ? AND ${filterSql(filter, 'o')}`,
      [...belowParameters(toBin(unit.id), [toBin(mandate.id), cycle]), toBin(unit.authorityId), this.today],
    );
    return Number(row?.n ?? 0);
  }

  /** Sixteen bytes each, one after the other: those of a whole city are four megabytes. */
  private async ids(): Promise<Buffer> {
    const { unit, mandate, cycle } = this.scope;
    const rows = this.db.stream<{ id: Buffer }>(
      `SELECT o.id FROM ${UNITS} ${OBLIGATIONS} WHERE c.ancestor_id = ? AND ${filterSql('all', 'o')}`,
      [toBin(unit.authorityId), toBin(mandate.id), cycle, toBin(unit.id), this.today],
    );
    let ids = Buffer.allocUnsafe(ROWS_AT_ONCE * ID_BYTES);
    let end = 0;
    for await (const { id } of rows) {
      if (end === ids.length) ids = Buffer.concat([ids], ids.length * 2);
      end += id.copy(ids, end);
    }
    return ids.subarray(0, end);
  }

  private sortNames(filter: PeopleFilter, after: Place | null, limit: number): Promise<readonly StandingRow[]> {
    const { unit, mandate, cycle } = this.scope;
    const person = mandate.bearer === 'person';
    const name = person ? "COALESCE(i.name, '')" : 'i.name_ko';
    const place = after === null ? '' : `AND (${name} > ? OR (${name} = ? AND o.bearer_id > ?))`;
    return this.rows(
      `FROM ${UNITS} ${OBLIGATIONS} ${this.names()}
       WHERE c.ancestor_id = ? AND ${filterSql(filter, 'o')} ${place} ORDER BY name, o.bearer_id LIMIT ?`,
      [
        ...[toBin(unit.authorityId), toBin(mandate.id), cycle, ...this.nameDays(), toBin(unit.id), this.today],
        ...(after === null ? [] : [after[0], after[0], toBin(after[1])]),
        limit,
      ],
    );
  }

  /** In the order of the index on names, which ends in the person's id; whoever has no name stands first in it. */
  private walkNames(filter: PeopleFilter, after: Place | null, limit: number): Promise<readonly StandingRow[]> {
    const { unit, mandate, cycle } = this.scope;
    const [name, bearerId] = after ?? ['', null];
    const id = bearerId === null ? Buffer.alloc(ID_BYTES) : toBin(bearerId);
    const [place, placed] =
      after === null
        ? ['TRUE', []]
        : name === ''
          ? ['(i.name IS NOT NULL OR i.person_id > ?)', [id]]
          : ['i.name >= ? AND (i.name > ? OR i.person_id > ?)', [name, name, id]];
    return this.rows(
      `FROM person_identity i FORCE INDEX (ix_person_identity_name)
       STRAIGHT_JOIN obligation o ON o.bearer_id = i.person_id AND o.mandate_id = ? AND o.cycle_key = ?
       STRAIGHT_JOIN org_unit u ON u.id = o.reporting_unit_id AND u.authority_id = ?
       STRAIGHT_JOIN org_unit_closure c ON c.ancestor_id = ? AND c.descendant_id = o.reporting_unit_id
       WHERE ${place} AND ${filterSql(filter, 'o')} ORDER BY i.name, i.person_id LIMIT ?`,
      [toBin(mandate.id), cycle, toBin(unit.authorityId), toBin(unit.id), ...placed, this.today, limit],
    );
  }

  private names(): string {
    return this.scope.mandate.bearer === 'person' ? PERSON_NAMES : UNIT_NAMES;
  }

  private nameDays(): readonly unknown[] {
    return this.scope.mandate.bearer === 'person' ? [] : [this.today, this.today];
  }

  private rows(from: string, parameters: readonly unknown[]): Promise<readonly StandingRow[]> {
    const person = this.scope.mandate.bearer === 'person';
    return this.db.query<StandingRow[]>(
      `SELECT o.id, o.bearer_id, ${person ? "COALESCE(i.name, '')" : 'i.name_ko'} AS name, o.reporting_unit_id, o.band,
              o.state, o.due_on, o.fulfilled_on, o.in_time, IF(${DONE}, NULL, o.result) AS result, o.mandate_version_id,
              ${person ? "COALESCE(i.email, '') <> ''" : '0'} AS mail, ${person ? IS_HEAD : '0'} AS is_head ${from}`,
      [...(person ? [this.today, this.today] : []), ...parameters],
    );
  }
}

/** Nothing is missing for them: their derivation need not be read. */
const DONE = "o.state IN ('fulfilled', 'exempt')";

const UNITS = `org_unit_closure c
  JOIN org_unit u ON u.id = c.descendant_id AND u.authority_id = ?`;

const OBLIGATIONS =
  'JOIN obligation o ON o.mandate_id = ? AND o.cycle_key = ? AND o.reporting_unit_id = c.descendant_id';

// Left: who asked for their identity to be destroyed keeps their place in the figures, without a name.
const PERSON_NAMES = 'LEFT JOIN person_identity i ON i.person_id = o.bearer_id';

const UNIT_NAMES = `JOIN org_unit_name i ON i.unit_id = o.bearer_id
  AND i.replaced_at IS NULL AND i.valid_from <= ? AND (i.valid_to IS NULL OR i.valid_to >= ?)`;

const IS_HEAD = `EXISTS (
  SELECT 1 FROM membership m WHERE m.person_id = o.bearer_id AND m.unit_id = o.reporting_unit_id AND m.is_head = 1
    AND m.superseded_at IS NULL AND m.valid_from <= ? AND (m.valid_to IS NULL OR m.valid_to >= ?))`;
