import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { changeSetOf, fixture } from './fixtures/read-fixture.js';
import { hasRrn } from './rrn.rules.js';

const LISTS = join(import.meta.dirname, 'fixtures/lists');
const ROUNDS = 1_000;

/** Numbers that look random and are the same every time: a failure can be looked at again. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function mutated(bytes: Buffer, random: () => number): Buffer {
  const copy = Buffer.from(bytes);
  const at = (): number => Math.floor(random() * Math.max(1, copy.length));
  const kind = Math.floor(random() * 6);
  if (kind === 0) return copy.subarray(0, at());
  if (kind === 1) {
    const from = at();
    return Buffer.concat([copy.subarray(0, from), copy.subarray(from + Math.floor(random() * 40))]);
  }
  if (kind === 2) {
    const from = at();
    return Buffer.concat([
      copy.subarray(0, from),
      Buffer.from(['"', '\u0000', '\n', ',', '﻿', '=1'][Math.floor(random() * 6)] ?? ''),
      copy.subarray(from),
    ]);
  }
  const flips = kind === 3 ? 1 : 1 + Math.floor(random() * 20);
  for (let i = 0; i < flips && copy.length > 0; i += 1) copy[at()] = Math.floor(random() * 256);
  return copy;
}

describe('lists that were damaged on the way', () => {
  const random = randomFrom(20_261_124);
  const files = readdirSync(LISTS).filter((file) => !/bomb/.test(file));

  it(`end in a refusal or in a change set that can be said, ${String(ROUNDS)} times`, async () => {
    let refused = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const file = files[Math.floor(random() * files.length)] ?? '';
      const bytes = mutated(fixture(file), random);
      const base =
        (['new-school', 'school-in-may', 'school-next-march', 'facility', 'city'] as const)[round % 5] ?? 'city';
      // Anything but a refusal in words would be thrown, and fail here.
      const lines = await changeSetOf(bytes, base);
      if (lines[0]?.startsWith('refused') === true) refused += 1;
      const registered = lines.filter((line) => / create;/.test(line));
      expect(registered.filter((line) => hasRrn(line))).toEqual([]);
      // The same bytes always come to the same change set.
      expect(await changeSetOf(bytes, base)).toEqual(lines);
    }
    expect(refused).toBeGreaterThan(50);
    expect(refused).toBeLessThan(ROUNDS);
  }, 240_000);
});
