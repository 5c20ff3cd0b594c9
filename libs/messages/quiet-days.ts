import { type LocalDate, addDays, endOfLocalDay, localDateOf, localHourOf, weekdayOf } from '#libs/time';

/**
 * Korean public holidays on weekdays, substitute holidays included (Regulation on Public Holidays of Government Offices
 * and Act on Public Holidays, as known in November 2026; lunar dates after the Korea Astronomy and Space Science
 * Institute's calendar data V1.0a of 2025-07-01). To be added to each year, from the almanac (월력요항) of the year before.
 *
 * 1 May and 17 July became public holidays by amendments of 2026 that were not read for this list. Keeping quiet on a
 * day too many does no harm, so they stand here.
 */
const HOLIDAYS: ReadonlySet<LocalDate> = new Set([
  '2026-01-01', // 신정
  '2026-02-16', // 설날 연휴
  '2026-02-17',
  '2026-02-18',
  '2026-03-02', // 삼일절 대체
  '2026-05-01', // 노동절
  '2026-05-05', // 어린이날
  '2026-05-25', // 부처님오신날 대체
  '2026-06-03', // 전국동시지방선거
  '2026-07-17', // 제헌절
  '2026-08-17', // 광복절 대체
  '2026-09-24', // 추석 연휴
  '2026-09-25',
  '2026-10-05', // 개천절 대체
  '2026-10-09', // 한글날
  '2026-12-25', // 성탄절
  '2027-01-01',
  '2027-02-08', // 설날 연휴
  '2027-02-09', // 설날 대체
  '2027-03-01',
  '2027-05-05',
  '2027-05-13', // 부처님오신날
  '2027-07-19', // 제헌절 대체
  '2027-08-16', // 광복절 대체
  '2027-09-14', // 추석 연휴
  '2027-09-15',
  '2027-09-16',
  '2027-10-04', // 개천절 대체
  '2027-10-11', // 한글날 대체
  '2027-12-27', // 성탄절 대체
]);

/** Digests are planned in these local hours, `from` inclusive. */
const PLANNING = { from: 8, to: 12 };
/** The hour after which a day brings no more digests. */
export const PLANNING_ENDS = PLANNING.to;
/** A digest that was held up is still sent in these hours of a working day. */
const SENDING = { from: 8, to: 18 };

/** Weekends and public holidays: nobody is reminded of work. */
export function isQuietDay(date: LocalDate): boolean {
  const weekday = weekdayOf(date);
  return weekday === 0 || weekday === 6 || HOLIDAYS.has(date);
}

export function isPlanningTime(now: Date, zone: string): boolean {
  const hour = localHourOf(now, zone);
  return !isQuietDay(localDateOf(now, zone)) && hour >= PLANNING.from && hour < PLANNING.to;
}

/** The first working day from a date on, the date itself included. */
export function workingDayFrom(date: LocalDate): LocalDate {
  let day = date;
  while (isQuietDay(day)) day = addDays(day, 1);
  return day;
}

/** The first working day of its week: heads hear of their unit then, and on no other day. */
export function isWeekStart(date: LocalDate): boolean {
  const monday = addDays(date, -((weekdayOf(date) + 6) % 7));
  return workingDayFrom(monday) === date;
}

/** When a digest may go: `now` itself within the hours of a working day, else the next such morning. */
export function nextSendingTime(now: Date, zone: string): Date {
  const today = localDateOf(now, zone);
  const hour = localHourOf(now, zone);
  if (!isQuietDay(today) && hour >= SENDING.from && hour < SENDING.to) return now;
  const day = workingDayFrom(hour < SENDING.from ? today : addDays(today, 1));
  return new Date(endOfLocalDay(addDays(day, -1), zone).getTime() + 1 + SENDING.from * 3_600_000);
}
