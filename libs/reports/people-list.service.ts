import { type Actor } from '#libs/actor';
import { Audit } from '#libs/audit';
import { CourseQueries } from '#libs/courses';
import { Database, fromBin, toBin } from '#libs/database';
import { type Text, pickText, text } from '#libs/language';
import {
  MandateService,
  type ObligationResult,
  type ObligationState,
  coursesNamed,
  isOverdue,
  missingText,
} from '#libs/mandates';
import { type Unit, UnitService } from '#libs/people';
import { Clock, type LocalDate } from '#libs/time';
import { Injectable } from '@nestjs/common';
import { FILTER_SQL, type PeopleFilter, csvLine, decodeCursor, encodeCursor } from './compliance.rules.js';
import { ComplianceService, type ReportQuery, type ReportScope } from './compliance.service.js';
import { BadCursor } from './reports.errors.js';

export interface PersonStanding {
  /** The bearer: a person, or the unit for a mandate that units bear. */
  readonly personId: string;
  readonly name: string;
  readonly unit: Unit;
  readonly positionBand: string;
  readonly isHead: boolean;
  readonly state: ObligationState;
  readonly overdue: boolean;
  readonly dueOn: LocalDate;
  readonly fulfilledOn: LocalDate | null;
  readonly inTime: boolean | null;
  readonly missing: Text;
  /** Whether a mail would reach them. */
  readonly mail: boolean;
}

export interface PeoplePage {
  readonly items: readonly PersonStanding[];
  readonly nextCursor: string | null;
  readonly total: number;
}

export interface PeopleQuery extends ReportQuery {
  readonly state: PeopleFilter;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

interface Row {
  id: Buffer;
  bearer_id: Buffer;
  name: string;
  reporting_unit_id: Buffer;
  band: string;
  is_head: number;
  state: ObligationState;
  due_on: string;
  fulfilled_on: string | null;
  in_time: number | null;
  result: string;
  mandate_version_id: Buffer;
  mail: number;
}

const EXPORT_BATCH = 500;

/** Who stands where, by name. Only inside the actor's scope and the unit's own authority; every read is on record. */
@Injectable()
export class PeopleListService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly units: UnitService,
    private readonly mandates: MandateService,
    private readonly courses: CourseQueries,
    private readonly compliance: ComplianceService,
  ) {}

  /** A page of the list, by name. @throws {NotFound} out of scope; {@link BadCursor} */
  async list(actor: Actor, query: PeopleQuery): Promise<PeoplePage> {
    const scope = await this.compliance.scopeOf(actor, 'report:people', query);
    const after = query.cursor === undefined ? null : decodeCursor(query.cursor);
    if (query.cursor !== undefined && after === null) throw new BadCursor();
    const place = after === null ? '' : 'AND (n.name > ? OR (n.name = ? AND o.id > ?))';
    const rows = await this.rows(
      scope,
      query.state,
      place,
      after === null ? [] : [after[0], after[0], toBin(after[1])],
      {
        order: 'n.name, o.id',
        limit: query.limit + 1,
      },
    );
    const page = rows.slice(0, query.limit);
    const items = await this.standings(page);
    const last = page.at(-1);
    await this.audit.record(actor, {
      action: 'report.people',
      subjectKind: 'org-unit',
      subjectId: scope.unit.id,
      unitId: scope.unit.id,
      detail: { mandate: scope.mandate.code, cycle: scope.cycle, persons: items.map(({ personId }) => personId) },
    });
    return {
      items,
      nextCursor: rows.length > query.limit && last ? encodeCursor([last.name, fromBin(last.id)]) : null,
      total: await this.count(scope, query.state),
    };
  }

  /**
   * The whole list as CSV with a byte order mark, in pieces: memory stays the same however many there are. The reason
   * is on record before the first line leaves.
   */
  async export(
    actor: Actor,
    query: ReportQuery,
    reason: string,
  ): Promise<{ name: string; lines: AsyncIterable<string> }> {
    const scope = await this.compliance.scopeOf(actor, 'report:people', query);
    await this.audit.record(actor, {
      action: 'report.export',
      subjectKind: 'org-unit',
      subjectId: scope.unit.id,
      unitId: scope.unit.id,
      reason,
      detail: { mandate: scope.mandate.code, cycle: scope.cycle },
    });
    return {
      name: `${scope.unit.code}-${scope.mandate.code}-${scope.cycle}-${this.clock.today()}.csv`,
      lines: this.lines(scope, actor),
    };
  }

  private async *lines(scope: ReportScope, actor: Actor): AsyncIterable<string> {
    const say = (value: Text): string => pickText(value, actor.language);
    yield `\uFEFF${csvLine(HEADINGS.map(say))}`;
    let after: Buffer = Buffer.alloc(16);
    for (;;) {
      const rows = await this.rows(scope, 'all', 'AND o.id > ?', [after], { order: 'o.id', limit: EXPORT_BATCH });
      const last = rows.at(-1);
      if (!last) return;
      after = last.id;
      const paths = await this.units.pathsOf([...new Set(rows.map((row) => fromBin(row.reporting_unit_id)))]);
      const standings = await this.standings(rows);
      yield standings
        .map((person) =>
          csvLine([
            (paths.get(person.unit.id) ?? []).map(({ name }) => say(name)).join(' > '),
            person.name,
            say(BAND_WORDS[person.positionBand] ?? text(person.positionBand, person.positionBand)),
            say(person.isHead ? text('예', 'yes') : text('', '')),
            say(STATE_WORDS[person.overdue ? 'overdue' : person.state] ?? text(person.state, person.state)),
            person.dueOn,
            person.fulfilledOn,
            person.inTime === null ? '' : say(person.inTime ? text('기한 안', 'in time') : text('기한 뒤', 'late')),
            say(person.missing),
          ]),
        )
        .join('');
    }
  }

  private rows(
    scope: ReportScope,
    filter: PeopleFilter,
    place: string,
    placeParameters: readonly unknown[],
    page: { readonly order: string; readonly limit: number },
  ): Promise<Row[]> {
    const person = scope.mandate.bearer === 'person';
    const today = this.clock.today();
    return this.db.query<Row[]>(
      `SELECT o.id, o.bearer_id, n.name, o.reporting_unit_id, o.band, o.state, o.due_on, o.fulfilled_on, o.in_time,
              o.result, o.mandate_version_id, n.mail, ${person ? IS_HEAD : '0'} AS is_head
       FROM ${OBLIGATIONS}
       JOIN ${person ? PERSON_NAMES : UNIT_NAMES} n ON n.bearer_id = o.bearer_id
       WHERE c.ancestor_id = ? AND ${FILTER_SQL[filter]} ${place}
       ORDER BY ${page.order} LIMIT ?`,
      [
        ...(person ? [today, today] : []),
        toBin(scope.unit.authorityId),
        toBin(scope.mandate.id),
        scope.cycle,
        ...(person ? [] : [today, today]),
        toBin(scope.unit.id),
        today,
        ...placeParameters,
        page.limit,
      ],
    );
  }

  private async count(scope: ReportScope, filter: PeopleFilter): Promise<number> {
    const [row] = await this.db.query<{ n: string }[]>(
      `SELECT COUNT(*) AS n FROM ${OBLIGATIONS} WHERE c.ancestor_id = ? AND ${FILTER_SQL[filter]}`,
      [toBin(scope.unit.authorityId), toBin(scope.mandate.id), scope.cycle, toBin(scope.unit.id), this.clock.today()],
    );
    return Number(row?.n ?? 0);
  }

  private async standings(rows: readonly Row[]): Promise<readonly PersonStanding[]> {
    const today = this.clock.today();
    const units = await this.units.unitsById([...new Set(rows.map((row) => fromBin(row.reporting_unit_id)))]);
    const rules = await this.mandates.rulesOf([...new Set(rows.map((row) => fromBin(row.mandate_version_id)))]);
    const results = rows.map((row) => JSON.parse(row.result) as ObligationResult);
    const courses = await this.courses.summariesByCode([...new Set(results.flatMap(coursesNamed))]);
    return rows.flatMap((row, index) => {
      const result = results[index];
      const unit = units.get(fromBin(row.reporting_unit_id));
      const rule = rules.get(fromBin(row.mandate_version_id));
      if (!unit || !rule || !result) return [];
      return [
        {
          personId: fromBin(row.bearer_id),
          name: row.name,
          unit,
          positionBand: row.band,
          isHead: row.is_head === 1,
          state: row.state,
          overdue: isOverdue(row.state, row.due_on, today),
          dueOn: row.due_on,
          fulfilledOn: row.fulfilled_on,
          inTime: row.in_time === null ? null : row.in_time === 1,
          missing: missingText(row.state, result, {
            bearer: rule.bearer,
            minutesPerHour: rule.minutesPerHour,
            unitName: () => undefined,
            courseTitle: (code) => courses.get(code)?.title,
          }),
          mail: row.mail === 1,
        },
      ];
    });
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
  WHERE valid_from <= ? AND (valid_to IS NULL OR valid_to >= ?))`;

const IS_HEAD = `EXISTS (
  SELECT 1 FROM membership m WHERE m.person_id = o.bearer_id AND m.unit_id = o.reporting_unit_id AND m.is_head = 1
    AND m.superseded_at IS NULL AND m.valid_from <= ? AND (m.valid_to IS NULL OR m.valid_to >= ?))`;

const HEADINGS: readonly Text[] = [
  text('기관·부서', 'Unit'),
  text('이름', 'Name'),
  text('직급 구분', 'Position'),
  text('부서장', 'Head'),
  text('상태', 'State'),
  text('마감일', 'Due'),
  text('이수일', 'Completed'),
  text('기한', 'In time'),
  text('남은 것', 'Still missing'),
];

const BAND_WORDS: Readonly<Record<string, Text>> = {
  executive: text('기관장·임원', 'executive'),
  head: text('부서장', 'head'),
  manager: text('팀장', 'manager'),
  staff: text('직원', 'staff'),
  pupil: text('학생', 'pupil'),
  unit: text('학급', 'class'),
};

const STATE_WORDS: Readonly<Record<string, Text>> = {
  upcoming: text('시작 전', 'not open yet'),
  open: text('진행 중', 'open'),
  overdue: text('기한 지남', 'overdue'),
  paused: text('유예', 'paused'),
  exempt: text('면제', 'exempt'),
  fulfilled: text('이수', 'completed'),
  'closed-unmet': text('미이수 마감', 'closed unmet'),
};
