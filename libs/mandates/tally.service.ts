import { Database, insertRows } from '#libs/database';
import { Outbox } from '#libs/jobs';
import { Injectable } from '@nestjs/common';
import { SUBTREE_DIFFERENCES, addToSubtrees, holdSubtrees } from './tally-subtree.js';

const BATCH = 5_000;

interface DeltaRow {
  id: number | string;
  mandate_id: Buffer;
  cycle_key: string;
  reporting_unit_id: Buffer;
  due_on: string;
  state: string;
  in_time: number;
  band: string;
  obligations: number;
}

/** A place of the tally where the count differs from the obligations themselves. */
export interface TallyDifference {
  readonly place: string;
  readonly counted: number;
  readonly tallied: number;
}

const KEY = 'mandate_id, cycle_key, reporting_unit_id, due_on, state, in_time, band';

/**
 * Folds deltas into tallies and into their sums along the tree, and proves that each of both together with the deltas
 * equals the obligations.
 */
@Injectable()
export class TallyService {
  constructor(
    private readonly db: Database,
    private readonly outbox: Outbox,
  ) {}

  /**
   * The job `tally.fold`. Two at once take turns. A reader that sums tallies and deltas in one statement sees
   * each delta exactly once, before or after.
   * @returns how many deltas were folded
   */
  async fold(outboxId: string | null = null): Promise<number> {
    let folded = 0;
    for (;;) {
      const count = await this.foldBatch();
      folded += count;
      if (count < BATCH) break;
    }
    if (outboxId !== null) await this.db.run(() => this.outbox.done(outboxId));
    return folded;
  }

  /** Recounts from the obligations; empty when every figure is exact. For checks, tests and the operator. */
  async verify(): Promise<readonly TallyDifference[]> {
    const rows = await this.db.query<{ place: string; counted: string; tallied: string }[]>(
      `SELECT CONCAT_WS('/', LOWER(HEX(mandate_id)), cycle_key, LOWER(HEX(reporting_unit_id)), due_on, state, in_time, band) AS place,
              SUM(counted) AS counted, SUM(tallied) AS tallied
       FROM (
         SELECT ${KEY}, 0 AS counted, obligations AS tallied FROM tally
         UNION ALL SELECT ${KEY}, 0, obligations FROM tally_delta
         UNION ALL SELECT mandate_id, cycle_key, reporting_unit_id, due_on, state, COALESCE(in_time, 0), band, COUNT(*), 0
           FROM obligation WHERE reporting_unit_id IS NOT NULL
           GROUP BY mandate_id, cycle_key, reporting_unit_id, due_on, state, COALESCE(in_time, 0), band
       ) both_sides
       GROUP BY ${KEY} HAVING SUM(counted) <> SUM(tallied)`,
    );
    const below = await this.db.query<typeof rows>(SUBTREE_DIFFERENCES);
    return [...rows, ...below].map((row) => ({
      place: row.place,
      counted: Number(row.counted),
      tallied: Number(row.tallied),
    }));
  }

  private foldBatch(): Promise<number> {
    return this.db.run(async (tx) => {
      await holdSubtrees(tx);
      const deltas = await tx.query<DeltaRow[]>(
        `SELECT id, ${KEY}, obligations FROM tally_delta ORDER BY id LIMIT ? FOR UPDATE SKIP LOCKED`,
        [BATCH],
      );
      if (deltas.length === 0) return 0;
      const sums = new Map<string, DeltaRow>();
      for (const delta of deltas) {
        const key = keyOf(delta);
        const sum = sums.get(key);
        if (sum) sum.obligations += delta.obligations;
        else sums.set(key, { ...delta });
      }
      // In the order of the primary key, so that two folders meet without a deadlock.
      const rows = [...sums.entries()]
        .filter(([, { obligations }]) => obligations !== 0)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([, row]) => row);
      await insertRows(
        tx,
        'tally',
        [...KEY.split(', '), 'obligations'],
        rows.map((row) => [...placeOf(row), row.obligations]),
        'ON DUPLICATE KEY UPDATE obligations = obligations + VALUES(obligations)',
      );
      await addToSubtrees(tx, rows);
      await tx.query('DELETE FROM tally_delta WHERE id IN (?)', [deltas.map(({ id }) => id)]);
      const emptied = rows.filter(({ obligations }) => obligations < 0);
      if (emptied.length > 0) {
        await tx.query(`DELETE FROM tally WHERE (${KEY}) IN (?) AND obligations = 0`, [emptied.map(placeOf)]);
      }
      return deltas.length;
    });
  }
}

function placeOf(row: DeltaRow): unknown[] {
  return [row.mandate_id, row.cycle_key, row.reporting_unit_id, row.due_on, row.state, row.in_time, row.band];
}

function keyOf(row: DeltaRow): string {
  return placeOf(row)
    .map((part) => (Buffer.isBuffer(part) ? part.toString('hex') : String(part)))
    .join('|');
}
