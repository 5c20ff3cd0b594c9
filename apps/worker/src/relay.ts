import { faultPoint } from '#libs/faults';
import { Outbox, QUEUES, type QueueName } from '#libs/jobs';
import { Log } from '#libs/log';
import { Injectable } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { Queues } from './queues.js';

const BATCH = 100;
/** A queue is not filled beyond this: a job that waits in Redis only lets its lease run out. */
const DEEP = 400;
const IDLE_MS = 250;
const TROUBLE_MS = 1_000;

/**
 * Carries jobs from the outbox to the queues. Between two of its steps anything may die: a job is then handed over
 * twice at most, which its handler recognises by the row it locks.
 */
@Injectable()
export class Relay {
  private readonly stopping = new AbortController();
  private running: Promise<void>[] = [];
  private troubled = false;

  constructor(
    private readonly outbox: Outbox,
    private readonly queues: Queues,
    private readonly log: Log,
  ) {}

  start(): void {
    this.running = this.queues.served.map((queue) => this.run(queue));
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.running);
  }

  private async run(queue: QueueName): Promise<void> {
    while (!this.stopping.signal.aborted) {
      let pause = IDLE_MS;
      try {
        if (this.queues.reachable) {
          if (await this.queues.isForgotten()) await this.recover();
          if ((await this.carry(queue)) === BATCH) pause = 0;
        }
        this.troubled = false;
      } catch (error) {
        if (!this.troubled) this.log.root.warn({ queue, err: error }, 'the relay will try again');
        this.troubled = true;
        pause = TROUBLE_MS;
      }
      await sleep(pause, undefined, { signal: this.stopping.signal }).catch(() => undefined);
    }
  }

  /** @returns how many were handed over */
  private async carry(queue: QueueName): Promise<number> {
    if ((await this.queues.depth(queue)) >= DEEP) return 0;
    faultPoint('relay.before-claim');
    const rows = await this.outbox.claim(queue, BATCH);
    if (rows.length === 0) return 0;
    faultPoint('relay.after-claim');
    const ids = rows.map((row) => row.id);
    try {
      await this.queues.add(queue, rows);
    } catch (error) {
      await this.outbox.release(ids);
      throw error;
    }
    faultPoint('relay.after-add');
    await this.outbox.relayed(ids);
    faultPoint('relay.after-mark');
    return rows.length;
  }

  /**
   * Redis came back empty: what it had been given waits again, and the schedules are entered anew. The mark comes
   * last, so that a death on the way repeats the whole.
   */
  private async recover(): Promise<void> {
    for (const queue of QUEUES) await this.outbox.releaseAll(queue);
    await this.queues.schedule();
    await this.queues.recognise();
    this.log.root.info('redis did not know us: all promised jobs are handed over again');
  }
}
