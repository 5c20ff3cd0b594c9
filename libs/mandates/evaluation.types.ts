import type { LocalDate } from '#libs/time';

import type { Stay } from './audience.rules.js';
import type { Counted, CreditFact, LineProgress, PartProgress } from './counting.rules.js';
import type { QualityResult } from './quality.rules.js';
import type { MandateDocument } from './rule.schema.js';

export const OBLIGATION_STATES = [
  'upcoming',
  'open',
  'paused',
  'exempt',
  'fulfilled',
  'closed-unmet',
  'withdrawn',
  'absorbed',
] as const;
export type ObligationState = (typeof OBLIGATION_STATES)[number];

export type BearerKind = 'person' | 'unit';

export interface LeaveFact {
  readonly kind: string;
  readonly from: LocalDate;
  /** The last day, inclusive; null when it isn't known yet. */
  readonly to: LocalDate | null;
}

/** A class below a unit that must provide to its classes, with what the class was given. */
export interface ClassFact {
  readonly unitId: string;
  readonly from: LocalDate;
  readonly to: LocalDate | null;
  readonly credits: readonly CreditFact[];
}

/** All dated facts of one bearer. A unit has one stay, in itself, and no leave. */
export interface BearerFacts {
  readonly kind: BearerKind;
  readonly id: string;
  readonly stays: readonly Stay[];
  readonly leaves: readonly LeaveFact[];
  /** A person who was merged into another one, who bears the duties from then on. */
  readonly absorbed?: boolean;
  /** For a unit, where some mandate provides `of: classes`. */
  readonly classes?: readonly ClassFact[];
}

export interface VersionFact {
  readonly id: string;
  readonly number: number;
  readonly rule: MandateDocument;
}

export interface MandateFact {
  readonly id: string;
  readonly code: string;
  readonly versions: readonly VersionFact[];
}

/**
 * What someone named granted to one person for one mandate. An `exemption` excuses from the cycles in which it covers
 * today or the due date. A `pause` rests the duty from–to and gives the rule's days of return after it.
 */
export interface ExemptionFact {
  readonly mandateId: string;
  /** `exemption` when absent. */
  readonly kind?: 'exemption' | 'pause';
  readonly ground: string;
  readonly from: LocalDate;
  /** The last day, inclusive. */
  readonly to: LocalDate;
}

/** A later due date granted to one person for one cycle of a mandate. */
export interface ExtensionFact {
  readonly mandateId: string;
  readonly cycleKey: string;
  /** The new due date; without effect when it is not later than the one that holds anyway. */
  readonly dueOn: LocalDate;
  /** The day it was granted. */
  readonly since: LocalDate;
}

/** An obligation as it was last stored. */
export interface KnownObligation {
  readonly mandateId: string;
  readonly versionId: string;
  readonly cycleKey: string;
  readonly cycleFrom: LocalDate;
  /** The last day, inclusive; 9999-12-31 where the cycle has no end of its own. */
  readonly cycleTo: LocalDate;
  readonly opensOn: LocalDate;
  readonly dueOn: LocalDate;
  readonly targetDueOn: LocalDate | null;
  readonly state: ObligationState;
  readonly fulfilledOn: LocalDate | null;
  readonly inTime: boolean | null;
  readonly reportingUnitId: string | null;
  readonly band: string;
  readonly counted: readonly Counted[];
  readonly result: ObligationResult;
}

/** What an event keeps of the obligation it changed: enough to read it as it was before. */
export type PreviousObligation = Omit<KnownObligation, 'mandateId' | 'cycleKey'>;

type Since = { readonly since: LocalDate };

/** Why an obligation is as it is, as data; put into words by `wording.rules.ts`. */
export type Reason =
  | (Since & { readonly rule: 'audience'; readonly unitId: string; readonly occupation: string | null })
  | (Since & {
      readonly rule: 'mover' | 'restart';
      readonly fromUnitId: string;
      readonly unitId: string;
      readonly minutes: number;
      readonly times: number;
    })
  /** The unit itself became another one; nobody moved. */
  | (Since & {
      readonly rule: 'merged';
      readonly change: 'merged' | 'split' | 'renamed' | 'moved';
      readonly fromUnitId: string;
      readonly unitId: string;
      readonly minutes: number;
      readonly times: number;
    })
  | (Since & { readonly rule: 'joiner'; readonly graceDays: number; readonly dueOn: LocalDate })
  /** The share of the cycle that is left, in its months, when someone joins during it. */
  | (Since & { readonly rule: 'pro-rate'; readonly months: number; readonly of: number })
  | (Since & { readonly rule: 'joined-late'; readonly notAfter: LocalDate })
  | (Since & { readonly rule: 'once'; readonly days: number; readonly dueOn: LocalDate })
  | (Since & { readonly rule: 'rolling'; readonly months: number; readonly dueOn: LocalDate })
  /** `since` is the fulfilment before. */
  | (Since & { readonly rule: 'interval'; readonly days: number; readonly opensOn: LocalDate })
  | (Since & { readonly rule: 'tenure'; readonly days: number })
  | (Since & { readonly rule: 'opens' })
  | (Since & { readonly rule: 'leave'; readonly kind: string; readonly to: LocalDate | null })
  | (Since & { readonly rule: 'leave-whole-cycle'; readonly kind: string })
  | (Since & { readonly rule: 'return'; readonly graceDays: number; readonly dueOn: LocalDate })
  | (Since & { readonly rule: 'exempt'; readonly ground: string; readonly to: LocalDate })
  | (Since & { readonly rule: 'exemption-over'; readonly ground: string; readonly to: LocalDate })
  | (Since & { readonly rule: 'exemption-void'; readonly ground: string })
  | (Since & { readonly rule: 'extended'; readonly dueOn: LocalDate })
  | (Since & { readonly rule: 'deferred'; readonly to: LocalDate })
  | (Since & { readonly rule: 'fulfilled'; readonly inTime: boolean })
  | (Since & { readonly rule: 'kept' })
  | (Since & { readonly rule: 'closed' })
  | (Since & { readonly rule: 'left' })
  | (Since & { readonly rule: 'rule-ended' })
  | { readonly rule: 'never-in'; readonly since: null }
  /** The bearer was merged into somebody else, who goes on with the duty. */
  | { readonly rule: 'absorbed'; readonly since: null }
  | (Since & {
      readonly rule: 'reach';
      readonly reached: number;
      readonly rosterSize: number;
      /** The least share that would count, 0–1. */
      readonly needed: number;
    })
  | {
      readonly rule: 'classes';
      readonly served: number;
      readonly classes: number;
      readonly needed: number;
      readonly unserved: readonly string[];
      readonly since: null;
    }
  /** A credit that doesn't count, and why not; `since` is when it was earned. */
  | (Since & { readonly rule: 'too-weak'; readonly got: string; readonly needed: string })
  | (Since & { readonly rule: 'untrusted'; readonly issuer: string })
  | (Since & { readonly rule: 'too-early'; readonly from: LocalDate })
  | (Since & { readonly rule: 'not-shared'; readonly mandateCode: string })
  /** A credit that counts although it was earned before the cycle began. */
  | (Since & { readonly rule: 'look-back'; readonly days: number });

/** Stored with the obligation as JSON. */
export interface ObligationResult {
  readonly alternatives: readonly LineProgress[];
  readonly mustInclude: readonly PartProgress[];
  readonly reasons: readonly Reason[];
  /** The city's own aim, apart from the legal test; absent where the rule sets none. */
  readonly quality?: QualityResult;
  /** The search for the best allocation was cut off; what is shown is a valid one, perhaps not the best. */
  readonly bounded?: true;
}

export interface EvaluatedObligation extends KnownObligation {
  /** The next day on which something changes by the calendar alone; null when nothing is in sight. */
  readonly nextChangeOn: LocalDate | null;
}

export interface EvaluationInput {
  readonly bearer: BearerFacts;
  readonly mandates: readonly MandateFact[];
  readonly credits: readonly CreditFact[];
  readonly exemptions: readonly ExemptionFact[];
  readonly extensions: readonly ExtensionFact[];
  readonly known: readonly KnownObligation[];
  readonly today: LocalDate;
}

/** Codes of the courses that a result speaks of. */
export function coursesNamed(result: Pick<ObligationResult, 'alternatives'>): readonly string[] {
  return result.alternatives.flatMap(({ parts }) =>
    parts.flatMap(({ course }) => (course === undefined ? [] : [course])),
  );
}

/** Units that a result speaks of. */
export function unitsNamed(result: Pick<ObligationResult, 'reasons'>): readonly string[] {
  return result.reasons.flatMap((reason) => {
    switch (reason.rule) {
      case 'audience':
        return [reason.unitId];
      case 'mover':
      case 'restart':
      case 'merged':
        return [reason.unitId, reason.fromUnitId];
      case 'classes':
        return reason.unserved;
      default:
        return [];
    }
  });
}
