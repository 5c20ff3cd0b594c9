import { type LocalDate, addDays } from '#libs/time';
import type { Interval } from './report-schedule.entity.js';

/** The next time after a day, never in the past: whoever was away for a month gets one file, not four. */
export function nextTime(on: LocalDate, every: Interval, today: LocalDate): LocalDate {
  let next = on;
  do next = every === 'week' ? addDays(next, 7) : firstOfNextMonth(next);
  while (next <= today);
  return next;
}

/** Monthly ones come on the first: what they tell is the month that has ended. */
export function firstTime(every: Interval, today: LocalDate): LocalDate {
  if (every === 'month') return firstOfNextMonth(today);
  // Monday; 1970-01-01 was a Thursday.
  const weekday = (Math.floor(Date.parse(`${today}T00:00:00Z`) / 86_400_000) + 3) % 7;
  return addDays(today, 7 - weekday);
}

function firstOfNextMonth(day: LocalDate): LocalDate {
  return `${addDays(`${day.slice(0, 8)}01`, 31).slice(0, 8)}01`;
}
