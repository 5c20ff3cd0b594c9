import { type Actor } from '#libs/actor';
import { Audit } from '#libs/audit';
import { fromBin } from '#libs/database';
import type { Text } from '#libs/language';
import { MandateService, type ObligationState, isOverdue } from '#libs/mandates';
import type { Unit } from '#libs/people';
import type { LocalDate } from '#libs/time';
import { Injectable } from '@nestjs/common';
import { type PeopleFilter, decodeCursor, encodeCursor } from './compliance.rules.js';
import { ComplianceService, type ReportQuery, type ReportScope } from './compliance.service.js';
import { MissingWords } from './missing-words.js';
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
      nextCursor: rows.length > query.limit && last ? encodeCursor([last.name, fromBin(last.bearer_id)]) : null,
      total: await people.count(query.state),
    };
  }

  /** Everyone of the list, some thousands at a time. Whoever asks for it has checked the scope and recorded why. */
  async *everyone(scope: ReportScope): AsyncIterable<readonly PersonStanding[]> {
    const words = this.wordsOf(scope.source);
    for await (const rows of scope.source.people(scope).all()) yield await this.standings(scope.source, rows, words);
  }

  private wordsOf(source: ReportSource): MissingWords {
    return new MissingWords(
      (ids) => this.mandates.rulesOf(ids),
      (codes) => source.courseTitles(codes),
    );
  }

  private async standings(
    source: ReportSource,
    rows: readonly StandingRow[],
    words = this.wordsOf(source),
  ): Promise<readonly PersonStanding[]> {
    // Few units and versions stand behind many rows.
    const [unitIds, versionIds] = [new Ids(), new Ids()];
    for (const row of rows) unitIds.of(row.reporting_unit_id);
    const units = await source.units(unitIds.all());
    await words.prepare(rows, (row) => versionIds.of(row.mandate_version_id));
    return rows.flatMap((row) => {
      const unit = units.get(unitIds.of(row.reporting_unit_id));
      if (!unit) return [];
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
          missing: words.of(row),
          mail: row.mail === 1,
        },
      ];
    });
  }
}

/** Ids as text, each written out once. */
class Ids {
  private readonly known = new Map<string, string>();

  of(bytes: Buffer): string {
    const key = bytes.toString('latin1');
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const id = fromBin(bytes);
    this.known.set(key, id);
    return id;
  }

  all(): string[] {
    return [...this.known.values()];
  }
}
