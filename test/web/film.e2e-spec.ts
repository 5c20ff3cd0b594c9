import { StudioService, TransferService } from '#libs/courses';
import type { Browser } from 'playwright-core';
import { player } from '../../apps/web/src/i18n/ko/player.js';
import { signedIn } from '../api/client.js';
import { filmCourse, publishFiles } from '../support/example-course.js';
import { type TestServer, startServer } from '../support/server.js';
import { accessible, openBrowser, openPage, signIn, until } from './browser.js';

jest.setTimeout(120_000);

const POSITION = "document.querySelector('video').currentTime";

describe('a film in the player', () => {
  let server: TestServer;
  let browser: Browser;
  beforeAll(async () => {
    [server, browser] = [await startServer(), await openBrowser()];
    await publishFiles(server.app.get(TransferService), server.app.get(StudioService), filmCourse('o9-film'));
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  it('plays with captions beside its transcript, goes on where it was left, and ends the course', async () => {
    const agent = await signedIn(server, 'official');
    const { body } = await agent.post('/api/v1/enrollments').send({ course: 'o9-film' }).expect(201);
    const { id } = body as { id: string };
    const page = await openPage(browser, 'phone');
    await signIn(page, server, 'official');
    await page.goto(`${server.url}/learn/${id}`);
    await page.getByText(/^영상 0분 11초 가운데 0분 0초만큼/).waitFor();
    await accessible(page);

    // Ranges are answered: the browser may jump.
    await until(page, "document.querySelector('video').seekable.end(0) > 10");
    const captions = "[...document.querySelector('video').textTracks].map(({ language, mode }) => [language, mode])";
    expect(await page.evaluate(captions)).toEqual([
      ['ko', 'showing'],
      ['en', 'disabled'],
    ]);
    await until(page, "document.querySelector('video').textTracks[0].cues?.length === 1");

    // Stopped by the page itself: on a slow machine a look from outside may come seconds later.
    await page.evaluate(`{
      const video = document.querySelector('video');
      video.muted = true;
      video.addEventListener('timeupdate', () => {
        if (video.currentTime > 2.5) video.pause();
      });
      void video.play();
    }`);
    await until(page, "document.querySelector('video').paused && document.querySelector('video').currentTime > 2.5");
    const at = await page.evaluate<number>(POSITION);
    // Leaving the lesson tells what was played.
    const told = page.waitForResponse((response) => response.request().postData()?.includes('"leave"') === true);
    await page.getByRole('link', { name: '마당', exact: true }).click();
    await told;

    await page.goto(`${server.url}/learn/${id}`);
    await page.getByText(player.film.restored).waitFor();
    expect(Math.abs((await page.evaluate<number>(POSITION)) - at)).toBeLessThan(1);
    await page.getByText(/^영상 0분 11초 가운데 0분 (?:[2-9]|1[01])초/).waitFor();

    await page.getByText(player.film.transcript).click();
    await page.getByText('What the film says. (한국어)').waitFor();
    await accessible(page);
    await page.getByRole('button', { name: player.film.done }).click();
    await page.getByText(player.finished.title).first().waitFor();
  });
});
