import { type Database, toBin } from '#libs/database';
import { EXISTED_THEN, LATER_EVENT, type Moment, type PreviousObligation, laterThan } from '#libs/mandates';
import { BELIEVED, UNIT_THEN, believed, nameThen, then } from './as-of.queries.js';
import { type PeopleFilter, filterSql } from './compliance.rules.js';
import { type ListScope, type PeopleRows, ROWS_AT_ONCE, type StandingRow } from './people-rows.js';

interface Row extends StandingRow {
  readonly previous: string | null;
}

/** The list as it was known at a moment. */
export class AsOfPeople implements PeopleRows {
  private ids: Promise<readonly Buffer[]> | null = null;

  /** @param unitIds the subtree of then, within one authority */
  constructor(
    private readonly db: Database,
    private readonly scope: ListScope,
    private readonly moment: Moment,
    private readonly unitIds: readonly string[],
  ) {}

  async page(
    filter: PeopleFilter,
    after: readonly [name: string, id: string] | null,
    limit: number,
  ): Promise<readonly StandingRow[]> {
    const place = after === null ? '' : 'AND (s.name > ? OR (s.name = ? AND s.bearer_id > ?))';
    const placed = after === null ? [] : [after[0], after[0], toBin(after[1])];
    return this.rows(await this.candidates(), filter, place, placed, 's.name, s.bearer_id', limit);
  }

  async *all(): AsyncIterable<readonly StandingRow[]> {
    const ids = await this.candidates();
    for (let from = 0; from < ids.length; from += ROWS_AT_ONCE) {
      yield await this.rows(ids.slice(from, from + ROWS_AT_ONCE), 'all', '', [], 's.id', ROWS_AT_ONCE);
    }
  }

  async count(filter: PeopleFilter): Promise<number> {
    const ids = await this.candidates();
    if (ids.length === 0) return 0;
    const [row] = await this.db.query<{ n: string }[]>(
      `SELECT COUNT(*) AS n FROM (
         SELECT ${UNIT_THEN} AS reporting_unit_id, ${then('state', 'state')} AS state, ${then('due_on', 'dueOn')} AS due_on
         FROM obligation o ${LATER_EVENT} WHERE o.id IN (?) AND ${EXISTED_THEN}
       ) s WHERE s.reporting_unit_id IN (?) AND ${filterSql(filter, 's')}`,
      [...laterThan(this.moment), ids, this.unitIds.map(toBin), this.moment.today],
    );
    return Number(row?.n ?? 0);
  }

  /**
   * Ids of all obligations that may have been counted in the units, in order: those that are counted there, and those
   * that have left since. Sixteen bytes each: of a whole city they fit in memory.
   */
  private candidates(): Promise<readonly Buffer[]> {
    this.ids ??= this.loadCandidates();
    return this.ids;
  }

  private async loadCandidates(): Promise<readonly Buffer[]> {
    if (this.unitIds.length === 0) return [];
    const { mandate, cycle } = this.scope;
    const units = this.unitIds.map(toBin);
    const duty = [toBin(mandate.id), cycle];
    const rows = await this.db.query<{ id: Buffer }[]>(
      `SELECT id FROM obligation WHERE mandate_id = ? AND cycle_key = ? AND reporting_unit_id IN (?)
       UNION
       SELECT o.id FROM obligation_event e JOIN obligation o ON o.id = e.obligation_id
         AND o.mandate_id = ? AND o.cycle_key = ?
       WHERE e.previous_unit_id IN (?) AND (e.id > ? OR e.id IN (?))
       ORDER BY id`,
      [...duty, units, ...duty, units, ...laterThan(this.moment)],
    );
    return rows.map(({ id }) => id);
  }

  private async rows(
    ids: readonly Buffer[],
    filter: PeopleFilter,
    place: string,
    placeParameters: readonly unknown[],
    order: string,
    limit: number,
  ): Promise<readonly StandingRow[]> {
    if (ids.length === 0) return [];
    const person = this.scope.mandate.bearer === 'person';
    const { instant, today } = this.moment;
    const rows = await this.db.query<Row[]>(
      `SELECT * FROM (
         SELECT o.id, o.bearer_id, ${person ? "COALESCE(past.name, i.name, '')" : 'i.name_ko'} AS name,
           ${UNIT_THEN} AS reporting_unit_id, ${then('state', 'state')} AS state, ${then('due_on', 'dueOn')} AS due_on,
           o.band, o.fulfilled_on, o.in_time, o.result, later.previous, o.mandate_version_id,
           ${person ? "(COALESCE(past.email, i.email, '') <> '')" : '0'} AS mail, ${person ? IS_HEAD : '0'} AS is_head
         FROM obligation o
         ${LATER_EVENT}
         ${person ? nameThen('o.bearer_id') : UNIT_NAMES}
         WHERE o.id IN (?) AND ${EXISTED_THEN}
       ) s WHERE s.reporting_unit_id IN (?) AND ${filterSql(filter, 's')} ${place} ORDER BY ${order} LIMIT ?`,
      [
        ...(person ? believed(this.moment) : []),
        ...laterThan(this.moment),
        ...(person ? [instant] : [today, instant, instant, instant, instant]),
        ids,
        this.unitIds.map(toBin),
        today,
        ...placeParameters,
        limit,
      ],
    );
    return rows.map(asKnown);
  }
}

/** A row as it was before what came later; as it stands where nothing came. */
function asKnown(row: Row): StandingRow {
  if (row.previous === null) return row;
  const known = JSON.parse(row.previous) as PreviousObligation;
  return {
    ...row,
    band: known.band,
    fulfilled_on: known.fulfilledOn,
    in_time: known.inTime === null ? null : known.inTime ? 1 : 0,
    result: JSON.stringify(known.result),
    mandate_version_id: toBin(known.versionId),
  };
}

const UNIT_NAMES = `JOIN org_unit_name i ON i.unit_id = o.bearer_id AND i.valid_from = (
  SELECT MAX(x.valid_from) FROM org_unit_name x WHERE x.unit_id = o.bearer_id AND x.valid_from <= ?
    AND x.recorded_at <= ? AND (x.replaced_at IS NULL OR x.replaced_at > ?))
  AND i.recorded_at <= ? AND (i.replaced_at IS NULL OR i.replaced_at > ?)`;

const IS_HEAD = `EXISTS (
  SELECT 1 FROM membership m WHERE m.person_id = o.bearer_id AND m.unit_id = ${UNIT_THEN} AND m.is_head = 1
    AND ${BELIEVED})`;
