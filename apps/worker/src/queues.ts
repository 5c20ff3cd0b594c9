import { CONFIG, type Config } from '#libs/config';
import { JOBS, QUEUES, SCHEDULES, type OutboxRow, type QueueName } from '#libs/jobs';
import { Log } from '#libs/log';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { type JobsOptions, Queue, type Processor, Worker } from 'bullmq';
import { randomUUID } from 'node:crypto';
import { connectRedis } from './redis.js';

/** What stands in Redis for a job: ids only. */
export interface QueuedJob {
  /** The outbox row it fulfils; null for what a schedule started. */
  readonly outboxId: string | null;
  readonly data: Readonly<Record<string, string>>;
}

/** How many jobs of a queue one process works on at a time. Certificates of the same moment share their transactions. */
const CONCURRENCY: Record<QueueName, number> = { certificates: 32, mail: 4, imports: 1, reports: 1, upkeep: 1 };
/**
 * A killed worker's jobs are free again after the lock ran out and two looks at it: about 15 seconds. Jobs take
 * milliseconds, and the lock is renewed while they run.
 */
const LOCK_MS = 10_000;
const STALLED_LOOK_MS = 3_000;

/** The queues in Redis: the only place of the product that talks to BullMQ. */
@Injectable()
export class Queues implements OnModuleDestroy {
  private readonly producer;
  private readonly queues: Record<QueueName, Queue<QueuedJob>>;
  private workers: Worker<QueuedJob>[] = [];
  /** What this process works on. */
  readonly served: readonly QueueName[];

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly log: Log,
  ) {
    const served = config.MADANG_QUEUES.split(',');
    this.served = QUEUES.filter((name) => served.includes(name));
    this.producer = connectRedis(config, 'producer', log.root);
    const queue = (name: QueueName): Queue<QueuedJob> => {
      const made = new Queue<QueuedJob>(name, { connection: this.producer, prefix: config.REDIS_PREFIX });
      // The connection itself reports an outage, once; without a listener every queue would end the process.
      made.on('error', () => undefined);
      return made;
    };
    this.queues = {
      certificates: queue('certificates'),
      mail: queue('mail'),
      imports: queue('imports'),
      reports: queue('reports'),
      upkeep: queue('upkeep'),
    };
  }

  /** False while Redis is away: then nothing is taken from the outbox. */
  get reachable(): boolean {
    return this.producer.status === 'ready';
  }

  /** Jobs of the queue that nobody has begun. */
  async depth(queue: QueueName): Promise<number> {
    const {
      waiting = 0,
      prioritized = 0,
      delayed = 0,
    } = await this.queues[queue].getJobCounts('waiting', 'prioritized', 'delayed');
    return waiting + prioritized + delayed;
  }

  /** Adds jobs under their outbox ids: one that is still there is not added twice. */
  async add(queue: QueueName, rows: readonly OutboxRow[]): Promise<void> {
    await this.queues[queue].addBulk(
      rows.map(({ id, name, data }) => ({
        name,
        data: { outboxId: id, data },
        opts: { ...optionsOf(name), jobId: id },
      })),
    );
  }

  /**
   * True when Redis does not know us: it is new, or came back empty. {@link recognise} leaves the mark that says
   * otherwise.
   */
  async isForgotten(): Promise<boolean> {
    return (await this.producer.exists(this.markKey)) === 0;
  }

  async recognise(): Promise<void> {
    await this.producer.set(this.markKey, randomUUID());
  }

  /** Enters what runs by the clock. The same entry again changes nothing. */
  async schedule(): Promise<void> {
    for (const { name, every } of SCHEDULES) {
      const template = { name, data: { outboxId: null, data: {} }, opts: optionsOf(name) };
      await this.queues[JOBS[name].queue].upsertJobScheduler(name, { every }, template);
    }
  }

  work(process: Processor<QueuedJob>): void {
    this.workers = this.served.map((name) => {
      const worker = new Worker<QueuedJob>(name, process, {
        connection: connectRedis(this.config, `worker-${name}`, this.log.root),
        prefix: this.config.REDIS_PREFIX,
        concurrency: CONCURRENCY[name],
        lockDuration: LOCK_MS,
        stalledInterval: STALLED_LOOK_MS,
        // A job that met many killed workers is still promised.
        maxStalledCount: 1_000,
      });
      worker.on('error', () => undefined);
      return worker;
    });
  }

  /** Ends when what is under way is done. */
  async drain(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.close()));
    this.workers = [];
  }

  async onModuleDestroy(): Promise<void> {
    await this.drain();
    await Promise.all(Object.values(this.queues).map((queue) => queue.close()));
    this.producer.disconnect();
  }

  private get markKey(): string {
    return `${this.config.REDIS_PREFIX}:recognised`;
  }
}

function optionsOf(name: keyof typeof JOBS): JobsOptions {
  const { attempts, backoff } = JOBS[name];
  return {
    attempts,
    backoff: { type: 'exponential', delay: backoff },
    // What became of a job stands in the outbox. Kept here it would only keep its id from being added again.
    removeOnComplete: true,
    removeOnFail: true,
  };
}
