import { type LocalDate, addDays } from '#libs/time';

import {
  type Stay,
  type Stretch,
  compare,
  covers,
  matchingStays,
  reportingStay,
  stretchesOf,
} from './audience.rules.js';
import { type CountResult, type Counted, type CreditFact, countCredits } from './counting.rules.js';
import { nextCycleFrom } from './cycle.rules.js';
import type {
  EvaluatedObligation,
  EvaluationInput,
  KnownObligation,
  MandateFact,
  ObligationState,
  Reason,
} from './evaluation.types.js';
import { type Slot, slotsOf } from './slots.rules.js';

/**
 * What one bearer owes, as a pure function of dated facts (design.md, "Evaluation"). Nothing depends on a day having
 * been met: evaluating once after a year gives what evaluating every day gives. Rows come by mandate code, then cycle.
 */
export function evaluate(input: EvaluationInput): readonly EvaluatedObligation[] {
  const mandates = [...input.mandates].sort((a, b) => compare(a.code, b.code));
  const nextChangeOn = nextChange(input);
  return mandates.flatMap((mandate) => {
    const rows = evaluateMandate(input, mandate);
    // One row a mandate carries the date: the newest, which is the one a read looks at.
    return rows.map((row, i) => ({ ...row, nextChangeOn: i === rows.length - 1 ? nextChangeOn : null }));
  });
}

function evaluateMandate(input: EvaluationInput, mandate: MandateFact): readonly KnownObligation[] {
  const known = input.known.filter((row) => row.mandateId === mandate.id);
  const slots = slotsOf(input, mandate, known);
  const counts = allocate(slots, input.credits, input.today);
  const rows = slots.map((slot) => rowOf(slot, counts.get(slot) ?? null, input.today, mandate.id));
  const keys = new Set(slots.map((slot) => slot.cycle.key));
  const orphans = known.filter((row) => !keys.has(row.cycleKey)).map((row) => withdrawn(row, input.credits));
  return [...rows, ...orphans].sort((a, b) => compare(a.cycleFrom, b.cycleFrom) || compare(a.cycleKey, b.cycleKey));
}

const FINAL: ReadonlySet<ObligationState> = new Set(['withdrawn', 'absorbed', 'closed-unmet']);

/** A row whose bearer is no longer meant by the rule at all, e.g. after a membership was corrected. */
function withdrawn(row: KnownObligation, credits: readonly CreditFact[]): KnownObligation {
  if (FINAL.has(row.state) || (row.state === 'fulfilled' && stillStands(row, credits))) return row;
  const result = { ...row.result, reasons: [{ rule: 'never-in', since: null }] as const };
  return { ...row, state: 'withdrawn', fulfilledOn: null, inTime: null, counted: [], result };
}

type Outcome = { readonly kept: boolean; readonly count: CountResult };

/**
 * Which credits count towards which cycle of one mandate: a minute or a time counts once. The earliest due that can be
 * met is met first, then the next; what is left over shows as progress of those that can't be met yet. A fulfilled
 * obligation keeps what fulfilled it for as long as none of those credits was reversed, even if the rule has become
 * stricter since.
 */
function allocate(slots: readonly Slot[], credits: readonly CreditFact[], today: LocalDate): Map<Slot, Outcome> {
  const kept = new Set<Slot>();
  for (;;) {
    const outcome = allocateOnce(slots, credits, today, kept);
    const lost = slots.find(
      (slot) => !kept.has(slot) && mayKeep(slot, credits) && outcome.get(slot)?.count.met !== true,
    );
    if (!lost) return outcome;
    kept.add(lost);
  }
}

function mayKeep(slot: Slot, credits: readonly CreditFact[]): boolean {
  return slot.known?.state === 'fulfilled' && stillStands(slot.known, credits);
}

/** None of the credits that count towards it was reversed. */
function stillStands(row: KnownObligation, credits: readonly CreditFact[]): boolean {
  return row.counted.every(({ creditId }) => credits.some(({ id }) => id === creditId));
}

function allocateOnce(
  slots: readonly Slot[],
  credits: readonly CreditFact[],
  today: LocalDate,
  kept: ReadonlySet<Slot>,
): Map<Slot, Outcome> {
  const left = new Map(credits.map((credit) => [credit.id, credit]));
  const take = (counted: readonly Counted[]): void => {
    for (const { creditId, minutes, times } of counted) {
      const credit = left.get(creditId);
      if (credit) left.set(creditId, { ...credit, minutes: credit.minutes - minutes, times: credit.times - times });
    }
  };
  const eligible = (slot: Slot): readonly CreditFact[] =>
    [...left.values()].filter((c) => (c.minutes > 0 || c.times > 0) && slot.accepts(c, today));
  const outcomes = new Map<Slot, Outcome>();
  for (const slot of slots) {
    if (kept.has(slot)) take(slot.known?.counted ?? []);
  }
  for (const slot of slots) {
    const count = countCredits(slot.rule, eligible(slot));
    if (kept.has(slot)) {
      outcomes.set(slot, { kept: true, count });
    } else if (count.met) {
      take(count.counted);
      outcomes.set(slot, { kept: false, count });
    }
  }
  for (const slot of slots) {
    if (outcomes.has(slot)) continue;
    const count = countCredits(slot.rule, eligible(slot));
    take(count.counted);
    outcomes.set(slot, { kept: false, count });
  }
  return outcomes;
}

function rowOf(slot: Slot, outcome: Outcome | null, today: LocalDate, mandateId: string): KnownObligation {
  const { cycle, known } = slot;
  const keeps = outcome?.kept === true && known !== null;
  const fulfilledOn = keeps ? known.fulfilledOn : (outcome?.count.metOn ?? null);
  const state: ObligationState = fulfilledOn === null ? slot.stateUnmet : 'fulfilled';
  const counted = keeps ? known.counted : (outcome?.count.counted ?? []);
  const day = state === 'fulfilled' && cycle.to < today ? cycle.to : today;
  const stay = reportingStay(slot.stays, day) ?? slot.stays[0] ?? null;
  const progress = keeps
    ? known.result
    : { alternatives: outcome?.count.alternatives ?? [], mustInclude: outcome?.count.mustInclude ?? [] };
  const inTime = fulfilledOn === null ? null : fulfilledOn <= slot.dueOn;
  const row = {
    mandateId,
    versionId: slot.versionId,
    cycleKey: cycle.key,
    cycleFrom: cycle.from,
    cycleTo: cycle.to,
    opensOn: slot.opensOn,
    dueOn: slot.dueOn,
    targetDueOn: cycle.targetDueOn,
    state,
    fulfilledOn,
    inTime,
    reportingUnitId: stay?.unitId ?? null,
    band: stay?.band ?? 'staff',
    counted,
  };
  const reasons = reasonsOf(slot, row, stay, keeps);
  return { ...row, result: { alternatives: progress.alternatives, mustInclude: progress.mustInclude, reasons } };
}

function reasonsOf(
  slot: Slot,
  row: Pick<KnownObligation, 'state' | 'fulfilledOn' | 'inTime' | 'counted'>,
  stay: Stay | null,
  keeps: boolean,
): readonly Reason[] {
  const reasons: Reason[] = [];
  if (row.state === 'fulfilled' && row.fulfilledOn !== null) {
    reasons.push({ rule: 'fulfilled', inTime: row.inTime === true, since: row.fulfilledOn });
    if (keeps) reasons.push({ rule: 'kept', since: row.fulfilledOn });
  }
  if (row.state === 'withdrawn' && slot.leftOn !== null) reasons.push({ rule: 'left', since: slot.leftOn });
  if (stay !== null) {
    reasons.push({ rule: 'audience', unitId: stay.unitId, occupation: stay.occupation, since: stay.from });
    const mover = moverReason(slot, stay, row.counted);
    if (mover) reasons.push(mover);
  }
  const open = row.state === 'open' || row.state === 'upcoming' || row.state === 'paused' || row.state === 'exempt';
  return open ? [...reasons, ...slot.dateReasons, ...slot.reachReasons] : reasons;
}

/** Came from another unit of the audience during this cycle: says that what was earned there still counts. */
function moverReason(slot: Slot, stay: Stay, counted: readonly Counted[]): Reason | null {
  if (stay.from <= slot.cycle.from) return null;
  const before = slot.stays
    .filter((other) => other.unitId !== stay.unitId && other.to !== null && other.to >= slot.cycle.from)
    .filter((other) => other.from < stay.from && (other.to ?? '') >= addDays(stay.from, -1))
    .at(-1);
  if (!before) return null;
  const earned = counted.filter(({ creditId }) => (slot.earnedOn(creditId) ?? stay.from) < stay.from);
  return {
    rule: 'mover',
    fromUnitId: before.unitId,
    unitId: stay.unitId,
    minutes: earned.reduce((sum, { minutes }) => sum + minutes, 0),
    times: earned.reduce((sum, { times }) => sum + times, 0),
    since: stay.from,
  };
}

/** The first day after today on which the calendar alone may change anything for this bearer. */
export function nextChange(input: EvaluationInput): LocalDate | null {
  const { bearer, today } = input;
  const days: (LocalDate | null)[] = [];
  const interval = ({ from, to }: Stretch): void => {
    days.push(from, to === null ? null : addDays(to, 1));
  };
  bearer.stays.forEach(interval);
  bearer.leaves.forEach(interval);
  input.exemptions.forEach(interval);
  for (const mandate of input.mandates) {
    for (const { rule } of mandate.versions) {
      if (matchingStays(rule.who, bearer.stays).length === 0) continue;
      days.push(rule.effective.from, nextCycleFrom(rule.cycle, rule.effective.to ?? null, today));
    }
    for (const slot of slotsOf(input, mandate, [])) days.push(slot.opensOn);
    days.push(...tenureDays(input, mandate));
  }
  for (const credit of input.credits) days.push(credit.earnedOn);
  return days.filter((day): day is LocalDate => day !== null && day > today).sort()[0] ?? null;
}

/** Days on which a tenure threshold may be reached: at the earliest so many days after each stretch begins. */
function tenureDays(input: EvaluationInput, mandate: MandateFact): readonly LocalDate[] {
  return mandate.versions.flatMap(({ rule }) =>
    rule.who.tenureDays === 0
      ? []
      : stretchesOf(matchingStays(rule.who, input.bearer.stays))
          .filter((stretch) => covers(stretch, input.today))
          // Checked daily until it is reached: the exact day depends on the cycle's beginning.
          .map(() => addDays(input.today, 1)),
  );
}
