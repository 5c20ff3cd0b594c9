import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import request from 'supertest';
import { type TestServer, startServer } from '../support/server.js';
import { type Client, signedIn, takeCourse } from './client.js';

const BASE = '/api/v1';

interface Totals {
  required: number;
  inTime: number;
  open: number;
}

describe('the main job', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  const totals = async (head: Client): Promise<Totals> =>
    ((await head.get(`${BASE}/reports/compliance`).expect(200)).body as { totals: Totals }).totals;
  const duty = async (agent: Client) => {
    const { body } = await agent.get(`${BASE}/me/obligations`).expect(200);
    return (body as { obligations: Duty[] }).obligations[0]!;
  };
  interface Duty {
    state: string;
    missing: { ko: string; en: string };
    reasons: { text: { ko: string } }[];
    courses: { code: string }[];
    fulfilledOn: string | null;
  }

  it('goes from the duty and its reason through the course to certificate, figure and verification', async () => {
    const official = await signedIn(server, 'official');
    const head = await signedIn(server, 'head');

    const owed = await duty(official);
    expect(owed.state).toBe('open');
    expect(owed.courses.map(({ code }) => code)).toContain('o2-equal-administration');
    expect(owed.missing.ko).toContain('1회');
    expect(owed.reasons.map(({ text }) => text.ko).join(' ')).toContain('복지정책과');
    const before = await totals(head);

    await takeCourse(official, 'o2-equal-administration');
    expect(await duty(official)).toMatchObject({ state: 'fulfilled', missing: { ko: '', en: '' } });
    expect(await totals(head)).toEqual({
      ...before,
      inTime: before.inTime + 1,
      open: before.open - 1,
      rate: expect.any(Number) as number,
    });

    await server.runJobs();
    const { body } = await official.get(`${BASE}/me/certificates`).expect(200);
    const [certificate] = (body as { items: Certificate[] }).items;
    expect(certificate).toMatchObject({ state: 'issued', pilot: true });
    const number = `GAON-${new Date().toLocaleDateString('en', { year: 'numeric', timeZone: 'Asia/Seoul' })}-000001`;
    expect(certificate!.number).toBe(number);

    const pdf = await official
      .get(`${BASE}/certificates/${certificate!.id}/pdf`)
      .buffer(true)
      .parse(binary)
      .expect(200);
    expect(pdf.headers['content-type']).toContain('application/pdf');
    const text = textOf(pdf.body as Buffer);
    expect(text).toContain('김하늘');
    expect(text).toContain(number);

    const code = certificate!.verifyUrl.split('/').at(-1)!;
    const { body: verified } = await request(server.url).get(`${BASE}/verify/${code}`).expect(200);
    expect(verified).toMatchObject({ status: 'issued', number, kind: 'completion' });
    const printed = (verified as { rows: { value: { ko: string } }[] }).rows.map(({ value }) => value.ko);
    expect(printed).toEqual(expect.arrayContaining(['김*늘', '주무관', '1시간 17분 (온라인 자율학습)']));
    expect((verified as { sha256: string }).sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.stringify(verified)).not.toContain('김하늘');
    const check = (file: Buffer) =>
      request(server.url).post(`${BASE}/verify`).set('Content-Type', 'application/pdf').send(file).expect(200);
    expect((await check(pdf.body as Buffer)).body).toMatchObject({ result: 'genuine', certificate: { number } });
    const changed = Buffer.concat([pdf.body as Buffer, Buffer.from(' ')]);
    expect((await check(changed)).body).toMatchObject({ result: 'changed', certificate: { number } });
  });

  interface Certificate {
    id: string;
    number: string;
    verifyUrl: string;
  }

  it('ends optional mail by the one click of a mail program (RFC 8058), and by nothing else', async () => {
    const folder = join(server.config.MADANG_DATA_DIR, 'mail');
    const mails = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8').replace(/\n[ \t]+/g, ' '));
    const address = mails.flatMap((mail) => /^List-Unsubscribe: <([^>]+)>/im.exec(mail)?.[1] ?? [])[0] ?? '';
    expect(address).toContain(`${server.url}${BASE}/messages/`);
    // As mail programs post: a form, no cookie, no Origin.
    const click = (key: string) =>
      request(server.url)
        .post(address.slice(server.url.length).replace(/key=.*/, `key=${key}`))
        .type('form')
        .send('List-Unsubscribe=One-Click');
    const official = await signedIn(server, 'official');
    const byMail = async (): Promise<unknown> =>
      ((await official.get(`${BASE}/me/messages`).expect(200)).body as { completedMail: unknown }).completedMail;
    await click('0'.repeat(32)).expect(404);
    expect(await byMail()).toBe(true);
    await click(/key=(\w+)/.exec(address)?.[1] ?? '').expect(204);
    expect(await byMail()).toBe(false);
  });

  it('gives one completion for a course finished twice and out of order', async () => {
    const leader = await signedIn(server, 'leader');
    const first = await takeCourse(leader, 'o2-equal-administration');
    const { body } = await leader.get(`${BASE}/enrollments/${first.enrollmentId}`).expect(200);
    const { lessons } = body as { lessons: { id: string; kind: string }[] };
    const readings = lessons.filter(({ kind }) => kind === 'reading');
    await Promise.all(
      readings.map(({ id }) =>
        leader
          .put(`${BASE}/enrollments/${first.enrollmentId}/lessons/${id}/progress`)
          .send({ event: 'beat', done: true }),
      ),
    );
    await server.runJobs();
    const { body: mine } = await leader.get(`${BASE}/me/certificates`).expect(200);
    expect((mine as { items: unknown[] }).items).toHaveLength(1);
  });

  it('names people to their head, with a kind text, and exports them', async () => {
    const head = await signedIn(server, 'head');
    const people = await head.get(`${BASE}/reports/compliance/people?state=open`).expect(200);
    const { items, total } = people.body as { items: { name: string; state: string }[]; total: number };
    expect(items.length).toBe(total);
    expect(items.every(({ state }) => state === 'open')).toBe(true);
    const { unit, mandate, cycle } = (await head.get(`${BASE}/reports/compliance`)).body as {
      unit: { id: string };
      mandate: { code: string };
      cycle: string;
    };
    const paste = await head
      .get(`${BASE}/messages/paste?unit=${unit.id}&mandate=${mandate.code}&cycle=${cycle}`)
      .expect(200);
    expect((paste.body as { people: unknown[] }).people).toHaveLength(total);
    const csv = await head
      .get(`${BASE}/reports/compliance/export?format=csv&reason=${encodeURIComponent('연말 점검')}`)
      .buffer(true)
      .parse(binary)
      .expect(200);
    const lines = (csv.body as Buffer).toString('utf8');
    expect(lines.startsWith('\ufeff')).toBe(true);
    expect(lines).toContain('김하늘');
  });

  it('answers a creating post once per Idempotency-Key', async () => {
    const clerk = await signedIn(server, 'clerk');
    const post = () =>
      clerk.post(`${BASE}/enrollments`).set('Idempotency-Key', 'key-1').send({ course: 'o2-equal-administration' });
    const [one, two] = await Promise.all([post(), post()]);
    expect(one.body).toEqual(two.body);
    await clerk
      .post(`${BASE}/enrollments`)
      .set('Idempotency-Key', 'key-1')
      .send({ course: 'w2-right-to-decide' })
      .expect(409);
  });
});

function binary(response: unknown, done: (error: Error | null, body: Buffer) => void): void {
  const stream = response as NodeJS.ReadableStream;
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  stream.on('end', () => {
    done(null, Buffer.concat(chunks));
  });
}

function textOf(pdf: Buffer): string {
  const file = join(mkdtempSync(join(tmpdir(), 'madang-pdf-')), 'certificate.pdf');
  writeFileSync(file, pdf);
  return execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' });
}
