import type { LocalDate } from '#libs/time';

import type { Stay } from './audience.rules.js';
import type { Counted, CreditFact, LineProgress, PartProgress } from './counting.rules.js';
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

/** All dated facts of one bearer. A unit has one stay, in itself, and no leave. */
export interface BearerFacts {
  readonly kind: BearerKind;
  readonly id: string;
  readonly stays: readonly Stay[];
  readonly leaves: readonly LeaveFact[];
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

export interface ExemptionFact {
  readonly mandateId: string;
  readonly ground: string;
  readonly from: LocalDate;
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

/** Why an obligation is as it is, as data; put into words by `wording.rules.ts`. */
export type Reason =
  | {
      readonly rule: 'audience';
      readonly unitId: string;
      readonly occupation: string | null;
      readonly since: LocalDate;
    }
  | {
      readonly rule: 'mover';
      readonly fromUnitId: string;
      readonly unitId: string;
      readonly minutes: number;
      readonly times: number;
      readonly since: LocalDate;
    }
  | { readonly rule: 'joiner'; readonly graceDays: number; readonly dueOn: LocalDate; readonly since: LocalDate }
  | { readonly rule: 'tenure'; readonly days: number; readonly since: LocalDate }
  | { readonly rule: 'opens'; readonly since: LocalDate }
  | { readonly rule: 'leave'; readonly kind: string; readonly to: LocalDate | null; readonly since: LocalDate }
  | { readonly rule: 'return'; readonly graceDays: number; readonly dueOn: LocalDate; readonly since: LocalDate }
  | { readonly rule: 'exempt'; readonly ground: string; readonly to: LocalDate; readonly since: LocalDate }
  | { readonly rule: 'fulfilled'; readonly inTime: boolean; readonly since: LocalDate }
  | { readonly rule: 'kept'; readonly since: LocalDate }
  | { readonly rule: 'left'; readonly since: LocalDate }
  | { readonly rule: 'never-in'; readonly since: null }
  | {
      readonly rule: 'reach';
      readonly reached: number;
      readonly rosterSize: number;
      /** The least share that would count, 0–1. */
      readonly needed: number;
      readonly since: LocalDate;
    };

/** Stored with the obligation as JSON. */
export interface ObligationResult {
  readonly alternatives: readonly LineProgress[];
  readonly mustInclude: readonly PartProgress[];
  readonly reasons: readonly Reason[];
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
