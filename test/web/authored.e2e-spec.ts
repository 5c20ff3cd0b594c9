import { systemActor } from '#libs/actor';
import { type CourseDocument, CourseService, StudioService } from '#libs/courses';
import { Database, toBin } from '#libs/database';
import type { Browser, Page } from 'playwright-core';
import { player } from '../../apps/web/src/i18n/ko/player.js';
import { review } from '../../apps/web/src/i18n/ko/review.js';
import { signedIn } from '../api/client.js';
import { ATTACKS } from '../support/attacks.js';
import { exampleCourse, publishCourse } from '../support/example-course.js';
import { type TestServer, startServer } from '../support/server.js';
import { openBrowser, openPage, signIn, until } from './browser.js';

jest.setTimeout(300_000);

const HOSTILE_SVG =
  '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script><image href="https://evil.example/x.png"/></svg>';

// What holds control characters is refused before it is stored.
const STORED = ATTACKS.filter((attack) => !/(?![\n\t])\p{Cc}/u.test(attack));
const SHORT = new Set(['title', 'name', 'summary', 'low', 'high']);

/** Every text of a document becomes an attack, each of the corpus somewhere; what gives the course its shape stays. */
function hostile(document: CourseDocument): CourseDocument {
  let next = 0;
  const attack = () => STORED[next++ % STORED.length] ?? '';
  const several = () => Array.from({ length: 12 }, attack).join('\n\n');
  const walk = (value: unknown, key: string): unknown => {
    if (Array.isArray(value)) return value.map((entry) => walk(entry, key));
    if (typeof value !== 'object' || value === null) return value;
    if (key === 'accept') return { ko: [attack()], en: [attack()] };
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

/** Every kind of question, and quizzes that ask all that they may: nothing depends on what is drawn. */
function everyKind(): CourseDocument {
  const whole = exampleCourse({ code: 'o9-hostile' });
  const both = { ko: '글', en: 'Text' };
  const head = (code: string) => ({
    code,
    pair: code,
    form: 'A' as const,
    tags: { topic: 'non-discrimination' as const, type: 'case' as const },
    stem: both,
  });
  const feedback = { right: both, wrong: both };
  const ids = ['a', 'b'];
  const others: CourseDocument['items'] = [
    {
      ...head('k1'),
      kind: 'multiple',
      choices: ids.map((id, at) => ({ id, correct: at === 0, text: both, feedback: both })),
    },
    { ...head('k2'), kind: 'ordering', steps: ids.map((id) => ({ id, text: both })), feedback },
    { ...head('k3'), kind: 'matching', pairs: ids.map((id) => ({ id, left: both, right: both })), feedback },
    { ...head('k4'), kind: 'short-text', accept: { ko: ['x'], en: ['x'] }, feedback },
    { ...head('k5'), kind: 'rating-scale', scale: { from: 1, to: 5, low: both, high: both } },
    { ...head('k6'), kind: 'argued-case', rubric: [{ id: 'sees', points: 5, text: both }], feedback },
  ];
  // Never two of one pair: form A before, form B after.
  const pairs = whole.items.length / 2;
  return {
    ...whole,
    items: [...whole.items, ...others],
    lessons: whole.lessons.map((lesson) =>
      lesson.kind !== 'quiz'
        ? lesson
        : lesson.quiz.purpose === 'pre'
          ? { ...lesson, quiz: { purpose: 'pre', draw: pairs + others.length - 1 } }
          : { ...lesson, quiz: { ...lesson.quiz, draw: pairs, blueprint: [{ count: pairs, kind: 'single' }] } },
    ),
  };
}

/** Elements and attributes that run, load or post; the app's own forms are `novalidate` or ask one thing. */
const FOUND = `[...document.querySelectorAll('main *')].flatMap((element) => [
  ...(/^(SCRIPT|IFRAME|OBJECT|EMBED|BASE|META|STYLE|LINK)$/.test(element.tagName) || (element.tagName === 'FORM' && element.hasAttribute('action'))
    ? [element.outerHTML.slice(0, 80)]
    : []),
  ...[...element.attributes]
    .filter(
      ({ name, value }) =>
        /^on/i.test(name) || (/^(href|src|action|formaction)$/i.test(name) && /^\\s*(javascript|vbscript|data:text)/i.test(value)),
    )
    .map(({ name, value }) => name + '=' + value.slice(0, 60)),
])`;

/** The page shows what it has to show: its heading, nothing awaited, and each picture loaded or given up. */
async function shown(page: Page): Promise<void> {
  await page.locator('main h1').first().waitFor();
  await page.locator('main [aria-busy="true"]').first().waitFor({ state: 'detached' });
  await until(
    page,
    `[...document.querySelectorAll('main img')].every((image) => {
    image.loading = 'eager';
    return image.complete;
  })`,
  );
}

describe('what an author writes', () => {
  let server: TestServer;
  let browser: Browser;
  const document = everyKind();
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

  /** A page, and all on it that ran, was asked for elsewhere, or needed the policy to stop it. */
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

  async function harmless(page: Page): Promise<void> {
    await shown(page);
    const { pathname, origin } = new URL(page.url());
    expect([pathname, await page.evaluate<string[]>(FOUND)]).toEqual([pathname, []]);
    expect(origin).toBe(new URL(server.url).origin);
  }

  async function visit(page: Page, path: string): Promise<void> {
    const answer = await page.goto(`${server.url}${path}`);
    expect(answer?.headers()['content-security-policy']).toContain("script-src 'self'");
    await harmless(page);
  }

  it('runs nothing, loads nothing from elsewhere and stays in its frame when it is learned', async () => {
    const agent = await signedIn(server, 'official');
    const { body } = await agent.post('/api/v1/enrollments').send({ course: document.code }).expect(201);
    const { id } = body as { id: string };
    const { body: enrollment } = await agent.get(`/api/v1/enrollments/${id}`).expect(200);
    const { lessons } = enrollment as { lessons: { id: string; slug: string }[] };
    const { page, caught } = await watched('official');
    for (const path of [`/courses/${document.code}`, `/courses/${document.code}/makers`, `/learn/${id}/argue`])
      await visit(page, path);
    const button = (name: string) => page.getByRole('button', { name, exact: true });
    for (const { id: lessonId, slug } of lessons) {
      await visit(page, `/learn/${id}/${lessonId}`);
      if (slug === 'front-desk') {
        await button(player.scenario.start).click();
        for (const onward of [player.scenario.onward, player.scenario.toEnding]) {
          await page.locator('main form').getByRole('radio').first().check();
          await harmless(page);
          await button(player.scenario.pick).click();
          await button(onward).waitFor();
          await harmless(page);
          await button(onward).click();
        }
        await page.getByRole('heading', { level: 2 }).first().waitFor();
        await harmless(page);
      }
      if (slug === 'check') {
        for (const field of await page.locator('main form fieldset').all())
          await field.getByRole('radio').first().check();
        await button(player.quiz.submit).click();
        await button(player.quiz.submit).waitFor({ state: 'detached' });
        await harmless(page);
      }
    }
    await visit(page, `/learn/${id}/finished`);
    expect(caught).toEqual([]);
  });

  it('does nothing in the rooms of those who write and review it', async () => {
    const { page, caught } = await watched('trainer');
    const places = ['', '?at=questions', '?at=sources', ...document.lessons.map(({ slug }) => `?at=lesson.${slug}`)];
    for (const place of places) await visit(page, `/studio/${document.code}${place}`);
    await visit(page, `/review/${document.code}`);
    await visit(page, `/review/${document.code}/1`);
    for (const { slug } of document.lessons) {
      await page.getByLabel(review.readLesson).selectOption(slug);
      await harmless(page);
    }
    expect(caught).toEqual([]);
  });
});
