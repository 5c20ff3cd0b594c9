import { firstTime, nextTime } from './schedule.rules.js';

describe('when a scheduled report comes', () => {
  it.each([
    ['week', '2026-11-24', '2026-11-30'],
    ['week', '2026-11-30', '2026-12-07'],
    ['month', '2026-11-24', '2026-12-01'],
    ['month', '2026-12-01', '2027-01-01'],
    ['month', '2026-01-31', '2026-02-01'],
  ] as const)('first, every %s from %s: %s', (every, today, expected) => {
    expect(firstTime(every, today)).toBe(expected);
  });

  it.each([
    ['2026-11-30', 'week', '2026-11-30', '2026-12-07'],
    ['2026-11-02', 'week', '2026-11-24', '2026-11-30'],
    ['2026-09-01', 'month', '2026-11-24', '2026-12-01'],
  ] as const)('after %s, every %s, on %s: %s', (on, every, today, expected) => {
    expect(nextTime(on, every, today)).toBe(expected);
  });
});
