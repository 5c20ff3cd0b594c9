import { type Actor } from '#libs/actor';
import { Audit } from '#libs/audit';
import { fromBin } from '#libs/database';
import { type Text, pickText, text } from '#libs/language';
import { MandateService, type ObligationState, coursesNamed, isOverdue, missingText } from '#libs/mandates';
import type { Unit } from '#libs/people';
import type { LocalDate } from '#libs/time';
import { Injectable } from '@nestjs/common';
import { type PeopleFilter, csvLine, decodeCursor, encodeCursor } from './compliance.rules.js';
import { ComplianceService, type ReportQuery, type ReportScope } from './compliance.service.js';
import type { StandingRow } from './people-rows.js';
import type { ReportSource } from './report-source.js';
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

/** Who stands where, by name. Only inside the actor's scope and the unit's own authority; every read is on record. */
@Injectable()
export class PeopleListService {
  constructor(
    private readonly audit: Audit,
    private readonly mandates: MandateService,
    private readonly compliance: ComplianceService,
  ) {}

  /** A page of the list, by name. @throws {NotFound} out of scope; {@link BadCursor} */
  async list(actor: Actor, query: PeopleQuery): Promise<PeoplePage> {
    const source = await this.compliance.source(query.asOf);
    const scope = await this.compliance.scopeOf(actor, 'report:people', query, source);
    const after = query.cursor === undefined ? null : decodeCursor(query.cursor);
    if (query.cursor !== undefined && after === null) throw new BadCursor();
    const people = source.people(scope);
    const rows = await people.page(query.state, after, query.limit + 1);
    const page = rows.slice(0, query.limit);
    const items = await this.standings(source, page);
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
      total: await people.count(query.state),
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
    const source = await this.compliance.source(query.asOf);
    const scope = await this.compliance.scopeOf(actor, 'report:people', query, source);
    await this.audit.record(actor, {
      action: 'report.export',
      subjectKind: 'org-unit',
      subjectId: scope.unit.id,
      unitId: scope.unit.id,
      reason,
      detail: { mandate: scope.mandate.code, cycle: scope.cycle, asOf: query.asOf ?? null },
    });
    return {
      name: `${scope.unit.code}-${scope.mandate.code}-${scope.cycle}-${source.today}.csv`,
      lines: this.lines(scope, actor),
    };
  }

  private async *lines(scope: ReportScope, actor: Actor): AsyncIterable<string> {
    const { source } = scope;
    const say = (value: Text): string => pickText(value, actor.language);
    yield `\uFEFF${csvLine(HEADINGS.map(say))}`;
    const paths = new Map<string, string>();
    for await (const rows of source.people(scope).all()) {
      for (const row of rows) {
        const id = fromBin(row.reporting_unit_id);
        if (!paths.has(id)) paths.set(id, (await source.pathOf(id)).map(({ name }) => say(name)).join(' > '));
      }
      const standings = await this.standings(source, rows);
      yield standings
        .map((person) =>
          csvLine([
            paths.get(person.unit.id) ?? '',
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

  private async standings(source: ReportSource, rows: readonly StandingRow[]): Promise<readonly PersonStanding[]> {
    const units = await source.units([...new Set(rows.map((row) => fromBin(row.reporting_unit_id)))]);
    const rules = await this.mandates.rulesOf([...new Set(rows.map((row) => fromBin(row.mandate_version_id)))]);
    const titles = await source.courseTitles([...new Set(rows.flatMap(({ result }) => coursesNamed(result)))]);
    return rows.flatMap((row) => {
      const unit = units.get(fromBin(row.reporting_unit_id));
      const rule = rules.get(fromBin(row.mandate_version_id));
      if (!unit || !rule) return [];
      return [
        {
          personId: fromBin(row.bearer_id),
          name: row.name,
          unit,
          positionBand: row.band,
          isHead: row.is_head === 1,
          state: row.state,
          overdue: isOverdue(row.state, row.due_on, source.today),
          dueOn: row.due_on,
          fulfilledOn: row.fulfilled_on,
          inTime: row.in_time === null ? null : row.in_time === 1,
          missing: missingText(row.state, row.result, {
            bearer: rule.bearer,
            minutesPerHour: rule.minutesPerHour,
            unitName: () => undefined,
            courseTitle: (code) => titles.get(code),
          }),
          mail: row.mail === 1,
        },
      ];
    });
  }
}

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
