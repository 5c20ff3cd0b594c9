import { AppError } from '#libs/errors';
import { JOBS, Outbox, type JobName } from '#libs/jobs';
import { Log } from '#libs/log';
import { Inject, Injectable } from '@nestjs/common';
import { type Job, UnrecoverableError } from 'bullmq';
import { HANDLERS, type Handlers } from './handlers.js';
import { WorkerMetrics } from './metrics.js';
import type { QueuedJob } from './queues.js';

/** Runs one job: finds its handler, decides whether a failure is worth another try, and keeps the outbox true. */
@Injectable()
export class JobRunner {
  constructor(
    @Inject(HANDLERS) private readonly handlers: Handlers,
    private readonly outbox: Outbox,
    private readonly metrics: WorkerMetrics,
    private readonly log: Log,
  ) {}

  /** As BullMQ calls it. */
  async process(job: Job<QueuedJob>): Promise<void> {
    const name = job.name as JobName;
    const { outboxId, data } = job.data;
    const log = this.log.root.child({ job: name, outboxId });
    try {
      await this.run(name, data, outboxId);
    } catch (error) {
      const passing = mayPass(error);
      const last = !passing || job.attemptsMade + 1 >= JOBS[name].attempts;
      log[last ? 'error' : 'warn']({ err: error, attempt: job.attemptsMade + 1 }, 'job failed');
      if (last && outboxId !== null) await this.outbox.failed(outboxId, codeOf(error), passing);
      if (!passing) throw new UnrecoverableError(codeOf(error));
      throw error;
    }
  }

  /** Runs a job here and now. @throws what its handler throws */
  async run(name: JobName, data: unknown, outboxId: string | null): Promise<void> {
    const end = this.metrics.begin(name);
    try {
      const handle = this.handlers[name] as (data: unknown, outboxId: string | null) => Promise<void>;
      await handle(JOBS[name].schema.parse(data), outboxId);
      end('done');
    } catch (error) {
      end('failed');
      throw error;
    }
  }
}

/** A refusal of the domain stays a refusal; what is unavailable, and any fault, may be gone at the next try. */
function mayPass(error: unknown): boolean {
  return !(error instanceof AppError) || error.kind === 'unavailable';
}

function codeOf(error: unknown): string {
  if (error instanceof AppError) return error.code;
  return error instanceof Error ? `fault.${error.name}` : 'fault';
}
