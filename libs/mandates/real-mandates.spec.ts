import { join } from 'node:path';

import { stay } from './rules.fixtures.js';
import { matchingStays } from './audience.rules.js';
import { checkMandateFolder, mandateFolders } from './mandate-folder.js';
import { UNIT_KINDS } from './rule.schema.js';

const root = join(process.cwd(), 'courses/mandates');

describe('the mandates that ship', () => {
  it('are in order, each and beside the others of their folder', async () => {
    for (const folder of await mandateFolders(root)) {
      const checked = await checkMandateFolder(folder);
      expect(
        checked.flatMap(({ file, problems }) => problems.map(({ path, message }) => [file, path, message.en])),
      ).toEqual([]);
    }
  });

  it('of Korean law touch nobody in the fictional city', async () => {
    const checked = await checkMandateFolder(join(root, 'korea'));
    expect(checked.length).toBeGreaterThanOrEqual(20);
    for (const { document } of checked) {
      for (const unitKind of UNIT_KINDS) {
        for (const occupation of ['official', 'public-corporation', 'social-service', 'teacher', 'student', null]) {
          const functions = ['hr-focal-point', 'social-worker', 'ltc-institution', 'athlete'];
          const stays = [stay({ unitKind, occupation, functions, territory: 'gaon' })];
          expect(document === null ? [] : matchingStays(document.who, stays)).toEqual([]);
        }
      }
    }
  });

  it('say of every text its article, version and address, and name no fine without its article', async () => {
    for (const { document } of await checkMandateFolder(join(root, 'korea'))) {
      for (const basis of document?.basis ?? []) {
        expect(basis.article).not.toBe('');
        expect(basis.version).toBeDefined();
        // Where even the exact title is open, an address would be a guess.
        if (basis.verified) expect(basis.url).toBeDefined();
        expect(basis.territory).toBeDefined();
        if (/과태료/.test(basis.note?.ko ?? '')) expect(basis.note?.ko).toMatch(/제\d+조/);
      }
    }
  });
});
