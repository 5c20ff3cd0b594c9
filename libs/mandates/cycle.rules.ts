import { type LocalDate, addDays } from '#libs/time';

import type { CycleRule } from './rule.schema.js';

/** One turn of a mandate: `2026`, or `2026-1` for the first semester that begins in 2026. */
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

/** The cycles that begin in a year, in order. */
export function cyclesOfYear(rule: CycleRule, year: number): readonly Cycle[] {
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
      // Refused by validation (rule.refusals.ts): no version with such a cycle is ever in force.
      return [];
  }
}
