import { loadConfig } from '#libs/config';
import { createApp } from './create-app.js';
import { serveMetrics } from './metrics.js';

const config = loadConfig(process.env);
const app = await createApp(config);
app.enableShutdownHooks();
await app.listen(config.PORT, config.HOST);
const metrics = await serveMetrics(config);

const stop = async (): Promise<void> => {
  metrics?.close();
  await app.close();
  process.exit(0);
};
// The launcher's end of the channel closes when it dies, also by kill -9: nothing may outlive it.
process.on('disconnect', () => void stop());
process.send?.({ ready: true, url: await app.getUrl() });
