import { comingDays } from './preview.rules.js';

const schedule = { before: [30, 7, 1], after: [1], escalateAfter: 3, perCycle: 6 };

describe('the coming days', () => {
  it('bring each step once, on the first working day it is reached, and heads at the start of a week', () => {
    const group = { key: 'a', dueOn: '2026-12-31', schedule };
    const days = comingDays([group], '2026-12-21', 30);
    const steps = days.flatMap(({ on, steps: each }) => each.map(({ step, earlier }) => [on, step, earlier.length]));
    expect(steps).toEqual([
      ['2026-12-21', 'before-30', 0],
      ['2026-12-24', 'before-7', 1],
      ['2026-12-30', 'before-1', 2],
      // New Year's Day and a weekend: on Monday.
      ['2027-01-04', 'after-1', 3],
    ]);
    expect(days.filter(({ escalated }) => escalated.length > 0).map(({ on }) => on)).toEqual(['2027-01-04']);
    expect(days.map(({ on }) => on)).not.toContain('2026-12-25');
  });
});
