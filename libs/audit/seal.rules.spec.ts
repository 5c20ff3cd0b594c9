import fc from 'fast-check';
import { gapsOf, runsOf, sealHash } from './seal.rules.js';

describe('seals', () => {
  it('split a range into runs and gaps that together are the range', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 60 })), (some) => {
        const ids = [...some].sort((a, b) => a - b);
        const range = { from: 1, to: 60 };
        const numbers = [...runsOf(ids), ...gapsOf(range, ids)].flatMap(({ from, to }) =>
          Array.from({ length: to - from + 1 }, (_, i) => from + i),
        );
        expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, i) => i + 1));
        expect(
          runsOf(ids)
            .flatMap(({ from, to }) => to - from + 1)
            .reduce((a, b) => a + b, 0),
        ).toBe(ids.length);
      }),
    );
  });

  it('change with any row, with the order and with what came before', () => {
    const header = { stream: 'audit', from: 1, to: 2, entries: 2, sealedAt: new Date('2026-11-24T03:00:00Z') };
    const rows = [
      { id: 1, at: new Date(0), actor_id: Buffer.from('ab', 'hex') },
      { id: 2, at: new Date(1), actor_id: null },
    ];
    const columns = ['id', 'at', 'actor_id'];
    const of = (previous: number, list: typeof rows): string =>
      sealHash(Buffer.alloc(32, previous), header, list, columns).toString('hex');
    const hashes = [
      of(0, rows),
      of(1, rows),
      of(0, [rows[1]!, rows[0]!]),
      of(0, [rows[0]!, { ...rows[1]!, at: new Date(2) }]),
    ];
    expect(new Set(hashes).size).toBe(4);
    expect(of(0, rows)).toBe(hashes[0]);
  });
});
