import { type LocalDate, addDays, daysBetween } from '#libs/time';

import type { Claim } from './allocation.rules.js';
import {
  type Stay,
  type Stretch,
  compare,
  covers,
  matchingStays,
  reportingStay,
  stretchesOf,
  tenureReachedOn,
} from './audience.rules.js';
import { type CountingRule, type CreditFact, proRated } from './counting.rules.js';
import { type Cycle, NEVER, addMonths, cyclesBegun, dayInCycle, monthsLeft } from './cycle.rules.js';
import { dueForJoiner, grantEffect, leaveEffect } from './dates.rules.js';
import type {
  EvaluationInput,
  ExemptionFact,
  ExtensionFact,
  KnownObligation,
  MandateFact,
  ObligationState,
  Reason,
  VersionFact,
} from './evaluation.types.js';
import type { MandateDocument } from './rule.schema.js';

/** One cycle that a bearer owes, before credits are counted. */
export interface Slot extends Claim {
  readonly mandate: MandateFact;
  readonly cycle: Cycle;
  readonly versionId: string;
  readonly rule: MandateDocument;
  readonly counting: CountingRule;
  readonly known: KnownObligation | null;
  readonly stays: readonly Stay[];
  readonly opensOn: LocalDate;
  /** The state for as long as the rule is not met. */
  readonly stateUnmet: ObligationState;
  /** The first day outside the audience, when the bearer has left it. */
  readonly leftOn: LocalDate | null;
  /** Learning in this time is learning of this cycle; what of it doesn't count is told. */
  readonly span: Stretch;
  readonly dateReasons: readonly Reason[];
  /** Days on which the calendar alone changes something of this slot. */
  readonly turns: readonly LocalDate[];
}

/** A bearer's facts as one mandate sees them, found once for all of its cycles. */
interface View {
  readonly input: EvaluationInput;
  readonly mandate: MandateFact;
  readonly known: readonly KnownObligation[];
  readonly exemptions: readonly ExemptionFact[];
  readonly extensions: readonly ExtensionFact[];
  /** When each cycle was fulfilled, as far as that is known: the next one may hang on it. */
  readonly fulfilled: ReadonlyMap<string, LocalDate>;
  audience(rule: MandateDocument): { readonly stays: readonly Stay[]; readonly stretches: readonly Stretch[] };
}

/** Versions in order, each with the day from which the next one governs the cycles that begin. */
interface Governing {
  readonly version: VersionFact;
  readonly nextFrom: LocalDate | null;
}

/** Whether cycles of a mandate hang on when the one before was fulfilled. */
export function isChained(mandate: MandateFact): boolean {
  return mandate.versions.some(({ rule }) => rule.cycle.kind === 'rolling-months' || rule.minimumIntervalDays > 0);
}

/** The cycles of a mandate that the bearer owes or owed by today, earliest first. */
export function slotsOf(
  input: EvaluationInput,
  mandate: MandateFact,
  known: readonly KnownObligation[],
  fulfilled: ReadonlyMap<string, LocalDate>,
): readonly Slot[] {
  if (input.bearer.absorbed === true) return [];
  const seen = new Map<MandateDocument, { stays: readonly Stay[]; stretches: readonly Stretch[] }>();
  const view: View = {
    input,
    mandate,
    known,
    fulfilled,
    exemptions: input.exemptions.filter((grant) => grant.mandateId === mandate.id),
    extensions: input.extensions.filter((grant) => grant.mandateId === mandate.id),
    audience: (rule) => {
      let found = seen.get(rule);
      if (found === undefined) {
        const stays = matchingStays(rule.who, input.bearer.stays);
        found = { stays, stretches: stretchesOf(stays) };
        seen.set(rule, found);
      }
      return found;
    },
  };
  if (known.length === 0 && mandate.versions.every(({ rule }) => view.audience(rule).stays.length === 0)) return [];
  const slots: Slot[] = [];
  let before: Slot | null = null;
  for (const { cycle, version, reasons } of cyclesOf(view)) {
    const row = known.find((candidate) => candidate.cycleKey === cycle.key) ?? null;
    if (row?.state === 'absorbed') continue;
    const slot: Slot | null = slotOf(view, version, cycle, row, reasons, before);
    if (slot === null) continue;
    slots.push(slot);
    before = slot;
  }
  return slots;
}

interface CycleOf {
  readonly cycle: Cycle;
  readonly version: VersionFact;
  readonly reasons: readonly Reason[];
}

/** Every cycle begun, with the version that governs it. */
function cyclesOf(view: View): readonly CycleOf[] {
  const ordered = governing(view.mandate).filter(({ version }) => version.rule.effective.from <= view.input.today);
  const kinds = new Set(ordered.map(({ version }) => version.rule.cycle.kind));
  const found = ordered.flatMap((each) => calendarCycles(view, each));
  if (kinds.has('once')) found.push(...onceCycle(view, ordered));
  if (kinds.has('rolling-months')) found.push(...rollingCycles(view, ordered));
  return found.sort((a, b) => compare(a.cycle.from, b.cycle.from) || compare(a.cycle.dueOn, b.cycle.dueOn));
}

const inOrder = new WeakMap<MandateFact, readonly Governing[]>();

function governing(mandate: MandateFact): readonly Governing[] {
  const known = inOrder.get(mandate);
  if (known) return known;
  const versions = [...mandate.versions].sort(
    (a, b) => compare(a.rule.effective.from, b.rule.effective.from) || a.number - b.number,
  );
  const found = versions.flatMap((version, i): Governing[] => {
    const next = versions[i + 1];
    // A later version that begins on the same day replaces this one altogether.
    if (next?.rule.effective.from === version.rule.effective.from) return [];
    return [{ version, nextFrom: next?.rule.effective.from ?? null }];
  });
  inOrder.set(mandate, found);
  return found;
}

/**
 * A cycle is governed by the version in force when it began, else by the first that came into force during it. One that
 * has ended keeps the version it was evaluated by: new rules don't rewrite it.
 */
function calendarCycles(view: View, { version, nextFrom }: Governing): readonly CycleOf[] {
  const { from, to } = version.rule.effective;
  const { today } = view.input;
  const first = from === firstEffective(view.mandate);
  return cyclesBegun(version.rule.cycle, from, to ?? null, today)
    .filter((cycle) => (first || cycle.from >= from) && (nextFrom === null || cycle.from < nextFrom))
    .map((cycle) => {
      const row = view.known.find((candidate) => candidate.cycleKey === cycle.key);
      const earlier = cycle.to < today ? view.mandate.versions.find(({ id }) => id === row?.versionId) : undefined;
      if (!earlier || earlier === version) return { cycle, version, reasons: [] };
      const own = cyclesBegun(earlier.rule.cycle, cycle.from, cycle.to, today).find(({ key }) => key === cycle.key);
      return { cycle: own ?? cycle, version: earlier, reasons: [] };
    });
}

/** The day since which a bearer is meant by a version, and the version that governs what begins on that day. */
function entryOf(
  view: View,
  ordered: readonly Governing[],
  kind: MandateDocument['cycle']['kind'],
): { readonly from: LocalDate; readonly joinedOn: LocalDate; readonly version: VersionFact } | null {
  for (const { version, nextFrom } of ordered) {
    const { cycle, effective } = version.rule;
    if (cycle.kind !== kind) continue;
    const stretch = view.audience(version.rule).stretches.find(({ to }) => to === null || to >= effective.from);
    if (!stretch) continue;
    const from = latest(stretch.from, effective.from);
    if (from > view.input.today || (effective.to !== undefined && from > effective.to)) continue;
    if (nextFrom === null || from < nextFrom) return { from, joinedOn: stretch.from, version };
  }
  return null;
}

/** Joining begins the one cycle; the rule's own beginning does, for who was there before. */
function onceCycle(view: View, ordered: readonly Governing[]): readonly CycleOf[] {
  const entry = entryOf(view, ordered, 'once');
  if (entry === null) return [];
  const { from, joinedOn, version } = entry;
  const { cycle } = version.rule;
  if (cycle.kind !== 'once' || (cycle.newcomersOnly && joinedOn < firstEffective(view.mandate))) return [];
  const dueOn = addDays(from, cycle.dueDays);
  return [
    {
      cycle: { key: 'once', from, to: NEVER, opensOn: from, dueOn, targetDueOn: null },
      version,
      reasons: [{ rule: 'once', days: cycle.dueDays, dueOn, since: from }],
    },
  ];
}

/**
 * Turns that follow each other by fulfilment: one is open at a time, so that nobody is asked twice. The next is due so
 * many months after the last was done; after a turn that closed unmet, so many months after that.
 */
function rollingCycles(view: View, ordered: readonly Governing[]): readonly CycleOf[] {
  const entry = entryOf(view, ordered, 'rolling-months');
  if (entry === null) return [];
  const { today } = view.input;
  const found: CycleOf[] = [];
  let { from, version } = entry;
  let doneBefore: LocalDate | null = null;
  let endedBefore: LocalDate | null = null;
  for (let turn = 1; turn <= MOST_TURNS; turn += 1) {
    const { rule } = version;
    if (rule.cycle.kind !== 'rolling-months') break;
    const { months, dueDays } = rule.cycle;
    const dueOn: LocalDate =
      endedBefore !== null
        ? latest(addMonths(endedBefore, months), from)
        : dueDays === undefined
          ? addMonths(from, months)
          : addDays(from, dueDays);
    const reasons: readonly Reason[] =
      doneBefore !== null
        ? [{ rule: 'rolling', months, dueOn, since: doneBefore }]
        : turn === 1
          ? [{ rule: 'once', days: daysBetween(from, dueOn), dueOn, since: from }]
          : [];
    const closes = rule.late === 'closed-at-cycle-end';
    const key = `r${String(turn)}`;
    const to: LocalDate = closes ? dueOn : NEVER;
    found.push({ cycle: { key, from, to, opensOn: from, dueOn, targetDueOn: null }, version, reasons });
    doneBefore = view.fulfilled.get(key) ?? null;
    endedBefore = doneBefore ?? (closes && to < today ? to : null);
    if (endedBefore === null) break;
    from = nextTurnFrom(rule, endedBefore, doneBefore !== null);
    if (from > today) break;
    const begins: LocalDate = from;
    version = ordered.findLast((each) => each.version.rule.effective.from <= begins)?.version ?? version;
  }
  return found;
}

/** The first day of the turn after one that ended, by fulfilment or by closing. */
export function nextTurnFrom(rule: MandateDocument, endedOn: LocalDate, fulfilled: boolean): LocalDate {
  return addDays(endedOn, fulfilled ? Math.max(1, rule.minimumIntervalDays) : 1);
}

/** More turns than anyone's service has; a bound against a rule that would never end. */
const MOST_TURNS = 600;

function slotOf(
  view: View,
  version: VersionFact,
  cycle: Cycle,
  known: KnownObligation | null,
  cycleReasons: readonly Reason[],
  before: Slot | null,
): Slot | null {
  const { bearer, today } = view.input;
  const { rule } = version;
  const { stays, stretches } = view.audience(rule);
  const begins = latest(cycle.from, firstEffective(view.mandate));
  const ends = cycle.to < today ? cycle.to : today;
  const touching = stretches.filter((s) => s.from <= ends && (s.to === null || s.to >= begins));
  const first = touching[0];
  const last = touching.at(-1);
  if (!first || !last || joinedTooLate(rule, cycle, first) !== null) return null;
  const { tenureDays } = rule.who;
  const tenured = tenureDays === 0 ? null : tenureReachedOn(touching, tenureDays, begins, ends);
  if (tenureDays > 0 && tenured === null) return null;

  const reasons: Reason[] = [...cycleReasons];
  const free = intervalAfter(rule, view, before);
  const existsFrom = [begins, first.from, tenured ?? ''].reduce(latest);
  const opensOn = [cycle.opensOn, existsFrom, free ?? ''].reduce(latest);
  if (before && free !== null && free > latest(cycle.opensOn, existsFrom)) {
    reasons.push({
      rule: 'interval',
      days: rule.minimumIntervalDays,
      opensOn: free,
      since: view.fulfilled.get(before.cycle.key) ?? free,
    });
  }
  const joined = dueForJoiner(rule, cycle, last);
  const owed = { dueOn: latest(joined.dueOn, opensOn), reasons: [] };
  const leave = leaveEffect(rule, bearer.leaves, owed, cycle, existsFrom, today);
  const { exemptions, extensions } = view;
  const grant = grantEffect(rule, exemptions, extensions, { dueOn: leave.dueOn, reasons: [] }, cycle, today);
  const { dueOn } = grant;
  const share = proRataOf(rule, cycle, first);
  if (share) reasons.push({ rule: 'pro-rate', months: share.left, of: share.of, since: first.from });
  reasons.push(...joined.reasons, ...leave.reasons, ...grant.reasons);
  if (tenured !== null) reasons.push({ rule: 'tenure', days: tenureDays, since: tenured });

  const present = stretches.some((stretch) => covers(stretch, today));
  const leftOn = present ? null : dayAfterLast(stretches, today);
  const closesOn = rule.late === 'closed-at-cycle-end' ? latest(cycle.to, dueOn) : null;
  const endedOn = ruleEndsBefore(view.mandate, dueOn);
  const stateUnmet = ((): ObligationState => {
    if (leftOn !== null && (closesOn === null || leftOn <= closesOn)) return 'withdrawn';
    if (leave.waived || grant.exempt) return 'exempt';
    if (leave.paused || grant.paused) return 'paused';
    if (endedOn !== null && endedOn <= today) return 'withdrawn';
    if (closesOn !== null && closesOn < today) return 'closed-unmet';
    return today < opensOn ? 'upcoming' : 'open';
  })();
  if (stateUnmet === 'upcoming') reasons.push({ rule: 'opens', since: opensOn });
  if (stateUnmet === 'closed-unmet' && closesOn !== null) reasons.unshift({ rule: 'closed', since: closesOn });
  if (stateUnmet === 'withdrawn' && leftOn === null && endedOn !== null) {
    reasons.unshift({ rule: 'rule-ended', since: endedOn });
  }

  const until = [leftOn === null ? today : addDays(leftOn, -1), today, closesOn ?? today].reduce(earliest);
  const from = latest(addDays(cycle.from, -rule.lookBackDays), free ?? '');
  const spans = spansOf(rule, stays, cycle, { from, to: until });
  return {
    mandate: view.mandate,
    cycle,
    versionId: version.id,
    rule,
    counting: share ? proRated(rule, share.left, share.of) : rule,
    known,
    stays,
    existsFrom,
    opensOn,
    dueOn,
    stateUnmet,
    leftOn,
    span: spans.at(-1) ?? { from, to: until },
    dateReasons: reasons,
    turns: [
      opensOn,
      ...(closesOn === null ? [] : [addDays(closesOn, 1)]),
      ...(endedOn === null ? [] : [endedOn]),
      ...leave.turns,
      ...grant.turns,
    ],
    windows: spans.map(
      (span) => (credit) =>
        credit.earnedOn >= span.from &&
        credit.earnedOn <= (span.to ?? until) &&
        trusts(rule, credit) &&
        reachesEnough(rule, credit),
    ),
    standing: standingOf(known, view.input),
  };
}

/** What fulfilled a row, while none of those credits was reversed. */
function standingOf(known: KnownObligation | null, input: EvaluationInput): KnownObligation['counted'] | null {
  return known?.state === 'fulfilled' && stillStands(known, input) ? known.counted : null;
}

/** None of the credits that count towards it was reversed. */
export function stillStands(row: KnownObligation, { credits, bearer }: EvaluationInput): boolean {
  return row.counted.every(
    ({ creditId }) =>
      credits.some(({ id }) => id === creditId) ||
      (bearer.classes ?? []).some((each) => each.credits.some(({ id }) => id === creditId)),
  );
}

/** The day after which joining means owing nothing in this cycle, when the bearer joined after it; else null. */
export function joinedTooLate(rule: MandateDocument, cycle: Cycle, first: Stretch): LocalDate | null {
  if (rule.joiner.notAfter === undefined || first.from <= cycle.from) return null;
  const day = dayInCycle(cycle, rule.joiner.notAfter);
  return day !== null && first.from > day ? day : null;
}

/** The share of the cycle that is left for who joins during it. */
function proRataOf(rule: MandateDocument, cycle: Cycle, first: Stretch): { left: number; of: number } | null {
  if (rule.joiner.proRate === 'none' || first.from <= cycle.from || cycle.to === NEVER) return null;
  const share = monthsLeft(cycle, first.from);
  return share.left < share.of ? share : null;
}

/** The first day after the minimum interval since the cycle before was fulfilled; null where none holds. */
function intervalAfter(rule: MandateDocument, view: View, before: Slot | null): LocalDate | null {
  if (rule.minimumIntervalDays === 0 || before === null) return null;
  const doneOn = view.fulfilled.get(before.cycle.key);
  return doneOn === undefined ? null : addDays(doneOn, rule.minimumIntervalDays);
}

/**
 * The times in which learning counts for a cycle: one, or with `mover: restart` one for each unit the bearer was counted
 * in, of which a single one must suffice.
 */
function spansOf(rule: MandateDocument, stays: readonly Stay[], cycle: Cycle, whole: Stretch): readonly Stretch[] {
  if (rule.mover === 'keep') return [whole];
  const moves = stays
    .filter((stay) => stay.from > cycle.from && stay.from <= (whole.to ?? stay.from) && stay.became === undefined)
    .filter((stay) => {
      const [earlier, now] = [reportingStay(stays, addDays(stay.from, -1)), reportingStay(stays, stay.from)];
      return earlier !== null && now !== null && earlier.unitId !== now.unitId && now.from === stay.from;
    })
    .map(({ from }) => from);
  const starts = [whole.from, ...new Set(moves)].sort();
  return starts.map((from, i) => {
    const next = starts[i + 1];
    return { from, to: next === undefined ? whole.to : addDays(next, -1) };
  });
}

/** The first day on which the mandate is not in force any more, when that comes before the due date. */
function ruleEndsBefore(mandate: MandateFact, dueOn: LocalDate): LocalDate | null {
  const ends = mandate.versions.map(({ rule }) => rule.effective.to ?? NEVER).reduce(latest, '');
  return ends < dueOn ? addDays(ends, 1) : null;
}

export function firstEffective(mandate: MandateFact): LocalDate {
  return mandate.versions.map(({ rule }) => rule.effective.from).reduce(earliest, NEVER);
}

/** The day after the last one in the audience, counted back from today. */
function dayAfterLast(stretches: readonly Stretch[], today: LocalDate): LocalDate | null {
  const ended = stretches.flatMap(({ to }) => (to !== null && to < today ? [to] : [])).sort();
  const last = ended.at(-1);
  return last === undefined ? null : addDays(last, 1);
}

/** Learning from elsewhere counts when its issuer is among those trusted, or the rule names none. */
export function trusts(rule: MandateDocument, { issuer }: CreditFact): boolean {
  return issuer === null || rule.trustedIssuers.length === 0 || rule.trustedIssuers.includes(issuer);
}

export function reachesEnough(rule: MandateDocument, credit: CreditFact): boolean {
  if (rule.provides === undefined || credit.reached === null || credit.rosterSize === null) return true;
  if (rule.provides.of === 'classes') return true;
  return credit.rosterSize > 0 && credit.reached / credit.rosterSize >= rule.provides.reach;
}

function latest(a: LocalDate, b: LocalDate): LocalDate {
  return a > b ? a : b;
}

function earliest(a: LocalDate, b: LocalDate): LocalDate {
  return a < b ? a : b;
}
