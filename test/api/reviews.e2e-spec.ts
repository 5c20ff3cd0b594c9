import { exampleCourse } from '../support/example-course.js';
import { type TestServer, startServer } from '../support/server.js';
import { type Client, signedIn } from './client.js';

const BASE = '/api/v1/studio/courses';

describe('the states of a version', () => {
  let server: TestServer;
  let trainer: Client;
  let reviewer: Client;
  let office: Client;
  let official: Client;
  beforeAll(async () => {
    server = await startServer();
    trainer = await signedIn(server, 'trainer');
    reviewer = await signedIn(server, 'reviewer');
    office = await signedIn(server, 'office');
    official = await signedIn(server, 'official');
  });
  afterAll(() => server.close());

  const document = exampleCourse({ code: 'api-review', seats: ['official', 'civil-society'] });
  const { code } = document;
  const version = (number: number) => `${BASE}/${code}/versions/${String(number)}`;
  const codeOf = (response: { body: unknown }) => (response.body as { code: string }).code;

  async function draft(content: object, expectedRevision?: number): Promise<number> {
    const revision =
      expectedRevision ??
      ((await trainer.get(`${BASE}/${code}/draft`).expect(200)).body as { revision: number }).revision;
    const { body } = await trainer.put(`${BASE}/${code}/draft`).send({ revision, document: content }).expect(200);
    return (body as { revision: number }).revision;
  }

  it('are all reached through the API, each by those whose word it is', async () => {
    const { title, track } = document;
    const begun = await trainer.post(BASE).send({ code, title, track }).expect(201);
    const revision = await draft(document, (begun.body as { revision: number }).revision);

    // Draft: the author's alone.
    await reviewer.get(`${BASE}/${code}/draft`).expect(403);
    await reviewer.put(`${BASE}/${code}/draft`).send({ revision, document }).expect(403);
    await reviewer.post(`${BASE}/${code}/submission`).send({ revision, scope: 'whole' }).expect(403);
    await official.get(`${BASE}/${code}/versions`).expect(403);

    // Draft → in review. Nobody learns it yet.
    const submitted = await trainer
      .post(`${BASE}/${code}/submission`)
      .send({ revision, scope: 'whole', note: '첫 판' })
      .expect(201);
    const { number, hash } = submitted.body as { number: number; hash: string };
    expect(number).toBe(1);
    await official.get(`/api/v1/courses/${code}`).expect(404);
    await official.get(`/api/v1/courses/${code}/makers`).expect(404);
    const waiting = await reviewer.get('/api/v1/reviews').expect(200);
    expect((waiting.body as { items: { code: string; seats: string[] }[] }).items).toContainEqual(
      expect.objectContaining({ code, seats: ['civil-society'] }),
    );
    const seen = await reviewer.get(version(1)).expect(200);
    expect(seen.body).toMatchObject({
      state: 'in-review',
      hash,
      mySeats: ['civil-society'],
      authors: [{ name: '서한결' }],
    });
    await reviewer.get(`${version(1)}/lessons/opening`).expect(200);

    // The author signs for nobody; a reviewer only for their own seat; the office not at all.
    const signing = { seat: 'civil-society', decision: 'signed' };
    await trainer
      .put(`${version(1)}/review`)
      .send(signing)
      .expect(403);
    await office
      .put(`${version(1)}/review`)
      .send(signing)
      .expect(403);
    expect(
      codeOf(
        await reviewer
          .put(`${version(1)}/review`)
          .send({ ...signing, seat: 'official' })
          .expect(403),
      ),
    ).toBe('courses.not-your-seat');
    await reviewer
      .put(`${version(1)}/review`)
      .send({ ...signing, decision: 'dissented' })
      .expect(400);
    await reviewer
      .put(`${version(1)}/review`)
      .send({ ...signing, decision: 'dissented', text: '사례가 한쪽 말뿐입니다.' })
      .expect(200);

    // In review → published as a pilot, with the dissent on the page of who made it.
    await reviewer.post(`${version(1)}/publication`).expect(403);
    expect((await trainer.post(`${version(1)}/publication`).expect(200)).body).toMatchObject({
      number: 1,
      pilot: true,
    });
    const makers = await official.get(`/api/v1/courses/${code}/makers`).expect(200);
    expect((makers.body as { versions: object[] }).versions[0]).toMatchObject({
      pilot: true,
      seats: [
        { seat: 'official', state: 'open' },
        { seat: 'civil-society', state: 'dissented' },
      ],
      reviews: [
        {
          by: { name: '권누리' },
          affiliation: { en: 'Gaon Citizens for Human Rights' },
          text: '사례가 한쪽 말뿐입니다.',
        },
      ],
    });

    // Published: nobody edits it, publishes or withdraws it again. A draft from it is another version.
    expect(codeOf(await trainer.post(`${version(1)}/publication`).expect(409))).toBe('courses.wrong-state');
    expect(codeOf(await trainer.post(`${version(1)}/withdrawal`).expect(409))).toBe('courses.wrong-state');
    const again = await draft({ ...document, summary: { ko: '고친 요약', en: 'Another summary' } });
    const second = await trainer
      .post(`${BASE}/${code}/submission`)
      .send({ revision: again, scope: 'whole' })
      .expect(201);
    expect((second.body as { number: number }).number).toBe(2);
    expect((await reviewer.get(version(1)).expect(200)).body).toMatchObject({
      state: 'published',
      hash,
      document: { summary: document.summary },
    });

    // In review → withdrawn → submitted again → signed → published.
    const { body: back } = await trainer.post(`${version(2)}/withdrawal`).expect(200);
    await trainer
      .post(`${BASE}/${code}/submission`)
      .send({ revision: (back as { revision: number }).revision, scope: 'whole' })
      .expect(201);
    const readable = await reviewer.get(`${BASE}/${code}/differences?from=1&to=2`).expect(200);
    expect((readable.body as { items: object[] }).items).toContainEqual(
      expect.objectContaining({ part: 'settings', place: 'summary.ko', after: '고친 요약' }),
    );
    await reviewer
      .put(`${version(2)}/review`)
      .send(signing)
      .expect(200);
    const { body: people } = await office.get('/api/v1/review-seats').expect(200);
    const [holder] = (people as { items: { id: string; personId: string }[] }).items;
    await trainer
      .post('/api/v1/review-seats')
      .send({ personId: holder!.personId, seat: 'official', affiliation: { ko: '시', en: 'City' } })
      .expect(403);
    const { body: seat } = await office
      .post('/api/v1/review-seats')
      .send({ personId: holder!.personId, seat: 'official', affiliation: { ko: '시', en: 'City' } })
      .expect(201);
    expect(
      (
        await reviewer
          .put(`${version(2)}/review`)
          .send({ ...signing, seat: 'official' })
          .expect(200)
      ).body,
    ).toEqual({ state: 'signed', pilot: true });
    expect((await trainer.post(`${version(2)}/publication`).expect(200)).body).toMatchObject({
      number: 2,
      pilot: false,
    });

    // Published → retired: the office's word, with a reason.
    await trainer
      .post(`${version(2)}/retirement`)
      .send({ reason: 'x' })
      .expect(403);
    await reviewer
      .post(`${version(2)}/retirement`)
      .send({ reason: 'x' })
      .expect(403);
    await office
      .post(`${version(2)}/retirement`)
      .send({ reason: '조례 개정' })
      .expect(204);
    await official.get(`/api/v1/courses/${code}`).expect(404);
    expect(
      codeOf(
        await reviewer
          .put(`${version(2)}/review`)
          .send(signing)
          .expect(409),
      ),
    ).toBe('courses.wrong-state');
    await office.delete(`/api/v1/review-seats/${(seat as { id: string }).id}`).expect(204);
  });

  it('give the guide to those who lead, and to no learner', async () => {
    await official.get('/api/v1/courses/o2-equal-administration/guide').expect(403);
    const clerk = await signedIn(server, 'clerk');
    const teacher = await signedIn(server, 'teacher');
    for (const someone of [clerk, teacher, trainer, reviewer])
      expect([200, 404]).toContain((await someone.get('/api/v1/courses/w2-right-to-decide/guide')).status);
  });
});
