import { AccessService } from '#libs/access';
import { type Actor, unitsWhere } from '#libs/actor';
import { Audit } from '#libs/audit';
import { Database } from '#libs/database';
import { NotFound } from '#libs/errors';
import type { Text } from '#libs/language';
import {
  type BearerKind,
  MandateService,
  MandateUnknown,
  type MandateView,
  type ObligationState,
  isOverdue,
  isPolicy,
} from '#libs/mandates';
import { type Unit, UnitService } from '#libs/people';
import { Clock } from '#libs/time';
import { Injectable } from '@nestjs/common';
import { type HeadRow, childTotals, childrenOf, headsOf, mandateCycles, subtreeTotals } from './compliance.queries.js';
import { type Totals, totalsOf } from './compliance.rules.js';
import { NoReportScope } from './reports.errors.js';

export interface ReportQuery {
  readonly unit?: string | undefined;
  readonly mandate?: string | undefined;
  readonly cycle?: string | undefined;
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
  readonly asOf: Date;
  readonly totals: Totals;
  readonly units: readonly UnitFigures[];
  readonly mandates: readonly MandateChoice[];
  readonly cycles: readonly string[];
}

/** What a report is about, with everything defaulted and checked. */
export interface ReportScope {
  readonly unit: Unit;
  readonly path: readonly Unit[];
  readonly mandate: MandateView;
  readonly cycle: string;
  readonly mandates: readonly MandateView[];
  readonly cycles: readonly string[];
}

/** How duties stand in a part of the organisation: figures from the tallies, never counted anew. */
@Injectable()
export class ComplianceService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly access: AccessService,
    private readonly units: UnitService,
    private readonly mandates: MandateService,
  ) {}

  /**
   * Figures of a unit's subtree and of each unit directly below; where people are counted in the unit itself, it is a
   * row of its own, so that the rows add up to the total.
   * @throws {NotFound} out of scope; {@link MandateUnknown}
   */
  async compliance(actor: Actor, query: ReportQuery): Promise<ComplianceReport> {
    const scope = await this.scopeOf(actor, 'report:read', query);
    const today = this.clock.today();
    const place = [scope.unit.id, scope.mandate.id, scope.cycle, today] as const;
    const asOf = this.clock.now();
    const totals = totalsOf(await subtreeTotals(this.db, ...place));
    const groups = await childTotals(this.db, ...place);
    const children = await childrenOf(this.db, scope.unit.id);
    const own = groups.has(scope.unit.id) ? [scope.unit.id] : [];
    const shown = [...own, ...[...children.keys()].filter((id) => groups.has(id))];
    const units = await this.units.unitsById(shown);
    const heads = await this.heads(actor, shown, scope);
    const figures = shown.flatMap((id) => {
      const unit = units.get(id);
      if (!unit) return [];
      const head = heads.get(id);
      return [
        {
          unit,
          head: head === undefined ? null : headView(head, today),
          hasChildren: id !== scope.unit.id && children.get(id) === true,
          ...totalsOf(groups.get(id) ?? []),
        },
      ];
    });
    return {
      unit: scope.unit,
      path: scope.path,
      mandate: { ...choiceOf(scope.mandate), policy: isPolicy(scope.mandate.rule) },
      cycle: scope.cycle,
      asOf,
      totals,
      units: figures,
      mandates: scope.mandates.map(choiceOf),
      cycles: scope.cycles,
    };
  }

  /** Unit, mandate and cycle asked for, or the actor's own unit and the largest mandate and newest cycle it has. */
  async scopeOf(actor: Actor, permission: 'report:read' | 'report:people', query: ReportQuery): Promise<ReportScope> {
    const unitId = query.unit ?? unitsWhere(actor, permission)[0];
    if (unitId === undefined) throw new NoReportScope();
    await this.access.requireUnit(actor, permission, unitId);
    const unit = (await this.units.unitsById([unitId])).get(unitId);
    if (!unit) throw new NotFound();
    const whole = (await this.units.pathsOf([unitId])).get(unitId) ?? [];
    // The units above, from the highest one in scope: what lies higher cannot be opened.
    const roots = unitsWhere(actor, permission);
    const path = whole.slice(
      Math.max(
        0,
        whole.findIndex(({ id }) => roots.includes(id)),
      ),
      -1,
    );
    const all = await this.mandates.list();
    const found = await mandateCycles(this.db, unitId);
    const present = all.filter((mandate) => found.some(({ mandateId }) => mandateId === mandate.id));
    const mandate =
      query.mandate === undefined
        ? (largest(present, found) ?? all.find(({ authorityId }) => authorityId === unit.authorityId) ?? all[0])
        : all.find(({ code }) => code === query.mandate);
    if (!mandate) throw new MandateUnknown();
    const cycles = found.filter(({ mandateId }) => mandateId === mandate.id).map(({ cycleKey }) => cycleKey);
    const cycle = query.cycle ?? cycles[0] ?? this.clock.today().slice(0, 4);
    return { unit, path, mandate, cycle, mandates: present.length > 0 ? present : [mandate], cycles };
  }

  /** Named, so only where the actor may see names, inside the unit's authority, and on record. */
  private async heads(
    actor: Actor,
    unitIds: readonly string[],
    scope: ReportScope,
  ): Promise<ReadonlyMap<string, HeadRow>> {
    if (scope.mandate.bearer !== 'person') return new Map();
    if (actor.kind === 'person' && !(await this.units.isWithin(scope.unit.id, unitsWhere(actor, 'report:people')))) {
      return new Map();
    }
    const units = await this.units.unitsById(unitIds);
    const sameAuthority = unitIds.filter((id) => units.get(id)?.authorityId === scope.unit.authorityId);
    const heads = await headsOf(this.db, sameAuthority, scope.mandate.id, scope.cycle, this.clock.today());
    const others = [...heads.values()].filter(({ personId }) => personId !== actor.personId);
    if (others.length > 0) {
      await this.audit.record(actor, {
        action: 'report.heads',
        subjectKind: 'org-unit',
        subjectId: scope.unit.id,
        unitId: scope.unit.id,
        detail: { persons: others.map(({ personId }) => personId) },
      });
    }
    return heads;
  }
}

function largest(
  mandates: readonly MandateView[],
  cycles: readonly { readonly mandateId: string; readonly obligations: number }[],
): MandateView | undefined {
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
