import type { LocalDate } from '#libs/time';

import { compare } from './audience.rules.js';
import {
  type Evidence,
  type MandateDocument,
  type Method,
  type Mode,
  type RulePart,
  asList,
  evidenceReaches,
} from './rule.schema.js';

/** What a credit is worth, as evaluation sees it. Reversed credits are not among them. */
export interface CreditFact {
  readonly id: string;
  readonly earnedOn: LocalDate;
  readonly minutes: number;
  readonly times: number;
  readonly mode: Mode;
  readonly method: Method;
  readonly topics: readonly string[];
  readonly course: string | null;
  readonly evidence: Evidence;
  /** For outside learning, the code of who issued the proof; null for the deployment's own. */
  readonly issuer: string | null;
  /** For a unit's credit: how many of its roster it reached. */
  readonly reached: number | null;
  readonly rosterSize: number | null;
}

/** What of a credit counts towards one obligation. */
export interface Counted {
  readonly creditId: string;
  readonly minutes: number;
  readonly times: number;
}

/** How far one part of the rule is met. `needed` and `got` are in `unit`; `got` never exceeds `needed`. */
export interface PartProgress {
  readonly kind: 'times' | 'hours' | 'course' | 'topic' | 'method' | 'classes';
  readonly unit: 'times' | 'minutes' | 'classes';
  readonly needed: number;
  readonly got: number;
  readonly met: boolean;
  readonly mode?: readonly string[];
  readonly method?: readonly string[];
  readonly topic?: readonly string[];
  readonly evidence?: Evidence;
  readonly course?: string;
}

export interface LineProgress {
  readonly met: boolean;
  readonly parts: readonly PartProgress[];
}

export interface CountResult {
  readonly met: boolean;
  /** The day on which the credits first sufficed; null while they don't. */
  readonly metOn: LocalDate | null;
  readonly alternatives: readonly LineProgress[];
  readonly mustInclude: readonly PartProgress[];
  readonly counted: readonly Counted[];
}

export type CountingRule = Pick<MandateDocument, 'satisfiedBy' | 'mustInclude' | 'minutesPerHour'>;

const scaled = new WeakMap<CountingRule, Map<string, CountingRule>>();

/**
 * The rule for a part of a cycle: times and minutes in proportion, rounded up. A named course, and a topic that must
 * only occur, are whole.
 */
export function proRated(rule: CountingRule, left: number, of: number): CountingRule {
  if (left >= of) return rule;
  const known = scaled.get(rule) ?? new Map<string, CountingRule>();
  scaled.set(rule, known);
  const key = `${String(left)}/${String(of)}`;
  let found = known.get(key);
  if (found === undefined) {
    const hours = (n: number): number => Math.ceil((n * rule.minutesPerHour * left) / of) / rule.minutesPerHour;
    const times = (n: number): number => Math.ceil((n * left) / of);
    found = {
      minutesPerHour: rule.minutesPerHour,
      satisfiedBy: rule.satisfiedBy.map((line) =>
        line.map((part) => {
          if ('hours' in part) return { ...part, hours: hours(part.hours) };
          return 'times' in part ? { ...part, times: times(part.times) } : part;
        }),
      ),
      mustInclude: rule.mustInclude.map((part) => ({
        ...part,
        ...(part.hours === undefined ? {} : { hours: hours(part.hours) }),
        ...(part.times === undefined ? {} : { times: times(part.times) }),
      })),
    };
    known.set(key, found);
  }
  return found;
}

interface LineResult extends LineProgress {
  readonly counted: ReadonlyMap<string, { minutes: number; times: number }>;
}

/**
 * Counts credits towards one obligation. Exact: the rule is met as soon as any line is, with all of `mustInclude`.
 * Inside a line a minute serves one part and a time serves one part, and a credit that serves as the named course
 * serves nothing else; times and minutes of one credit count side by side. The result depends on the set of credits
 * only, never on the order in which they are given.
 */
export function countCredits(rule: CountingRule, credits: readonly CreditFact[]): CountResult {
  const plan = simplePlan(rule);
  return plan === null ? countInGeneral(rule, credits) : countSimply(plan, credits);
}

/** The same for any rule; {@link countCredits} takes a short way where there is one. */
export function countInGeneral(rule: CountingRule, credits: readonly CreditFact[]): CountResult {
  const ordered = inOrder(credits);
  for (let length = 1; length <= ordered.length; length += 1) {
    if (length < ordered.length && ordered[length]?.earnedOn === ordered[length - 1]?.earnedOn) continue;
    const prefix = ordered.slice(0, length);
    if (!suffices(rule, prefix)) continue;
    const needed = dropSurplus(rule, prefix);
    const line = firstMetLine(rule, needed);
    return {
      ...progressOf(rule, ordered),
      met: true,
      metOn: ordered[length - 1]?.earnedOn ?? null,
      counted: line === null ? [] : withMustInclude(rule, needed, line),
    };
  }
  const progress = progressOf(rule, ordered);
  return { ...progress, met: false, metOn: null, counted: partialCount(rule, ordered) };
}

function inOrder(credits: readonly CreditFact[]): readonly CreditFact[] {
  for (let i = 1; i < credits.length; i += 1) {
    const [before, after] = [credits[i - 1], credits[i]];
    if (before && after && byEarned(before, after) > 0) return [...credits].sort(byEarned);
  }
  return credits;
}

export function byEarned(a: CreditFact, b: CreditFact): number {
  return compare(a.earnedOn, b.earnedOn) || compare(a.id, b.id);
}

/** A rule of which every line is one part without a named course, and that must include nothing: most rules are. */
interface SimplePlan {
  readonly lines: readonly {
    readonly part: RulePart;
    readonly unit: 'times' | 'minutes';
    readonly needed: number;
    readonly nothing: LineProgress;
    readonly all: LineProgress;
  }[];
  readonly nothing: CountResult;
}

const plans = new WeakMap<CountingRule, SimplePlan | null>();

function simplePlan(rule: CountingRule): SimplePlan | null {
  const known = plans.get(rule);
  if (known !== undefined) return known;
  const simple = rule.mustInclude.length === 0 && rule.satisfiedBy.every((line) => line.length === 1);
  const parts = simple ? rule.satisfiedBy.flat() : [];
  const plan = parts.length === 0 || parts.some((part) => 'course' in part) ? null : planOf(rule, parts);
  plans.set(rule, plan);
  return plan;
}

function planOf(rule: CountingRule, parts: readonly RulePart[]): SimplePlan {
  const lines = parts.map((part) => {
    const unit = 'times' in part ? ('times' as const) : ('minutes' as const);
    const needed = neededBy(rule, part);
    const line = (got: number): LineProgress => ({
      met: got >= needed,
      parts: [partProgress(part, unit, needed, got)],
    });
    return { part, unit, needed, nothing: line(0), all: line(needed) };
  });
  const nothing = {
    met: false,
    metOn: null,
    alternatives: lines.map((line) => line.nothing),
    mustInclude: [],
    counted: [],
  };
  return { lines, nothing };
}

/** {@link countInGeneral} for a simple plan: sums instead of flows. */
function countSimply({ lines, nothing }: SimplePlan, credits: readonly CreditFact[]): CountResult {
  if (credits.length === 0) return nothing;
  const ordered = inOrder(credits);
  const sums = lines.map(() => 0);
  const isMet = (): boolean => lines.some(({ needed }, l) => (sums[l] ?? 0) >= needed);
  const add = (credit: CreditFact, sign: 1 | -1): void => {
    for (const [l, { part, unit }] of lines.entries()) {
      if (fits(part, credit)) sums[l] = (sums[l] ?? 0) + sign * credit[unit];
    }
  };
  let length = 0;
  let metLength = 0;
  let counted: readonly Counted[] | null = null;
  for (const credit of ordered) {
    add(credit, 1);
    length += 1;
    if (metLength > 0 || ordered[length]?.earnedOn === credit.earnedOn || !isMet()) continue;
    metLength = length;
    const before = [...sums];
    counted = neededOf(lines, ordered.slice(0, length), add, isMet);
    before.forEach((sum, l) => (sums[l] = sum));
  }
  const alternatives = lines.map(({ part, unit, needed, nothing: none, all }, l) => {
    const got = Math.min(needed, sums[l] ?? 0);
    if (got === 0) return none;
    return got === needed ? all : { met: false, parts: [partProgress(part, unit, needed, got)] };
  });
  if (counted !== null) {
    return { met: true, metOn: ordered[metLength - 1]?.earnedOn ?? null, alternatives, mustInclude: [], counted };
  }
  // While nothing suffices: the line that is furthest.
  let best = 0;
  for (let l = 1; l < lines.length; l += 1) {
    const share = (i: number): number => Math.min(1, (sums[i] ?? 0) / (lines[i]?.needed ?? 1));
    if (share(l) > share(best)) best = l;
  }
  return { met: false, metOn: null, alternatives, mustInclude: [], counted: takeFrom(lines[best], ordered) };
}

/** Leaves out what is not needed, the latest first, and counts the rest for the first line that it meets. */
function neededOf(
  lines: SimplePlan['lines'],
  credits: readonly CreditFact[],
  add: (credit: CreditFact, sign: 1 | -1) => void,
  isMet: () => boolean,
): readonly Counted[] {
  const kept = [...credits];
  for (let i = credits.length - 1; i >= 0 && kept.length > 1; i -= 1) {
    const credit = credits[i];
    if (!credit) continue;
    add(credit, -1);
    if (isMet()) kept.splice(i, 1);
    else add(credit, 1);
  }
  const met = lines.find(({ part, unit, needed }) => {
    const sum = kept.reduce((total, credit) => total + (fits(part, credit) ? credit[unit] : 0), 0);
    return sum >= needed;
  });
  return takeFrom(met, kept);
}

function takeFrom(line: SimplePlan['lines'][number] | undefined, credits: readonly CreditFact[]): readonly Counted[] {
  const counted: Counted[] = [];
  if (!line) return counted;
  let left = line.needed;
  for (const credit of credits) {
    if (left <= 0) break;
    if (!fits(line.part, credit)) continue;
    const amount = Math.min(left, credit[line.unit]);
    if (amount <= 0) continue;
    left -= amount;
    counted.push(
      line.unit === 'minutes'
        ? { creditId: credit.id, minutes: amount, times: 0 }
        : { creditId: credit.id, minutes: 0, times: amount },
    );
  }
  return counted;
}

/** Progress over all credits given, whether or not they are needed. */
function progressOf(
  rule: CountingRule,
  credits: readonly CreditFact[],
): Pick<CountResult, 'alternatives' | 'mustInclude'> {
  return {
    alternatives: rule.satisfiedBy.map((line) => {
      const { met, parts } = countLine(rule, line, credits);
      return { met, parts };
    }),
    mustInclude: mustIncludeProgress(rule, credits),
  };
}

function suffices(rule: CountingRule, credits: readonly CreditFact[]): boolean {
  return mustIncludeProgress(rule, credits).every((part) => part.met) && firstMetLine(rule, credits) !== null;
}

function firstMetLine(rule: CountingRule, credits: readonly CreditFact[]): LineResult | null {
  for (const line of rule.satisfiedBy) {
    const result = countLine(rule, line, credits);
    if (result.met) return result;
  }
  return null;
}

/** Leaves out what is not needed, the latest first, so that it can serve another obligation. */
function dropSurplus(rule: CountingRule, credits: readonly CreditFact[]): readonly CreditFact[] {
  let kept = [...credits];
  for (const credit of [...credits].reverse()) {
    const without = kept.filter((other) => other !== credit);
    if (without.length > 0 && suffices(rule, without)) kept = without;
  }
  return kept;
}

function countLine(
  rule: CountingRule,
  line: readonly RulePart[],
  credits: readonly CreditFact[],
  last?: CreditFact,
): LineResult {
  const preferred = preferIncluded(rule, credits);
  const pool = last === undefined ? preferred : [...preferred.filter((credit) => credit !== last), last];
  const counted = new Map<string, { minutes: number; times: number }>();
  const add = (id: string, minutes: number, times: number): void => {
    const before = counted.get(id) ?? { minutes: 0, times: 0 };
    counted.set(id, { minutes: before.minutes + minutes, times: before.times + times });
  };
  const taken = new Set<string>();
  const parts: PartProgress[] = new Array<PartProgress>(line.length);
  for (const [index, part] of line.entries()) {
    if (!('course' in part)) continue;
    const credit = pool.find((c) => c.course === part.course && c.times > 0 && !taken.has(c.id));
    if (credit) {
      taken.add(credit.id);
      add(credit.id, credit.minutes, 1);
    }
    const got = credit ? 1 : 0;
    parts[index] = { kind: 'course', unit: 'times', needed: 1, got, met: got === 1, course: part.course };
  }
  const free = pool.filter((credit) => !taken.has(credit.id));
  for (const measure of ['times', 'minutes'] as const) {
    const wanted = [...line.entries()].filter(([, part]) => (measure === 'times' ? 'times' in part : 'hours' in part));
    const needs = wanted.map(([, part]) => neededBy(rule, part));
    const flow = maximumFlow(
      needs,
      free.map((credit) => credit[measure]),
      (credit, part) => fits(wanted[part]?.[1], free[credit]),
    );
    for (const [position, [index, part]] of wanted.entries()) {
      let got = 0;
      for (const [c, credit] of free.entries()) {
        const amount = flow[c]?.[position] ?? 0;
        if (amount === 0) continue;
        got += amount;
        add(credit.id, measure === 'minutes' ? amount : 0, measure === 'times' ? amount : 0);
      }
      parts[index] = partProgress(part, measure, needs[position] ?? 0, got);
    }
  }
  return { met: parts.every((part) => part.met), parts, counted };
}

function neededBy(rule: CountingRule, part: RulePart): number {
  if ('times' in part) return part.times;
  return 'hours' in part ? Math.round(part.hours * rule.minutesPerHour) : 1;
}

function partProgress(part: RulePart, unit: 'times' | 'minutes', needed: number, got: number): PartProgress {
  const base = { kind: unit === 'times' ? 'times' : 'hours', unit, needed, got, met: got >= needed } as const;
  if ('course' in part) return base;
  return {
    ...base,
    ...(part.mode === undefined ? {} : { mode: asList(part.mode) }),
    ...(part.method === undefined ? {} : { method: asList(part.method) }),
    ...(part.topic === undefined ? {} : { topic: asList(part.topic) }),
    ...(part.evidence === undefined ? {} : { evidence: part.evidence }),
  };
}

function fits(part: RulePart | undefined, credit: CreditFact | undefined): boolean {
  if (part === undefined || credit === undefined || 'course' in part) return false;
  return (
    (part.mode === undefined || asList(part.mode).includes(credit.mode)) &&
    (part.method === undefined || asList(part.method).includes(credit.method)) &&
    (part.topic === undefined || asList(part.topic).some((topic) => credit.topics.includes(topic))) &&
    (part.evidence === undefined || evidenceReaches(credit.evidence, part.evidence))
  );
}

function includes(part: CountingRule['mustInclude'][number], credit: CreditFact): boolean {
  return part.topic === undefined ? part.method === credit.method : credit.topics.includes(part.topic);
}

/** One way in which a set of credits, all of them needed, meets a rule. */
export interface Way {
  readonly metOn: LocalDate;
  readonly counted: readonly Counted[];
}

/** The most credits among which ways are looked for; 2^10 sets. */
const MOST_CREDITS = 10;

/**
 * The ways in which credits meet a rule, the earliest first, then those that leave the least unused, then by the order
 * of the credits. Each way needs all of its credits; where minutes are left over, each credit in turn is the one that
 * keeps them.
 * @returns the ways, and whether some were not looked for because there are too many credits
 */
export function waysToMeet(
  rule: CountingRule,
  credits: readonly CreditFact[],
): { readonly ways: readonly Way[]; readonly bounded: boolean } {
  const ordered = inOrder(credits);
  const pool = ordered.slice(0, MOST_CREDITS);
  const minimal: number[] = [];
  const found = new Map<string, Way & { surplus: number }>();
  for (const set of setsBySize(pool.length)) {
    if (minimal.some((smaller) => (smaller & set) === smaller)) continue;
    const chosen = pool.filter((_credit, i) => (set & (1 << i)) !== 0);
    if (!suffices(rule, chosen)) continue;
    minimal.push(set);
    for (const line of rule.satisfiedBy) {
      for (const last of chosen) {
        const result = countLine(rule, line, chosen, last);
        if (!result.met) continue;
        const counted = withMustInclude(rule, chosen, result);
        const surplus = chosen.reduce((sum, credit) => {
          const used = counted.find(({ creditId }) => creditId === credit.id);
          return sum + (used === undefined ? 0 : credit.minutes - restOf(credit, used).minutes - used.minutes);
        }, 0);
        found.set(JSON.stringify(counted), { metOn: chosen.at(-1)?.earnedOn ?? '', counted, surplus });
      }
    }
  }
  const place = new Map(ordered.map((credit, i) => [credit.id, String(i).padStart(3, '0')]));
  const order = (way: Way): string =>
    way.counted
      .map(({ creditId, minutes }) => `${place.get(creditId) ?? ''}:${String(minutes).padStart(6, '0')}`)
      .join();
  const ways = [...found.values()].sort(
    (a, b) => compare(a.metOn, b.metOn) || a.surplus - b.surplus || compare(order(a), order(b)),
  );
  return { ways, bounded: ordered.length > pool.length };
}

const sets = new Map<number, readonly number[]>();

/** The non-empty subsets of `n` things as bits, small ones first, then those with the earliest things. */
function setsBySize(n: number): readonly number[] {
  const known = sets.get(n);
  if (known) return known;
  const size = (set: number): number => set.toString(2).replaceAll('0', '').length;
  const made = Array.from({ length: 2 ** n - 1 }, (_, i) => i + 1).sort((a, b) => size(a) - size(b) || a - b);
  sets.set(n, made);
  return made;
}

/**
 * What is left of a credit for another obligation. Its times and its minutes are two measures of the same learning:
 * whichever is used up further says how much is gone.
 */
export function restOf(credit: CreditFact, used: { readonly minutes: number; readonly times: number }): CreditFact {
  const share = Math.max(
    credit.minutes > 0 ? used.minutes / credit.minutes : 0,
    credit.times > 0 ? used.times / credit.times : 0,
  );
  const left = (amount: number, taken: number): number =>
    Math.max(0, Math.min(amount - taken, Math.floor(amount * (1 - share) + 1e-9)));
  return {
    ...credit,
    minutes: left(credit.minutes, used.minutes),
    times: left(credit.times, used.times),
  };
}

/** Credits that also serve `mustInclude` are counted first, so that nothing is counted twice over for its sake. */
function preferIncluded(rule: CountingRule, credits: readonly CreditFact[]): readonly CreditFact[] {
  const served = (credit: CreditFact): number => rule.mustInclude.filter((part) => includes(part, credit)).length;
  return [...credits].sort((a, b) => served(b) - served(a) || byEarned(a, b));
}

function mustIncludeProgress(rule: CountingRule, credits: readonly CreditFact[]): readonly PartProgress[] {
  return rule.mustInclude.map((part) => {
    const unit = part.hours === undefined ? 'times' : 'minutes';
    const needed = part.hours === undefined ? (part.times ?? 1) : Math.round(part.hours * rule.minutesPerHour);
    const total = credits.filter((credit) => includes(part, credit)).reduce((sum, credit) => sum + credit[unit], 0);
    const got = Math.min(needed, total);
    const base = { unit, needed, got, met: got >= needed } as const;
    return part.topic === undefined
      ? { kind: 'method', ...base, method: asList(part.method) }
      : { kind: 'topic', ...base, topic: [part.topic] };
  });
}

/** What a met line counts, and beyond it what `mustInclude` still needs of the credits kept. */
function withMustInclude(
  rule: CountingRule,
  credits: readonly CreditFact[],
  line: Pick<LineResult, 'counted'>,
): readonly Counted[] {
  const counted = new Map([...line.counted].map(([id, amount]) => [id, { ...amount }]));
  for (const part of rule.mustInclude) {
    const unit = part.hours === undefined ? 'times' : 'minutes';
    let left = part.hours === undefined ? (part.times ?? 1) : Math.round(part.hours * rule.minutesPerHour);
    const serving = preferIncluded(rule, credits).filter((credit) => includes(part, credit));
    for (const credit of serving) left -= counted.get(credit.id)?.[unit] ?? 0;
    for (const credit of serving) {
      if (left <= 0) break;
      const amount = counted.get(credit.id) ?? { minutes: 0, times: 0 };
      const more = Math.min(left, credit[unit] - amount[unit]);
      if (more <= 0) continue;
      amount[unit] += more;
      left -= more;
      counted.set(credit.id, amount);
    }
  }
  return [...credits].sort(byEarned).flatMap(({ id }) => {
    const amount = counted.get(id);
    return amount && amount.minutes + amount.times > 0 ? [{ creditId: id, ...amount }] : [];
  });
}

/** While nothing suffices: the line that is furthest, with what it counts. */
function partialCount(rule: CountingRule, credits: readonly CreditFact[]): readonly Counted[] {
  let best: { share: number; line: LineResult } | null = null;
  for (const parts of rule.satisfiedBy) {
    const line = countLine(rule, parts, credits);
    const share = shareOf(line.parts);
    if (best === null || share > best.share) best = { share, line };
  }
  return best === null ? [] : withMustInclude(rule, credits, best.line);
}

/** From 0 to 1: the mean of how far the parts are met. */
export function shareOf(parts: readonly PartProgress[]): number {
  return parts.reduce((sum, part) => sum + part.got / part.needed, 0) / Math.max(1, parts.length);
}

/**
 * The largest amounts the supplies can give to the needs (a maximum flow by augmenting paths; both sides are small).
 * @returns amounts by supply, then by need
 */
export function maximumFlow(
  needs: readonly number[],
  supplies: readonly number[],
  allowed: (supply: number, need: number) => boolean,
): readonly (readonly number[])[] {
  const flow = supplies.map(() => needs.map(() => 0));
  const spare = [...supplies];
  const pull = (need: number, want: number, visited: Set<number>): number => {
    for (let s = 0; s < supplies.length; s += 1) {
      const left = spare[s] ?? 0;
      const row = flow[s];
      if (!row || left <= 0 || !allowed(s, need)) continue;
      const amount = Math.min(want, left);
      spare[s] = left - amount;
      row[need] = (row[need] ?? 0) + amount;
      return amount;
    }
    for (let s = 0; s < supplies.length; s += 1) {
      const row = flow[s];
      if (!row || visited.has(s) || !allowed(s, need)) continue;
      visited.add(s);
      for (let other = 0; other < needs.length; other += 1) {
        const held = row[other] ?? 0;
        if (other === need || held <= 0) continue;
        const replaced = pull(other, Math.min(want, held), visited);
        if (replaced === 0) continue;
        row[other] = (row[other] ?? 0) - replaced;
        row[need] = (row[need] ?? 0) + replaced;
        return replaced;
      }
    }
    return 0;
  };
  for (const [need, amount] of needs.entries()) {
    let left = amount;
    while (left > 0) {
      const got = pull(need, left, new Set());
      if (got === 0) break;
      left -= got;
    }
  }
  return flow;
}
