import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Base, changeSetOf, fixture } from './fixtures/read-fixture.js';

const LISTS = join(import.meta.dirname, 'fixtures/lists');
const EXPECTED = join(import.meta.dirname, 'fixtures/expected');
const files = readdirSync(LISTS).sort();

function baseOf(file: string): Base {
  if (file.startsWith('staff-')) return 'facility';
  if (file.startsWith('city-')) return 'city';
  if (file.startsWith('year-')) return 'school-in-may';
  return file.startsWith('march-') ? 'school-next-march' : 'new-school';
}

/** Lists as they really come, each with the change set that was read and agreed on; `UPDATE=1` writes new ones to be read. */
describe('lists as they come', () => {
  it('are at least sixty', () => {
    expect(files.length).toBeGreaterThanOrEqual(60);
  });

  it.each(files)('%s', async (file) => {
    const lines = await changeSetOf(fixture(file), baseOf(file));
    const expected = join(EXPECTED, `${file}.txt`);
    if (process.env['UPDATE'] === '1' && !existsSync(expected)) writeFileSync(expected, `${lines.join('\n')}\n`);
    expect(lines.join('\n')).toBe(readFileSync(expected, 'utf8').trimEnd());
  });
});
