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

  it('takes a school list on a phone: what it changes, what needs a look, applied and taken back', async () => {
    const page = await openPage(browser, 'phone');
    await signIn(page, server, 'coordinator');
    await page.goto(`${server.url}/imports`);
    await accessible(page);
    await picture(page, 'imports-start');
    await upload(page, '학교', 'pupils-broken-rows.csv');
    await page.getByText(/명만 확인해 주세요/).waitFor();
    await accessible(page);
    await picture(page, 'imports-checked');
    await page.getByText(imports.mapping, { exact: true }).click();
    await accessible(page);
    await picture(page, 'imports-mapping');
    // A click, not an uncheck: the list is checked anew, and the box is gone meanwhile.
    await page.getByLabel(imports.whole).click();
    await page.getByText(imports.state.checking, { exact: true }).first().waitFor();
    await server.runJobs();
    await page.getByRole('button', { name: imports.applyGood }).click();
    await page.getByText(imports.state.applying, { exact: true }).first().waitFor();
    await server.runJobs();
    await page.getByRole('button', { name: imports.undo }).waitFor();
    await accessible(page);
    await picture(page, 'imports-applied');
    await page.getByRole('button', { name: imports.undo }).click();
    await page.getByText(imports.undoSure).waitFor();
    await page.getByRole('button', { name: imports.undo }).click();
    await page.getByText(imports.state.undoing, { exact: true }).first().waitFor();
    await server.runJobs();
    await page.getByText(imports.state.undone, { exact: true }).first().waitFor();
  });

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
