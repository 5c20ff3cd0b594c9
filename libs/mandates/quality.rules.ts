import type { LocalDate } from '#libs/time';

import type { Counted, CreditFact } from './counting.rules.js';
import { type Evidence, type MandateDocument, METHODS, type Method, evidenceReaches } from './rule.schema.js';

/** How far the city's own aim is met by what counts. It never changes whether the duty is fulfilled. */
export interface QualityResult {
  readonly met: boolean;
  /** Share of what counts, 0–1, that has at least the grade of evidence aimed at. */
  readonly evidence?: { readonly needed: Evidence; readonly share: number; readonly met: boolean };
  readonly methods: readonly {
    readonly method: Method;
    readonly needed: number;
    readonly share: number;
    readonly met: boolean;
  }[];
}

/** @returns undefined where the rule has no aim of its own; an aim is not met by nothing */
export function qualityOf(
  rule: Pick<MandateDocument, 'qualityGoal'>,
  counted: readonly Counted[],
  creditsById: ReadonlyMap<string, CreditFact>,
): QualityResult | undefined {
  const goal = rule.qualityGoal;
  if (goal === undefined) return undefined;
  const rows = counted.flatMap((amount) => {
    const credit = creditsById.get(amount.creditId);
    return credit ? [{ credit, amount }] : [];
  });
  // Minutes where any were counted, so that a long session weighs more than a short one; else times.
  const inMinutes = rows.some(({ amount }) => amount.minutes > 0);
  const weight = (amount: Counted): number => (inMinutes ? amount.minutes : amount.times);
  const total = rows.reduce((sum, { amount }) => sum + weight(amount), 0);
  const share = (fits: (credit: CreditFact) => boolean): number =>
    total === 0
      ? 0
      : Math.round((rows.reduce((sum, r) => sum + (fits(r.credit) ? weight(r.amount) : 0), 0) / total) * 1000) / 1000;
  const methods = METHODS.flatMap((method) => {
    const needed = goal.methodShare?.[method];
    if (needed === undefined) return [];
    const got = share((credit) => credit.method === method);
    return [{ method, needed, share: got, met: got >= needed }];
  });
  const wanted = goal.evidence;
  const reached = wanted === undefined ? 1 : share((credit) => evidenceReaches(credit.evidence, wanted));
  const evidence = wanted === undefined ? {} : { evidence: { needed: wanted, share: reached, met: reached >= 1 } };
  return { met: methods.every(({ met }) => met) && reached >= 1, ...evidence, methods };
}

/** Whether the city's own earlier date was kept; null where there is none or it isn't decided yet. */
export function onTarget(
  targetDueOn: LocalDate | null,
  fulfilledOn: LocalDate | null,
  today: LocalDate,
): boolean | null {
  if (targetDueOn === null) return null;
  if (fulfilledOn !== null) return fulfilledOn <= targetDueOn;
  return today > targetDueOn ? false : null;
}
