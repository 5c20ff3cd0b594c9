import { StudioService, TransferService } from '#libs/courses';
import { createHash } from 'node:crypto';
import { FILM, filmCourse, publishFiles } from '../support/example-course.js';
import { type TestServer, startServer } from '../support/server.js';
import { type Client, signedIn, visitor } from './client.js';

describe('a film', () => {
  let server: TestServer;
  let learner: Client;
  let path: string;
  beforeAll(async () => {
    server = await startServer();
    await publishFiles(server.app.get(TransferService), server.app.get(StudioService), filmCourse('o9-film'));
    learner = await signedIn(server, 'official');
    const { body: made } = await learner.post('/api/v1/enrollments').send({ course: 'o9-film' }).expect(201);
    const { id } = made as { id: string };
    const { body } = await learner.get(`/api/v1/enrollments/${id}`).expect(200);
    path = `/api/v1/enrollments/${id}/lessons/${(body as { lessons: { id: string }[] }).lessons[0]!.id}`;
  });
  afterAll(() => server.close());

  it('is sent whole, as a film and nothing else', async () => {
    const { headers, body } = await learner.get(`${path}/film`).buffer(true).expect(200);
    expect(body).toEqual(FILM);
    expect(headers).toMatchObject({
      'content-type': 'video/mp4',
      'content-length': String(FILM.length),
      'x-content-type-options': 'nosniff',
      'accept-ranges': 'bytes',
      etag: `"${createHash('sha256').update(FILM).digest('hex')}"`,
    });
    expect(headers['cache-control']).toMatch(/^private/);
  });

  it('is sent in parts', async () => {
    const part = await learner.get(`${path}/film`).set('Range', 'bytes=4-11').buffer(true).expect(206);
    expect(part.body).toEqual(FILM.subarray(4, 12));
    expect(part.headers).toMatchObject({
      'content-range': `bytes 4-11/${String(FILM.length)}`,
      'content-length': '8',
      'content-type': 'video/mp4',
    });
    const tail = await learner.get(`${path}/film`).set('Range', 'bytes=-3').buffer(true).expect(206);
    expect(tail.body).toEqual(FILM.subarray(-3));
    const beyond = await learner.get(`${path}/film`).set('Range', 'bytes=9999999-').expect(416);
    expect(beyond.headers['content-range']).toBe(`bytes */${String(FILM.length)}`);
    await learner.get(`${path}/film`).set('Range', 'bytes=0-1').set('If-Range', '"another"').expect(200);
  });

  it('comes with captions in each language', async () => {
    const { headers, text } = await learner.get(`${path}/captions/en`).buffer(true).expect(200);
    expect(headers['content-type']).toBe('text/vtt; charset=utf-8');
    expect(text).toContain('What the film says. (English)');
    await learner.get(`${path}/captions/fr`).expect(400);
  });

  it('is nobody else’s, and no other lesson’s', async () => {
    const other = await signedIn(server, 'social');
    for (const part of ['film', 'captions/ko']) {
      await other.get(`${path}/${part}`).expect(404);
      await visitor(server).get(`${path}/${part}`).expect(401);
    }
    const { body: made } = await learner.post('/api/v1/enrollments').send({ course: 'o2-equal-administration' });
    const { id } = made as { id: string };
    const { body } = await learner.get(`/api/v1/enrollments/${id}`).expect(200);
    const [reading] = (body as { lessons: { id: string }[] }).lessons;
    await learner.get(`/api/v1/enrollments/${id}/lessons/${reading!.id}/film`).expect(404);
  });

  it('counts what was played only as far as the server saw time go by', async () => {
    const answer = await learner
      .put(`${path}/progress`)
      .send({ event: 'open', tab: 'a', watched: [[0, 3_600]] })
      .expect(200);
    expect((answer.body as { watchedSeconds: number }).watchedSeconds).toBeLessThanOrEqual(5);
  });
});
