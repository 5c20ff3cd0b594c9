import { Database } from '#libs/database';
import { Clock } from '#libs/time';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type Range, gapsOf, runsOf, sealHash } from './seal.rules.js';

/** An insert-only table whose committed rows are sealed. */
export interface SealStream {
  readonly name: string;
  readonly table: string;
  /** What of a row goes into the hash; `id` among them. */
  readonly columns: readonly string[];
}

export type SealedRow = Readonly<Record<string, unknown>> & { readonly id: number | string };

/** A place in the one order of what became known. */
export interface Seal {
  readonly id: number;
  readonly sealedAt: Date;
  /** The highest id sealed by then; rows with lower ids that were sealed later are named apart. */
  readonly toId: number;
}

export interface SealProblem {
  readonly seal: number;
  readonly kind: 'chain-broken' | 'rows-changed' | 'rows-missing';
}

export const AUDIT_STREAM: SealStream = {
  name: 'audit',
  table: 'audit_entry',
  // prettier-ignore
  columns: ['id', 'at', 'actor_kind', 'actor_id', 'action', 'subject_kind', 'subject_id', 'unit_id', 'reason', 'request_id', 'detail_hash'],
};

const BATCH = 5_000;
const NOTHING = Buffer.alloc(32);
/** No transaction of ours runs that long: an id that is missing for a day was rolled back. */
const GAP_MS = 86_400_000;

type OnSealed = (tx: EntityManager, sealId: number, rows: readonly SealedRow[]) => Promise<void>;

/**
 * Gives committed rows a sequence. Ids are handed out before a transaction commits, so a lower id may become visible
 * after a higher one: what counts is the seal, under one lock, in whatever process it is taken.
 */
@Injectable()
export class SealService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Seals what has been committed and is not sealed.
   * @param onSealed work in the transaction of the seal, with the rows in it
   * @returns how many rows were sealed
   */
  async seal(stream: SealStream, onSealed?: OnSealed): Promise<number> {
    let sealed = 0;
    while (await this.hasUnsealed(stream)) {
      const count = await this.db.run((tx) => this.sealBatch(tx, stream, onSealed));
      sealed += count;
      if (count < BATCH) break;
    }
    return sealed;
  }

  /** Whether a committed row waits for its seal: after the last one sealed, or in a gap. */
  async hasUnsealed({ name, table }: SealStream): Promise<boolean> {
    const rows = await this.db.query<unknown[]>(
      `(SELECT 1 FROM ${table} WHERE id > COALESCE((SELECT last_id FROM seal_head WHERE stream = ?), 0) LIMIT 1)
       UNION ALL
       (SELECT 1 FROM seal_gap g JOIN ${table} t ON t.id BETWEEN g.from_id AND g.to_id WHERE g.stream = ? LIMIT 1)`,
      [name, name],
    );
    return rows.length > 0;
  }

  /** The last seal of a stream at an instant; null when nothing was known then. */
  async at(stream: SealStream, instant: Date): Promise<Seal | null> {
    const [row] = await this.db.query<{ id: number | string; sealed_at: Date }[]>(
      `SELECT id, sealed_at FROM audit_seal WHERE stream = ? AND sealed_at <= ? ORDER BY sealed_at DESC, id DESC LIMIT 1`,
      [stream.name, instant],
    );
    if (!row) return null;
    const [top] = await this.db.query<{ to_id: number | string }[]>(
      'SELECT MAX(to_id) AS to_id FROM audit_seal WHERE stream = ? AND id <= ?',
      [stream.name, row.id],
    );
    return { id: Number(row.id), sealedAt: row.sealed_at, toId: Number(top?.to_id ?? 0) };
  }

  /** The last seal of a stream; null when there is none. */
  async last(stream: SealStream): Promise<Seal | null> {
    const [row] = await this.db.query<{ at: Date | null }[]>(
      'SELECT MAX(sealed_at) AS at FROM audit_seal WHERE stream = ?',
      [stream.name],
    );
    return row?.at ? this.at(stream, row.at) : null;
  }

  /** Ids up to a seal's highest one that were sealed after it: they were not known yet. Few, if any. */
  async lateAfter(stream: SealStream, seal: Seal): Promise<readonly number[]> {
    const rows = await this.db.query<{ from_id: number | string; to_id: number | string }[]>(
      'SELECT from_id, to_id FROM audit_seal WHERE stream = ? AND id > ? AND from_id <= ?',
      [stream.name, seal.id, seal.toId],
    );
    return rows.flatMap(({ from_id, to_id }) =>
      Array.from({ length: Number(to_id) - Number(from_id) + 1 }, (_, i) => Number(from_id) + i),
    );
  }

  /** Recomputes the whole chain; empty when nothing was altered or taken away. */
  async verify(streams: readonly SealStream[]): Promise<readonly SealProblem[]> {
    const problems: SealProblem[] = [];
    let previous: Buffer = NOTHING;
    let after: number | string = 0;
    for (;;) {
      const seals: SealRow[] = await this.db.query<SealRow[]>(
        'SELECT * FROM audit_seal WHERE id > ? ORDER BY id LIMIT 200',
        [after],
      );
      const last = seals.at(-1);
      if (!last) return problems;
      after = last.id;
      for (const seal of seals) {
        if (!seal.previous_hash.equals(previous)) problems.push({ seal: Number(seal.id), kind: 'chain-broken' });
        const stream = streams.find(({ name }) => name === seal.stream);
        const kind = stream ? await this.compare(stream, seal) : null;
        if (kind) problems.push({ seal: Number(seal.id), kind });
        previous = seal.hash;
      }
    }
  }

  private async compare(stream: SealStream, seal: SealRow): Promise<SealProblem['kind'] | null> {
    const columns = stream.columns.map((column) => `t.\`${column}\``).join(', ');
    const rows = await this.db.query<SealedRow[]>(
      `SELECT ${columns} FROM ${stream.table} t WHERE t.id BETWEEN ? AND ? AND NOT EXISTS (
         SELECT 1 FROM audit_seal later WHERE later.stream = ? AND later.id > ? AND later.from_id <= t.id
           AND later.from_id >= ? AND later.to_id >= t.id) ORDER BY t.id`,
      [seal.from_id, seal.to_id, stream.name, seal.id, seal.from_id],
    );
    if (rows.length !== seal.entries) return 'rows-missing';
    const header = {
      stream: stream.name,
      from: Number(seal.from_id),
      to: Number(seal.to_id),
      entries: seal.entries,
      sealedAt: seal.sealed_at,
    };
    return sealHash(seal.previous_hash, header, rows, stream.columns).equals(seal.hash) ? null : 'rows-changed';
  }

  private async sealBatch(tx: EntityManager, stream: SealStream, onSealed?: OnSealed): Promise<number> {
    const chain = await this.lockChain(tx, stream);
    let sealed = 0;
    for (const rows of await this.lateRows(tx, stream)) {
      sealed += rows.length;
      await this.append(tx, stream, chain, rangeOf(rows), rows, onSealed);
    }
    const rows = await tx.query<SealedRow[]>(`${select(stream)} WHERE id > ? ORDER BY id LIMIT ?`, [
      chain.lastId,
      BATCH,
    ]);
    if (rows.length > 0) {
      const ids = rows.map(({ id }) => Number(id));
      const range = { from: chain.lastId + 1, to: ids.at(-1) ?? chain.lastId };
      for (const gap of gapsOf(range, ids)) await this.insertGap(tx, stream, gap, this.clock.now());
      await this.append(tx, stream, chain, { from: ids[0] ?? range.from, to: range.to }, rows, onSealed);
      await tx.query('UPDATE seal_head SET last_id = ? WHERE stream = ?', [range.to, stream.name]);
    }
    await tx.query(`UPDATE seal_head SET hash = ?, sealed_at = ? WHERE stream = 'chain'`, [chain.hash, chain.sealedAt]);
    return sealed + rows.length;
  }

  private async lockChain(tx: EntityManager, stream: SealStream): Promise<Chain> {
    await tx.query(
      `INSERT IGNORE INTO seal_head (stream, last_id, hash, sealed_at) VALUES ('chain', 0, ?, ?), (?, 0, ?, ?)`,
      [NOTHING, new Date(0), stream.name, NOTHING, new Date(0)],
    );
    const [chain] = await tx.query<{ hash: Buffer; sealed_at: Date }[]>(
      `SELECT hash, sealed_at FROM seal_head WHERE stream = 'chain' FOR UPDATE`,
    );
    const [head] = await tx.query<{ last_id: number | string }[]>('SELECT last_id FROM seal_head WHERE stream = ?', [
      stream.name,
    ]);
    return {
      hash: chain?.hash ?? NOTHING,
      sealedAt: chain?.sealed_at ?? new Date(0),
      lastId: Number(head?.last_id ?? 0),
    };
  }

  /** Rows that have appeared in gaps, as runs without a hole; what is still missing stays a gap for a day. */
  private async lateRows(tx: EntityManager, stream: SealStream): Promise<readonly (readonly SealedRow[])[]> {
    const gaps = await tx.query<{ from_id: number | string; to_id: number | string; noticed_at: Date }[]>(
      'SELECT from_id, to_id, noticed_at FROM seal_gap WHERE stream = ? ORDER BY from_id',
      [stream.name],
    );
    const runs: (readonly SealedRow[])[] = [];
    const oldest = new Date(this.clock.now().getTime() - GAP_MS);
    for (const { from_id, to_id, noticed_at } of gaps) {
      const range = { from: Number(from_id), to: Number(to_id) };
      const rows = await tx.query<SealedRow[]>(`${select(stream)} WHERE id BETWEEN ? AND ? ORDER BY id`, [
        range.from,
        range.to,
      ]);
      if (rows.length === 0 && noticed_at > oldest) continue;
      await tx.query('DELETE FROM seal_gap WHERE stream = ? AND from_id = ?', [stream.name, range.from]);
      const ids = rows.map(({ id }) => Number(id));
      if (noticed_at > oldest) {
        for (const gap of gapsOf(range, ids)) await this.insertGap(tx, stream, gap, noticed_at);
      }
      for (const run of runsOf(ids)) {
        runs.push(rows.filter(({ id }) => Number(id) >= run.from && Number(id) <= run.to));
      }
    }
    return runs;
  }

  private async insertGap(tx: EntityManager, stream: SealStream, gap: Range, noticedAt: Date): Promise<void> {
    await tx.query('INSERT INTO seal_gap (stream, from_id, to_id, noticed_at) VALUES (?, ?, ?, ?)', [
      stream.name,
      gap.from,
      gap.to,
      noticedAt,
    ]);
  }

  private async append(
    tx: EntityManager,
    stream: SealStream,
    chain: Chain,
    range: Range,
    rows: readonly SealedRow[],
    onSealed?: OnSealed,
  ): Promise<void> {
    // Later than the seal before, also where the clock stands still or another machine's runs behind.
    const sealedAt = new Date(Math.max(this.clock.now().getTime(), chain.sealedAt.getTime() + 1));
    const header = { stream: stream.name, ...range, entries: rows.length, sealedAt };
    const hash = sealHash(chain.hash, header, rows, stream.columns);
    const { insertId } = await tx.query<{ insertId: number }>(
      `INSERT INTO audit_seal (stream, from_id, to_id, entries, sealed_at, previous_hash, hash)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
      [stream.name, range.from, range.to, rows.length, sealedAt, chain.hash, hash],
    );
    chain.hash = hash;
    chain.sealedAt = sealedAt;
    await onSealed?.(tx, insertId, rows);
  }
}

interface Chain {
  hash: Buffer;
  sealedAt: Date;
  readonly lastId: number;
}

interface SealRow {
  readonly id: number | string;
  readonly stream: string;
  readonly from_id: number | string;
  readonly to_id: number | string;
  readonly entries: number;
  readonly sealed_at: Date;
  readonly previous_hash: Buffer;
  readonly hash: Buffer;
}

function select({ table, columns }: SealStream): string {
  return `SELECT ${columns.map((column) => `\`${column}\``).join(', ')} FROM ${table}`;
}

function rangeOf(rows: readonly SealedRow[]): Range {
  return { from: Number(rows[0]?.id), to: Number(rows.at(-1)?.id) };
}
