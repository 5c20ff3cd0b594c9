import { type Seal, SealService, type SealStream, type SealedRow } from '#libs/audit';
import { Database, fromBin, insertRows, toBin } from '#libs/database';
import { Clock, type LocalDate, endOfLocalDay, isLocalDate, localDateOf } from '#libs/time';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { ObligationState, PreviousObligation } from './evaluation.types.js';
import { type CountAt, type Moment, countedCycles, countsAt } from './history.queries.js';
import { type PlaceChange, placeChanges } from './history.rules.js';
import { AsOfAhead, AsOfTooEarly } from './mandates.errors.js';

export const OBLIGATION_STREAM: SealStream = {
  name: 'obligation',
  table: 'obligation_event',
  // prettier-ignore
  columns: ['id', 'obligation_id', 'at', 'kind', 'state', 'due_on', 'reporting_unit_id', 'band', 'fulfilled_on', 'in_time', 'cause', 'previous', 'actor_id'],
};

const NOTHING_KNOWN: Seal = { id: 0, sealedAt: new Date(0), toId: 0 };
/** Below this many changes a snapshot saves nothing. */
const SMALL = 500;

/**
 * What was known when. Seals give events their order; each seal's changes of the tallies are kept, with snapshots, so
 * that the figures of an earlier moment are read, not recounted.
 */
@Injectable()
export class HistoryService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly seals: SealService,
  ) {}

  /** Seals what has been committed. By schedule, by the operator, and before a report that others will ask for again. */
  seal(): Promise<number> {
    return this.seals.seal(OBLIGATION_STREAM, (tx, sealId, rows) => this.keep(tx, sealId, rows));
  }

  /** Now, as a moment that can be asked for again: whatever is sealed after this has a later instant. */
  async now(): Promise<Moment> {
    await this.seal();
    const now = this.clock.now();
    const seal = (await this.seals.last(OBLIGATION_STREAM)) ?? NOTHING_KNOWN;
    const instant = new Date(Math.max(now.getTime() - 1, seal.sealedAt.getTime()));
    return { instant, today: localDateOf(now, this.clock.zone), seal, late: [] };
  }

  /** True when nothing has become known since: what was read between is what the moment stands for. */
  async isCurrent({ seal }: Moment): Promise<boolean> {
    if (await this.seals.hasUnsealed(OBLIGATION_STREAM)) return false;
    return ((await this.seals.last(OBLIGATION_STREAM)) ?? NOTHING_KNOWN).id === seal.id;
  }

  /**
   * @param asOf an instant, or a local day, which means its end; today means now
   * @throws {AsOfAhead} {@link AsOfTooEarly}
   */
  async at(asOf: string): Promise<Moment> {
    const now = this.clock.now();
    const today = this.clock.today();
    if (asOf === today) return this.now();
    const instant = isLocalDate(asOf) ? endOfLocalDay(asOf, this.clock.zone) : new Date(asOf);
    // The last seal may be some milliseconds ahead of a clock that stands still.
    const newest = (await this.seals.last(OBLIGATION_STREAM)) ?? NOTHING_KNOWN;
    if (instant > now && instant > newest.sealedAt) throw new AsOfAhead();
    const seal = await this.seals.at(OBLIGATION_STREAM, instant);
    if (!seal) throw new AsOfTooEarly();
    const late = await this.seals.lateAfter(OBLIGATION_STREAM, seal);
    return { instant, today: localDateOf(instant, this.clock.zone), seal, late };
  }

  /** How many obligations stood where, of one mandate and cycle. */
  countsAt(moment: Moment, mandateId: string, cycleKey: string): Promise<readonly CountAt[]> {
    return countsAt(this.db, moment.seal, mandateId, cycleKey);
  }

  countedCycles(): Promise<readonly { mandateId: string; cycleKey: string }[]> {
    return countedCycles(this.db);
  }

  private async keep(tx: EntityManager, sealId: number, rows: readonly SealedRow[]): Promise<void> {
    const ids = [...new Set(rows.map((row) => (row['obligation_id'] as Buffer).toString('hex')))];
    const places = await tx.query<{ id: Buffer; mandate_id: Buffer; cycle_key: string }[]>(
      'SELECT id, mandate_id, cycle_key FROM obligation WHERE id IN (?)',
      [ids.map((hex) => Buffer.from(hex, 'hex'))],
    );
    const placeOf = new Map(places.map((place) => [place.id.toString('hex'), place]));
    const changes = placeChanges(
      rows.flatMap((row) => {
        const place = placeOf.get((row['obligation_id'] as Buffer).toString('hex'));
        if (!place) return [];
        const unit = row['reporting_unit_id'] as Buffer | null;
        const previous = row['previous'] as string | null;
        return [
          {
            mandateId: fromBin(place.mandate_id),
            cycleKey: place.cycle_key,
            unitId: unit === null ? null : fromBin(unit),
            dueOn: row['due_on'] as LocalDate,
            state: row['state'] as ObligationState,
            inTime: row['in_time'] === 1,
            previous: previous === null ? null : (JSON.parse(previous) as PreviousObligation),
          },
        ];
      }),
    );
    await insertRows(
      tx,
      'tally_history',
      COLUMNS,
      changes.map((change) => rowOf(change, sealId)),
    );
    const cycles = new Map(changes.map((change) => [`${change.mandateId}|${change.cycleKey}`, change]));
    for (const { mandateId, cycleKey } of cycles.values()) await this.snapshot(tx, sealId, toBin(mandateId), cycleKey);
  }

  /** Takes a snapshot when the changes since the last one have become more than it. */
  private async snapshot(tx: EntityManager, sealId: number, mandate: Buffer, cycleKey: string): Promise<void> {
    const [last] = await tx.query<{ id: number | string | null }[]>(
      'SELECT MAX(seal_id) AS id FROM tally_snapshot WHERE mandate_id = ? AND cycle_key = ?',
      [mandate, cycleKey],
    );
    const base = last?.id ?? 0;
    const [size] = await tx.query<{ whole: string; changes: string }[]>(
      `SELECT (SELECT COUNT(*) FROM tally_snapshot WHERE mandate_id = ? AND cycle_key = ? AND seal_id = ?) AS whole,
              (SELECT COUNT(*) FROM tally_history WHERE mandate_id = ? AND cycle_key = ? AND seal_id > ?) AS changes`,
      [mandate, cycleKey, base, mandate, cycleKey, base],
    );
    if (Number(size?.changes ?? 0) <= Math.max(SMALL, Number(size?.whole ?? 0))) return;
    await tx.query(
      `INSERT INTO tally_snapshot (${COLUMNS.join(', ')})
       SELECT mandate_id, cycle_key, ?, reporting_unit_id, due_on, state, in_time, SUM(obligations) FROM (
         SELECT * FROM tally_snapshot WHERE mandate_id = ? AND cycle_key = ? AND seal_id = ?
         UNION ALL SELECT * FROM tally_history WHERE mandate_id = ? AND cycle_key = ? AND seal_id > ? AND seal_id <= ?
       ) known GROUP BY mandate_id, cycle_key, reporting_unit_id, due_on, state, in_time HAVING SUM(obligations) <> 0`,
      [sealId, mandate, cycleKey, base, mandate, cycleKey, base, sealId],
    );
  }
}

const COLUMNS = [
  'mandate_id',
  'cycle_key',
  'seal_id',
  'reporting_unit_id',
  'due_on',
  'state',
  'in_time',
  'obligations',
] as const;

function rowOf(change: PlaceChange, sealId: number): readonly unknown[] {
  return [
    toBin(change.mandateId),
    change.cycleKey,
    sealId,
    toBin(change.unitId),
    change.dueOn,
    change.state,
    change.inTime ? 1 : 0,
    change.obligations,
  ];
}
