import { AsyncLocalStorage } from 'node:async_hooks';
import type { DataSource, EntityManager } from 'typeorm';
import { isDeadlock } from './sql-errors.js';

const DEADLOCK_RETRIES = 5;

interface Current {
  readonly manager: EntityManager;
  readonly beforeCommit: (() => Promise<void>)[];
}

/**
 * Transactions. Whatever is called inside {@link run} joins the transaction that is under way, so that a service
 * method is one transaction whether it is called alone or by another one. No network call belongs inside.
 */
export class Database {
  private readonly current = new AsyncLocalStorage<Current>();

  constructor(readonly dataSource: DataSource) {}

  /** True while a transaction is under way in this chain of calls. */
  get inTransaction(): boolean {
    return this.current.getStore() !== undefined;
  }

  /** The manager of the transaction under way. @throws outside one */
  get manager(): EntityManager {
    const store = this.current.getStore();
    if (!store) throw new Error('no transaction is under way');
    return store.manager;
  }

  /** Work to be done once, just before the outermost transaction commits, within it. @throws outside one */
  beforeCommit(work: () => Promise<void>): void {
    const store = this.current.getStore();
    if (!store) throw new Error('no transaction is under way');
    store.beforeCommit.push(work);
  }

  /**
   * Runs `work` in a transaction (READ COMMITTED, set per connection) or in the one under way. A transaction that
   * InnoDB rolled back to end a deadlock is run again from its start, so `work` must have no effect outside the
   * database.
   */
  async run<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    const joined = this.current.getStore();
    if (joined) return work(joined.manager);
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.dataSource.transaction((manager) => {
          const store: Current = { manager, beforeCommit: [] };
          return this.current.run(store, async () => {
            const result = await work(manager);
            // A hook may add another: the list is read until it is empty.
            for (let next = store.beforeCommit.shift(); next; next = store.beforeCommit.shift()) await next();
            return result;
          });
        });
      } catch (error) {
        if (!isDeadlock(error) || attempt > DEADLOCK_RETRIES) throw error;
        await new Promise((resolve) => setTimeout(resolve, attempt * 10 * Math.random()));
      }
    }
  }

  /**
   * The rows of one statement as they come, outside any transaction: what is large need not be in memory at once. To be
   * read to its end: a connection that was given back halfway would still hold its rows.
   */
  async *stream<T>(sql: string, parameters: readonly unknown[] = []): AsyncIterable<T> {
    const runner = this.dataSource.createQueryRunner();
    try {
      yield* (await runner.stream(sql, [...parameters])) as AsyncIterable<T>;
    } finally {
      await runner.release();
    }
  }

  /** A read outside any transaction, or in the one under way. */
  query<T = unknown>(sql: string, parameters: readonly unknown[] = []): Promise<T> {
    const manager = this.current.getStore()?.manager ?? this.dataSource.manager;
    return manager.query(sql, [...parameters]);
  }
}
