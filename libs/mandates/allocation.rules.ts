import type { LocalDate } from '#libs/time';

import { compare } from './audience.rules.js';
import {
  type CountResult,
  type Counted,
  type CountingRule,
  type CreditFact,
  type Way,
  countCredits,
  restOf,
  waysToMeet,
} from './counting.rules.js';

/** What an obligation asks of credits, for allocation. */
export interface Claim {
  readonly counting: CountingRule;
  /** The day since which the obligation exists: nothing is allocated to it before. */
  readonly existsFrom: LocalDate;
  readonly dueOn: LocalDate;
  /** Of several times in which it can be met, each alone must suffice; the last is the one that is running. */
  readonly windows: readonly ((credit: CreditFact) => boolean)[];
  /** What fulfilled it when it was last stored, as long as none of those credits was reversed. */
  readonly standing: readonly Counted[] | null;
}

export interface Outcome {
  readonly count: CountResult;
  /** It stands by what fulfilled it before, although it would not be met anew. */
  readonly kept: boolean;
  readonly bounded: boolean;
}

/** How many ways are tried before the search ends with the best so far. */
const MOST_TRIES = 2_000;

/**
 * Which minutes and times of which credit count towards which obligation, among obligations that may not count the same
 * learning twice: most obligations met, then the earliest due, then the least surplus, then credits by (earned on, id).
 * The general problem is NP-hard; the search is bounded, and an outcome says when the bound was hit.
 *
 * It follows the days on which credits were earned: what is fulfilled stays fulfilled from that day on, even if its
 * credits are exchanged for others later so that more can be met. So the result depends on the set of credits, not on
 * the order in which they were recorded, and evaluating once gives what evaluating every day gives.
 */
export function allocate<C extends Claim>(claims: readonly C[], credits: readonly CreditFact[]): Map<C, Outcome> {
  const [only] = claims;
  if (only && claims.length === 1) return new Map([[only, alone(only, credits)]]);
  const ordered = [...claims].sort((a, b) => compare(a.dueOn, b.dueOn));
  const kept = new Set<C>();
  for (;;) {
    const outcomes = allocateBeside(ordered, credits, kept);
    const lost = ordered.find(
      (claim) => claim.standing !== null && !kept.has(claim) && outcomes.get(claim)?.count.met !== true,
    );
    if (!lost) return outcomes;
    kept.add(lost);
  }
}

/** Most people owe one cycle of a mandate that shares its credit: there is nothing to weigh. */
function alone(claim: Claim, credits: readonly CreditFact[]): Outcome {
  const count = countIn(claim, credits);
  return { count, kept: claim.standing !== null && !count.met, bounded: false };
}

function allocateBeside<C extends Claim>(
  claims: readonly C[],
  credits: readonly CreditFact[],
  kept: ReadonlySet<C>,
): Map<C, Outcome> {
  let left = new Map(credits.map((credit) => [credit.id, credit]));
  for (const claim of claims) if (kept.has(claim)) left = without(left, claim.standing ?? []);
  const free = claims.filter((claim) => !kept.has(claim));
  const counts = new Map(free.map((claim) => [claim, countFor(claim, left)]));
  const met = free.filter((claim) => counts.get(claim)?.met === true);
  const outcomes = new Map<C, Outcome>();
  let bounded = false;
  if (fitTogether(left, met, counts)) {
    for (const claim of met) {
      const count = counts.get(claim);
      if (count) outcomes.set(claim, { count, kept: false, bounded: false });
    }
  } else {
    const found = followDays(met, left);
    bounded = found.bounded;
    for (const [claim, { way, metOn }] of found.ways) {
      outcomes.set(claim, { count: countOf(claim, left, way, metOn), kept: false, bounded });
    }
  }
  for (const { count } of outcomes.values()) left = without(left, count.counted);
  for (const claim of claims) {
    if (outcomes.has(claim)) continue;
    const count = countFor(claim, left);
    if (!kept.has(claim)) left = without(left, count.counted);
    outcomes.set(claim, { count, kept: kept.has(claim), bounded });
  }
  return outcomes;
}

type Credits = ReadonlyMap<string, CreditFact>;

function without(left: Credits, counted: readonly Counted[]): Map<string, CreditFact> {
  const rest = new Map(left);
  for (const used of counted) {
    const credit = rest.get(used.creditId);
    if (credit) rest.set(used.creditId, restOf(credit, used));
  }
  return rest;
}

function usable(left: Credits, accepts: (credit: CreditFact) => boolean): CreditFact[] {
  const found: CreditFact[] = [];
  for (const credit of left.values()) {
    if ((credit.minutes > 0 || credit.times > 0) && accepts(credit)) found.push(credit);
  }
  return found;
}

function countFor(claim: Claim, left: Credits): CountResult {
  return countIn(claim, [...left.values()]);
}

/** Counts in the first of its windows that suffices; else in the last. */
function countIn(claim: Claim, credits: readonly CreditFact[]): CountResult {
  let count: CountResult | null = null;
  for (const accepts of claim.windows) {
    count = countCredits(
      claim.counting,
      credits.filter((credit) => (credit.minutes > 0 || credit.times > 0) && accepts(credit)),
    );
    if (count.met) return count;
  }
  return count ?? countCredits(claim.counting, []);
}

/** Whether what each claim would take if it were alone can all be taken. */
function fitTogether<C extends Claim>(
  left: Credits,
  claims: readonly C[],
  counts: ReadonlyMap<C, CountResult>,
): boolean {
  if (claims.length < 2) return true;
  const rest = new Map<string, CreditFact>();
  for (const claim of claims) {
    for (const used of counts.get(claim)?.counted ?? []) {
      const credit = rest.get(used.creditId) ?? left.get(used.creditId);
      if (!credit || used.minutes > credit.minutes || used.times > credit.times) return false;
      rest.set(used.creditId, restOf(credit, used));
    }
  }
  return true;
}

interface Met {
  readonly way: Way;
  readonly metOn: LocalDate;
}

function followDays<C extends Claim>(
  claims: readonly C[],
  left: Credits,
): { readonly ways: ReadonlyMap<C, Met>; readonly bounded: boolean } {
  const credits = [...left.values()].filter((credit) =>
    claims.some(({ windows }) => windows.some((accepts) => accepts(credit))),
  );
  const days = [...new Set([...credits.map(({ earnedOn }) => earnedOn), ...claims.map((c) => c.existsFrom)])].sort();
  let ways: ReadonlyMap<C, Met> = new Map();
  let bounded = false;
  for (const day of days) {
    if (ways.size === claims.length) break;
    const known = new Map(credits.filter(({ earnedOn }) => earnedOn <= day).map((credit) => [credit.id, credit]));
    const existing = claims.filter((claim) => claim.existsFrom <= day);
    const found = bestOn(existing, known, ways);
    bounded ||= found.bounded;
    ways = new Map([...found.ways].map(([claim, way]) => [claim, { way, metOn: ways.get(claim)?.metOn ?? way.metOn }]));
  }
  return { ways, bounded };
}

/** The best that can be met with what is known on one day, all that was met before being met again. */
function bestOn<C extends Claim>(
  claims: readonly C[],
  credits: Credits,
  before: ReadonlyMap<C, Met>,
): { readonly ways: ReadonlyMap<C, Way>; readonly bounded: boolean } {
  const fresh = claims.filter((claim) => !before.has(claim) && countFor(claim, credits).met);
  // What must stay met first, then the rest by due date: the first choice found of a size is the best of that size.
  const ordered = fresh.length === 0 ? [] : [...before.keys(), ...fresh];
  let best: ReadonlyMap<C, Way> = new Map([...before].map(([claim, { way }]) => [claim, way]));
  let tries = 0;
  let bounded = false;
  const visit = (at: number, left: Credits, chosen: ReadonlyMap<C, Way>): void => {
    if (chosen.size + ordered.length - at <= best.size) return;
    const claim = ordered[at];
    if (claim === undefined) {
      best = chosen;
      return;
    }
    for (const accepts of claim.windows) {
      const found = waysToMeet(claim.counting, usable(left, accepts));
      bounded ||= found.bounded;
      for (const way of found.ways) {
        tries += 1;
        if (tries > MOST_TRIES) {
          bounded = true;
          return;
        }
        visit(at + 1, without(left, way.counted), new Map([...chosen, [claim, way]]));
      }
    }
    if (!before.has(claim)) visit(at + 1, left, chosen);
  };
  visit(0, credits, new Map());
  return { ways: best, bounded };
}

/** A way chosen among several claims, as the count that an obligation shows. */
function countOf(claim: Claim, left: Credits, way: Way, metOn: LocalDate): CountResult {
  const used = way.counted.flatMap(({ creditId }) => left.get(creditId) ?? []);
  const count = countCredits(claim.counting, used);
  return { ...count, met: true, metOn, counted: way.counted };
}
