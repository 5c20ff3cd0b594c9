import { type LocalDate, addDays } from '#libs/time';

import { type Outcome, allocate } from './allocation.rules.js';
import {
  type Stay,
  type Stretch,
  compare,
  covers,
  matchingStays,
  reportingStay,
  stretchesOf,
} from './audience.rules.js';
import { servedClasses } from './classes.rules.js';
import type { Counted, CreditFact } from './counting.rules.js';
import { cyclesBegun, nextCycleFrom } from './cycle.rules.js';
import type {
  EvaluatedObligation,
  EvaluationInput,
  KnownObligation,
  MandateFact,
  ObligationResult,
  ObligationState,
  Reason,
} from './evaluation.types.js';
import { creditReasons } from './credit-reasons.rules.js';
import { groupsOf } from './groups.rules.js';
import { qualityOf } from './quality.rules.js';
import { type Slot, isChained, joinedTooLate, nextTurnFrom, slotsOf, stillStands } from './slots.rules.js';

/**
 * What one bearer owes, as a pure function of dated facts (design.md, "Evaluation"). Nothing depends on a day having
 * been met: evaluating once after a year gives what evaluating every day gives. Rows come by mandate code, then cycle.
 */
export function evaluate(input: EvaluationInput): readonly EvaluatedObligation[] {
  const creditsById = new Map(input.credits.map((credit) => [credit.id, credit]));
  for (const { credits } of input.bearer.classes ?? [])
    for (const credit of credits) creditsById.set(credit.id, credit);
  const knownBy = new Map<string, KnownObligation[]>();
  for (const row of input.known) {
    const rows = knownBy.get(row.mandateId);
    if (rows) rows.push(row);
    else knownBy.set(row.mandateId, [row]);
  }
  const slots: Slot[] = [];
  const rowsBy = new Map<string, readonly KnownObligation[]>();
  for (const group of groupsOf(input.mandates)) {
    const found = evaluateGroup(input, group, knownBy);
    slots.push(...found.slots);
    const takenBy = whereCounted(found.slots, found.outcomes);
    for (const mandate of group) {
      const known = knownBy.get(mandate.id) ?? [];
      const mine = found.slots.filter((slot) => slot.mandate === mandate);
      if (mine.length === 0 && known.length === 0) continue;
      const rows = mine.map((slot) => rowOf(slot, found.outcomes.get(slot) ?? null, input, creditsById, takenBy));
      const keys = new Set(mine.map((slot) => slot.cycle.key));
      const orphans = known.filter((row) => !keys.has(row.cycleKey)).map((row) => withdrawn(row, input, mandate));
      rowsBy.set(
        mandate.id,
        [...rows, ...orphans].sort((a, b) => compare(a.cycleFrom, b.cycleFrom) || compare(a.cycleKey, b.cycleKey)),
      );
    }
  }
  const nextChangeOn = nextDay(input, slots, rowsBy);
  return [...input.mandates]
    .sort((a, b) => compare(a.code, b.code))
    .flatMap(({ id }) => {
      const rows = rowsBy.get(id) ?? [];
      // One row a mandate carries the date: the newest, which is the one a read looks at.
      return rows.map((row, i) => ({ ...row, nextChangeOn: i === rows.length - 1 ? nextChangeOn : null }));
    });
}

/** The first day after today on which the calendar alone may change anything for this bearer. */
export function nextChange(input: EvaluationInput): LocalDate | null {
  const slots = input.mandates.flatMap((mandate) => slotsOf(input, mandate, [], new Map()));
  return nextDay(input, slots, new Map());
}

type Fulfilled = ReadonlyMap<string, ReadonlyMap<string, LocalDate>>;

/** Rounds after which a chain of cycles that hang on each other is taken as it is. */
const MOST_ROUNDS = 64;

/**
 * The slots of mandates that may not count the same learning, and what is allocated to each. Where a cycle hangs on when
 * the one before was fulfilled, both are found in turns until nothing changes.
 */
function evaluateGroup(
  input: EvaluationInput,
  group: readonly MandateFact[],
  knownBy: ReadonlyMap<string, readonly KnownObligation[]>,
): { readonly slots: readonly Slot[]; readonly outcomes: ReadonlyMap<Slot, Outcome> } {
  let fulfilled: Fulfilled = new Map();
  for (let round = 1; ; round += 1) {
    const slots = group.flatMap((mandate) =>
      slotsOf(input, mandate, knownBy.get(mandate.id) ?? [], fulfilled.get(mandate.id) ?? NOTHING),
    );
    const outcomes = slots.length === 0 ? NO_OUTCOMES : allocateSlots(slots, input.credits);
    if (!group.some(isChained)) return { slots, outcomes };
    const dates = new Map(
      group.map(({ id }) => [
        id,
        new Map(
          slots
            .filter((slot) => slot.mandate.id === id)
            .flatMap((slot): [string, LocalDate][] => {
              const on = fulfilledOn(slot, outcomes.get(slot) ?? null);
              return on === null ? [] : [[slot.cycle.key, on]];
            }),
        ),
      ]),
    );
    if (sameDates(dates, fulfilled)) return { slots, outcomes };
    if (round === MOST_ROUNDS) {
      const marked = new Map([...outcomes].map(([slot, outcome]) => [slot, { ...outcome, bounded: true }]));
      return { slots, outcomes: marked };
    }
    fulfilled = dates;
  }
}

const NOTHING: ReadonlyMap<string, LocalDate> = new Map();
const NO_OUTCOMES: ReadonlyMap<Slot, Outcome> = new Map();

/** A unit that provides to its classes is met by them; everything else by its own credits. */
function allocateSlots(slots: readonly Slot[], credits: readonly CreditFact[]): ReadonlyMap<Slot, Outcome> {
  return allocate(
    slots.filter(({ rule }) => rule.provides?.of !== 'classes'),
    credits,
  );
}

function sameDates(a: Fulfilled, b: Fulfilled): boolean {
  return [...a].every(([id, dates]) => {
    const others = b.get(id) ?? NOTHING;
    return dates.size === others.size && [...dates].every(([key, date]) => others.get(key) === date);
  });
}

/** An obligation that was fulfilled before is so since the earlier day: more learning never makes it later. */
function fulfilledOn(slot: Slot, outcome: Outcome | null): LocalDate | null {
  const before = slot.standing === null ? null : (slot.known?.fulfilledOn ?? null);
  const now = outcome?.count.metOn ?? null;
  if (before === null || now === null) return outcome?.kept === true ? before : now;
  return before < now ? before : now;
}

const FINAL: ReadonlySet<ObligationState> = new Set(['withdrawn', 'absorbed']);

/** A row whose bearer is no longer meant by the rule at all, e.g. after a membership was corrected. */
function withdrawn(row: KnownObligation, input: EvaluationInput, mandate: MandateFact): KnownObligation {
  if (FINAL.has(row.state)) return row;
  if (input.bearer.absorbed === true) return closed(row, 'absorbed', { rule: 'absorbed', since: null });
  if (row.state === 'fulfilled' && stillStands(row, input)) return row;
  const reason = joinedTooLateReason(row, input, mandate) ?? { rule: 'never-in' as const, since: null };
  return closed(row, 'withdrawn', reason);
}

function closed(row: KnownObligation, state: 'withdrawn' | 'absorbed', reason: Reason): KnownObligation {
  const result = { ...row.result, reasons: [reason] };
  return { ...row, state, fulfilledOn: null, inTime: null, counted: [], result };
}

function joinedTooLateReason(row: KnownObligation, input: EvaluationInput, mandate: MandateFact): Reason | null {
  for (const { rule } of mandate.versions) {
    const cycle = cyclesBegun(rule.cycle, row.cycleFrom, row.cycleTo, input.today).find((c) => c.key === row.cycleKey);
    const first = stretchesOf(matchingStays(rule.who, input.bearer.stays)).find(
      ({ to }) => to === null || to >= row.cycleFrom,
    );
    const notAfter = cycle && first ? joinedTooLate(rule, cycle, first) : null;
    if (first && notAfter !== null) return { rule: 'joined-late', notAfter, since: first.from };
  }
  return null;
}

/** Which mandates of a group each credit counts for. */
function whereCounted(
  slots: readonly Slot[],
  outcomes: ReadonlyMap<Slot, Outcome>,
): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  if (slots.length < 2) return found;
  for (const slot of slots) {
    const outcome = outcomes.get(slot);
    const counted = outcome?.kept === true ? (slot.standing ?? []) : (outcome?.count.counted ?? []);
    for (const { creditId } of counted) {
      const codes = found.get(creditId) ?? new Set();
      codes.add(slot.mandate.code);
      found.set(creditId, codes);
    }
  }
  return found;
}

/** What counts towards one slot, however that was found. */
interface Progress extends Pick<ObligationResult, 'alternatives' | 'mustInclude'> {
  readonly fulfilledOn: LocalDate | null;
  readonly counted: readonly Counted[];
  readonly keeps: boolean;
  readonly reasons: readonly Reason[];
}

function progressOf(slot: Slot, outcome: Outcome | null, input: EvaluationInput): Progress {
  if (slot.rule.provides?.of === 'classes') return servedClasses(slot, input.bearer.classes ?? [], input.today);
  const { known } = slot;
  const keeps = outcome?.kept === true && known !== null;
  return {
    fulfilledOn: fulfilledOn(slot, outcome),
    counted: keeps ? known.counted : (outcome?.count.counted ?? []),
    alternatives: keeps ? known.result.alternatives : (outcome?.count.alternatives ?? []),
    mustInclude: keeps ? known.result.mustInclude : (outcome?.count.mustInclude ?? []),
    keeps,
    reasons: [],
  };
}

function rowOf(
  slot: Slot,
  outcome: Outcome | null,
  input: EvaluationInput,
  creditsById: ReadonlyMap<string, CreditFact>,
  takenBy: ReadonlyMap<string, ReadonlySet<string>>,
): KnownObligation {
  const { cycle } = slot;
  const { today } = input;
  const progress = progressOf(slot, outcome, input);
  const state: ObligationState = progress.fulfilledOn === null ? slot.stateUnmet : 'fulfilled';
  const day = state === 'fulfilled' && cycle.to < today ? cycle.to : today;
  const stay = reportingStay(slot.stays, day) ?? slot.stays[0] ?? null;
  const row = {
    mandateId: slot.mandate.id,
    versionId: slot.versionId,
    cycleKey: cycle.key,
    cycleFrom: cycle.from,
    cycleTo: cycle.to,
    opensOn: slot.opensOn,
    dueOn: slot.dueOn,
    targetDueOn: cycle.targetDueOn,
    state,
    fulfilledOn: progress.fulfilledOn,
    inTime: progress.fulfilledOn === null ? null : progress.fulfilledOn <= slot.dueOn,
    reportingUnitId: stay?.unitId ?? null,
    band: stay?.band ?? 'staff',
    counted: progress.counted,
  };
  const { alternatives, mustInclude } = progress;
  const quality = qualityOf(slot.rule, progress.counted, creditsById);
  const result: ObligationResult = {
    alternatives,
    mustInclude,
    reasons: reasonsOf(slot, row, stay, progress, input.credits, creditsById, takenBy),
    ...(quality === undefined ? {} : { quality }),
    ...(outcome?.bounded === true ? { bounded: true } : {}),
  };
  return { ...row, result };
}

function reasonsOf(
  slot: Slot,
  row: Pick<KnownObligation, 'state' | 'fulfilledOn' | 'inTime' | 'counted'>,
  stay: Stay | null,
  progress: Progress,
  credits: readonly CreditFact[],
  creditsById: ReadonlyMap<string, CreditFact>,
  takenBy: ReadonlyMap<string, ReadonlySet<string>>,
): readonly Reason[] {
  const reasons: Reason[] = [];
  if (row.state === 'fulfilled' && row.fulfilledOn !== null) {
    reasons.push({ rule: 'fulfilled', inTime: row.inTime === true, since: row.fulfilledOn });
    if (progress.keeps) reasons.push({ rule: 'kept', since: row.fulfilledOn });
  }
  if (row.state === 'withdrawn' && slot.leftOn !== null) reasons.push({ rule: 'left', since: slot.leftOn });
  if (stay !== null) {
    reasons.push({ rule: 'audience', unitId: stay.unitId, occupation: stay.occupation, since: stay.from });
    const moved = moveReason(slot, stay, row.counted, creditsById);
    if (moved) reasons.push(moved);
  }
  reasons.push(...progress.reasons);
  if (row.state === 'fulfilled') return reasons;
  reasons.push(...slot.dateReasons);
  const owed = row.state !== 'withdrawn' && row.state !== 'exempt';
  return owed ? [...reasons, ...creditReasons(slot, row.counted, credits, takenBy)] : reasons;
}

/** Came from another unit of the audience during this cycle: says what becomes of what was earned there. */
function moveReason(
  slot: Slot,
  stay: Stay,
  counted: readonly Counted[],
  creditsById: ReadonlyMap<string, CreditFact>,
): Reason | null {
  if (stay.from <= slot.cycle.from) return null;
  const before = slot.stays
    .filter((other) => other.unitId !== stay.unitId && other.to !== null && other.to >= slot.cycle.from)
    .filter((other) => other.from < stay.from && (other.to ?? '') >= addDays(stay.from, -1))
    .at(-1);
  if (!before) return null;
  const earned = counted.filter(({ creditId }) => (creditsById.get(creditId)?.earnedOn ?? stay.from) < stay.from);
  const facts = {
    fromUnitId: before.unitId,
    unitId: stay.unitId,
    minutes: earned.reduce((sum, { minutes }) => sum + minutes, 0),
    times: earned.reduce((sum, { times }) => sum + times, 0),
    since: stay.from,
  };
  if (stay.became?.fromUnitId === before.unitId) return { rule: 'merged', change: stay.became.change, ...facts };
  return { rule: slot.rule.mover === 'restart' ? 'restart' : 'mover', ...facts };
}

/** The first day after today on which the calendar alone may change anything for this bearer. */
function nextDay(
  input: EvaluationInput,
  slots: readonly Slot[],
  rowsBy: ReadonlyMap<string, readonly KnownObligation[]>,
): LocalDate | null {
  const { bearer, today } = input;
  let next: LocalDate | null = null;
  const add = (day: LocalDate | null): void => {
    if (day !== null && day > today && (next === null || day < next)) next = day;
  };
  const interval = ({ from, to }: Stretch): void => {
    add(from);
    if (to !== null && to >= today) add(addDays(to, 1));
  };
  bearer.stays.forEach(interval);
  bearer.leaves.forEach(interval);
  input.exemptions.forEach(interval);
  for (const mandate of input.mandates) {
    for (const { rule } of mandate.versions) {
      const stays = matchingStays(rule.who, bearer.stays);
      if (stays.length === 0) continue;
      add(rule.effective.from);
      add(nextCycleFrom(rule.cycle, rule.effective.to ?? null, today));
      // Checked daily until it is reached: the exact day depends on the cycle's beginning.
      if (rule.who.tenureDays > 0 && stretchesOf(stays).some((stretch) => covers(stretch, today))) {
        add(addDays(today, 1));
      }
      if (rule.cycle.kind !== 'rolling-months') continue;
      for (const row of rowsBy.get(mandate.id) ?? []) {
        if (row.fulfilledOn !== null) add(nextTurnFrom(rule, row.fulfilledOn, true));
      }
    }
  }
  for (const { turns } of slots) turns.forEach(add);
  for (const credit of input.credits) add(credit.earnedOn);
  for (const { credits } of bearer.classes ?? []) for (const credit of credits) add(credit.earnedOn);
  bearer.classes?.forEach(interval);
  return next;
}
