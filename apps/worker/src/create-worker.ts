import { CONFIG, type Config } from '#libs/config';
import { armFaults } from '#libs/faults';
import { Log } from '#libs/log';
import type { Clock } from '#libs/time';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Server } from 'node:http';
import { WorkerMetrics } from './metrics.js';
import { Queues } from './queues.js';
import { Relay } from './relay.js';
import { JobRunner } from './run-job.js';
import { WorkerModule } from './worker.module.js';

export interface MadangWorker {
  readonly app: INestApplicationContext;
  /** Begins to relay and to work. Redis may be away: it then begins when Redis is there. */
  start(): Promise<void>;
  /** Finishes what is under way and closes everything. */
  stop(): Promise<void>;
}

/** The worker, not yet working. @throws when the database cannot be reached */
export async function createWorker(config: Config, clock?: Clock): Promise<MadangWorker> {
  armFaults(config.MADANG_FAULTS);
  const app = await NestFactory.createApplicationContext(WorkerModule.for(config, clock), {
    logger: false,
    abortOnError: false,
  });
  let metrics: Server | undefined;
  return {
    app,
    async start() {
      const { HOST, METRICS_PORT } = app.get<Config>(CONFIG);
      if (METRICS_PORT > 0) metrics = await app.get(WorkerMetrics).serve(HOST, METRICS_PORT);
      const runner = app.get(JobRunner);
      app.get(Queues).work((job) => runner.process(job));
      app.get(Relay).start();
      app.get(Log).root.info('worker started');
    },
    async stop() {
      await app.get(Relay).stop();
      await app.get(Queues).drain();
      metrics?.close();
      await app.close();
    },
  };
}
