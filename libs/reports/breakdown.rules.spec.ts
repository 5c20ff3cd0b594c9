import { cycleBefore, mixOf } from './breakdown.rules.js';

describe('cycleBefore', () => {
  it.each([
    ['2026', '2026-11-24', { cycle: '2025', on: '2025-11-24' }],
    ['2026-1', '2026-04-01', { cycle: '2025-1', on: '2025-04-01' }],
    ['2024', '2024-02-29', { cycle: '2023', on: '2023-02-28' }],
    // Looked at after its end: after the end of the one before, too.
    ['2025', '2026-03-01', { cycle: '2024', on: '2025-03-01' }],
    ['once', '2026-11-24', null],
    ['r3', '2026-11-24', null],
  ])('of %s on %s', (cycle, today, expected) => {
    expect(cycleBefore(cycle, today)).toEqual(expected);
  });
});

describe('mixOf', () => {
  it('counts each obligation once by mode and once by evidence', () => {
    expect(
      mixOf([
        { mode: 'in-person', evidence: 'verified', obligations: 2 },
        { mode: 'self-paced', evidence: 'verified', obligations: 3 },
        { mode: 'self-paced', evidence: 'exposed', obligations: 1 },
      ]),
    ).toEqual({ modes: { 'in-person': 2, 'self-paced': 4 }, evidence: { verified: 5, exposed: 1 } });
  });
});
