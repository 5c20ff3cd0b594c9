import type { PartProgress } from './counting.rules.js';
import { trackOf, wouldDo } from './would-do.rules.js';

const course = {
  code: 'o2',
  track: 'officials',
  minutes: 60,
  mode: 'self-paced',
  method: 'participatory',
  topics: ['gender'],
};
const part = (overrides: Partial<PartProgress> = {}): PartProgress => ({
  kind: 'hours',
  unit: 'minutes',
  needed: 60,
  got: 0,
  met: false,
  ...overrides,
});
const obligation = (parts: PartProgress[], mustInclude: PartProgress[] = []) => ({
  state: 'open' as const,
  open: { alternatives: [{ met: parts.every(({ met }) => met), parts }], mustInclude },
});

describe('wouldDo', () => {
  it('offers what brings an unmet part nearer', () => {
    expect(wouldDo(obligation([part()]), course)).toBe(true);
    expect(wouldDo(obligation([part({ mode: ['in-person'] })]), course)).toBe(false);
    expect(wouldDo(obligation([part({ kind: 'course', course: 'o3' })]), course)).toBe(false);
  });

  it('offers what brings a missing topic, and nothing once all is met', () => {
    const met = part({ got: 60, met: true });
    expect(wouldDo(obligation([met], [part({ kind: 'topic', topic: ['gender'] })]), course)).toBe(true);
    expect(wouldDo(obligation([met], [part({ kind: 'topic', topic: ['care'] })]), course)).toBe(false);
    expect(wouldDo({ ...obligation([part()]), state: 'fulfilled' }, course)).toBe(false);
  });

  it('knows whom a track is for', () => {
    expect([trackOf('official'), trackOf('partner')]).toEqual(['officials', undefined]);
  });
});
