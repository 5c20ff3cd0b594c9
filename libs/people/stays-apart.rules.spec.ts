import fc from 'fast-check';
import { addDays } from '#libs/time';
import { type Span, without } from './stays-apart.rules.js';

const day = (n: number): string => addDays('2026-01-01', n);
const span = fc
  .tuple(fc.integer({ min: 0, max: 30 }), fc.option(fc.integer({ min: 0, max: 10 })))
  .map(([from, length]): Span => ({ from: day(from), to: length === null ? null : day(from + length) }));
const covers = (spans: readonly Span[], on: string): boolean =>
  spans.some(({ from, to }) => from <= on && (to === null || on <= to));

describe('stays of one person that another one had at the same time', () => {
  it('leaves what only the one had', () => {
    expect(
      without({ from: '2024-03-01', to: null }, [
        { from: '2025-01-01', to: '2025-06-30' },
        { from: '2026-01-01', to: null },
      ]),
    ).toEqual([
      { from: '2024-03-01', to: '2024-12-31' },
      { from: '2025-07-01', to: '2025-12-31' },
    ]);
  });

  it('covers each day that the others do not, and no other day', () => {
    fc.assert(
      fc.property(span, fc.array(span, { maxLength: 4 }), (own, others) => {
        const left = without(own, others);
        for (let n = 0; n < 50; n += 1) {
          const on = day(n);
          expect(covers(left, on)).toBe(covers([own], on) && !covers(others, on));
        }
      }),
      { numRuns: 100 },
    );
  });
});
