import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type Page, chromium } from 'playwright-core';
import { DEMO_PASSWORD, type TestServer } from '../support/server.js';
import { required } from '../support/servers.js';

export const SIZES = {
  desktop: { width: 1280, height: 900 },
  phone: { width: 360, height: 740 },
} as const;
export type Size = keyof typeof SIZES;

// Without these Chromium looks for hosts of its maker at every start.
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: required('TEST_CHROMIUM'), args: FLAGS });
}

/** A page of a browser of its own, which fails the test when a script on it throws. */
export async function openPage(browser: Browser, size: Size): Promise<Page> {
  const context = await browser.newContext({ viewport: SIZES[size], locale: 'ko-KR', reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.on('pageerror', (error) => {
    throw error;
  });
  return page;
}

/** Signs in by keyboard alone. */
export async function signIn(page: Page, server: TestServer, login: string): Promise<void> {
  await page.goto(`${server.url}/sign-in`);
  await page.getByRole('textbox').first().focus();
  await page.keyboard.type(login);
  await page.keyboard.press('Tab');
  if ((await page.evaluate<unknown>("document.activeElement?.getAttribute('type')")) !== 'password') {
    await page.locator('input[type=password]').focus();
  }
  await page.keyboard.type(DEMO_PASSWORD);
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.pathname !== '/sign-in');
  await settled(page);
}

/** Someone signed in, on a page of theirs that has been loaded. */
export async function enterAs(
  browser: Browser,
  server: TestServer,
  [login, path]: readonly [login: string, path: string],
  size: Size,
): Promise<Page> {
  const page = await openPage(browser, size);
  await signIn(page, server, login);
  await page.goto(`${server.url}${path}`);
  await settled(page);
  return page;
}

/** The page shows its heading, and nothing is being loaded. */
export async function settled(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor();
  await page.waitForLoadState('networkidle');
}

/**
 * Waits until an expression is true in the page. Each look is asked for from here: what `waitForFunction` evaluates by
 * itself, between two frames, the page's content security policy refuses.
 */
export async function until(page: Page, expression: string): Promise<void> {
  const end = Date.now() + 20_000;
  while (Date.now() < end) {
    if (await page.evaluate<boolean>(`Boolean(${expression})`)) return;
    await page.waitForTimeout(50);
  }
  throw new Error(`${page.url()}: never true: ${expression}`);
}

/**
 * No violation of WCAG 2.2 AA that a machine can find, and nothing that needs scrolling sideways.
 * @throws naming each rule and element
 */
export async function accessible(page: Page): Promise<void> {
  await settled(page);
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
  if (found.length > 0) throw new Error(`${new URL(page.url()).pathname}\n  ${found.join('\n  ')}`);
  const overflow = await page.evaluate<number>(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
  if (overflow > 1) throw new Error(`${page.url()} is ${String(overflow)} px wider than the screen`);
}
