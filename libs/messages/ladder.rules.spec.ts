import { type ReminderSchedule, isEscalated, leadDays, stepOn } from './ladder.rules.js';

const schedule: ReminderSchedule = { before: [60, 30, 7, 1], after: [1, 7], escalateAfter: 14, perCycle: 6 };

describe('the ladder', () => {
  it.each([
    ['2026-10-31', null], // 61 days before
    ['2026-11-01', 'before-60'],
    ['2026-11-30', 'before-60'],
    ['2026-12-01', 'before-30'],
    ['2026-12-30', 'before-1'],
    ['2026-12-31', 'before-1'],
    ['2027-01-01', 'after-1'],
    ['2027-01-07', 'after-7'],
    ['2027-06-01', 'after-7'],
    ['2028-12-31', null],
  ])('on %s is at %j for what is due at the end of 2026', (today, expected) => {
    expect(stepOn(schedule, '2026-12-31', today)).toBe(expected);
  });

  it('takes its steps by their days, however they are written down', () => {
    expect(stepOn({ ...schedule, before: [1, 60, 7, 30], after: [7, 1] }, '2026-12-31', '2026-12-02')).toBe(
      'before-30',
    );
    expect(leadDays(schedule)).toBe(60);
    expect(leadDays({ ...schedule, before: [] })).toBe(0);
  });

  it('asks the head for help from the day the mandate says, and only where it says so', () => {
    expect(isEscalated(schedule, '2026-12-31', '2027-01-13')).toBe(false);
    expect(isEscalated(schedule, '2026-12-31', '2027-01-14')).toBe(true);
    expect(isEscalated(schedule, '2026-12-31', '2028-12-31')).toBe(false);
    expect(isEscalated({ ...schedule, escalateAfter: undefined }, '2026-12-31', '2027-01-14')).toBe(false);
  });
});
