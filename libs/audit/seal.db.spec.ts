import { systemActor } from '#libs/actor';
import { type TestContext, withDatabase } from '../../test/support/module.js';
import { Audit } from './audit.service.js';
import { AUDIT_STREAM, SealService } from './seal.service.js';

describe('sealing the audit trail', () => {
  let t: TestContext;
  let seals: SealService;
  let audit: Audit;
  beforeAll(async () => {
    t = await withDatabase([]);
    seals = t.get(SealService);
    audit = t.get(Audit);
  });
  afterAll(() => t.close());

  const note = (action: string) =>
    audit.record(systemActor, { action, subjectKind: 'test', subjectId: null, detail: { name: '홍길동' } });

  it('gives a row that commits late the later place, though its number is lower', async () => {
    await note('first');
    expect(await seals.seal(AUDIT_STREAM)).toBe(1);
    let commit: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (commit = resolve));
    let inserted: () => void = () => undefined;
    const under = new Promise<void>((resolve) => (inserted = resolve));
    const slow = t.db.run(async () => {
      await note('slow');
      inserted();
      await held;
    });
    await under;
    await note('quick');
    expect(await seals.seal(AUDIT_STREAM)).toBe(1);
    const moment = (await seals.last(AUDIT_STREAM))!;
    expect(await seals.hasUnsealed(AUDIT_STREAM)).toBe(false);
    commit();
    await slow;
    expect(await seals.hasUnsealed(AUDIT_STREAM)).toBe(true);
    t.clock.advance(1000);
    expect(await seals.seal(AUDIT_STREAM)).toBe(1);
    const [slowRow] = await t.db.query<{ id: string }[]>(`SELECT id FROM audit_entry WHERE action = 'slow'`);
    const late = Number(slowRow!.id);
    expect(late).toBeLessThan(moment.toId);
    expect(await seals.lateAfter(AUDIT_STREAM, moment)).toEqual([late]);
    expect(await seals.at(AUDIT_STREAM, moment.sealedAt)).toEqual(moment);
    expect(await seals.lateAfter(AUDIT_STREAM, (await seals.last(AUDIT_STREAM))!)).toEqual([]);
    expect(await seals.verify([AUDIT_STREAM])).toEqual([]);
  });

  it('seals each row once, however many seal at once', async () => {
    for (let i = 0; i < 20; i += 1) await note(`n${String(i)}`);
    const sealed = await Promise.all([1, 2, 3, 4].map(() => seals.seal(AUDIT_STREAM)));
    expect(sealed.reduce((a, b) => a + b, 0)).toBe(20);
    expect(await seals.verify([AUDIT_STREAM])).toEqual([]);
  });

  it('forgets numbers that were rolled back, after a day', async () => {
    const gaps = () => t.db.query<unknown[]>('SELECT 1 FROM seal_gap');
    const before = (await gaps()).length;
    await t.db
      .run(async () => {
        await note('never');
        throw new Error('rolled back');
      })
      .catch(() => undefined);
    await note('after');
    await seals.seal(AUDIT_STREAM);
    expect(await gaps()).toHaveLength(before + 1);
    t.clock.advance(25 * 3_600_000);
    await note('next day');
    await seals.seal(AUDIT_STREAM);
    expect(await gaps()).toHaveLength(0);
    expect(await seals.verify([AUDIT_STREAM])).toEqual([]);
  });

  it('stands when personal detail is destroyed, and breaks when a row is altered or taken away', async () => {
    await t.db.query('DELETE FROM audit_detail');
    expect(await seals.verify([AUDIT_STREAM])).toEqual([]);
    await t.db.query(`UPDATE audit_entry SET action = 'else' WHERE action = 'quick'`);
    expect((await seals.verify([AUDIT_STREAM])).map(({ kind }) => kind)).toEqual(['rows-changed']);
    await t.db.query(`DELETE FROM audit_entry WHERE action = 'slow'`);
    expect((await seals.verify([AUDIT_STREAM])).map(({ kind }) => kind)).toEqual(['rows-changed', 'rows-missing']);
    await t.db.query('DELETE FROM audit_seal ORDER BY id LIMIT 1');
    expect((await seals.verify([AUDIT_STREAM]))[0]).toMatchObject({ kind: 'chain-broken' });
  });
});
