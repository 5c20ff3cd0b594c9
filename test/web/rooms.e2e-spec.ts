import type { Browser, Page } from 'playwright-core';
import { compliance } from '../../apps/web/src/i18n/ko/compliance.js';
import { player } from '../../apps/web/src/i18n/ko/player.js';
import { school } from '../../apps/web/src/i18n/ko/school.js';
import { studio } from '../../apps/web/src/i18n/ko/studio.js';
import { signedIn, takeCourse } from '../api/client.js';
import { type TestServer, startServer } from '../support/server.js';
import { type Size, accessible, enterAs, openBrowser, settled, until } from './browser.js';

jest.setTimeout(200_000);

describe('the rooms', () => {
  let server: TestServer;
  let browser: Browser;
  beforeAll(async () => {
    [server, browser] = [await startServer(), await openBrowser()];
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });
  afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));

  const enter = (login: string, path: string, size: Size = 'desktop'): Promise<Page> =>
    enterAs(browser, server, [login, path], size);
  const lesson = '/studio/w2-right-to-decide?at=course';

  it('moves the head’s figure when somebody finishes', async () => {
    const agent = await signedIn(server, 'official');
    const page = await enter('head', '/compliance');
    const figure = page.getByText(/대상 \d+명 가운데 \d+명이 마쳤습니다/);
    const before = Number(/가운데 (\d+)명/.exec(await figure.innerText())?.[1]);
    await takeCourse(agent, 'o2-equal-administration');
    await page.reload();
    await page.getByText(new RegExp(`가운데 ${String(before + 1)}명이 마쳤습니다`)).waitFor();
    await page.getByLabel(compliance.filter).selectOption('fulfilled');
    await page.getByRole('row', { name: /김하늘/ }).waitFor();
  });

  it('saves what a trainer writes by itself, shows it on a phone, and publishes it as a pilot', async () => {
    const page = await enter('trainer', '/studio/w2-right-to-decide');
    await page.getByRole('navigation', { name: studio.outline }).getByRole('link', { name: /^1\. / }).click();
    const body = page.getByRole('textbox', { name: /본문 · 한국어/ });
    await body.fill(`${await body.inputValue()}\n\n새로 적은 문단입니다.`);
    await page.getByLabel(studio.previewScreen).getByText('새로 적은 문단입니다.').waitFor();
    await page.getByText(studio.saved, { exact: true }).waitFor();
    await accessible(page);
    await page.reload();
    await page.getByRole('textbox', { name: /본문 · 한국어/ }).waitFor();
    expect(await page.getByRole('textbox', { name: /본문 · 한국어/ }).inputValue()).toContain('새로 적은 문단입니다.');
    await page.getByRole('button', { name: studio.publish }).click();
    await page.getByRole('button', { name: studio.publishGo }).click();
    await page.getByText(/2판을 시범판으로 공개했습니다/).waitFor();
    await accessible(page);
  });

  it('lists what a trainer must still fix, with the way there', async () => {
    const page = await enter('trainer', lesson);
    await page.getByRole('textbox', { name: /^소개 · 영어/ }).fill('');
    const problem = page.getByRole('region', { name: /고칠 곳 1군데/ }).getByRole('link');
    await problem.waitFor();
    await page.getByRole('link', { name: /^문제 은행/ }).click();
    await problem.click();
    await until(page, "document.activeElement?.getAttribute('data-path') === 'summary.en'");
    await accessible(page);
    await page.getByRole('textbox', { name: /^소개 · 영어/ }).fill('You support a decision instead of taking it.');
    await page.getByText(studio.noProblems).waitFor();
  });

  it('joins what two people write, and asks where both changed the same words', async () => {
    const [mine, theirs] = [await enter('trainer', lesson), await enter('trainer', lesson)];
    const title = (page: Page) => page.getByRole('textbox', { name: /^제목 · 한국어/ });
    await theirs.getByRole('textbox', { name: /^제목 · 영어/ }).fill('Theirs');
    await theirs.getByText(studio.saved, { exact: true }).waitFor();
    await title(mine).fill('내 제목');
    await mine.getByText(studio.joined).waitFor();
    await mine.getByText(studio.saved, { exact: true }).waitFor();
    expect(await mine.getByRole('textbox', { name: /^제목 · 영어/ }).inputValue()).toBe('Theirs');
    await title(theirs).fill('남의 제목');
    const dialog = theirs.getByRole('dialog');
    await dialog.getByText('내 제목').waitFor();
    await dialog.getByText('남의 제목').waitFor();
    await accessible(theirs);
    await dialog.getByRole('radio', { name: studio.theirs }).check();
    await dialog.getByRole('button', { name: studio.clashDone }).click();
    await theirs.getByText(studio.saved, { exact: true }).waitFor();
    expect(await title(theirs).inputValue()).toBe('내 제목');
  });

  it('lets a class decide by raised hands, and records the lesson that was held', async () => {
    const page = await enter('teacher', '/school');
    await page.getByRole('link', { name: '5학년 2반' }).click();
    await page.getByRole('link', { name: /놀 권리, 쉴 권리 큰 화면으로 열기/ }).click();
    await settled(page);
    const next = page.getByRole('button', { name: school.present.next, exact: true });
    const begin = page.getByRole('button', { name: player.scenario.start });
    for (let scene = 0; scene < 40 && !(await begin.isVisible()); scene += 1) await next.click();
    await begin.click();
    await page.getByRole('spinbutton').first().fill('14');
    await page.getByRole('spinbutton').nth(1).fill('9');
    await accessible(page);
    await page.getByRole('button', { name: school.present.most }).click();
    await page.getByText(player.scenario.consequence).waitFor();
    const finish = page.getByRole('link', { name: school.present.finish });
    for (let scene = 0; scene < 60 && !(await finish.isVisible()); scene += 1) await next.click();
    await finish.click();
    await page.getByRole('heading', { level: 1, name: school.record }).waitFor();
    await settled(page);
    await page.getByRole('checkbox', { name: /^3\. / }).check();
    await accessible(page);
    await page.getByRole('button', { name: school.form.submit }).click();
    await page.getByRole('row', { name: /놀 권리, 쉴 권리.*25명 가운데 24명/ }).waitFor();
    await accessible(page);
  });

  it('makes sign-in cards that a pupil can use', async () => {
    const page = await enter('teacher', '/school', 'phone');
    await page.getByRole('link', { name: '5학년 2반' }).click();
    await page.getByRole('button', { name: school.codes }).click();
    await page.getByRole('button', { name: school.codesMake }).click();
    const cards = page.getByRole('dialog').getByRole('group', { name: school.codes });
    await cards.waitFor();
    await accessible(page);
    const [login, code] = await cards.locator('dd').allInnerTexts();
    const agent = (await import('supertest')).default.agent(server.url);
    await agent.post('/api/v1/session').send({ login, password: code }).expect(204);
  });

  it('keeps a finished lesson on the device while there is no network, and sends it later', async () => {
    const page = await enter('social', '/duties');
    await page
      .getByRole('button', { name: /시작하기$|이어서 배우기$/ })
      .first()
      .click();
    const read = page.getByRole('button', { name: player.readOn });
    await read.waitFor();
    await page.context().setOffline(true);
    await read.click();
    await page.getByText(player.keptTitle).waitFor();
    await page.context().setOffline(false);
    await until(page, "Object.keys(localStorage).every((key) => !key.startsWith('madang.pending.'))");
    await page.reload();
    await settled(page);
    await page.getByText(/차시 가운데 1차시를 마쳤습니다/).waitFor();
  });

  it('keeps the way taken through a scenario when the page is loaded again', async () => {
    const agent = await signedIn(server, 'clerk');
    const { body: made } = await agent.post('/api/v1/enrollments').send({ course: 'o2-equal-administration' });
    const { id } = made as { id: string };
    const { body } = await agent.get(`/api/v1/enrollments/${id}`);
    const scenario = (body as { lessons: { id: string; kind: string }[] }).lessons.find(
      ({ kind }) => kind === 'scenario',
    )!;
    const page = await enter('clerk', `/learn/${id}/${scenario.id}`);
    await page.getByRole('button', { name: player.scenario.start }).click();
    await page.locator('main form').getByRole('radio').first().check();
    await page.getByRole('button', { name: player.scenario.pick }).click();
    await page.getByRole('heading', { name: player.scenario.consequence }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: player.scenario.consequence }).waitFor();
    await page.getByRole('button', { name: player.scenario.onward }).click();
    await page.getByRole('heading', { name: '상황 2' }).waitFor();
  });
});
