import { systemActor } from '#libs/actor';
import { type CourseDocument, CourseService, StudioService } from '#libs/courses';
import { Database, toBin } from '#libs/database';
import type { Browser, Page } from 'playwright-core';
import { signedIn } from '../api/client.js';
import { ATTACKS } from '../support/attacks.js';
import { exampleCourse, publishCourse } from '../support/example-course.js';
import { type TestServer, startServer } from '../support/server.js';
import { openBrowser, openPage, settled, signIn } from './browser.js';

jest.setTimeout(300_000);

const HOSTILE_SVG =
  '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script><image href="https://evil.example/x.png"/></svg>';

// What holds control characters is refused before it is stored.
const STORED = ATTACKS.filter((attack) => !/(?![\n\t])\p{Cc}/u.test(attack));
const SHORT = new Set(['title', 'name', 'summary']);

/** Every text of a document becomes an attack, each of the corpus somewhere; what gives the course its shape stays. */
function hostile(document: CourseDocument): CourseDocument {
  let next = 0;
  const attack = () => STORED[next++ % STORED.length] ?? '';
  const several = () => Array.from({ length: 12 }, attack).join('\n\n');
  const walk = (value: unknown, key: string): unknown => {
    if (Array.isArray(value)) return value.map((entry) => walk(entry, key));
    if (typeof value !== 'object' || value === null) return value;
    if ('ko' in value && 'en' in value)
      return SHORT.has(key)
        ? { ko: attack(), en: attack() }
        : key === 'body'
          ? { ko: `${STORED.join('\n\n')}\n\n![x](figures/door.svg)`, en: STORED.join('\n\n') }
          : { ko: several(), en: several() };
    return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, walk(entry, name)]));
  };
  const whole = walk(document, '') as CourseDocument;
  return { ...whole, figures: document.figures.map((figure) => ({ ...figure, svg: HOSTILE_SVG })) };
}

describe('what an author writes', () => {
  let server: TestServer;
  let browser: Browser;
  const document = exampleCourse({ code: 'o9-hostile' });
  beforeAll(async () => {
    [server, browser] = [await startServer(), await openBrowser()];
    const { versionId } = await publishCourse(server.app.get(StudioService), document);
    // Past every check, as if each had a hole: what is left are rendering and the content security policy.
    await server.app
      .get(Database)
      .query('UPDATE course_version SET document = ?, note = ? WHERE id = ?', [
        JSON.stringify(hostile(document)),
        STORED.join(' '),
        toBin(versionId),
      ]);
    expect((await server.app.get(CourseService).getVersion(versionId)).document.title).not.toEqual(document.title);
    await server.app.get(StudioService).openDraft(systemActor, document.code);
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  /** A page that fails the test when anything runs, is asked for elsewhere, or needs the policy to stop it. */
  async function watched(login: string): Promise<{ page: Page; caught: string[] }> {
    const page = await openPage(browser, 'desktop');
    const caught: string[] = [];
    page.on('dialog', (dialog) => {
      caught.push(`dialog ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('request', (request) => {
      const { origin, protocol } = new URL(request.url());
      if (protocol !== 'data:' && protocol !== 'blob:' && origin !== new URL(server.url).origin)
        caught.push(`request ${request.url()}`);
    });
    page.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) caught.push(message.text());
    });
    await signIn(page, server, login);
    return { page, caught };
  }

  it('runs nothing, loads nothing from elsewhere and stays in its frame, wherever it is shown', async () => {
    const agent = await signedIn(server, 'official');
    const { body } = await agent.post('/api/v1/enrollments').send({ course: document.code }).expect(201);
    const id = (body as { id: string }).id;
    const { body: enrollment } = await agent.get(`/api/v1/enrollments/${id}`).expect(200);
    const lessons = (enrollment as { lessons: { id: string }[] }).lessons;
    const learner = await watched('official');
    const learned = [
      `/courses/${document.code}`,
      `/courses/${document.code}/makers`,
      ...lessons.map((lesson) => `/learn/${id}/${lesson.id}`),
    ];
    const author = await watched('trainer');
    const written = [
      `/studio/${document.code}`,
      `/studio/${document.code}?at=questions`,
      `/studio/${document.code}?at=sources`,
      `/review/${document.code}`,
      `/review/${document.code}/1`,
    ];
    for (const [{ page }, paths] of [
      [learner, learned],
      [author, written],
    ] as const)
      for (const path of paths) {
        const answer = await page.goto(`${server.url}${path}`);
        expect(answer?.headers()['content-security-policy']).toContain("script-src 'self'");
        await settled(page);
        for (const image of await page.locator('main img').all()) await image.scrollIntoViewIfNeeded();
        const found = await page.evaluate<string[]>(`[...document.querySelectorAll('main *')].flatMap((element) => [
          ...(/^(SCRIPT|IFRAME|OBJECT|EMBED|BASE|META|STYLE|LINK|FORM)$/.test(element.tagName) && !element.closest('form[novalidate]') ? [element.outerHTML.slice(0, 80)] : []),
          ...[...element.attributes].filter((attribute) => /^on/i.test(attribute.name) || (/^(href|src|action)$/i.test(attribute.name) && /^\\s*(javascript|vbscript|data:text)/i.test(attribute.value))).map((attribute) => attribute.name + '=' + attribute.value.slice(0, 60)),
        ])`);
        expect([path, found]).toEqual([path, []]);
        expect(new URL(page.url()).origin).toBe(new URL(server.url).origin);
      }
    expect(learner.caught).toEqual([]);
    expect(author.caught).toEqual([]);
  });
});
