import { addDays, daysBetween, endOfLocalDay, isLocalDate, localDateOf, weekdayOf } from './local-date.js';

describe('local dates', () => {
  it('shows the date of the wall clock, not of UTC', () => {
    expect(localDateOf(new Date('2026-12-31T15:00:00Z'), 'Asia/Seoul')).toBe('2027-01-01');
    expect(localDateOf(new Date('2026-12-31T14:59:59.999Z'), 'Asia/Seoul')).toBe('2026-12-31');
  });

  it.each([
    ['2026-12-31', 'Asia/Seoul', '2026-12-31T14:59:59.999Z'],
    ['2028-02-29', 'Asia/Seoul', '2028-02-29T14:59:59.999Z'],
    ['2026-12-31', 'UTC', '2026-12-31T23:59:59.999Z'],
    // The day on which New York puts its clocks forward is 23 hours long.
    ['2026-03-08', 'America/New_York', '2026-03-09T03:59:59.999Z'],
    ['2026-11-01', 'America/New_York', '2026-11-02T04:59:59.999Z'],
  ])('ends %s in %s at %s', (date, zone, expected) => {
    expect(endOfLocalDay(date, zone).toISOString()).toBe(expected);
  });

  it('counts days over a leap day and the end of a year', () => {
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(daysBetween('2026-12-31', '2026-12-01')).toBe(-30);
  });

  it('knows which dates exist', () => {
    expect(isLocalDate('2028-02-29')).toBe(true);
    expect(isLocalDate('2026-02-29')).toBe(false);
    expect(isLocalDate('2026-2-9')).toBe(false);
  });

  it('knows the weekday', () => {
    expect(weekdayOf('2026-11-24')).toBe(2);
  });
});
