import { Database, newId } from '#libs/database';
import { Outbox } from '#libs/jobs';
import { type TestContext, withDatabase } from '../../test/support/module.js';

describe('Outbox', () => {
  let context: TestContext;
  let db: Database;
  let outbox: Outbox;

  beforeAll(async () => {
    context = await withDatabase([]);
    db = context.get(Database);
    outbox = context.get(Outbox);
  });
  afterAll(() => context.close());
  beforeEach(() => db.query('DELETE FROM outbox_job'));

  const promise = (count: number): Promise<string[]> =>
    db.run(() =>
      outbox.requestMany(
        'certificate.issue',
        Array.from({ length: count }, () => ({ completionId: newId() })),
      ),
    );
  const states = async (): Promise<string[]> =>
    (await db.query<{ state: string }[]>('SELECT state FROM outbox_job ORDER BY id')).map((row) => row.state);

  it('promises nothing outside a transaction, and nothing when the transaction fails', async () => {
    await expect(outbox.request('reminders.plan', {})).rejects.toThrow('no transaction');
    await expect(
      db.run(async () => {
        await outbox.request('reminders.plan', {});
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    expect(await states()).toEqual([]);
  });

  it('refuses data that is not of the job', async () => {
    await expect(db.run(() => outbox.request('certificate.issue', { completionId: 'me' }))).rejects.toThrow();
  });

  it('hands each job to one of many relays that claim at once', async () => {
    const ids = await promise(100);
    const claims = await Promise.all(Array.from({ length: 10 }, () => outbox.claim('certificates', 20)));
    const claimed = claims.flat().map((row) => row.id);
    expect(new Set(claimed).size).toBe(claimed.length);
    // A relay that found the first rows locked may have taken fewer; the next round gets what is left.
    const rest = (await outbox.claim('certificates', 100)).map((row) => row.id);
    expect([...claimed, ...rest].sort()).toEqual([...ids].sort());
  });

  it('claims only from the queue that has room', async () => {
    await promise(1);
    expect(await outbox.claim('mail', 10)).toEqual([]);
    expect(await outbox.claim('certificates', 10)).toHaveLength(1);
  });

  it('hands a job over again when its lease ran out, until it is done', async () => {
    const [id = ''] = await promise(1);
    await outbox.claim('certificates', 10);
    expect(await outbox.claim('certificates', 10)).toEqual([]);
    context.clock.advance(31_000);
    expect(await outbox.claim('certificates', 10)).toHaveLength(1);
    await db.run(() => outbox.done(id));
    context.clock.advance(31_000);
    expect(await outbox.claim('certificates', 10)).toEqual([]);
    // Late news about a job that is done changes nothing.
    await outbox.release([id]);
    await outbox.failed(id, 'late', true);
    expect(await states()).toEqual(['done']);
  });

  it('lets a job wait again at once when Redis was away or came back empty', async () => {
    const ids = await promise(3);
    await outbox.claim('certificates', 10);
    await outbox.release(ids.slice(0, 1));
    expect(await outbox.claim('certificates', 10)).toHaveLength(1);
    await outbox.releaseAll('certificates');
    expect(await outbox.claim('certificates', 10)).toHaveLength(3);
  });

  it('rests after all attempts failed for a passing reason, and gives up on a refusal', async () => {
    const [passing = '', refused = ''] = await promise(2);
    await outbox.failed(passing, 'fault.Error', true);
    await outbox.failed(refused, 'certificates.nothing-to-certify', false);
    expect(await states()).toEqual(['waiting', 'failed']);
    expect(await outbox.claim('certificates', 10)).toEqual([]);
    context.clock.advance(10 * 60_000);
    expect((await outbox.claim('certificates', 10)).map((row) => row.id)).toEqual([passing]);
  });

  it('waits for the time to which its handler put a job off', async () => {
    const [id = ''] = await promise(1);
    await db.run(() => outbox.postpone(id, new Date(context.clock.now().getTime() + 3_600_000)));
    expect(await outbox.claim('certificates', 10)).toEqual([]);
    context.clock.advance(3_600_000);
    expect(await outbox.claim('certificates', 10)).toHaveLength(1);
  });

  it('counts what is still to happen, and forgets what was done long ago', async () => {
    const [id = ''] = await promise(2);
    expect(await outbox.backlog()).toEqual([
      expect.objectContaining({ queue: 'certificates', state: 'waiting', jobs: 2 }),
    ]);
    await db.run(() => outbox.done(id));
    context.clock.advance(15 * 86_400_000);
    await outbox.sweep();
    expect(await states()).toEqual(['waiting']);
  });
});
