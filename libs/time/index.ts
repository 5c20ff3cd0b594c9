/** Owns: what time it is, and how local calendar dates and instants turn into each other. */
export { Clock, FixedClock, SystemClock } from './clock.js';
export {
  type LocalDate,
  addDays,
  daysBetween,
  endOfLocalDay,
  isLocalDate,
  localDateOf,
  localHourOf,
  localYearOf,
  weekdayOf,
} from './local-date.js';
