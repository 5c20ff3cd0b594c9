import { AccessService } from '#libs/access';
import { type Actor, unitsWhere } from '#libs/actor';
import { Audit } from '#libs/audit';
import { CourseQueries } from '#libs/courses';
import { Database } from '#libs/database';
import { NotFound } from '#libs/errors';
import type { Text } from '#libs/language';
import {
  type BearerKind,
  HistoryService,
  MandateService,
  MandateUnknown,
  type MandateView,
  type Moment,
  type ObligationState,
  isOverdue,
  isPolicy,
} from '#libs/mandates';
import { type Unit, UnitHistory, UnitService } from '#libs/people';
import { Clock } from '#libs/time';
import { Injectable } from '@nestjs/common';
import { AsOfSource } from './as-of.source.js';
import type { HeadRow } from './compliance.queries.js';
import { type Totals, totalsOf } from './compliance.rules.js';
import { LiveSource } from './live.source.js';
import type { CountedCycle, ReportSource } from './report-source.js';
import { NoReportScope } from './reports.errors.js';

export interface ReportQuery {
  readonly unit?: string | undefined;
  readonly mandate?: string | undefined;
  readonly cycle?: string | undefined;
  /** An instant or a local day: what was known then, in place of now. */
  readonly asOf?: string | undefined;
}

export interface UnitFigures extends Totals {
  readonly unit: Unit;
  /** The one who heads the unit, and whether they themselves are done. */
  readonly head: {
    readonly name: string;
    /** `none` when the duty does not apply to them. */
    readonly state: ObligationState | 'none';
    readonly overdue: boolean;
  } | null;
  readonly hasChildren: boolean;
}

interface MandateChoice {
  readonly code: string;
  readonly title: Text;
  readonly bearer: BearerKind;
}

export interface ComplianceReport {
  readonly unit: Unit;
  readonly path: readonly Unit[];
  readonly mandate: MandateChoice & { readonly policy: boolean };
  readonly cycle: string;
  /** The figures as they were known at this instant; asking for it again gives the same. */
  readonly asOf: Date;
  /** The method the figures are made by. */
  readonly method: number;
  readonly totals: Totals;
  readonly units: readonly UnitFigures[];
  readonly mandates: readonly MandateChoice[];
  readonly cycles: readonly string[];
}

/** What a report is about, with everything defaulted and checked. */
export interface ReportScope {
  readonly source: ReportSource;
  readonly unit: Unit;
  readonly path: readonly Unit[];
  readonly mandate: MandateView;
  readonly cycle: string;
  readonly mandates: readonly MandateView[];
  readonly cycles: readonly string[];
}

/** Changes when the same record would give other figures: a report says by which method it was made. */
const METHOD = 1;
/** How often the figures are read anew when something changed while they were read. */
const ATTEMPTS = 3;

/** How duties stand in a part of the organisation: figures from the tallies, now or as they were known at a moment. */
@Injectable()
export class ComplianceService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly access: AccessService,
    private readonly units: UnitService,
    private readonly unitHistory: UnitHistory,
    private readonly mandates: MandateService,
    private readonly history: HistoryService,
    private readonly courses: CourseQueries,
  ) {}

  /**
   * Figures of a unit's subtree and of each unit directly below; where people are counted in the unit itself, it is a
   * row of its own, so that the rows add up to the total. What is answered now can be asked for again by its `asOf`.
   * @throws {NotFound} out of scope; {@link MandateUnknown}
   */
  async compliance(actor: Actor, query: ReportQuery): Promise<ComplianceReport> {
    const { report, named } = await this.reproducible(actor, query);
    if (named.length > 0) {
      await this.audit.record(actor, {
        action: 'report.heads',
        subjectKind: 'org-unit',
        subjectId: report.unit.id,
        unitId: report.unit.id,
        detail: { persons: named },
      });
    }
    return report;
  }

  /** The tables as they stand, or what was known at `asOf`. */
  async source(asOf: string | undefined): Promise<ReportSource> {
    if (asOf === undefined) return new LiveSource(this.db, this.units, this.mandates, this.courses, this.clock.today());
    return this.sourceAt(await this.history.at(asOf));
  }

  /** Unit, mandate and cycle asked for, or the actor's own unit and the largest mandate and newest cycle it has. */
  async scopeOf(
    actor: Actor,
    permission: 'report:read' | 'report:people',
    query: ReportQuery,
    source: ReportSource,
  ): Promise<ReportScope> {
    const unitId = query.unit ?? unitsWhere(actor, permission)[0];
    if (unitId === undefined) throw new NoReportScope();
    // Rights are those of today, also over what was known before.
    await this.access.requireUnit(actor, permission, unitId);
    const whole = (await source.pathsOf([unitId])).get(unitId) ?? [];
    const unit = whole.at(-1);
    if (unit?.id !== unitId) throw new NotFound();
    // The units above, from the highest one in scope: what lies higher cannot be opened.
    const roots = unitsWhere(actor, permission);
    const path = whole.slice(
      Math.max(
        0,
        whole.findIndex(({ id }) => roots.includes(id)),
      ),
      -1,
    );
    const all = await source.mandates();
    const found = await source.cyclesIn(unitId);
    const present = all.filter((mandate) => found.some(({ mandateId }) => mandateId === mandate.id));
    const mandate =
      query.mandate === undefined
        ? (largest(present, found) ?? all.find(({ authorityId }) => authorityId === unit.authorityId) ?? all[0])
        : all.find(({ code }) => code === query.mandate);
    if (!mandate) throw new MandateUnknown();
    const cycles = found.filter(({ mandateId }) => mandateId === mandate.id).map(({ cycleKey }) => cycleKey);
    const cycle = query.cycle ?? cycles[0] ?? source.today.slice(0, 4);
    return { source, unit, path, mandate, cycle, mandates: present.length > 0 ? present : [mandate], cycles };
  }

  private async sourceAt(moment: Moment): Promise<AsOfSource> {
    const tree = await this.unitHistory.treeAt(moment.instant, moment.today);
    return new AsOfSource(this.db, this.history, this.mandates, this.courses, tree, moment);
  }

  /**
   * Several statements are read; what commits between them would belong to no moment. So the record is sealed first, and
   * if anything was sealed or committed meanwhile, it is read again; in the end from the sealed record itself.
   */
  private async reproducible(actor: Actor, query: ReportQuery): Promise<Made> {
    if (query.asOf !== undefined) {
      const moment = await this.history.at(query.asOf);
      return this.make(actor, query, await this.sourceAt(moment), moment.instant);
    }
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const moment = await this.history.now();
      const made = await this.make(actor, query, await this.source(undefined), moment.instant);
      if (await this.history.isCurrent(moment)) return made;
    }
    const moment = await this.history.now();
    return this.make(actor, query, await this.sourceAt(moment), moment.instant);
  }

  private async make(actor: Actor, query: ReportQuery, source: ReportSource, asOf: Date): Promise<Made> {
    const scope = await this.scopeOf(actor, 'report:read', query, source);
    const place = [scope.unit.id, scope.mandate.id, scope.cycle] as const;
    const totals = totalsOf(await source.totals(...place));
    const groups = await source.childTotals(...place);
    const children = await source.childrenOf(scope.unit.id);
    const own = groups.has(scope.unit.id) ? [scope.unit.id] : [];
    const shown = [...own, ...[...children.keys()].filter((id) => groups.has(id))];
    const units = await source.units(shown);
    const heads = await this.heads(actor, shown, scope);
    const figures = shown.flatMap((id) => {
      const unit = units.get(id);
      if (!unit) return [];
      const head = heads.get(id);
      return [
        {
          unit,
          head: head === undefined ? null : headView(head, source.today),
          hasChildren: id !== scope.unit.id && children.get(id) === true,
          ...totalsOf(groups.get(id) ?? []),
        },
      ];
    });
    const report = {
      unit: scope.unit,
      path: scope.path,
      mandate: { ...choiceOf(scope.mandate), policy: isPolicy(scope.mandate.rule) },
      cycle: scope.cycle,
      asOf,
      method: METHOD,
      totals,
      units: figures,
      mandates: scope.mandates.map(choiceOf),
      cycles: scope.cycles,
    };
    const named = [...heads.values()].map(({ personId }) => personId).filter((id) => id !== actor.personId);
    return { report, named };
  }

  /** Named, so only where the actor may see names, inside the unit's authority; who is named goes on record. */
  private async heads(
    actor: Actor,
    unitIds: readonly string[],
    { source, unit, mandate, cycle }: ReportScope,
  ): Promise<ReadonlyMap<string, HeadRow>> {
    if (mandate.bearer !== 'person') return new Map();
    if (actor.kind === 'person' && !(await this.units.isWithin(unit.id, unitsWhere(actor, 'report:people')))) {
      return new Map();
    }
    const units = await source.units(unitIds);
    const sameAuthority = unitIds.filter((id) => units.get(id)?.authorityId === unit.authorityId);
    return source.heads(sameAuthority, mandate.id, cycle);
  }
}

interface Made {
  readonly report: ComplianceReport;
  /** Persons whose standing it names. */
  readonly named: readonly string[];
}

function largest(mandates: readonly MandateView[], cycles: readonly CountedCycle[]): MandateView | undefined {
  const size = ({ id }: MandateView): number => cycles.find(({ mandateId }) => mandateId === id)?.obligations ?? 0;
  return [...mandates].sort((a, b) => size(b) - size(a))[0];
}

function headView(head: HeadRow, today: string): NonNullable<UnitFigures['head']> {
  const { name, state, dueOn } = head;
  return { name, state: state ?? 'none', overdue: state === 'open' && isOverdue('open', dueOn ?? today, today) };
}

function choiceOf(mandate: MandateView): MandateChoice {
  return { code: mandate.code, title: mandate.rule.title, bearer: mandate.bearer };
}
