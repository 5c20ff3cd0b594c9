import { type Config, loadConfig } from '#libs/config';
import { Database } from '#libs/database';
import type { INestApplicationContext } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { OwnMariadb } from '../../support/mariadb.js';
import { type ProgramProcess, startProgram } from '../../support/processes.js';
import { OwnRedis } from '../../support/redis.js';
import { ShiftedClock } from '../../support/shifted-clock.js';
import { type SmtpSink, startSmtpSink } from '../../support/smtp-sink.js';
import { openProduct } from '../bench.js';

/** Ten past nine in Seoul on a Tuesday, five weeks before the yearly duty ends: reminders go out. */
const BEGINS = '2026-11-24T00:10:00.000Z';

/** A whole deployment that may be broken on purpose: database, Redis, mail server, API and worker, all its own. */
export class CityServers {
  api: ProgramProcess | null = null;
  worker: ProgramProcess | null = null;
  /** What was done to them. */
  readonly counted = { workerKills: 0, redisStops: 0, databaseRestarts: 0 };

  private constructor(
    readonly config: Config,
    readonly app: INestApplicationContext,
    readonly sink: SmtpSink,
    private readonly clock: ShiftedClock,
    private readonly mariadb: OwnMariadb,
    private readonly redis: OwnRedis,
    private readonly folder: string,
  ) {}

  static async start(): Promise<CityServers> {
    const mariadb = OwnMariadb.create();
    const redis = await OwnRedis.create();
    const sink = await startSmtpSink();
    const folder = mkdtempSync(join(tmpdir(), 'city-'));
    await Promise.all([mariadb.start(), redis.start()]);
    const config = loadConfig({
      NODE_ENV: 'test',
      MYSQL_URL: mariadb.url,
      REDIS_URL: redis.url,
      REDIS_PREFIX: 'city',
      SMTP_URL: sink.url,
      MADANG_SECRET: randomBytes(32).toString('hex'),
      MADANG_DATA_DIR: folder,
      PORT: '0',
      METRICS_PORT: '0',
      LOG_LEVEL: 'silent',
    });
    const clock = new ShiftedClock(Date.parse(BEGINS) - Date.now(), config.MADANG_TIME_ZONE);
    return new CityServers(config, await openProduct(config, clock), sink, clock, mariadb, redis, folder);
  }

  get db(): Database {
    return this.app.get(Database);
  }

  /** Where the API's routes begin. */
  get base(): string {
    return `${this.api?.url?.replace('[::1]', '127.0.0.1') ?? ''}/api/v1`;
  }

  async startPrograms(): Promise<void> {
    const start = (name: 'api' | 'worker'): Promise<ProgramProcess> =>
      startProgram(name, this.config, {}, this.clock.shiftMs);
    [this.api, this.worker] = await Promise.all([start('api'), start('worker')]);
    if (this.api.url === undefined) throw new Error(`the API did not start: ${this.api.log()}`);
  }

  /** Nothing is finished: whatever it held is found by the next one. */
  async killWorker(): Promise<void> {
    const { worker } = this;
    this.worker = null;
    if (worker) await worker.kill('SIGKILL');
    this.counted.workerKills += 1;
  }

  /** Starts one that may find the database away, and tries until it is there. */
  async startWorker(): Promise<void> {
    for (let left = 60; left > 0; left -= 1) {
      const worker = await startProgram('worker', this.config, {}, this.clock.shiftMs);
      const alive = await Promise.race([worker.ended.then(() => false), sleep(50).then(() => true)]);
      if (alive) {
        this.worker = worker;
        return;
      }
      await sleep(250);
    }
    throw new Error('no worker could be started');
  }

  async cutRedis(ms: number): Promise<void> {
    await this.redis.stop();
    this.counted.redisStops += 1;
    await sleep(ms);
    await this.redis.start();
  }

  async restartDatabase(signal: 'SIGTERM' | 'SIGKILL', ms: number): Promise<void> {
    await this.mariadb.stop(signal);
    this.counted.databaseRestarts += 1;
    await sleep(ms);
    await this.mariadb.start();
  }

  /** Leases of dead workers end at once: the clock of whatever starts from now on is ahead. */
  advance(ms: number): void {
    this.clock.shiftMs += ms;
  }

  async remove(): Promise<void> {
    for (const program of [this.api, this.worker]) await program?.kill('SIGKILL');
    await this.app.close();
    await this.sink.close();
    await Promise.all([this.mariadb.remove(), this.redis.remove()]);
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
