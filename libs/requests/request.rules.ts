import type { Role } from '#libs/actor';
import { type LocalDate, addDays, daysBetween } from '#libs/time';

export const REQUEST_KINDS = ['exemption', 'extension', 'appeal', 'outside'] as const;
export type RequestKind = (typeof REQUEST_KINDS)[number];

export const REQUEST_STATES = ['open', 'granted', 'reduced', 'refused', 'withdrawn', 'revoked'] as const;
export type RequestState = (typeof REQUEST_STATES)[number];

export const VERDICTS = ['grant', 'reduce', 'refuse'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** Days until an answer is promised. The product's own setting: no statute fixes them. */
const REPLY_DAYS: Readonly<Record<RequestKind, number>> = { exemption: 10, extension: 7, appeal: 14, outside: 14 };

export function replyBy(kind: RequestKind, today: LocalDate): LocalDate {
  return addDays(today, REPLY_DAYS[kind]);
}

/** Who answers, except for exemptions: those roles the mandate itself names. */
export const DECIDERS: readonly Role[] = ['training-clerk', 'school-coordinator', 'hr-office'];

/** An exemption never runs longer than this, even where the mandate sets no maximum. */
const LONGEST_EXEMPTION_DAYS = 366;
/** An extension never moves a due date further than this. */
const LONGEST_EXTENSION_DAYS = 366;

export interface ExemptionTerms {
  readonly grounds: readonly string[];
  readonly maxDays?: number | undefined;
}

export type DatesProblem = 'end-missing' | 'ends-before-it-begins' | 'too-long' | 'not-later' | 'passed';

/** What is wrong with an exemption's dates; null when nothing is. An exemption always ends. */
export function exemptionProblem(
  terms: ExemptionTerms,
  from: LocalDate | null,
  to: LocalDate | null,
): DatesProblem | null {
  if (from === null || to === null) return 'end-missing';
  if (to < from) return 'ends-before-it-begins';
  return daysBetween(from, to) + 1 > longestExemption(terms) ? 'too-long' : null;
}

export function longestExemption({ maxDays }: Pick<ExemptionTerms, 'maxDays'>): number {
  return Math.min(maxDays ?? LONGEST_EXEMPTION_DAYS, LONGEST_EXEMPTION_DAYS);
}

/** What is wrong with a new due date; null when nothing is. */
export function extensionProblem(dueOn: LocalDate, to: LocalDate | null, today: LocalDate): DatesProblem | null {
  if (to === null) return 'end-missing';
  if (to <= dueOn) return 'not-later';
  if (to < today) return 'passed';
  return daysBetween(dueOn, to) > LONGEST_EXTENSION_DAYS ? 'too-long' : null;
}

/** Accepting less than was asked for is a reduction, whatever it was called. */
export function verdictFor(
  asked: { readonly minutes: number; readonly times: number },
  accepted: { readonly minutes: number; readonly times: number },
): Exclude<RequestState, 'open'> {
  return accepted.minutes < asked.minutes || accepted.times < asked.times ? 'reduced' : 'granted';
}
