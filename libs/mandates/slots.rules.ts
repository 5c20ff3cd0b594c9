import { type LocalDate, addDays, daysBetween } from '#libs/time';

import {
  type Stay,
  type Stretch,
  compare,
  covers,
  matchingStays,
  stretchesOf,
  tenureReachedOn,
} from './audience.rules.js';
import type { CreditFact } from './counting.rules.js';
import { type Cycle, cyclesBegun } from './cycle.rules.js';
import type {
  EvaluationInput,
  KnownObligation,
  LeaveFact,
  MandateFact,
  ObligationState,
  Reason,
  VersionFact,
} from './evaluation.types.js';
import type { MandateDocument } from './rule.schema.js';

/** One cycle that a bearer owes, before credits are counted. */
export interface Slot {
  readonly cycle: Cycle;
  readonly versionId: string;
  readonly rule: MandateDocument;
  readonly known: KnownObligation | null;
  readonly stays: readonly Stay[];
  readonly opensOn: LocalDate;
  readonly dueOn: LocalDate;
  /** The state for as long as the rule is not met. */
  readonly stateUnmet: ObligationState;
  /** The first day outside the audience, when the bearer has left it. */
  readonly leftOn: LocalDate | null;
  readonly dateReasons: readonly Reason[];
  readonly reachReasons: readonly Reason[];
  /** Whether a credit may count towards this cycle at all. */
  accepts(credit: CreditFact, today: LocalDate): boolean;
  earnedOn(creditId: string): LocalDate | undefined;
}

/** The cycles of a mandate that the bearer owes or owed by today, earliest due first. */
export function slotsOf(
  input: EvaluationInput,
  mandate: MandateFact,
  known: readonly KnownObligation[],
): readonly Slot[] {
  const slots: Slot[] = [];
  for (const { cycle, version } of cyclesOf(mandate, known, input.today)) {
    const row = known.find((candidate) => candidate.cycleKey === cycle.key) ?? null;
    if (row?.state === 'absorbed' || row?.state === 'closed-unmet') continue;
    const slot = slotOf(input, mandate, version, cycle, row);
    if (slot) slots.push(slot);
  }
  return slots.sort((a, b) => compare(a.dueOn, b.dueOn) || compare(a.cycle.key, b.cycle.key));
}

/**
 * Every cycle begun, with the version that governs it: the newest in force when the cycle began, else the first that
 * came into force during it. A cycle that has ended keeps the version it was evaluated by: new rules don't rewrite it.
 */
function cyclesOf(
  mandate: MandateFact,
  known: readonly KnownObligation[],
  today: LocalDate,
): readonly { cycle: Cycle; version: VersionFact }[] {
  const found = new Map<string, { cycle: Cycle; version: VersionFact }>();
  const versions = [...mandate.versions].sort(
    (a, b) => compare(a.rule.effective.from, b.rule.effective.from) || a.number - b.number,
  );
  for (const version of versions) {
    const { from, to } = version.rule.effective;
    for (const cycle of cyclesBegun(version.rule.cycle, from, to ?? null, today)) {
      const governing = found.get(cycle.key);
      const replaces =
        governing === undefined ||
        from <= cycle.from ||
        version.rule.effective.from === governing.version.rule.effective.from;
      if (from <= today && replaces) found.set(cycle.key, { cycle, version });
    }
  }
  return [...found.values()].map(({ cycle, version }) => {
    const row = known.find((candidate) => candidate.cycleKey === cycle.key);
    const earlier = cycle.to < today ? versions.find(({ id }) => id === row?.versionId) : undefined;
    if (!earlier) return { cycle, version };
    const own = cyclesBegun(earlier.rule.cycle, cycle.from, cycle.to, today).find(({ key }) => key === cycle.key);
    return { cycle: own ?? cycle, version: earlier };
  });
}

function slotOf(
  input: EvaluationInput,
  mandate: MandateFact,
  version: VersionFact,
  cycle: Cycle,
  known: KnownObligation | null,
): Slot | null {
  const { bearer, today } = input;
  const { rule } = version;
  const stays = matchingStays(rule.who, bearer.stays);
  const stretches = stretchesOf(stays);
  const begins = latest(cycle.from, firstEffective(mandate));
  const ends = cycle.to < today ? cycle.to : today;
  const touching = stretches.filter((s) => s.from <= ends && (s.to === null || s.to >= begins));
  const first = touching[0];
  const last = touching.at(-1);
  if (!first || !last) return null;
  const { tenureDays } = rule.who;
  const tenured = tenureDays === 0 ? null : tenureReachedOn(touching, tenureDays, begins, ends);
  if (tenureDays > 0 && tenured === null) return null;

  const opensOn = [cycle.opensOn, begins, first.from, ...(tenured === null ? [] : [tenured])].reduce(latest);
  const present = stretches.some((stretch) => covers(stretch, today));
  const leftOn = present ? null : lastDay(stretches, today);
  const joined = dueForJoiner(rule, cycle, last);
  const paused = pauseOf(rule, bearer.leaves, joined.dueOn, cycle, today);
  const dueOn = paused.dueOn;
  const exemption = input.exemptions.find((e) => e.mandateId === mandate.id && (covers(e, today) || covers(e, dueOn)));
  const stateUnmet: ObligationState =
    leftOn !== null
      ? 'withdrawn'
      : exemption !== undefined
        ? 'exempt'
        : paused.now !== null
          ? 'paused'
          : today < opensOn
            ? 'upcoming'
            : 'open';
  const dateReasons: Reason[] = [...joined.reasons, ...paused.reasons];
  if (tenured !== null) dateReasons.push({ rule: 'tenure', days: tenureDays, since: tenured });
  if (stateUnmet === 'upcoming') dateReasons.push({ rule: 'opens', since: opensOn });
  if (stateUnmet === 'exempt' && exemption) {
    dateReasons.push({ rule: 'exempt', ground: exemption.ground, to: exemption.to, since: exemption.from });
  }
  const until = leftOn === null ? today : addDays(leftOn, -1);
  const earned = new Map(input.credits.map((credit) => [credit.id, credit.earnedOn]));
  return {
    cycle,
    versionId: version.id,
    rule,
    known,
    stays,
    opensOn,
    dueOn: latest(dueOn, opensOn),
    stateUnmet,
    leftOn,
    dateReasons,
    reachReasons: reachReasons(rule, cycle, input.credits),
    accepts: (credit) => credit.earnedOn >= cycle.from && credit.earnedOn <= until && reachesEnough(rule, credit),
    earnedOn: (creditId) => earned.get(creditId),
  };
}

function firstEffective(mandate: MandateFact): LocalDate {
  return mandate.versions.map(({ rule }) => rule.effective.from).sort()[0] ?? '';
}

/** The day after the last one in the audience, counted back from today. */
function lastDay(stretches: readonly Stretch[], today: LocalDate): LocalDate | null {
  const ended = stretches.flatMap(({ to }) => (to !== null && to < today ? [to] : [])).sort();
  const last = ended.at(-1);
  return last === undefined ? null : addDays(last, 1);
}

/** Who joins during the cycle has `graceDays` from then on, if that is later than the common due date. */
function dueForJoiner(
  rule: MandateDocument,
  cycle: Cycle,
  stretch: Stretch,
): { dueOn: LocalDate; reasons: readonly Reason[] } {
  const { graceDays } = rule.joiner;
  if (stretch.from <= cycle.opensOn || stretch.from <= cycle.from) return { dueOn: cycle.dueOn, reasons: [] };
  const graced = addDays(stretch.from, graceDays);
  if (graced <= cycle.dueOn) return { dueOn: cycle.dueOn, reasons: [] };
  return { dueOn: graced, reasons: [{ rule: 'joiner', graceDays, dueOn: graced, since: stretch.from }] };
}

/**
 * A leave that is long enough and reaches the due date pauses the duty; who comes back has `returnGraceDays` from the
 * first day back, if that is later than the due date.
 */
function pauseOf(
  rule: MandateDocument,
  leaves: readonly LeaveFact[],
  dueOn: LocalDate,
  cycle: Cycle,
  today: LocalDate,
): { dueOn: LocalDate; now: LeaveFact | null; reasons: readonly Reason[] } {
  const terms = rule.leave;
  if (terms === undefined) return { dueOn, now: null, reasons: [] };
  let due = dueOn;
  let now: LeaveFact | null = null;
  const reasons: Reason[] = [];
  for (const leave of [...leaves].sort((a, b) => compare(a.from, b.from))) {
    const long = leave.to === null || daysBetween(leave.from, leave.to) + 1 >= terms.pauseAfterDays;
    if (!long || (leave.to !== null && leave.to < cycle.from)) continue;
    if (covers(leave, today) && (leave.to === null || leave.to >= due)) {
      now = leave;
      reasons.push({ rule: 'leave', kind: leave.kind, to: leave.to, since: leave.from });
    }
    if (leave.to === null || leave.from > due) continue;
    const back = addDays(leave.to, 1);
    const graced = addDays(back, terms.returnGraceDays);
    if (graced > due) {
      due = graced;
      reasons.push({ rule: 'return', graceDays: terms.returnGraceDays, dueOn: graced, since: back });
    }
  }
  return { dueOn: due, now, reasons };
}

function reachesEnough(rule: MandateDocument, credit: CreditFact): boolean {
  if (rule.provides === undefined || credit.reached === null || credit.rosterSize === null) return true;
  return credit.rosterSize > 0 && credit.reached / credit.rosterSize >= rule.provides.reach;
}

function reachReasons(rule: MandateDocument, cycle: Cycle, credits: readonly CreditFact[]): readonly Reason[] {
  return credits
    .filter((credit) => credit.earnedOn >= cycle.from && credit.earnedOn <= cycle.to && !reachesEnough(rule, credit))
    .sort((a, b) => compare(a.earnedOn, b.earnedOn) || compare(a.id, b.id))
    .map((credit) => ({
      rule: 'reach',
      reached: credit.reached ?? 0,
      rosterSize: credit.rosterSize ?? 0,
      needed: rule.provides?.reach ?? 0,
      since: credit.earnedOn,
    }));
}

function latest(a: LocalDate, b: LocalDate): LocalDate {
  return a > b ? a : b;
}
