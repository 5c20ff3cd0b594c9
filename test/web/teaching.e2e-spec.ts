import type { Browser, Page } from 'playwright-core';
import { learn, stays } from '../../apps/web/src/i18n/ko/learn.js';
import { player } from '../../apps/web/src/i18n/ko/player.js';
import { school } from '../../apps/web/src/i18n/ko/school.js';
import { flags, marking, numbers, seats } from '../../apps/web/src/i18n/ko/teaching.js';
import { type TestServer, startServer } from '../support/server.js';
import { type Size, accessible, enterAs, openBrowser } from './browser.js';

jest.setTimeout(120_000);

describe('rooms of teaching and learning together', () => {
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

  const enter = (login: string, path: string, size: Size = 'phone'): Promise<Page> =>
    enterAs(browser, server, [login, path], size);
  const title = (page: Page, name: string) => page.getByRole('heading', { level: 1, name, exact: true }).waitFor();

  it('a pupil learns what the teacher opened for the class, and reads what is kept', async () => {
    const teacher = await enter('teacher', '/school');
    await teacher.getByRole('link', { name: '5학년 2반' }).click();
    await teacher.getByRole('button', { name: school.own.open }).click();
    await teacher.getByText(/학생 25명에게 열었습니다/).waitFor();
    await teacher.getByText(/25명이 배우고 있고, 그 가운데 0명이 마쳤습니다/).waitFor();
    await accessible(teacher);

    const pupil = await enter('student', '/duties');
    await title(pupil, learn.title);
    await pupil.getByText(learn.now, { exact: true }).waitFor();
    await accessible(pupil);
    await pupil.getByRole('link', { name: learn.stays }).click();
    await title(pupil, stays.title);
    await accessible(pupil);
    await pupil.goBack();
    await pupil.getByRole('link', { name: new RegExp(learn.go) }).click();
    await pupil.waitForURL(/\/learn\/[^/]+\/[^/]+$/);
  });

  it('a class takes in pupils by their pseudonyms', async () => {
    const page = await enter('teacher', '/school', 'desktop');
    await page.getByRole('link', { name: '5학년 2반' }).click();
    await page.getByRole('button', { name: school.add.title }).click();
    await page.getByLabel(school.add.names).fill('푸른별\n작은섬');
    await accessible(page);
    await page.getByRole('button', { name: '2명 넣기' }).click();
    await page.getByText(/작은섬/).waitFor();
  });

  it('a trainer sees numbers without people, and an office appoints who reads', async () => {
    const trainer = await enter('trainer', '/studio/o2-equal-administration/numbers');
    await title(trainer, numbers.title);
    await trainer.getByText(numbers.noGain).waitFor();
    await trainer
      .getByRole('row', { name: /opening|01|front/ })
      .first()
      .waitFor();
    await accessible(trainer);
    await trainer.getByRole('button', { name: flags.raise }).click();
    await trainer.getByText(flags.raised).waitFor();
    await trainer.goto(`${server.url}/studio/cases`);
    await title(trainer, marking.title);
    await trainer.getByText(marking.noneTitle).waitFor();
    await accessible(trainer);

    const office = await enter('office', '/review/seats');
    await title(office, seats.title);
    await office.getByText(flags.reasons['basis-changed']).waitFor();
    await office.getByLabel(seats.affiliationKo).fill('가온 인권모임');
    await office.getByLabel(seats.affiliationEn).fill('Gaon Rights Group');
    await accessible(office);
    await office.getByRole('button', { name: seats.appoint }).click();
    await office.getByText(seats.done).waitFor();
    await office.getByText('가온 인권모임').first().waitFor();
  });

  it('a reflection is kept for its writer, and gone when it is erased', async () => {
    const page = await enter('official', '/duties');
    const agent = page.request;
    const made = await agent.post(`${server.url}/api/v1/enrollments`, { data: { course: 'o2-equal-administration' } });
    const { id } = (await made.json()) as { id: string };
    const standing = (await (await agent.get(`${server.url}/api/v1/enrollments/${id}`)).json()) as {
      lessons: { id: string; kind: string }[];
    };
    const lesson = standing.lessons.find(({ kind }) => kind === 'reflection')!;
    await page.goto(`${server.url}/learn/${id}/${lesson.id}`);
    await page.getByLabel(player.reflection.label).fill('나만의 생각');
    await page.getByRole('button', { name: player.reflection.save }).click();
    await page.getByText(player.reflection.saved).waitFor();
    await accessible(page);
    await page.reload();
    await page.getByText('나만의 생각').first().waitFor();
    await page.getByRole('button', { name: player.reflection.erase }).click();
    await page.getByText(player.reflection.erased).waitFor();
  });
});
