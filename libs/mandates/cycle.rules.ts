import { type LocalDate, addDays } from '#libs/time';

import type { CycleRule } from './rule.schema.js';

/**
 * One turn of a mandate: `2026`, `2026-1` for the first semester that begins in 2026, `once`, or `r3` for the third turn
 * of a mandate that comes back so many months after each fulfilment.
 */
export interface Cycle {
  readonly key: string;
  readonly from: LocalDate;
  /** The last day, inclusive. */
  readonly to: LocalDate;
  readonly opensOn: LocalDate;
  /** Due until the end of this local day. */
  readonly dueOn: LocalDate;
  readonly targetDueOn: LocalDate | null;
}

/** `MM-DD` in a year; 02-29 is the last day of February in every year. */
export function dayOfYear(year: number, day: string): LocalDate {
  if (day === '02-29') return addDays(`${String(year)}-03-01`, -1);
  return `${String(year)}-${day}`;
}

/** The last day of a cycle that has no end of its own. */
export const NEVER = '9999-12-31';

/** The same day so many months later; the last day of the month where it has no such day. */
export function addMonths(date: LocalDate, months: number): LocalDate {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const index = year * 12 + (month - 1) + months;
  const first = `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}-01`;
  const last = addDays(nextMonth(first), -1);
  const wanted = `${first.slice(0, 8)}${String(day).padStart(2, '0')}`;
  return wanted > last ? last : wanted;
}

function nextMonth(first: LocalDate): LocalDate {
  return addDays(first, 31).slice(0, 8) + '01';
}

/** A day of the year as it falls in a cycle; null when it doesn't. */
export function dayInCycle(cycle: Pick<Cycle, 'from' | 'to'>, day: string): LocalDate | null {
  const year = Number(cycle.from.slice(0, 4));
  return [dayOfYear(year, day), dayOfYear(year + 1, day)].find((d) => d >= cycle.from && d <= cycle.to) ?? null;
}

/** How many calendar months of a cycle are left from a day on, its own month included, and how many it has. */
export function monthsLeft(cycle: Pick<Cycle, 'from' | 'to'>, day: LocalDate): { left: number; of: number } {
  const month = (date: LocalDate): number => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7));
  return { left: month(cycle.to) - month(day) + 1, of: month(cycle.to) - month(cycle.from) + 1 };
}

/** The cycles that have begun by `today` and have a day on or after `from` (and begin by `until`), earliest first. */
export function cyclesBegun(
  rule: CycleRule,
  from: LocalDate,
  until: LocalDate | null,
  today: LocalDate,
): readonly Cycle[] {
  const last = until !== null && until < today ? until : today;
  const cycles: Cycle[] = [];
  for (let year = Number(from.slice(0, 4)) - 1; year <= Number(last.slice(0, 4)); year += 1) {
    for (const cycle of cyclesOfYear(rule, year)) {
      if (cycle.to >= from && cycle.from <= last) cycles.push(cycle);
    }
  }
  return cycles;
}

/** The first day after `today` on which a new cycle begins; null when the mandate has ended by then. */
export function nextCycleFrom(rule: CycleRule, until: LocalDate | null, today: LocalDate): LocalDate | null {
  const year = Number(today.slice(0, 4));
  const begins = [...cyclesOfYear(rule, year), ...cyclesOfYear(rule, year + 1)]
    .map((cycle) => cycle.from)
    .filter((from) => from > today)
    .sort();
  const next = begins[0];
  return next === undefined || (until !== null && next > until) ? null : next;
}

const byYear = new WeakMap<CycleRule, Map<number, readonly Cycle[]>>();

/** The cycles that begin in a year, in order; none for those that a bearer's own facts begin. */
export function cyclesOfYear(rule: CycleRule, year: number): readonly Cycle[] {
  const years = byYear.get(rule) ?? new Map<number, readonly Cycle[]>();
  byYear.set(rule, years);
  const known = years.get(year) ?? calendarCycles(rule, year);
  years.set(year, known);
  return known;
}

function calendarCycles(rule: CycleRule, year: number): readonly Cycle[] {
  switch (rule.kind) {
    case 'calendar-year':
      return [
        {
          key: String(year),
          from: `${String(year)}-01-01`,
          to: `${String(year)}-12-31`,
          opensOn: dayOfYear(year, rule.opens),
          dueOn: dayOfYear(year, rule.due),
          targetDueOn: rule.targetDue === undefined ? null : dayOfYear(year, rule.targetDue),
        },
      ];
    case 'semester':
      return rule.semesters.map((semester, index) => {
        const dayIn = (day: string): LocalDate => dayOfYear(day < semester.from ? year + 1 : year, day);
        return {
          key: `${String(year)}-${String(index + 1)}`,
          from: dayOfYear(year, semester.from),
          to: dayIn(semester.to),
          opensOn: dayIn(semester.opens ?? semester.from),
          dueOn: dayIn(semester.due ?? semester.to),
          targetDueOn: semester.targetDue === undefined ? null : dayIn(semester.targetDue),
        };
      });
    case 'rolling-months':
    case 'once':
      return [];
  }
}
