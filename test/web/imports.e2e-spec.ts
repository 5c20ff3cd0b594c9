import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { imports } from '../../apps/web/src/i18n/ko/imports.js';
import { type TestServer, startServer } from '../support/server.js';
import { accessible, openBrowser, openPage, settled, signIn } from './browser.js';

jest.setTimeout(200_000);

const LISTS = join(import.meta.dirname, '../../libs/rosters/fixtures/lists');

describe('the room for lists', () => {
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

  const upload = async (page: Page, unit: string, file: string): Promise<void> => {
    await page.goto(`${server.url}/imports`);
    await settled(page);
    const choice = page.getByRole('combobox', { name: imports.unit });
    // Whoever looks after one school only need not choose it.
    if (!(await choice.inputValue()).includes(unit)) {
      await choice.fill(unit);
      await page
        .getByRole('option', { name: new RegExp(unit) })
        .first()
        .click();
    }
    await page.locator('input[type=file]').setInputFiles(join(LISTS, file));
    await page.getByRole('button', { name: imports.upload }).click();
    await page.waitForURL(/\/imports\/[0-9a-f-]{36}$/);
    await server.runJobs();
  };
  const picture = async (page: Page, name: string): Promise<void> => {
    const folder = process.env['TEST_PICTURES'];
    if (folder !== undefined) await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  };

  it('shows a facility what its staff list would bring, on a desk', async () => {
    const page = await openPage(browser, 'desktop');
    await signIn(page, server, 'office');
    await upload(page, '새봄노인요양원', 'staff-first.csv');
    await page.getByText(imports.dutiesTitle).waitFor();
    await accessible(page);
    await picture(page, 'imports-staff');
    await page.goto(`${server.url}/imports/doubles`);
    await accessible(page);
  });
});
