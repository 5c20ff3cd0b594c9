import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { libraryPages } from './library.js';

const ROOT = join(import.meta.dirname, '../../..');

describe('the pages that show the library', () => {
  it('are fresh (npm run madang -- courses map)', async () => {
    const pages = await libraryPages(ROOT);
    expect([...pages.keys()]).toEqual(['courses/README.md', 'docs/library.md']);
    for (const [path, content] of pages) expect(readFileSync(join(ROOT, path), 'utf8')).toBe(content);
  });
});
