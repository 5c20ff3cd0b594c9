import fc from 'fast-check';
import { BRIDGED_MS, LATE_MS, NEVER_SEEN, type Presence, type Sign, witness } from './presence.rules.js';
import { covered, merged, type Span, withSpan } from './span.rules.js';

const START = 1_800_000_000_000;
const sign = (event: Sign['event'], tab = 'a', late: Sign['late'] = []): Sign => ({ event, tab, late });

/** Plays signs at seconds after the start; answers with the milliseconds each was credited. */
function play(steps: readonly (readonly [seconds: number, sign: Sign])[], since = 0): number[] {
  let presence: Presence = NEVER_SEEN;
  return steps.map(([seconds, each]) => {
    const seen = witness(presence, START + seconds * 1000, START + since * 1000, each);
    presence = seen.presence;
    return seen.creditMs;
  });
}

describe('spans', () => {
  const span = fc.tuple(fc.nat(500), fc.nat(60)).map(([from, length]): Span => [from, from + length]);

  it('have the union that counting each unit would give', () => {
    fc.assert(
      fc.property(fc.array(span, { maxLength: 40 }), (spans) => {
        const units = new Set(spans.flatMap(([from, to]) => Array.from({ length: to - from }, (_, i) => from + i)));
        expect(covered(spans)).toBe(units.size);
        const union = merged(spans);
        union.slice(1).forEach(([from], i) => {
          expect(from).toBeGreaterThan(union[i]?.[1] ?? Infinity);
        });
      }),
    );
  });

  it('grow by what is new, in whatever order they come', () => {
    fc.assert(
      fc.property(fc.array(span, { maxLength: 30 }), (spans) => {
        let union: readonly Span[] = [];
        let grown = 0;
        for (const each of spans) {
          const added = withSpan(union, each);
          union = added.spans;
          grown += added.grown;
        }
        expect(grown).toBe(covered(spans));
        expect(union).toEqual(merged(spans));
      }),
    );
  });
});

describe('engaged time', () => {
  it('is what lies between the signs of life of a tab', () => {
    expect(
      play([
        [0, sign('open')],
        [15, sign('beat')],
        [30, sign('beat')],
        [37, sign('leave')],
      ]),
    ).toEqual([0, 15_000, 15_000, 7_000]);
  });

  it('bridges one lost beat, and no longer silence', () => {
    expect(
      play([
        [0, sign('open')],
        [31, sign('beat')],
        [4_000, sign('beat')],
        [4_015, sign('beat')],
      ]),
    ).toEqual([0, 31_000, 0, 15_000]);
  });

  it('counts two tabs once', () => {
    const steps = [
      [0, sign('open', 'a')],
      [5, sign('open', 'b')],
      [15, sign('beat', 'a')],
      [20, sign('beat', 'b')],
      [30, sign('beat', 'a')],
      [35, sign('leave', 'b')],
    ] as const;
    expect(play(steps)).toEqual([0, 0, 15_000, 5_000, 10_000, 5_000]);
  });

  it('takes queued work later, once, and not from before the course was begun', () => {
    const late = [
      { key: 'k1', ago: 60, seconds: 30 },
      { key: 'k2', ago: 45, seconds: 15 },
    ];
    const steps = [
      [0, sign('open')],
      [100, sign('beat', 'a', late)],
      [101, sign('beat', 'a', [...late, { key: 'k3', ago: 1, seconds: 40 }])],
    ] as const;
    expect(play(steps)).toEqual([0, 45_000, 40_000 + 1_000 - 0]);
    expect(play([[100, sign('beat', 'a', [{ key: 'k', ago: 0, seconds: 90 }])]], 80)).toEqual([20_000]);
  });

  const step = fc.record({
    ms: fc.oneof(fc.integer({ min: 0, max: 40_000 }), fc.integer({ min: -3_600_000, max: 3_600_000 })),
    tab: fc.constantFrom('a', 'b', 'c'),
    event: fc.constantFrom('open' as const, 'beat' as const, 'leave' as const),
    late: fc.array(fc.record({ key: fc.uuid(), ago: fc.nat(7_200), seconds: fc.integer({ min: 1, max: 300 }) }), {
      maxLength: 2,
    }),
  });

  it('never exceeds the time there was, whatever clocks, tabs and queues do', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        let presence: Presence = NEVER_SEEN;
        let now = START;
        let [latest, credited] = [START, 0];
        for (const { ms, ...each } of steps) {
          now += ms;
          latest = Math.max(latest, now);
          const seen = witness(presence, now, START - 7_200_000, each);
          expect(seen.creditMs).toBeGreaterThanOrEqual(0);
          credited += seen.creditMs;
          presence = seen.presence;
        }
        expect(credited).toBeLessThanOrEqual(latest - (START - 7_200_000));
      }),
    );
  });

  it('is exactly the union of the tabs’ intervals while the clock goes on', () => {
    fc.assert(
      fc.property(
        fc.array(
          step.map((each) => ({ ...each, ms: Math.abs(each.ms) % 20_000 })),
          { maxLength: 80 },
        ),
        (steps) => {
          let presence: Presence = NEVER_SEEN;
          let now = START;
          let credited = 0;
          const tabs = new Map<string, number>();
          const intervals: Span[] = [];
          for (const { ms, tab, event } of steps) {
            now += ms;
            const last = tabs.get(tab);
            if (event !== 'open' && last !== undefined && now - last <= BRIDGED_MS) intervals.push([last, now]);
            tabs.set(tab, now);
            const seen = witness(presence, now, 0, { tab, event, late: [] });
            credited += seen.creditMs;
            presence = seen.presence;
          }
          expect(credited).toBe(covered(intervals));
        },
      ),
    );
  });

  it('keeps little of what is long past', () => {
    let presence: Presence = NEVER_SEEN;
    for (let i = 0; i < 3_000; i += 1) {
      const late = [{ key: String(i), ago: 0, seconds: 1 }];
      ({ presence } = witness(presence, START + i * 60_000, 0, { event: 'beat', tab: String(i), late }));
    }
    expect(JSON.stringify(presence).length).toBeLessThan(30_000);
    expect(presence.spans.every(([, to]) => to > START + 2_999 * 60_000 - 2 * LATE_MS)).toBe(true);
  });
});
