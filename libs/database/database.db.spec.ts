import { type TestContext, withDatabase } from '../../test/support/module.js';
import { isDuplicate } from './sql-errors.js';
import { newId, toBin } from './id.js';

describe('Database', () => {
  let t: TestContext;
  beforeAll(async () => {
    t = await withDatabase([]);
  });
  afterAll(() => t.close());

  const addPerson = (id: string) =>
    t.db.manager.query(`INSERT INTO person (id, language, created_at) VALUES (?, 'ko', ?)`, [toBin(id), new Date()]);
  const count = async (ids: string[]) =>
    Number(
      (await t.db.query<{ n: number }[]>(`SELECT COUNT(*) AS n FROM person WHERE id IN (?)`, [ids.map(toBin)]))[0]?.n,
    );

  it('joins nested calls into one transaction, which fails as one', async () => {
    const [outer, inner] = [newId(), newId()];
    await expect(
      t.db.run(async () => {
        await addPerson(outer);
        await t.db.run(() => addPerson(inner));
        throw new Error('too late');
      }),
    ).rejects.toThrow('too late');
    expect(await count([outer, inner])).toBe(0);
  });

  it('runs what was asked for before the commit once, inside the transaction', async () => {
    const seen: number[] = [];
    const id = newId();
    await t.db.run(async () => {
      await addPerson(id);
      t.db.beforeCommit(async () => {
        seen.push(await count([id]));
      });
    });
    expect(seen).toEqual([1]);
  });

  it('reads committed rows of others within a transaction', async () => {
    const id = newId();
    await t.db.run(async (tx) => {
      await tx.query('SELECT COUNT(*) FROM person');
      await t.db.dataSource.query(`INSERT INTO person (id, language, created_at) VALUES (?, 'ko', ?)`, [
        toBin(id),
        new Date(),
      ]);
      expect(await count([id])).toBe(1);
    });
  });

  it('runs a transaction again when it was the victim of a deadlock', async () => {
    const [a, b] = [newId(), newId()];
    await t.db.run(async () => {
      await addPerson(a);
      await addPerson(b);
    });
    const lock = (tx: { query(sql: string, p: unknown[]): Promise<unknown> }, id: string) =>
      tx.query(`UPDATE person SET language = 'en' WHERE id = ?`, [toBin(id)]);
    let runs = 0;
    const cross = (first: string, second: string) =>
      t.db.run(async (tx) => {
        runs += 1;
        await lock(tx, first);
        await new Promise((resolve) => setTimeout(resolve, 100));
        await lock(tx, second);
      });
    await Promise.all([cross(a, b), cross(b, a)]);
    expect(runs).toBeGreaterThan(2);
  });

  it('tells a duplicate by its key', async () => {
    const id = newId();
    await t.db.run(() => addPerson(id));
    const error: unknown = await t.db.run(() => addPerson(id)).catch((e: unknown) => e);
    expect(isDuplicate(error)).toBe(true);
    expect(isDuplicate(error, 'PRIMARY')).toBe(true);
    expect(isDuplicate(error, 'uq_other')).toBe(false);
  });
});
