import type { Browser, Page } from 'playwright-core';
import { requests } from '../../apps/web/src/i18n/ko/requests.js';
import { type TestServer, startServer } from '../support/server.js';
import { type Size, accessible, enterAs, openBrowser } from './browser.js';

jest.setTimeout(120_000);

describe('what people ask about their duties', () => {
  let server: TestServer;
  let browser: Browser;
  beforeAll(async () => {
    [server, browser] = [await startServer(), await openBrowser()];
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  const enter = (login: string, path: string, size: Size): Promise<Page> =>
    enterAs(browser, server, [login, path], size);

  it('asks for more time on a phone, is answered in part by the clerk, and moves the due date', async () => {
    const official = await enter('official', '/duties', 'phone');
    const card = official.getByRole('article').filter({ hasText: '공직자 인권교육' });
    await card.getByText(requests.ask).click();
    await card.getByRole('button', { name: requests.send }).click();
    await card.getByText(requests.needReason).waitFor();
    await official.waitForFunction("document.activeElement?.getAttribute('aria-invalid') === 'true'");
    // Away from the header that stays in place: half under it, a radio button is too small a target.
    await official.evaluate('scrollTo(0, 0)');
    await accessible(official);
    await card.getByLabel(requests.until).fill('2027-02-28');
    await card.getByRole('textbox', { name: requests.reason }).fill('가족을 돌보려고 12월에 자리를 비웁니다.');
    await card.getByRole('button', { name: requests.send }).click();
    await card.getByText(/신청했습니다/).waitFor();
    await accessible(official);

    const clerk = await enter('clerk', '/requests', 'desktop');
    const asked = clerk.getByRole('article').filter({ hasText: '김하늘' });
    await asked.getByText(requests.decide).click();
    await asked.getByRole('radio', { name: requests.reduce }).check();
    await asked.getByLabel(requests.to).fill('2027-01-31');
    await asked.getByRole('button', { name: requests.give }).click();
    await asked.getByText(requests.needAnswer).waitFor();
    await accessible(clerk);
    await asked.getByRole('textbox', { name: requests.answer }).fill('1월 말까지 늘립니다.');
    await asked.getByRole('button', { name: requests.give }).click();
    await clerk.getByText(requests.given).waitFor();
    await clerk.getByText(requests.noneOpenTitle).waitFor();

    await official.reload();
    await card.getByText('1월 말까지 늘립니다.').waitFor();
    await card.getByText(/2027년 1월 31일 \(일\)/).waitFor();
  });

  it('uploads the proof of a course taken elsewhere, which the clerk counts', async () => {
    const official = await enter('official', '/duties', 'desktop');
    const card = official.getByRole('article').filter({ hasText: '공직자 인권교육' });
    await card.getByText(requests.ask).click();
    await card.getByRole('radio', { name: requests.kind.outside }).check();
    await card.getByLabel(requests.learnedTitle).fill('행정과 인권');
    await card.getByLabel(requests.issuer).fill('시민인권배움터');
    await card.getByLabel(requests.earnedOn).fill('2026-10-20');
    await official.locator('input[type=file]').setInputFiles({
      name: '수료증.pdf',
      mimeType: 'application/pdf',
      buffer: Buffer.from('%PDF-1.7\n%%EOF\n'),
    });
    await card.getByRole('textbox', { name: requests.reason }).fill('10월에 다녀왔습니다.');
    await official.evaluate('scrollTo(0, 0)');
    await accessible(official);
    await card.getByRole('button', { name: requests.send }).click();
    await card.getByText(/신청했습니다/).waitFor();

    const clerk = await enter('clerk', '/requests', 'phone');
    const asked = clerk.getByRole('article').filter({ hasText: '행정과 인권' });
    await asked.getByRole('link', { name: /수료증\.pdf/ }).waitFor();
    await asked.getByText(requests.decide).click();
    await asked.getByRole('button', { name: requests.give }).click();
    await clerk.getByText(requests.given).waitFor();
    await clerk.getByText(requests.decided, { exact: true }).click();
    await clerk.getByRole('article').filter({ hasText: '행정과 인권' }).getByText(requests.state.granted).waitFor();
    await accessible(clerk);
  });
});
