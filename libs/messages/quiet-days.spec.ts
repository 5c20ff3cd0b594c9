import { isPlanningTime, isQuietDay, isWeekStart, nextSendingTime } from './quiet-days.js';

const SEOUL = 'Asia/Seoul';

describe('quiet days', () => {
  it.each([
    ['2026-11-24', false], // a Tuesday
    ['2026-11-28', true], // a Saturday
    ['2026-11-29', true],
    ['2026-12-25', true],
    ['2027-02-09', true], // substitute of Seollal
    ['2027-02-10', false],
  ])('%s: %p', (date, quiet) => {
    expect(isQuietDay(date)).toBe(quiet);
  });

  it.each([
    ['2026-11-23', true], // a Monday
    ['2026-11-24', false],
    ['2026-10-05', false], // a Monday, and a holiday
    ['2026-10-06', true],
    ['2026-11-28', false],
  ])('the week of work begins on %s: %p', (date, begins) => {
    expect(isWeekStart(date)).toBe(begins);
  });

  it('lets digests be planned in the morning of a working day only', () => {
    expect(isPlanningTime(new Date('2026-11-23T22:59:00Z'), SEOUL)).toBe(false); // 07:59
    expect(isPlanningTime(new Date('2026-11-23T23:00:00Z'), SEOUL)).toBe(true); // 08:00
    expect(isPlanningTime(new Date('2026-11-24T03:00:00Z'), SEOUL)).toBe(false); // 12:00
    expect(isPlanningTime(new Date('2026-11-28T00:00:00Z'), SEOUL)).toBe(false);
  });

  it.each([
    ['2026-11-24T05:00:00Z', '2026-11-24T05:00:00.000Z'], // 14:00: now
    ['2026-11-24T10:00:00Z', '2026-11-24T23:00:00.000Z'], // 19:00: tomorrow 08:00
    ['2026-11-23T20:00:00Z', '2026-11-23T23:00:00.000Z'], // 05:00: the same morning
    ['2026-12-24T12:00:00Z', '2026-12-27T23:00:00.000Z'], // evening before Christmas, a weekend follows
  ])('%s may go at %s', (now, expected) => {
    expect(nextSendingTime(new Date(now), SEOUL).toISOString()).toBe(expected);
  });
});
