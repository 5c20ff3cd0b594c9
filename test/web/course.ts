import type { Page } from 'playwright-core';
import type { player } from '../../apps/web/src/i18n/ko/player.js';
import { type Client, type LessonState, signedIn } from '../api/client.js';
import type { TestServer } from '../support/server.js';
import { accessible } from './browser.js';

type Words = typeof player;
/** Right choices of each question, by the question's text. */
export type Answers = ReadonlyMap<string, readonly string[]>;

interface Quiz {
  items: { id: string; stemHtml: string; choices: { id: string; html: string }[] }[];
}

const textOf = (html: string): string =>
  html
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&quot;', '"')
    .replaceAll('&#x27;', "'")
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, '');

/** What somebody learns who tries a course's quiz again and again and reads the feedback: no answer key is read. */
export async function learnAnswers(
  server: TestServer,
  login: string,
  course: string,
  language: 'ko' | 'en',
): Promise<Answers> {
  const agent: Client = await signedIn(server, login);
  const { body: made } = await agent.post('/api/v1/enrollments').send({ course });
  const { body } = await agent.get(`/api/v1/enrollments/${(made as { id: string }).id}`).expect(200);
  const learned = new Map<string, string[]>();
  for (const lesson of (body as { lessons: LessonState[] }).lessons.filter(({ kind }) => kind === 'quiz')) {
    const path = `/api/v1/enrollments/${(made as { id: string }).id}/lessons/${lesson.id}`;
    for (let round = 0; round < 12; round += 1) {
      const { body: shown } = await agent.get(`${path}?language=${language}`).expect(200);
      const { items } = (shown as { quiz: Quiz }).quiz;
      const { body: result } = await agent
        .post(`${path}/attempts?language=${language}`)
        .send({ answers: items.map(({ id, choices }) => ({ item: id, choices: [choices[0]!.id] })) })
        .expect(201);
      for (const { item, choices } of (result as Marked).items) {
        const asked = items.find(({ id }) => id === item)!;
        const right = choices
          .filter(({ correct }) => correct)
          .map(({ id }) => asked.choices.find((c) => c.id === id)!.html);
        learned.set(textOf(asked.stemHtml), right.map(textOf));
      }
    }
  }
  return learned;
}

interface Marked {
  items: { item: string; choices: { id: string; correct: boolean }[] }[];
}

/** Goes through a course in the player, from its first lesson to the certificate. Checks each kind of lesson once. */
export async function takeCourseInPlayer(page: Page, words: Words, answers: Answers): Promise<void> {
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const link = (name: string) => page.getByRole('link', { name, exact: true });
  const checked = new Set<string>();
  const check = async (kind: string): Promise<void> => {
    if (checked.has(kind)) return;
    checked.add(kind);
    await accessible(page);
  };
  for (let step = 0; step < 200; step += 1) {
    await page.waitForLoadState('networkidle');
    if (await page.getByText(words.finished.title, { exact: true }).first().isVisible()) return;
    if (await button(words.quiz.submit).isVisible()) {
      await check('quiz');
      await answer(page, answers);
      await button(words.quiz.submit).click();
      await button(words.quiz.submit).waitFor({ state: 'hidden' });
      await check('quiz result');
    } else if ((await button(words.quiz.retry).first().isVisible()) && !(await passed(page, words))) {
      await button(words.quiz.retry).first().click();
    } else if (await button(words.scenario.start).isVisible()) {
      await check('scenario start');
      await button(words.scenario.start).click();
    } else if (await button(words.scenario.pick).isVisible()) {
      await check('situation');
      await page.locator('main form input[type=radio]').first().check({ force: true });
      await button(words.scenario.pick).click();
    } else if (await button(words.scenario.onward).isVisible()) {
      await check('consequence');
      await button(words.scenario.onward).click();
    } else if (await button(words.scenario.toEnding).isVisible()) {
      await button(words.scenario.toEnding).click();
    } else {
      const on = [button(words.readOn), button(words.reflection.done), button(words.next), link(words.next)];
      const visible = await Promise.all(on.map((each) => each.first().isVisible()));
      const next = on[visible.indexOf(true)];
      if (!next) {
        await page.waitForTimeout(250);
        continue;
      }
      await check((await button(words.reflection.done).isVisible()) ? 'reflection' : 'reading');
      const before = page.url();
      await next.first().click();
      await page.waitForURL((url) => url.href !== before).catch(() => undefined);
    }
  }
  throw new Error(`the course did not end: ${page.url()}\n${(await page.locator('main').innerText()).slice(0, 1500)}`);
}

async function passed(page: Page, words: Words): Promise<boolean> {
  const said = [words.quiz.passed, words.quiz.recorded];
  const seen = await Promise.all(said.map((text) => page.getByText(text, { exact: true }).first().isVisible()));
  return seen.includes(true);
}

async function answer(page: Page, answers: Answers): Promise<void> {
  for (const section of await page.locator('main form section').all()) {
    const stem = (await section.locator('[id^="stem-"]').innerText()).replace(/\s+/g, '');
    const right = answers.get(stem);
    const inputs = await section.locator('input').all();
    const labels = (await section.locator('label').allInnerTexts()).map((label) => label.replace(/\s+/g, ''));
    const chosen = labels.flatMap((label, index) =>
      right?.some((text) => label.includes(text)) === true ? [index] : [],
    );
    for (const index of chosen.length > 0 ? chosen : [0]) await inputs[index]!.check({ force: true });
  }
}
