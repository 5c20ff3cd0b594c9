import { type LocalDate, addDays, daysBetween } from '#libs/time';

import { type Condition, type MandateDocument, asList } from './rule.schema.js';

/**
 * A dated stay in a unit: a membership of a person, or, for a bearer that is a unit, the unit's own existence.
 * `unitPath` is the unit's code and those above it, from the top: `gaon/welfare/elderly-policy`. One membership is
 * several stays when its unit became another one meanwhile (`unit-history.rules.ts`).
 */
export interface Stay {
  readonly id: string;
  readonly unitId: string;
  readonly unitKind: string;
  readonly unitPath: string;
  /** Code of the territory the unit lies in. */
  readonly territory: string;
  readonly occupation: string | null;
  readonly functions: readonly string[];
  readonly band: string;
  readonly primary: boolean;
  readonly from: LocalDate;
  /** The last day, inclusive; null while it lasts. */
  readonly to: LocalDate | null;
  /** Set when the stay goes on in the unit that another one became: nobody moved. */
  readonly became?: { readonly fromUnitId: string; readonly change: 'merged' | 'split' | 'renamed' | 'moved' };
}

/** An unbroken time in the audience, made of one or several stays. */
export interface Stretch {
  readonly from: LocalDate;
  readonly to: LocalDate | null;
}

/** The stays of a bearer that the rule's `who` means, by (from, id). */
export function matchingStays(who: MandateDocument['who'], stays: readonly Stay[]): readonly Stay[] {
  const matches = matcherOf(who);
  const found = stays.filter(matches);
  return found.length < 2 ? found : found.sort((a, b) => compare(a.from, b.from) || compare(a.id, b.id));
}

const matchers = new WeakMap<MandateDocument['who'], (stay: Stay) => boolean>();

/** The audience of a rule as one function, made once a rule. */
function matcherOf(who: MandateDocument['who']): (stay: Stay) => boolean {
  const known = matchers.get(who);
  if (known) return known;
  const all = who.all.map(conditionMatcher);
  const except = who.except.map(conditionMatcher);
  const matches = (stay: Stay): boolean =>
    all.every((condition) => condition(stay)) && !except.some((condition) => condition(stay));
  matchers.set(who, matches);
  return matches;
}

function conditionMatcher(condition: Condition): (stay: Stay) => boolean {
  const occupations = asList<string>(condition.occupation);
  const kinds = asList<string>(condition.unitKind);
  const functions = asList<string>(condition.function);
  const territories = asList<string>(condition.territory);
  const units = asList<string>(condition.unit).map(globMatcher);
  return (stay) =>
    (occupations.length === 0 || (stay.occupation !== null && occupations.includes(stay.occupation))) &&
    (kinds.length === 0 || kinds.includes(stay.unitKind)) &&
    (functions.length === 0 || functions.some((f) => stay.functions.includes(f))) &&
    (territories.length === 0 || territories.some((territory) => liesIn(stay.territory, territory))) &&
    (units.length === 0 || units.some((fits) => fits(stay.unitPath)));
}

/** Whether a territory is another one or lies in it: the code of a part begins with that of the whole. */
export function liesIn(territory: string, whole: string): boolean {
  return territory === whole || territory.startsWith(`${whole}-`);
}

/** A city has some thousand units and every person is in one: each path is held against a glob once. */
function globMatcher(glob: string): (path: string) => boolean {
  const answers = new Map<string, boolean>();
  return (path) => {
    let answer = answers.get(path);
    if (answer === undefined) {
      answer = unitFits(glob, path);
      if (answers.size > 50_000) answers.clear();
      answers.set(path, answer);
    }
    return answer;
  };
}

/**
 * Unit codes are unique, so a glob may begin at any level of the tree: `elderly/**` is the unit `elderly` and all
 * below it; `gaon/*` what lies directly below `gaon`; `**` everything.
 */
export function unitFits(glob: string, path: string): boolean {
  if (glob === '**') return true;
  const below = glob.endsWith('/**');
  const wanted = (below ? glob.slice(0, -3) : glob).split('/');
  const codes = path.split('/');
  for (let start = 0; start + wanted.length <= codes.length; start += 1) {
    if (!below && start + wanted.length !== codes.length) continue;
    if (wanted.every((code, i) => code === '*' || code === codes[start + i])) return true;
  }
  return false;
}

/** Stays joined where the next begins at the latest on the day after the last ends: a mover never left. */
export function stretchesOf(stays: readonly Stay[]): readonly Stretch[] {
  const stretches: { from: LocalDate; to: LocalDate | null }[] = [];
  for (const stay of stays) {
    const last = stretches.at(-1);
    if (last && (last.to === null || stay.from <= addDays(last.to, 1))) {
      if (last.to !== null && (stay.to === null || stay.to > last.to)) last.to = stay.to;
    } else {
      stretches.push({ from: stay.from, to: stay.to });
    }
  }
  return stretches;
}

export function covers(interval: Stretch, day: LocalDate): boolean {
  return interval.from <= day && (interval.to === null || interval.to >= day);
}

/** The day on which the days spent in the audience since `from` reach `tenureDays`; null while they don't. */
export function tenureReachedOn(
  stretches: readonly Stretch[],
  tenureDays: number,
  from: LocalDate,
  to: LocalDate,
): LocalDate | null {
  let left = tenureDays;
  for (const stretch of stretches) {
    const begins = stretch.from > from ? stretch.from : from;
    const ends = stretch.to === null || stretch.to > to ? to : stretch.to;
    if (begins > ends) continue;
    const days = daysBetween(begins, ends) + 1;
    if (days > left) return addDays(begins, left);
    left -= days;
  }
  return null;
}

/**
 * The one stay under which the obligation is counted on `day`: the primary one, else the oldest, else the one with the
 * smallest id. When none covers the day, the last one before it.
 */
export function reportingStay(stays: readonly Stay[], day: LocalDate): Stay | null {
  const current = stays.filter((stay) => covers(stay, day));
  const candidates = current.length > 0 ? current : lastEnded(stays, day);
  return (
    [...candidates].sort(
      (a, b) => Number(b.primary) - Number(a.primary) || compare(a.from, b.from) || compare(a.id, b.id),
    )[0] ?? null
  );
}

function lastEnded(stays: readonly Stay[], day: LocalDate): readonly Stay[] {
  const past = stays.filter((stay) => stay.from <= day);
  const latest = past
    .map((stay) => stay.to ?? '')
    .sort()
    .at(-1);
  return past.filter((stay) => stay.to === latest);
}

export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
