import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { type TestServer, startServer } from '../support/server.js';
import { type Client, signedIn } from './client.js';

interface Duty {
  id: string;
  state: string;
  dueOn: string;
  mandate: { code: string };
}

interface Item {
  id: string;
  state: string;
  reason: string | null;
  answer: string | null;
  assignee: { name: string } | null;
}

describe('asking about a duty', () => {
  let server: TestServer;
  let official: Client;
  let clerk: Client;
  let office: Client;
  let facility: Client;
  let duty: Duty;

  beforeAll(async () => {
    server = await startServer();
    official = await signedIn(server, 'official');
    clerk = await signedIn(server, 'clerk');
    office = await signedIn(server, 'office');
    facility = await signedIn(server, 'facility');
    duty = await dutyOf(official);
  });
  afterAll(() => server.close());

  async function dutyOf(who: Client): Promise<Duty> {
    const { body } = await who.get('/api/v1/me/obligations').expect(200);
    return (body as { obligations: Duty[] }).obligations.find(({ mandate }) => mandate.code === 'gaon-officials')!;
  }

  const mine = async (): Promise<Item[]> =>
    ((await official.get('/api/v1/me/requests').expect(200)).body as { items: Item[] }).items;

  it('asks for more time once, is answered by the clerk named, and sees the answer', async () => {
    const body = { kind: 'extension', obligation: duty.id, reason: '감사 준비 기간과 겹칩니다', to: '2027-01-31' };
    const key = randomUUID();
    const post = () => official.post('/api/v1/requests').set('Idempotency-Key', key).send(body);
    const [first, second] = [await post().expect(201), await post().expect(201)];
    const { id } = first.body as { id: string };
    expect(second.body).toEqual({ id });
    await official.post('/api/v1/requests').send(body).expect(409);
    expect((await mine())[0]).toMatchObject({ id, state: 'open', assignee: { name: '박서연' } });

    await facility.get(`/api/v1/requests/${id}`).expect(404);
    await facility.post(`/api/v1/requests/${id}/decision`).send({ verdict: 'grant' }).expect(404);
    await (await signedIn(server, 'leader')).get(`/api/v1/requests/${id}`).expect(404);
    const { body: open } = await clerk.get('/api/v1/requests').expect(200);
    expect((open as { items: Item[] }).items.map((item) => item.id)).toContain(id);
    await clerk
      .post(`/api/v1/requests/${id}/decision`)
      .send({ verdict: 'grant', answer: '1월 20일까지 가능합니다', to: '2027-01-20' })
      .expect(204);
    await clerk.post(`/api/v1/requests/${id}/decision`).send({ verdict: 'grant' }).expect(409);
    expect((await mine())[0]).toMatchObject({ state: 'reduced', answer: '1월 20일까지 가능합니다' });
  });

  it('exempts by the office only, since the mandate says so', async () => {
    const { body: options } = await official.get('/api/v1/me/requests').expect(200);
    expect(JSON.stringify((options as { options: unknown }).options)).toContain('질병');
    const { body } = await official
      .post('/api/v1/requests')
      .send({
        kind: 'exemption',
        obligation: duty.id,
        reason: '아무에게나 말할 수 없는 사정',
        ground: 'illness',
        from: '2026-01-01',
        to: '2026-12-31',
      })
      .expect(201);
    const { id } = body as { id: string };
    await clerk.get(`/api/v1/requests/${id}`).expect(404);
    await clerk.post(`/api/v1/requests/${id}/decision`).send({ verdict: 'grant' }).expect(404);
    const { body: list } = await clerk.get('/api/v1/requests').expect(200);
    expect(JSON.stringify(list)).not.toContain('아무에게나');
    expect((await office.get(`/api/v1/requests/${id}`).expect(200)).body).toMatchObject({
      reason: '아무에게나 말할 수 없는 사정',
    });
    await official.post(`/api/v1/requests/${id}/withdrawal`).expect(204);
    await office.post(`/api/v1/requests/${id}/decision`).send({ verdict: 'grant' }).expect(409);
  });

  it('takes a proof, checks what it is, and gives it to nobody but the two sides', async () => {
    await official.post('/api/v1/me/proofs').attach('file', Buffer.from('<script>'), 'a.pdf').expect(400);
    await official.post('/api/v1/me/proofs').send({ file: 1 }).expect(400);
    await official
      .post('/api/v1/me/proofs')
      .attach('file', Buffer.alloc(9 * 1024 * 1024, '%PDF-1.7 '), 'large.pdf')
      .expect(413);
    const pdf = Buffer.from('%PDF-1.7 proof');
    const { body: proof } = await official.post('/api/v1/me/proofs').attach('file', pdf, '수료증.pdf').expect(201);
    expect(proof).toMatchObject({ name: '수료증.pdf', mediaType: 'application/pdf', size: pdf.length });
    const learned = {
      title: '인권의 이해',
      issuerName: '다른 시 교육원',
      minutes: 120,
      times: 1,
      mode: 'in-person',
      earnedOn: '2026-05-02',
      proof: (proof as { id: string }).id,
    };
    const { body } = await official
      .post('/api/v1/requests')
      .send({ kind: 'outside', obligation: duty.id, reason: '다른 곳에서 들었습니다', learned })
      .expect(201);
    const { id } = body as { id: string };
    await facility.get(`/api/v1/requests/${id}/proof`).expect(404);
    for (const side of [official, clerk]) {
      const got = await side.get(`/api/v1/requests/${id}/proof`).expect(200);
      expect(got.headers['content-disposition']).toMatch(/^attachment; filename\*=UTF-8''/);
      expect(Buffer.from(got.body as Buffer).equals(pdf)).toBe(true);
    }
    await clerk.post(`/api/v1/requests/${id}/decision`).send({ verdict: 'refuse' }).expect(400);
    await clerk.post(`/api/v1/requests/${id}/decision`).send({ verdict: 'grant' }).expect(204);
    const { body: obligations } = await official.get('/api/v1/me/obligations').expect(200);
    expect(JSON.stringify(obligations)).toContain('인권의 이해 (다른 시 교육원)');
  });

  it('puts a new version in force by two persons', async () => {
    const rule = {
      ...(parse(await readFile('courses/mandates/gaon-officials.yaml', 'utf8')) as object),
      effective: { from: '2027-01-01' },
      satisfiedBy: [[{ times: 3 }]],
    };
    const path = '/api/v1/mandates/gaon-officials/versions';
    const { body } = await office.post(path).send({ rule }).expect(201);
    const signature = `${path}/${String((body as { number: number }).number)}/signature`;
    await office.post(signature).expect(403);
    await (await signedIn(server, 'leader')).post(signature).expect(204);
    const { body: all } = await office.get(path).expect(200);
    expect(all).toMatchObject({ items: [{ author: '정다운', signer: '최아름' }, {}] });
    await office.get('/api/v1/mandates/gaon-teachers/versions').expect(404);
    const wrong = await office.post(path).send({ rule: { ...rule, satisfiedBy: [] } });
    expect(wrong.status).toBe(400);
    expect(wrong.body).toMatchObject({ errors: [{ field: 'rule.satisfiedBy' }] });
  });
});
