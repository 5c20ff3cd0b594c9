import { newId } from '#libs/database';
import { RequestMethod } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, ModulesContainer } from '@nestjs/core';
import request, { type Test } from 'supertest';
import { ROUTE, type RouteSpec } from '../../apps/api/src/http/route.js';
import { DEMO_PASSWORD, type TestServer, startServer } from '../support/server.js';
import { type Client, signedIn, visitor } from './client.js';

interface Found {
  method: 'get' | 'post' | 'put' | 'delete' | 'patch';
  path: string;
  spec: RouteSpec;
}

const METHODS: Partial<Record<RequestMethod, Found['method']>> = {
  [RequestMethod.GET]: 'get',
  [RequestMethod.POST]: 'post',
  [RequestMethod.PUT]: 'put',
  [RequestMethod.DELETE]: 'delete',
  [RequestMethod.PATCH]: 'patch',
};

/** Every handler of every controller, found as Nest finds them. */
function routesOf(server: TestServer): Found[] {
  const scanner = new MetadataScanner();
  const modules = new DiscoveryService(server.app.get(ModulesContainer));
  return modules.getControllers().flatMap((wrapper) => {
    const prototype = (wrapper.metatype as { prototype: object }).prototype;
    const base = String(Reflect.getMetadata('path', wrapper.metatype as object) ?? '');
    return scanner.getAllMethodNames(prototype).flatMap((name) => {
      const handler = (prototype as Record<string, object>)[name]!;
      const method = METHODS[Reflect.getMetadata('method', handler) as RequestMethod];
      if (method === undefined) return [];
      const spec = Reflect.getMetadata(ROUTE, handler) as RouteSpec;
      const parts = [base, String(Reflect.getMetadata('path', handler))].map((part) => part.replace(/^\/|\/$/g, ''));
      const outside = ['health', 'dev'].some((prefix) => base.startsWith(prefix));
      return [{ method, path: `${outside ? '' : '/api/v1'}/${parts.filter((part) => part !== '').join('/')}`, spec }];
    });
  });
}

describe('every route', () => {
  let server: TestServer;
  let routes: Found[];
  beforeAll(async () => {
    server = await startServer();
    routes = routesOf(server);
  });
  afterAll(() => server.close());

  const filled = (path: string): string => path.replace(/:\w+/g, newId());
  const call = (agent: Client, { method, path }: Found): Test => agent[method](filled(path));

  it('says who may call it', () => {
    expect(routes.length).toBeGreaterThan(30);
    expect(
      routes
        .map(({ method, path, spec }) => `${spec.allow.padEnd(14)} ${method.toUpperCase().padEnd(6)} ${path}`)
        .sort(),
    ).toMatchSnapshot();
  });

  it('refuses a caller without a session', async () => {
    for (const route of routes.filter(({ spec }) => spec.allow !== 'public')) {
      const response = await call(visitor(server), route);
      expect([`${route.method} ${route.path}`, response.status]).toEqual([`${route.method} ${route.path}`, 401]);
      expect(response.headers['content-type']).toContain('application/problem+json');
    }
  });

  it('refuses a caller without the permission', async () => {
    const student = await signedIn(server, 'student');
    for (const route of routes.filter(({ spec }) => spec.allow !== 'public' && spec.allow !== 'signed-in')) {
      const { status } = await call(student, route);
      expect([`${route.method} ${route.path}`, status]).toEqual([`${route.method} ${route.path}`, 403]);
    }
  });

  it('refuses a request from another site', async () => {
    await request(server.url)
      .post('/api/v1/session')
      .set('Sec-Fetch-Site', 'cross-site')
      .send({ login: 'official', password: 'x' })
      .expect(403);
  });

  it('names the field of a malformed body', async () => {
    const agents = {
      office: await signedIn(server, 'office'),
      trainer: await signedIn(server, 'trainer'),
      teacher: await signedIn(server, 'teacher'),
      reviewer: await signedIn(server, 'reviewer'),
      coordinator: await signedIn(server, 'coordinator'),
    };
    const others: Partial<Record<RouteSpec['allow'], keyof typeof agents>> = {
      'course:author': 'trainer',
      'course:review': 'reviewer',
      'class:teach': 'teacher',
      'class:manage': 'coordinator',
    };
    const withBody = routes.filter(({ spec }) => spec.body !== undefined);
    expect(withBody.length).toBeGreaterThan(5);
    for (const route of withBody) {
      const who = others[route.spec.allow] ?? 'office';
      for (const body of [{ unknown: 1 }, []]) {
        const response = await call(agents[who], route).send(body);
        const named = `${route.method} ${route.path} ${JSON.stringify(body)}`;
        expect([named, response.status]).toEqual([named, 400]);
        const { errors } = response.body as { errors: { field: string; message: string }[] };
        expect(errors.length).toBeGreaterThan(0);
        expect(errors.every(({ field, message }) => field !== '' && message !== '')).toBe(true);
      }
      const broken = await call(agents[who], route).set('content-type', 'application/json').send('{"a":');
      expect(broken.status).toBe(400);
    }
  });

  it('answers in the language asked for', async () => {
    const bad = (language: string) =>
      request(server.url).post('/api/v1/session').set('Accept-Language', language).send({ login: 'x', password: 'y' });
    expect(((await bad('en')).body as { title: string }).title).toContain('wrong');
    expect(((await bad('ko')).body as { title: string }).title).toContain('맞지 않습니다');
  });

  it('answers not-found for what lies in another scope', async () => {
    const head = await signedIn(server, 'head');
    const teacher = await signedIn(server, 'teacher');
    const official = await signedIn(server, 'official');
    const leader = await signedIn(server, 'leader');
    const { body } = await (await signedIn(server, 'office')).get('/api/v1/reports/compliance').expect(200);
    const city = (body as { unit: { id: string } }).unit.id;
    for (const [path, more] of [
      ['', ''],
      ['/people', ''],
      ['/export', '&reason=check'],
    ] as const) {
      await head
        .get(`/api/v1/reports/compliance${path}?unit=${city}&mandate=gaon-officials&cycle=2026${more}`)
        .expect(404);
    }
    await head.get(`/api/v1/messages/paste?unit=${city}&mandate=gaon-officials&cycle=2026`).expect(404);
    await teacher.get(`/api/v1/school/classes/${city}`).expect(404);
    const { body: mine } = await official.post('/api/v1/enrollments').send({ course: 'o2-equal-administration' });
    const enrollment = (mine as { id: string }).id;
    const { body: seen } = await official.get(`/api/v1/enrollments/${enrollment}`).expect(200);
    const lesson = (seen as { lessons: { id: string }[] }).lessons[0]!.id;
    await leader.get(`/api/v1/enrollments/${enrollment}`).expect(404);
    await leader.get(`/api/v1/enrollments/${enrollment}/lessons/${lesson}`).expect(404);
    await leader
      .put(`/api/v1/enrollments/${enrollment}/lessons/${lesson}/progress`)
      .send({ event: 'open' })
      .expect(404);
    await leader
      .post(`/api/v1/enrollments/${enrollment}/lessons/${lesson}/attempts`)
      .send({ answers: [{ item: '1-1', choices: ['a'] }] })
      .expect(404);
    await leader.get(`/api/v1/certificates/${newId()}/pdf`).expect(404);
  });
});

describe('signing in', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  it('rests after several failures in a row, also for the right password', async () => {
    const attempt = (password: string) =>
      request(server.url).post('/api/v1/session').send({ login: 'reviewer', password });
    for (let i = 0; i < 5; i += 1) await attempt('wrong').expect(401);
    await attempt(DEMO_PASSWORD).expect(429);
  });

  it('ends with the session', async () => {
    const { headers } = await request(server.url)
      .post('/api/v1/session')
      .send({ login: 'official', password: DEMO_PASSWORD })
      .expect(204);
    const [cookie = ''] = (headers['set-cookie'] as unknown as string[])[0]!.split(';');
    expect(headers['set-cookie']).toEqual([expect.stringMatching(/HttpOnly.*SameSite=Lax|SameSite=Lax.*HttpOnly/)]);
    await request(server.url).get('/api/v1/me').set('cookie', cookie).expect(200);
    await request(server.url).delete('/api/v1/session').set('cookie', cookie).expect(204);
    await request(server.url).get('/api/v1/me').set('cookie', cookie).expect(401);
  });
});
