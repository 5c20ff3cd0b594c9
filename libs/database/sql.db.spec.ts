import { Database, insertRows } from '#libs/database';
import { type TestContext, withDatabase } from '../../test/support/module.js';

describe('insertRows', () => {
  let context: TestContext;
  beforeAll(async () => {
    context = await withDatabase([]);
    await context
      .get(Database)
      .query(
        'CREATE TABLE written (n INT NOT NULL PRIMARY KEY, words TEXT NULL, bytes VARBINARY(400) NULL, at DATETIME(3) NULL)',
      );
  });
  afterAll(() => context.close());

  const HOSTILE = [
    `'); DROP TABLE written; --`,
    `\\'); --`,
    `\\`,
    `"`,
    '?',
    ':name ??',
    '줄\n바꿈\t\0\x1a',
    '뷁 龍 😀 ’',
    '',
    '¿\u00a5\u20a9',
  ];

  it('writes what it is given, whatever stands in it', async () => {
    const db = context.get(Database);
    const at = new Date('2026-12-31T15:00:00.123Z');
    const rows = HOSTILE.map((words, n) => [n, words, Buffer.from(words), at] as const);
    await db.run((tx) => insertRows(tx, 'written', ['n', 'words', 'bytes', 'at'], [...rows, [99, null, null, null]]));
    const read = await db.query<{ n: number; words: string | null; bytes: Buffer | null; at: Date | null }[]>(
      'SELECT n, words, bytes, at FROM written ORDER BY n',
    );
    expect(read.slice(0, -1).map(({ words }) => words)).toEqual(HOSTILE);
    expect(read.slice(0, -1).map(({ bytes }) => bytes?.toString())).toEqual(HOSTILE);
    expect(read[0]?.at?.toISOString()).toBe(at.toISOString());
    expect(read.at(-1)).toEqual({ n: 99, words: null, bytes: null, at: null });
  });
});
