import { AccountService, TokenService } from '#libs/access';
import { systemActor } from '#libs/actor';
import { Database } from '#libs/database';
import { UnitService } from '#libs/people';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import request from 'supertest';
import { type TestServer, startServer } from '../support/server.js';
import { type Client, signedIn } from './client.js';

const BASE = '/api/v1';
const LISTS = join(import.meta.dirname, '../../libs/rosters/fixtures/lists');

interface Run {
  state: string;
  mapping: { columns: string[] };
  summary: { rows: Record<string, number>; guard: { tripped: boolean }; applied: { applied: number } | null } | null;
}

describe('lists of persons through HTTP', () => {
  let server: TestServer;
  let coordinator: Client;
  let school: string;
  beforeAll(async () => {
    server = await startServer();
    coordinator = await signedIn(server, 'coordinator');
    const { body } = await coordinator.get(`${BASE}/imports/units`).expect(200);
    const { items } = body as { items: { unit: { id: string; kind: string } }[] };
    school = items.find(({ unit }) => unit.kind === 'school')!.unit.id;
  });
  afterAll(() => server.close());

  const upload = async (file: string, fields: Record<string, string>): Promise<string> => {
    const { body } = await coordinator
      .post(`${BASE}/imports`)
      .field({ unit: school, ...fields })
      .attach('file', join(LISTS, file))
      .expect(202);
    await server.runJobs();
    return (body as { id: string }).id;
  };
  const runOf = async (id: string): Promise<Run> =>
    (await coordinator.get(`${BASE}/imports/${id}`).expect(200)).body as Run;

  it('checks a list without changing anything, applies it, and takes it back', async () => {
    const id = await upload('pupils-cp949.csv', { whole: 'false' });
    expect(await runOf(id)).toMatchObject({ state: 'checked', summary: { rows: { create: 16 } } });
    await coordinator.post(`${BASE}/imports/${id}/application`).send({}).expect(204);
    await server.runJobs();
    expect(await runOf(id)).toMatchObject({ state: 'applied', summary: { applied: { applied: 16 } } });
    const { body } = await coordinator.get(`${BASE}/school/classes`).expect(200);
    expect((body as { items: unknown[] }).items.length).toBeGreaterThanOrEqual(6);
    await coordinator.post(`${BASE}/imports/${id}/undo`).expect(204);
    await server.runJobs();
    expect((await runOf(id)).state).toBe('undone');
  });

  it('gives bad rows back as a file with the reasons', async () => {
    const id = await upload('pupils-broken-rows.csv', { whole: 'false' });
    const { text } = await coordinator
      .get(`${BASE}/imports/${id}/errors`)
      .expect(200)
      .expect('content-type', /text\/csv/);
    expect(text).toContain('이름이 비어 있습니다.');
    const { body } = await coordinator.get(`${BASE}/imports/${id}/rows?filter=bad`).expect(200);
    expect((body as { items: { number: number }[] }).items[0]?.number).toBe(3);
    await coordinator.delete(`${BASE}/imports/${id}`).expect(204);
  });

  it('takes cells pasted from a spreadsheet', async () => {
    const text = readFileSync(join(LISTS, 'pupils-pasted-without-header.txt'), 'utf8');
    const { body } = await coordinator
      .post(`${BASE}/imports`)
      .field({ unit: school, text, whole: 'false' })
      .expect(202);
    await server.runJobs();
    expect((await runOf((body as { id: string }).id)).mapping.columns).toEqual(['grade', 'class', 'number', 'name']);
  });

  it('says in words what is wrong with a file, and refuses one that is too large', async () => {
    const { body } = await coordinator
      .post(`${BASE}/imports`)
      .field({ unit: school })
      .attach('file', join(LISTS, 'encrypted.xlsx'))
      .expect(400);
    expect((body as { code: string }).code).toBe('rosters.unreadable-list');
    await coordinator
      .post(`${BASE}/imports`)
      .field({ unit: school })
      .attach('file', Buffer.alloc(41 * 1024 * 1024, 'a'), 'big.csv')
      .expect(413);
  });

  it('takes the same list from a machine with a token, until the token is revoked', async () => {
    const ownerId = (await server.app.get(AccountService).personOf('office')) ?? '';
    const unit = await server.app.get(UnitService).findByCode('city', 'saebom-elderly');
    const input = { name: 'directory', ownerId, scopes: ['roster:import'] as const, unitId: unit?.id ?? '', days: 30 };
    const { id: tokenId, token } = await server.app.get(TokenService).issue(systemActor, input);
    const send = () =>
      request(server.url)
        .post(`${BASE}/imports`)
        .set('Authorization', `Bearer ${token}`)
        .field({ unit: unit?.id ?? '', source: 'hr-feed', dryRun: 'false', whole: 'false', confirmed: 'true' })
        .attach('file', Buffer.from('사번,성명,직위\n0101,이순자,요양보호사\n0102,박말순,요양보호사\n'), 'feed.csv');
    const { body } = await send().expect(202);
    await server.runJobs();
    const answer = await request(server.url)
      .get(`${BASE}/imports/${(body as { id: string }).id}`)
      .set('Authorization', `Bearer ${token}`)
      .expect(200);
    expect(answer.body).toMatchObject({ state: 'applied', summary: { rows: { create: 2 } } });
    await request(server.url).get(`${BASE}/reports/compliance`).set('Authorization', `Bearer ${token}`).expect(403);
    await server.app.get(TokenService).revoke(systemActor, tokenId);
    await send().expect(401);
  });

  it('asks at another share of missing people once somebody has said so', async () => {
    await upload('pupils-utf8.csv', { whole: 'false' });
    const { body } = await coordinator.get(`${BASE}/import-sources`).expect(200);
    const [source] = (body as { items: { id: string; own: boolean; dropPercent: number }[] }).items;
    expect(source).toMatchObject({ own: true, dropPercent: 10 });
    const path = `${BASE}/import-sources/${source?.id ?? ''}/guard`;
    await coordinator.put(path).send({ percent: 51 }).expect(400);
    await coordinator.put(path).send({ percent: 25 }).expect(204);
    const after = await coordinator.get(`${BASE}/import-sources`).expect(200);
    expect(after.body).toMatchObject({ items: [{ dropPercent: 25 }] });
    const clerk = await signedIn(server, 'clerk');
    await clerk.put(path).send({ percent: 5 }).expect(404);
    const [noted] = await server.app
      .get(Database)
      .query<{ n: number | string }[]>(`SELECT COUNT(*) AS n FROM audit_entry WHERE action = 'import.guard'`);
    expect(Number(noted?.n)).toBe(1);
  });

  it('knows nothing of a list of units that somebody else looks after', async () => {
    const id = await upload('pupils-utf8.csv', { whole: 'false' });
    const clerk = await signedIn(server, 'clerk');
    await clerk.get(`${BASE}/imports/${id}`).expect(404);
    await clerk.post(`${BASE}/imports/${id}/application`).send({}).expect(404);
  });
});
