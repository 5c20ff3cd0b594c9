import type { Browser, Locator, Page } from 'playwright-core';
import { player } from '../../apps/web/src/i18n/ko/player.js';
import { type TestServer, startServer } from '../support/server.js';
import { openBrowser, openPage, signIn } from './browser.js';
import { type Answers, learnAnswers } from './course.js';

jest.setTimeout(400_000);

const MOST_TABS = 250;

/** Goes on by the tabulator until the focus is there: what cannot be reached so cannot be used. */
async function reach(page: Page, target: Locator): Promise<void> {
  for (let tabs = 0; tabs < MOST_TABS; tabs += 1) {
    if ((await target.and(page.locator(':focus')).count()) > 0) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`not reached by the keyboard: ${String(target)}`);
}

async function press(page: Page, target: Locator): Promise<void> {
  await reach(page, target);
  await page.keyboard.press('Enter');
}

/** Which inputs of a question are right; the first one where nobody has learned it yet. */
async function rightInputs(section: Locator, answers: Answers): Promise<number[]> {
  const bare = (words: string): string => words.replace(/\s+/g, '');
  const right = answers.get(bare(await section.locator('[id^="stem-"]').innerText())) ?? [];
  const labels = (await section.locator('label').allInnerTexts()).map(bare);
  const chosen = labels.flatMap((label, index) => (right.some((words) => label.includes(words)) ? [index] : []));
  return chosen.length > 0 ? chosen : [0];
}

async function choose(page: Page, section: Locator, indexes: readonly number[]): Promise<void> {
  const inputs = section.locator('input');
  if ((await inputs.first().getAttribute('type')) === 'checkbox') {
    for (const index of indexes) {
      await reach(page, inputs.nth(index));
      await page.keyboard.press('Space');
    }
    return;
  }
  await reach(page, inputs.first());
  await page.keyboard.press('Space');
  for (let down = 0; down < (indexes[0] ?? 0); down += 1) await page.keyboard.press('ArrowDown');
}

/** One step of whatever lesson is open. @returns false when the course has ended */
async function step(page: Page, answers: Answers): Promise<boolean> {
  const button = (name: string): Locator => page.getByRole('button', { name, exact: true }).first();
  const started = Date.now();
  while (Date.now() - started < 20_000) {
    if (await page.getByRole('heading', { level: 1, name: player.finished.title }).isVisible()) return false;
    if (await button(player.quiz.submit).isVisible()) {
      for (const section of await page.locator('main form section').all()) {
        await choose(page, section, await rightInputs(section, answers));
      }
      await press(page, button(player.quiz.submit));
      await button(player.quiz.submit).waitFor({ state: 'hidden' });
      return true;
    }
    if (await button(player.scenario.pick).isVisible()) {
      await choose(page, page.locator('main form fieldset'), [1]);
      await press(page, button(player.scenario.pick));
      await button(player.scenario.pick).waitFor({ state: 'hidden' });
      return true;
    }
    for (const name of [player.scenario.start, player.scenario.onward, player.scenario.toEnding]) {
      if (await button(name).isVisible()) {
        await press(page, button(name));
        return true;
      }
    }
    for (const name of [player.readOn, player.reflection.done, player.next]) {
      if (await button(name).isVisible()) {
        const before = page.url();
        await press(page, button(name));
        await page.waitForURL((url) => url.href !== before);
        return true;
      }
    }
    await page.waitForTimeout(150);
  }
  throw new Error(`nothing to go on with: ${page.url()}`);
}

describe('by the keyboard alone', () => {
  let server: TestServer;
  let browser: Browser;
  beforeAll(async () => {
    [server, browser] = [await startServer(), await openBrowser()];
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  it('an official goes from the sign-in to the certificate', async () => {
    const answers = await learnAnswers(server, 'trainer', 'o1-my-post', 'ko');
    const page = await openPage(browser, 'desktop');
    await signIn(page, server, 'official');
    await press(page, page.getByRole('button', { name: /인권도시와 나의 자리.*시작하기$/ }).first());
    await page.waitForURL(/\/learn\/.+\/.+/);
    for (let steps = 0; steps < 80 && (await step(page, answers)); steps += 1);
    await server.runJobs();
    const download = page.getByRole('link', { name: player.finished.download });
    await download.waitFor();
    await reach(page, download);
    const [file] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
    expect(file.suggestedFilename()).toMatch(/\.pdf$/);
  });

  it('a navigation takes the focus to the heading, and the first stop is the way past the menu', async () => {
    const page = await openPage(browser, 'desktop');
    await signIn(page, server, 'official');
    await page.goto(`${server.url}/courses`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('본문으로 건너뛰기');
    await press(page, page.getByRole('link', { name: '내 수료증' }).first());
    await page.getByRole('heading', { level: 1, name: '내 수료증' }).waitFor();
    expect(await page.evaluate('document.activeElement.tagName')).toBe('H1');
    expect(await page.title()).toBe('내 수료증 | 마당');
  });
});
