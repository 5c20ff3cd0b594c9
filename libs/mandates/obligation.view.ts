import type { Text } from '#libs/language';
import { text } from '#libs/language';
import type { Unit } from '#libs/people';
import { type LocalDate, daysBetween } from '#libs/time';
import type { PartProgress } from './counting.rules.js';
import type { BearerKind, ObligationResult, ObligationState } from './evaluation.types.js';
import type { Basis, MandateDocument } from './rule.schema.js';
import { onTarget } from './quality.rules.js';
import { type WordingContext, dueText, missingText, partLabel, qualityText, reasonText } from './wording.rules.js';

/** A part of a rule as people read it. */
export interface PartView {
  readonly kind: PartProgress['kind'];
  readonly label: Text;
  readonly unit: PartProgress['unit'];
  readonly needed: number;
  readonly got: number;
  readonly met: boolean;
}

export interface CountedCreditView {
  readonly earnedOn: LocalDate;
  readonly title: Text;
  readonly minutes: number;
  readonly times: number;
  readonly mode: string;
  readonly countedMinutes: number;
  readonly countedTimes: number;
}

/** An obligation with everything that explains it. Which courses would do is added by who knows the catalogue. */
export interface ObligationView {
  readonly id: string;
  readonly bearerId: string;
  readonly mandate: {
    readonly code: string;
    readonly title: Text;
    /** The city's own rule rather than a duty by law. */
    readonly policy: boolean;
    readonly basis: readonly Basis[];
  };
  readonly bearer: BearerKind;
  readonly cycle: { readonly key: string; readonly from: LocalDate; readonly to: LocalDate };
  readonly state: ObligationState;
  readonly overdue: boolean;
  readonly opensOn: LocalDate;
  readonly dueOn: LocalDate;
  readonly targetDueOn: LocalDate | null;
  /** Negative when the due date has passed. */
  readonly daysLeft: number;
  readonly fulfilledOn: LocalDate | null;
  readonly inTime: boolean | null;
  readonly reportingUnit: Unit | null;
  readonly alternatives: readonly { readonly met: boolean; readonly parts: readonly PartView[] }[];
  readonly mustInclude: readonly PartView[];
  readonly missing: Text;
  /** The city's own aim, apart from the duty itself; null where the rule sets none. */
  readonly quality: { readonly met: boolean; readonly text: Text } | null;
  /** Whether the city's own earlier date was kept; null where there is none or it isn't decided yet. */
  readonly onTarget: boolean | null;
  readonly reasons: readonly { readonly rule: string; readonly text: Text; readonly since: LocalDate | null }[];
  readonly credits: readonly CountedCreditView[];
  /** What a further credit would have to be; for matching courses against it. */
  readonly open: Pick<ObligationResult, 'alternatives' | 'mustInclude'>;
}

export interface ViewSource {
  readonly id: string;
  readonly bearerId: string;
  readonly bearer: BearerKind;
  readonly code: string;
  readonly rule: MandateDocument;
  readonly cycle: ObligationView['cycle'];
  readonly state: ObligationState;
  readonly opensOn: LocalDate;
  readonly dueOn: LocalDate;
  readonly targetDueOn: LocalDate | null;
  readonly fulfilledOn: LocalDate | null;
  readonly inTime: boolean | null;
  readonly reportingUnitId: string | null;
  readonly result: ObligationResult;
  readonly credits: readonly CountedCreditView[];
}

/** Due until the end of that local day: the day after, it is overdue. The one place that says so. */
export function isOverdue(state: ObligationState, dueOn: LocalDate, today: LocalDate): boolean {
  return state === 'open' && dueOn < today;
}

export function isPolicy(rule: Pick<MandateDocument, 'basis'>): boolean {
  return rule.basis[0]?.kind === 'policy';
}

/** What a view needs to name things: read now, so that a renamed unit or course reads right. */
export interface ViewNames {
  readonly units: ReadonlyMap<string, Unit>;
  readonly courses: ReadonlyMap<string, { readonly title: Text }>;
  readonly mandates: ReadonlyMap<string, Text>;
}

export function viewOf(source: ViewSource, today: LocalDate, { units, courses, mandates }: ViewNames): ObligationView {
  const overdue = isOverdue(source.state, source.dueOn, today);
  const context: WordingContext = {
    bearer: source.bearer,
    minutesPerHour: source.rule.minutesPerHour,
    unitName: (id) => units.get(id)?.name,
    courseTitle: (code) => courses.get(code)?.title,
    mandateTitle: (code) => mandates.get(code),
  };
  const part = (progress: PartProgress): PartView => {
    const { kind, unit, needed, got, met } = progress;
    return { kind, label: partLabel(progress, context), unit, needed, got, met };
  };
  const { result } = source;
  return {
    id: source.id,
    bearerId: source.bearerId,
    mandate: {
      code: source.code,
      title: source.rule.title,
      policy: isPolicy(source.rule),
      basis: source.rule.basis,
    },
    bearer: source.bearer,
    cycle: source.cycle,
    state: source.state,
    overdue,
    opensOn: source.opensOn,
    dueOn: source.dueOn,
    targetDueOn: source.targetDueOn,
    daysLeft: daysBetween(today, source.dueOn),
    fulfilledOn: source.fulfilledOn,
    inTime: source.inTime,
    reportingUnit: source.reportingUnitId === null ? null : (units.get(source.reportingUnitId) ?? null),
    alternatives: result.alternatives.map((line) => ({ met: line.met, parts: line.parts.map(part) })),
    mustInclude: result.mustInclude.map(part),
    missing: missingText(source.state, result, context),
    quality: result.quality === undefined ? null : { met: result.quality.met, text: qualityText(result.quality) },
    onTarget: onTarget(source.targetDueOn, source.fulfilledOn, today),
    reasons: reasonsOf(source, overdue, context),
    credits: source.credits,
    open: { alternatives: result.alternatives, mustInclude: result.mustInclude },
  };
}

/** Reasons that say the due date themselves. */
const DATED: ReadonlySet<string> = new Set(['joiner', 'return', 'once', 'rolling', 'extended']);

function reasonsOf(source: ViewSource, overdue: boolean, context: WordingContext): ObligationView['reasons'] {
  const told = source.result.reasons.map((reason) => ({
    rule: reason.rule,
    text: reasonText(reason, context),
    since: reason.since,
  }));
  const owed = source.state === 'open' || source.state === 'upcoming';
  const dated = source.result.reasons.some(({ rule }) => DATED.has(rule));
  return [
    ...told,
    ...(owed && (overdue || !dated)
      ? [{ rule: 'due', text: dueText(source.dueOn, source.targetDueOn, overdue), since: null }]
      : []),
    ...(isPolicy(source.rule)
      ? [
          {
            rule: 'policy',
            text: text(
              '법이 개인에게 지운 의무가 아니라, 기관이 스스로 정한 기준입니다.',
              "This is the authority's own policy, not a duty the law places on each person.",
            ),
            since: null,
          },
        ]
      : []),
  ];
}
