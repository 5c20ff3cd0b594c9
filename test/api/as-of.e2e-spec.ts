import { type TestServer, startServer } from '../support/server.js';
import { signedIn, takeCourse } from './client.js';

describe('what was known, through HTTP', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  it('gives the same report, list and file for the instant of a report, after what followed', async () => {
    const clerk = await signedIn(server, 'clerk');
    const official = await signedIn(server, 'official');
    const get = async (path: string): Promise<string> =>
      (await clerk.get(`/api/v1/reports/compliance${path}mandate=gaon-officials&cycle=2026`).expect(200)).text;
    const first = await get('?');
    const { asOf, unit } = JSON.parse(first) as { asOf: string; unit: { id: string } };
    const list = await get(`/people?unit=${unit.id}&`);
    const file = await get(`/export?unit=${unit.id}&reason=check&`);
    const { text: duties } = await official.get('/api/v1/me/obligations').expect(200);

    await takeCourse(official, 'o2-equal-administration');
    await server.runJobs();

    expect(await get(`/people?unit=${unit.id}&`)).not.toBe(list);
    const then = `asOf=${encodeURIComponent(asOf)}&`;
    expect(await get(`?${then}`)).toBe(first);
    expect(await get(`/people?unit=${unit.id}&${then}`)).toBe(list);
    expect(await get(`/export?unit=${unit.id}&reason=check&${then}`)).toBe(file);
    const { text: known } = await official.get(`/api/v1/me/obligations?asOf=${encodeURIComponent(asOf)}`).expect(200);
    expect(withoutCourses(known)).toEqual(withoutCourses(duties));
  });

  it('names the field of a moment that cannot be shown', async () => {
    const clerk = await signedIn(server, 'clerk');
    for (const asOf of ['2999-01-01', '1999-01-01', 'yesterday']) {
      const { status, body } = await clerk.get(`/api/v1/reports/compliance?asOf=${asOf}`);
      expect([asOf, status]).toEqual([asOf, 400]);
      expect(body).toMatchObject({ errors: [{ field: 'asOf' }] });
    }
  });
});

/** Which courses would do is a question of now. */
function withoutCourses(text: string): unknown {
  const { obligations } = JSON.parse(text) as { obligations: { courses: unknown }[] };
  return obligations.map((duty) => ({ ...duty, courses: [] }));
}
