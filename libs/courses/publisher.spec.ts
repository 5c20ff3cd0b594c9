import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What a version says: no statement may change it. Its state, signatures and dates change as it is reviewed, published
 * and retired. A trigger would be stronger, but creating one needs SUPER under MySQL's binary log.
 */
const WRITES =
  /\b(?:(?:UPDATE|DELETE\s+FROM|REPLACE\s+INTO)\s+`?(?:lesson|item|course_version_item)`?\s|(?:DELETE\s+FROM|REPLACE\s+INTO)\s+`?course_version`?\s|UPDATE\s+`?course_version`?\s+(?:\w+\s+)?SET\b(?:(?!\bWHERE\b)[^`'"]|'[^']*')*?\b(?:document|content_hash|number|course_id)\s*=)/i;

describe('a published version', () => {
  it.each(['libs', 'apps/api', 'apps/worker', 'apps/cli'])('is changed by no statement in %s', (root) => {
    const folder = join(import.meta.dirname, '../..', root);
    const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
      (path) => path.endsWith('.ts') && !path.endsWith('spec.ts') && !path.includes('node_modules'),
    );
    expect(sources.length).toBeGreaterThan(3);
    expect(sources.filter((path) => WRITES.test(readFileSync(join(folder, path), 'utf8')))).toEqual([]);
  });

  it.each([
    ["UPDATE course_version SET state = 'retired', document = ? WHERE id = ?", true],
    ['UPDATE course_version v SET v.number = 2', true],
    ['DELETE FROM course_version WHERE id = ?', true],
    ['UPDATE item SET stem = ?', true],
    ["UPDATE course_version SET state = 'published', pilot = ? WHERE document = ?", false],
  ])('would be seen to change by %s: %s', (statement, seen) => {
    expect(WRITES.test(statement)).toBe(seen);
  });
});
