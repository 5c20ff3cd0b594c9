import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Tables that hold what was published. A trigger would be stronger, but creating one needs SUPER under MySQL's binary log. */
const WRITES = /\b(?:UPDATE|DELETE\s+FROM|REPLACE\s+INTO)\s+`?(?:course_version|lesson|item|course_version_item)`?\s/i;

describe('a published version', () => {
  it.each(['libs', 'apps/api', 'apps/worker', 'apps/cli'])('is changed by no statement in %s', (root) => {
    const folder = join(import.meta.dirname, '../..', root);
    const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
      (path) => path.endsWith('.ts') && !path.endsWith('spec.ts') && !path.includes('node_modules'),
    );
    expect(sources.length).toBeGreaterThan(3);
    expect(sources.filter((path) => WRITES.test(readFileSync(join(folder, path), 'utf8')))).toEqual([]);
  });
});
