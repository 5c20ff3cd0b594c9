import type { Config } from '#libs/config';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createServer } from 'node:net';
import { createApp } from '../../apps/api/src/create-app.js';
import { commandContext } from '../../apps/cli/src/context.js';
import { prepare } from '../../apps/cli/src/prepare.js';
import { DEMO_PASSWORD } from '../../apps/cli/src/seed/demo-accounts.js';
import { createWorker } from '../../apps/worker/src/create-worker.js';
import { runJobs } from '../../apps/worker/src/run-jobs.js';
import { emptyDatabase, fillDatabase, testConfig } from './database.js';

export interface TestServer {
  readonly app: NestFastifyApplication;
  readonly config: Config;
  /** Where it listens, without a slash at its end. */
  readonly url: string;
  /** Does here and now what the worker would do: nobody waits for a job. */
  readonly runJobs: () => Promise<number>;
  readonly close: () => Promise<void>;
}

export { DEMO_PASSWORD };

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** The whole product over the demo city, listening: API and web app, with a worker that works when it is told to. */
export async function startServer(): Promise<TestServer> {
  await emptyDatabase();
  const port = await freePort();
  const url = `http://127.0.0.1:${String(port)}`;
  const config = testConfig({ PORT: String(port), MADANG_ORIGIN: url });
  await fillDatabase(async () => {
    await prepare({ ...commandContext(() => config), progress: () => undefined });
  });
  const app = await createApp(config);
  await app.listen(port, '127.0.0.1');
  const worker = await createWorker(config);
  return {
    app,
    config,
    url,
    runJobs: () => runJobs(worker.app),
    close: async () => {
      await worker.app.close();
      await app.close();
    },
  };
}
