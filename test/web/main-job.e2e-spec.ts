import type { Browser, Page } from 'playwright-core';
import { certificates as koCertificates } from '../../apps/web/src/i18n/ko/certificates.js';
import { compliance as koCompliance } from '../../apps/web/src/i18n/ko/compliance.js';
import { duties as koDuties } from '../../apps/web/src/i18n/ko/duties.js';
import { player as koPlayer } from '../../apps/web/src/i18n/ko/player.js';
import { duties as enDuties } from '../../apps/web/src/i18n/en/duties.js';
import { player as enPlayer } from '../../apps/web/src/i18n/en/player.js';
import { signedIn } from '../api/client.js';
import { type TestServer, startServer } from '../support/server.js';
import { accessible, openBrowser, openPage, settled, signIn } from './browser.js';
import { learnAnswers, takeCourseInPlayer } from './course.js';

// A whole course in the player, with a machine's look at each kind of page, on two busy cores.
jest.setTimeout(400_000);

describe('in the browser', () => {
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

  const at = async (page: Page, path: string): Promise<void> => {
    await page.goto(`${server.url}${path}`);
    await accessible(page);
  };

  it('takes an official in Korean on a desktop from the duty to a certificate that a stranger can check', async () => {
    const answers = await learnAnswers(server, 'trainer', 'o1-my-post', 'ko');
    const page = await openPage(browser, 'desktop');
    await signIn(page, server, 'official');
    await page.getByRole('heading', { level: 1, name: koDuties.title }).waitFor();
    await accessible(page);
    await page.getByText(koDuties.why).first().click();
    await accessible(page);
    await page
      .getByRole('button', { name: /인권도시와 나의 자리.*시작하기$/ })
      .first()
      .click();
    await page.waitForURL(/\/learn\//);
    await takeCourseInPlayer(page, koPlayer, answers);
    await server.runJobs();
    await page.getByText(koPlayer.finished.ready).first().waitFor();
    await accessible(page);

    await at(page, '/duties');
    await page.getByRole('heading', { name: koDuties.done }).waitFor();
    await at(page, '/certificates');
    await page.getByRole('heading', { level: 1, name: koCertificates.title }).waitFor();
    const { body } = await (await signedIn(server, 'official')).get('/api/v1/me/certificates').expect(200);
    const [certificate] = (body as { items: { verifyUrl: string; number: string }[] }).items;
    await page.getByText(certificate!.number).first().waitFor();

    const stranger = await openPage(browser, 'phone');
    await stranger.goto(certificate!.verifyUrl);
    await stranger.getByText('김*늘').first().waitFor();
    expect(await stranger.getByText('김하늘').count()).toBe(0);
    await accessible(stranger);
  });

  it('takes a social-service worker in English on a phone through the course', async () => {
    await (await signedIn(server, 'social')).put('/api/v1/me/settings').send({ language: 'en' }).expect(204);
    await (await signedIn(server, 'facility')).put('/api/v1/me/settings').send({ language: 'en' }).expect(204);
    const answers = await learnAnswers(server, 'facility', 'w2-right-to-decide', 'en');
    const page = await openPage(browser, 'phone');
    await signIn(page, server, 'social');
    await page.getByRole('heading', { level: 1, name: enDuties.title }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    await accessible(page);
    await page
      .getByRole('button', { name: /^Start/ })
      .first()
      .click();
    await page.waitForURL(/\/learn\//);
    await takeCourseInPlayer(page, enPlayer, answers);
    await server.runJobs();
    await page.getByText(enPlayer.finished.ready).first().waitFor();
    await accessible(page);
  });

  it.each(['desktop', 'phone'] as const)(
    'shows a head on a %s their own duty first, the figure, the names and a text',
    async (size) => {
      const page = await openPage(browser, size);
      await signIn(page, server, 'head');
      await at(page, '/compliance');
      await page.getByRole('heading', { level: 1, name: koCompliance.title }).waitFor();
      const main = page.locator('main');
      expect(await main.innerText()).toContain('복지정책과');
      await page.getByRole('button', { name: '안내 글 만들기' }).first().click();
      await page.getByRole('dialog').waitFor();
      await accessible(page);
      expect(await page.getByRole('dialog').locator('textarea').first().inputValue()).toContain('복지정책과 여러분');
    },
  );

  it.each(['desktop', 'phone'] as const)(
    'gives a trainer on a %s forms for a course, without a file in sight',
    async (size) => {
      const page = await openPage(browser, size);
      await signIn(page, server, 'trainer');
      await at(page, '/studio');
      await page
        .getByRole('link', { name: /평등하게 만드는 행정/ })
        .first()
        .click();
      await page.waitForURL(/\/studio\/.+/);
      await settled(page);
      await accessible(page);
      expect(await page.locator('main').innerText()).not.toContain('yaml');
    },
  );

  it.each(['desktop', 'phone'] as const)(
    'lets a class teacher on a %s open the class, show a lesson and record one',
    async (size) => {
      const page = await openPage(browser, size);
      await signIn(page, server, 'teacher');
      await at(page, '/school');
      await page
        .getByRole('link', { name: /5학년 2반/ })
        .first()
        .click();
      await page.waitForURL(/\/school\/.+/);
      await accessible(page);
      const unit = new URL(page.url()).pathname.split('/')[2] ?? '';
      await at(page, `/school/${unit}/present/e3-play-and-rest`);
    },
  );

  it.each(['/duties', '/courses', '/courses/o2-equal-administration', '/certificates', '/settings'])(
    'holds at 360 px in English: %s',
    async (path) => {
      const page = await openPage(browser, 'phone');
      await (await signedIn(server, 'clerk')).put('/api/v1/me/settings').send({ language: 'en' }).expect(204);
      await signIn(page, server, 'clerk');
      await at(page, path);
      expect(await page.locator('html').getAttribute('lang')).toBe('en');
    },
  );
});
