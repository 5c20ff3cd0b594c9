import { fromBin, newId, toBin } from './id.js';

describe('newId', () => {
  it('ascends, also within one millisecond and when the clock steps back', () => {
    const ids = Array.from({ length: 10_000 }, (_, i) => newId(i % 1000 === 0 ? 1_000 : 2_000));
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('is a UUID of version 7 and survives its bytes', () => {
    const id = newId();
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(fromBin(toBin(id))).toBe(id);
  });
});
