import { addDays } from '#libs/time';

import { compare } from './audience.rules.js';
import type { Counted, CreditFact } from './counting.rules.js';
import type { Reason } from './evaluation.types.js';
import { type Evidence, EVIDENCE, evidenceReaches } from './rule.schema.js';
import { type Slot, reachesEnough, trusts } from './slots.rules.js';

/** Reasons of one kind are told for the newest credits only; the rest would say the same. */
const MOST = 5;

/** Why learning in this cycle doesn't count towards it, and why some from before it does. */
export function creditReasons(
  slot: Slot,
  counted: readonly Counted[],
  credits: readonly CreditFact[],
  takenBy: ReadonlyMap<string, ReadonlySet<string>>,
): readonly Reason[] {
  const counts = new Set(counted.map(({ creditId }) => creditId));
  const reasons: Reason[] = [];
  for (const credit of [...credits].sort((a, b) => compare(a.earnedOn, b.earnedOn) || compare(a.id, b.id))) {
    const reason = reasonFor(slot, credit, counts.has(credit.id), takenBy);
    if (reason) reasons.push(reason);
  }
  return reasons.slice(-MOST);
}

function reasonFor(
  slot: Slot,
  credit: CreditFact,
  counts: boolean,
  takenBy: ReadonlyMap<string, ReadonlySet<string>>,
): Reason | null {
  const { rule, cycle, span } = slot;
  const since = credit.earnedOn;
  if (counts) {
    return since < cycle.from ? { rule: 'look-back', days: rule.lookBackDays, since } : null;
  }
  if (since < addDays(cycle.from, -rule.lookBackDays) || since > cycle.to || (span.to !== null && since > span.to)) {
    return null;
  }
  if (since < span.from) {
    return rule.mover === 'restart' ? null : { rule: 'too-early', from: span.from, since };
  }
  if (credit.issuer !== null && !trusts(rule, credit)) {
    return { rule: 'untrusted', issuer: credit.issuer, since };
  }
  if (!reachesEnough(rule, credit)) {
    const { reached, rosterSize } = credit;
    return {
      rule: 'reach',
      reached: reached ?? 0,
      rosterSize: rosterSize ?? 0,
      needed: rule.provides?.reach ?? 0,
      since,
    };
  }
  const weakest = leastEvidence(slot);
  if (weakest !== null && !evidenceReaches(credit.evidence, weakest)) {
    return { rule: 'too-weak', got: credit.evidence, needed: weakest, since };
  }
  const elsewhere = [...(takenBy.get(credit.id) ?? [])].find((code) => code !== slot.mandate.code);
  return elsewhere === undefined ? null : { rule: 'not-shared', mandateCode: elsewhere, since };
}

/** The lowest grade with which a credit could serve any part; null when some part asks for none. */
function leastEvidence({ rule }: Slot): Evidence | null {
  const grades = rule.satisfiedBy.flat().map((part) => ('course' in part ? undefined : part.evidence));
  if (grades.includes(undefined)) return null;
  return EVIDENCE.find((grade) => grades.includes(grade)) ?? null;
}
