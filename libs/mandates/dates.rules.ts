import { type LocalDate, addDays, daysBetween } from '#libs/time';

import { type Stretch, compare, covers } from './audience.rules.js';
import type { Cycle } from './cycle.rules.js';
import type { ExemptionFact, ExtensionFact, LeaveFact, Reason } from './evaluation.types.js';
import type { MandateDocument } from './rule.schema.js';

/** A due date on its way through the rules that may move it, with what each of them has to say. */
export interface Due {
  readonly dueOn: LocalDate;
  readonly reasons: readonly Reason[];
}

/** Who joins during the cycle has `graceDays` from then on, if that is later than the common due date. */
export function dueForJoiner(rule: MandateDocument, cycle: Cycle, stretch: Stretch): Due {
  const { graceDays } = rule.joiner;
  if (stretch.from <= cycle.opensOn || stretch.from <= cycle.from) return { dueOn: cycle.dueOn, reasons: [] };
  const graced = addDays(stretch.from, graceDays);
  if (graced <= cycle.dueOn) return { dueOn: cycle.dueOn, reasons: [] };
  return { dueOn: graced, reasons: [{ rule: 'joiner', graceDays, dueOn: graced, since: stretch.from }] };
}

const NO_TURNS: readonly LocalDate[] = [];

/** What leave does to a cycle: whether it rests today, when it is due after the return, whether it is waived. */
export interface LeaveEffect extends Due {
  readonly paused: boolean;
  readonly waived: boolean;
  /** Days on which something of this changes. */
  readonly turns: readonly LocalDate[];
}

/** Leaves that follow each other without a day between, as one; its kind is that of the last begun. */
function absences(leaves: readonly LeaveFact[]): readonly (LeaveFact & { readonly parts: readonly LeaveFact[] })[] {
  const sorted = [...leaves].sort((a, b) => compare(a.from, b.from) || compare(a.kind, b.kind));
  const joined: { kind: string; from: LocalDate; to: LocalDate | null; parts: LeaveFact[] }[] = [];
  for (const leave of sorted) {
    const last = joined.at(-1);
    if (last && (last.to === null || leave.from <= addDays(last.to, 1))) {
      if (last.to !== null && (leave.to === null || leave.to > last.to)) last.to = leave.to;
      last.parts.push(leave);
    } else {
      joined.push({ ...leave, parts: [leave] });
    }
  }
  return joined;
}

/**
 * An absence that is long enough pauses the duty while it lasts; who comes back has at least
 * `returnGraceDays` from the first day back. A cycle spent away from its first day to its last is waived, unless the
 * rule says that it is owed.
 */
export function leaveEffect(
  rule: MandateDocument,
  leaves: readonly LeaveFact[],
  due: Due,
  cycle: Cycle,
  owedFrom: LocalDate,
  today: LocalDate,
): LeaveEffect {
  const terms = rule.leave;
  if (terms === undefined || leaves.length === 0) {
    return { dueOn: due.dueOn, reasons: due.reasons, paused: false, waived: false, turns: NO_TURNS };
  }
  let { dueOn } = due;
  let paused = false;
  let waived = false;
  const reasons = [...due.reasons];
  const turns: LocalDate[] = [];
  for (const leave of absences(leaves)) {
    const long = leave.to === null || daysBetween(leave.from, leave.to) + 1 >= terms.pauseAfterDays;
    if (!long || (leave.to !== null && leave.to < cycle.from)) continue;
    turns.push(leave.from, ...leave.parts.map(({ from }) => from));
    const now = leave.parts.filter(({ from }) => from <= today).at(-1) ?? leave;
    const throughout = leave.from <= owedFrom && (leave.to === null || leave.to >= cycle.to);
    if (throughout) turns.push(addDays(cycle.to, 1));
    if (throughout && cycle.to < today && terms.wholeCycle === 'waived') {
      waived = true;
      reasons.push({ rule: 'leave-whole-cycle', kind: now.kind, since: leave.from });
    } else if (covers(leave, today)) {
      paused = true;
      reasons.push({ rule: 'leave', kind: now.kind, to: leave.to, since: leave.from });
    }
    if (leave.to === null || leave.from > dueOn) continue;
    const back = addDays(leave.to, 1);
    turns.push(back);
    const graced = addDays(back, terms.returnGraceDays);
    if (graced > dueOn) {
      dueOn = graced;
      reasons.push({ rule: 'return', graceDays: terms.returnGraceDays, dueOn: graced, since: back });
    }
  }
  return { dueOn, reasons, paused, waived, turns };
}

/** What someone named granted, as it bears on one cycle. */
export interface GrantEffect extends Due {
  readonly exempt: boolean;
  readonly paused: boolean;
  readonly turns: readonly LocalDate[];
}

export function grantEffect(
  rule: MandateDocument,
  exemptions: readonly ExemptionFact[],
  extensions: readonly ExtensionFact[],
  due: Due,
  cycle: Cycle,
  today: LocalDate,
): GrantEffect {
  if (exemptions.length === 0 && extensions.length === 0) {
    return { dueOn: due.dueOn, reasons: due.reasons, exempt: false, paused: false, turns: NO_TURNS };
  }
  let { dueOn } = due;
  const reasons = [...due.reasons];
  const turns: LocalDate[] = [];
  let exempt = false;
  let paused = false;
  for (const extension of [...extensions].sort((a, b) => compare(a.dueOn, b.dueOn) || compare(a.since, b.since))) {
    if (extension.cycleKey !== cycle.key || extension.dueOn <= dueOn) continue;
    dueOn = extension.dueOn;
    reasons.push({ rule: 'extended', dueOn, since: extension.since });
  }
  const mine = exemptions
    .filter(({ to }) => to >= cycle.from)
    .sort((a, b) => compare(a.from, b.from) || compare(a.to, b.to) || compare(a.ground, b.ground));
  for (const grant of mine) {
    if (grant.kind !== 'pause') continue;
    turns.push(grant.from, addDays(grant.to, 1));
    if (covers(grant, today)) {
      paused = true;
      reasons.push({ rule: 'deferred', to: grant.to, since: grant.from });
    }
    const graceDays = rule.leave?.returnGraceDays ?? 0;
    const graced = addDays(grant.to, 1 + graceDays);
    if (!covers(grant, dueOn) || graced <= dueOn) continue;
    dueOn = graced;
    reasons.push({ rule: 'return', graceDays, dueOn, since: addDays(grant.to, 1) });
  }
  for (const grant of mine) {
    if (grant.kind === 'pause') continue;
    if (rule.exemptions !== undefined && !rule.exemptions.grounds.includes(grant.ground)) {
      reasons.push({ rule: 'exemption-void', ground: grant.ground, since: grant.from });
      continue;
    }
    const to = exemptUntil(rule, grant);
    turns.push(grant.from, addDays(to, 1));
    const span = { from: grant.from, to };
    if (covers(span, today) || covers(span, dueOn)) {
      exempt = true;
      reasons.push({ rule: 'exempt', ground: grant.ground, to, since: grant.from });
    } else if (to < today) {
      reasons.push({ rule: 'exemption-over', ground: grant.ground, to, since: addDays(to, 1) });
    }
  }
  return { dueOn, reasons, exempt, paused, turns };
}

/** The last day of an exemption under a rule: no longer than `maxDays`. */
export function exemptUntil(
  rule: Pick<MandateDocument, 'exemptions'>,
  grant: Pick<ExemptionFact, 'from' | 'to'>,
): LocalDate {
  const most = rule.exemptions?.maxDays;
  if (most === undefined) return grant.to;
  const last = addDays(grant.from, Math.max(0, most - 1));
  return last < grant.to ? last : grant.to;
}
