import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { mutated, randomFrom } from './fixtures/mutate.js';
import { changeSetOf, fixture } from './fixtures/read-fixture.js';
import { hasRrn } from './rrn.rules.js';

const LISTS = join(import.meta.dirname, 'fixtures/lists');
const ROUNDS = 1_000;

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
