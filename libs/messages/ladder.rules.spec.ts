import { addDays } from '#libs/time';
import fc from 'fast-check';
import { type ReminderSchedule, escalationOn, rungsOn } from './ladder.rules.js';

const schedule: ReminderSchedule = { before: [60, 30, 7, 1], after: [1, 7], escalateAfter: 14, perCycle: 6 };

/** The step that a due date has on a day, as the planner would pick it. */
function stepOf(due: string, today: string): string[] {
  return rungsOn(schedule, today)
    .filter((rung) => due > rung.dueAfter && due <= rung.dueUntil)
    .map((rung) => rung.step);
}

describe('the ladder', () => {
  it.each([
    ['2026-10-31', []], // 61 days before
    ['2026-11-01', ['before-60']],
    ['2026-11-30', ['before-60']],
    ['2026-12-01', ['before-30']],
    ['2026-12-30', ['before-1']],
    ['2026-12-31', ['before-1']],
    ['2027-01-01', ['after-1']],
    ['2027-01-07', ['after-7']],
    ['2027-06-01', ['after-7']],
    ['2028-12-31', []],
  ])('on %s is at %j for what is due at the end of 2026', (today, expected) => {
    expect(stepOf('2026-12-31', today)).toEqual(expected);
  });

  it('never has two current steps for one due date', () => {
    const days = fc.uniqueArray(fc.integer({ min: 1, max: 200 }), { maxLength: 6 });
    fc.assert(
      fc.property(days, days, fc.integer({ min: -300, max: 300 }), (before, after, distance) => {
        const due = addDays('2026-12-31', distance);
        const current = rungsOn({ before, after, perCycle: 6 }, '2026-12-31').filter(
          (r) => due > r.dueAfter && due <= r.dueUntil,
        );
        expect(current.length).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('asks the head for help only where the mandate says so', () => {
    expect(escalationOn(schedule, '2027-01-14')?.dueUntil).toBe('2026-12-31');
    expect(escalationOn({ ...schedule, escalateAfter: undefined }, '2027-01-14')).toBeNull();
  });
});
