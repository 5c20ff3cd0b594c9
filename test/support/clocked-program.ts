import { loadConfig } from '#libs/config';
import { createApp } from '../../apps/api/src/create-app.js';
import { createWorker } from '../../apps/worker/src/create-worker.js';
import { ShiftedClock } from './shifted-clock.js';

/**
 * A program of the product at another time of the year, `clocked-program.js api|worker <milliseconds ahead>`: mail goes
 * out in the mornings of working days, whenever the test runs. It ends with the one that started it.
 */
const [name, shift] = process.argv.slice(2);
const config = loadConfig(process.env);
const clock = new ShiftedClock(Number(shift), config.MADANG_TIME_ZONE);
let url: string | undefined;
if (name === 'api') {
  const app = await createApp(config, clock);
  await app.listen(config.PORT, config.HOST);
  url = await app.getUrl();
} else {
  await (await createWorker(config, clock)).start();
}
process.on('disconnect', () => process.exit(0));
process.send?.({ ready: true, url });
