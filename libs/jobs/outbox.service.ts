import { Database, fromBin, insertRows, newId, toBin } from '#libs/database';
import { Clock } from '#libs/time';
import { Injectable } from '@nestjs/common';
import { JOBS, type JobData, type JobName, type QueueName } from './catalogue.js';

/** A job on its way from the outbox to a queue. */
export interface OutboxRow {
  readonly id: string;
  readonly name: JobName;
  readonly data: Readonly<Record<string, string>>;
}

/** What still has to happen, for the figures of the operator. */
export interface Backlog {
  readonly queue: QueueName;
  readonly state: 'waiting' | 'relayed' | 'failed';
  readonly jobs: number;
  /** Since when the oldest of them has been waiting. */
  readonly oldest: Date;
}

interface Raw {
  id: Buffer;
  name: JobName;
  data: string;
}

// How long a relayed job may take before it is handed over again. Handlers are idempotent by the locked row, so a
// second hand-over costs time, never correctness: it is what brings jobs back when Redis returns empty.
const LEASE_MS = 30_000;
const REST_MS = 10 * 60_000;
const MAX_RELAYS = 30;
/** Done jobs are kept for a while, to be looked at; what they did stands in their own tables. */
const KEEP_DONE_MS = 14 * 86_400_000;

/**
 * The outbox. A job is promised by the transaction that needs it, handed to a queue after the commit, and done only by
 * the transaction of its handler: Redis may be away, or come back empty, at any moment between.
 */
@Injectable()
export class Outbox {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** Promises a job within the transaction under way. @throws outside one, or when the data is not of the job's shape */
  async request<N extends JobName>(name: N, data: JobData<N>): Promise<string> {
    const [id = ''] = await this.requestMany(name, [data]);
    return id;
  }

  /** Promises the same job for many at once. @returns the ids in the order of `datas` */
  async requestMany<N extends JobName>(name: N, datas: readonly JobData<N>[]): Promise<string[]> {
    if (datas.length === 0) return [];
    const { queue, schema } = JOBS[name];
    const now = this.clock.now();
    const ids = datas.map(() => newId());
    const rows = datas.map((data, i) => [
      toBin(ids[i] ?? ''),
      name,
      queue,
      JSON.stringify(schema.parse(data)),
      now,
      now,
    ]);
    await insertRows(
      this.db.manager,
      'outbox_job',
      ['id', 'name', 'queue', 'data', 'run_after', 'requested_at', 'state', 'relays'],
      rows.map((row) => [...row, 'waiting', 0]),
    );
    return ids;
  }

  /** Marks a job as done, within its handler's own transaction. Done twice is done once. */
  async done(id: string): Promise<void> {
    await this.db.manager.query(
      `UPDATE outbox_job SET state = 'done', done_at = ?, lease_until = NULL, error = NULL WHERE id = ? AND state <> 'done'`,
      [this.clock.now(), toBin(id)],
    );
  }

  /** {@link done} for many at once. */
  async doneMany(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await this.db.manager.query(
      `UPDATE outbox_job SET state = 'done', done_at = ?, lease_until = NULL, error = NULL
       WHERE id IN (?) AND state <> 'done'`,
      [this.clock.now(), ids.map(toBin)],
    );
  }

  /** Puts a job off within its handler's own transaction: it was looked at, and its time has not come. */
  async postpone(id: string, until: Date): Promise<void> {
    await this.db.manager.query(
      `UPDATE outbox_job SET state = 'waiting', run_after = ?, lease_until = NULL WHERE id = ? AND state <> 'done'`,
      [until, toBin(id)],
    );
  }

  /**
   * All attempts of the queue failed. Where the reason may pass (`passing`), the job rests and is handed over again, some
   * hours long; else it is given up, kept to be seen and retried by the office. `error` is a code, never a message with
   * data.
   */
  async failed(id: string, error: string, passing: boolean): Promise<void> {
    await this.db.run((tx) =>
      tx.query(
        `UPDATE outbox_job SET state = IF(? AND relays < ?, 'waiting', 'failed'), run_after = ?, lease_until = NULL, error = ?
         WHERE id = ? AND state <> 'done'`,
        [passing ? 1 : 0, MAX_RELAYS, new Date(this.clock.now().getTime() + REST_MS), error.slice(0, 400), toBin(id)],
      ),
    );
  }

  /**
   * Takes up to `limit` jobs of a queue that wait, or whose lease ran out, and leases them to the caller. Two relays at
   * once take different rows.
   */
  async claim(queue: QueueName, limit: number): Promise<OutboxRow[]> {
    return this.db.run(async (tx) => {
      const now = this.clock.now();
      const waiting = await tx.query<Raw[]>(
        `SELECT id, name, data FROM outbox_job WHERE queue = ? AND state = 'waiting' AND run_after <= ?
         ORDER BY run_after, id LIMIT ? FOR UPDATE SKIP LOCKED`,
        [queue, now, limit],
      );
      const lost =
        waiting.length >= limit
          ? []
          : await tx.query<Raw[]>(
              `SELECT id, name, data FROM outbox_job WHERE queue = ? AND state = 'relayed' AND lease_until < ?
               ORDER BY lease_until LIMIT ? FOR UPDATE SKIP LOCKED`,
              [queue, now, limit - waiting.length],
            );
      const rows = [...waiting, ...lost];
      if (rows.length > 0) {
        await tx.query(
          `UPDATE outbox_job SET state = 'relayed', lease_until = ?, relays = relays + 1 WHERE id IN (?)`,
          [new Date(now.getTime() + LEASE_MS), rows.map((row) => row.id)],
        );
      }
      return rows.map((row) => ({
        id: fromBin(row.id),
        name: row.name,
        data: JSON.parse(row.data) as Record<string, string>,
      }));
    });
  }

  /** The queue has taken these. A job that is done by now stays so. */
  async relayed(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await this.db.run((tx) =>
      tx.query(`UPDATE outbox_job SET relayed_at = ? WHERE id IN (?)`, [this.clock.now(), ids.map(toBin)]),
    );
  }

  /** The queue could not be reached: these wait again, without sitting out their lease. */
  async release(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await this.db.run((tx) =>
      tx.query(`UPDATE outbox_job SET state = 'waiting', lease_until = NULL WHERE id IN (?) AND state = 'relayed'`, [
        ids.map(toBin),
      ]),
    );
  }

  /** Redis came back empty: whatever it was given waits again. A job it still holds is recognised by its id. */
  async releaseAll(queue: QueueName): Promise<void> {
    await this.db.run((tx) =>
      tx.query(`UPDATE outbox_job SET state = 'waiting', lease_until = NULL WHERE queue = ? AND state = 'relayed'`, [
        queue,
      ]),
    );
  }

  async backlog(): Promise<Backlog[]> {
    const rows = await this.db.query<
      { queue: QueueName; state: Backlog['state']; jobs: number | string; oldest: Date }[]
    >(
      `SELECT queue, state, COUNT(*) AS jobs, MIN(run_after) AS oldest FROM outbox_job
       WHERE state IN ('waiting', 'relayed', 'failed') GROUP BY queue, state`,
    );
    return rows.map((row) => ({ ...row, jobs: Number(row.jobs) }));
  }

  /** Forgets jobs that were done long ago, a bounded number at a time. */
  async sweep(): Promise<void> {
    const before = new Date(this.clock.now().getTime() - KEEP_DONE_MS);
    await this.db.run((tx) =>
      tx.query(`DELETE FROM outbox_job WHERE done_at < ? ORDER BY done_at LIMIT 5000`, [before]),
    );
  }
}
