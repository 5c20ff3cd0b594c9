import { type Actor, systemActor } from '#libs/actor';
import { Database, fromBin, insertRows, newId, toBin } from '#libs/database';
import { Outbox } from '#libs/jobs';
import { PeopleService } from '#libs/people';
import { Clock, type LocalDate, addDays, endOfLocalDay } from '#libs/time';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { asksForClasses, loadPersons, loadUnits, unitsWithoutObligations, withUnitsAbove } from './bearer.queries.js';
import { type BearerRecord, loadRecords } from './evaluation.queries.js';
import { type Change, changesOf } from './changes.rules.js';
import { type Cause, writeChanges } from './evaluation.writes.js';
import type { BearerFacts, BearerKind } from './evaluation.types.js';
import { evaluate, nextChange } from './evaluate.rules.js';
import { MandateFacts } from './mandate-facts.js';

/** Above this many persons a change of facts is evaluated by a job, and by whoever reads one of them first. */
export const AT_ONCE = 200;
const BATCH = 400;
const LANES = 2;
const KEEP_EARLIER = 'ON DUPLICATE KEY UPDATE requested_at = LEAST(requested_at, VALUES(requested_at))';

export interface EvaluationProgress {
  readonly persons: number;
  readonly units: number;
  /** Obligations that were found different from what was stored. */
  readonly changed: number;
}

interface BearerRow {
  readonly bearer_id: Buffer;
  readonly bearer_kind: BearerKind;
}

const NO_RECORD: BearerRecord = { credits: [], exemptions: [], extensions: [], known: [] };

/** Keeps obligations true: runs the pure evaluation over stored facts and writes what differs. */
@Injectable()
export class EvaluationService implements OnModuleInit {
  private readonly mandates: MandateFacts;

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly people: PeopleService,
    private readonly outbox: Outbox,
  ) {
    this.mandates = new MandateFacts(db);
  }

  onModuleInit(): void {
    this.people.onFactsChanged(async (personIds) => {
      if (personIds.length > AT_ONCE) await this.requestEvaluation('person', personIds, 'facts');
      else await this.evaluatePersons(personIds, { kind: 'facts' });
    });
  }

  /** Evaluates persons now, in one transaction, each under a lock of its row. @returns how many obligations changed */
  evaluatePersons(
    personIds: readonly string[],
    cause: Cause,
    actor: Actor = systemActor,
    on?: LocalDate,
  ): Promise<number> {
    return this.inBatches(personIds, async (ids) => {
      await this.lock('person', ids);
      const bearers = await loadPersons(this.db, ids);
      return this.evaluateBearers('person', bearers, cause, actor, on ?? this.clock.today());
    });
  }

  /** The same for units that must provide. Call after persons have been locked, never before (order of locks). */
  async evaluateUnits(
    unitIds: readonly string[],
    cause: Cause,
    actor: Actor = systemActor,
    on?: LocalDate,
  ): Promise<number> {
    const mandates = await this.mandates.of('unit');
    const meant = asksForClasses(mandates) ? await withUnitsAbove(this.db, unitIds) : unitIds;
    return this.inBatches(meant, async (ids) => {
      await this.lock('org_unit', ids);
      const bearers = await loadUnits(this.db, ids, mandates);
      return this.evaluateBearers('unit', bearers, cause, actor, on ?? this.clock.today());
    });
  }

  /** Evaluates those among the bearers for whom a change is waiting, or whose next date has come. For reads. */
  async refresh(kind: BearerKind, bearerIds: readonly string[]): Promise<void> {
    if (bearerIds.length === 0) return;
    const ids = bearerIds.map(toBin);
    // A bearer without any row is looked at as well: they may have entered an audience since.
    const rows = await this.db.query<{ id: Buffer; fresh: string }[]>(
      `SELECT o.bearer_id AS id, MIN(o.next_change_on IS NULL OR o.next_change_on > ?) AS fresh
       FROM obligation o LEFT JOIN evaluation_due d ON d.bearer_id = o.bearer_id AND d.requested_at <= ?
       WHERE o.bearer_id IN (?) AND d.bearer_id IS NULL GROUP BY o.bearer_id`,
      [this.clock.today(), this.clock.now(), ids],
    );
    const fresh = new Set(rows.filter((row) => Number(row.fresh) === 1).map((row) => fromBin(row.id)));
    const stale = bearerIds.filter((id) => !fresh.has(id));
    if (stale.length === 0) return;
    const cause = { kind: 'calendar' };
    await (kind === 'person' ? this.evaluatePersons(stale, cause) : this.evaluateUnits(stale, cause));
  }

  /** Writes down that bearers must be evaluated and promises the job, within the transaction under way or its own. */
  async requestEvaluation(kind: BearerKind, bearerIds: readonly string[], cause: string): Promise<void> {
    await this.db.run(async (tx) => {
      await insertRows(
        tx,
        'evaluation_due',
        ['bearer_id', 'bearer_kind', 'requested_at', 'cause'],
        bearerIds.map((id) => [toBin(id), kind, this.clock.now(), cause]),
        'ON DUPLICATE KEY UPDATE requested_at = VALUES(requested_at), cause = VALUES(cause)',
      );
      await this.outbox.request('evaluation.run-due', {});
    });
  }

  /** The same for everyone: a rule has changed. One statement a kind, however many there are. */
  async requestEvaluationOfAll(cause: string): Promise<void> {
    await this.db.run(async (tx) => {
      for (const [kind, table] of [
        ['person', 'person'],
        ['unit', 'org_unit'],
      ] as const) {
        await tx.query(
          `INSERT INTO evaluation_due (bearer_id, bearer_kind, requested_at, cause)
           SELECT id, ?, ?, ? FROM ${table}
           ON DUPLICATE KEY UPDATE requested_at = VALUES(requested_at), cause = VALUES(cause)`,
          [kind, this.clock.now(), cause],
        );
      }
      await this.outbox.request('evaluation.run-due', {});
    });
  }

  /**
   * The job `evaluation.run-due`: all that waits, then all whose next date has come, then units that are new; in
   * batches, each a transaction.
   * @param on taken for today, whatever the clock says
   */
  async runDue(outboxId: string | null, on?: LocalDate): Promise<EvaluationProgress> {
    const done = { persons: 0, units: 0, changed: 0 };
    const today = on ?? this.clock.today();
    for (let before = -1; before !== done.persons + done.units;) {
      before = done.persons + done.units;
      await this.pass(
        (after) =>
          this.db.query<BearerRow[]>(
            `SELECT bearer_id, bearer_kind FROM evaluation_due
             WHERE bearer_id > ? AND requested_at <= ? ORDER BY bearer_id LIMIT ?`,
            [after, this.clock.now(), BATCH],
          ),
        (bearers) => this.evaluateBatch(bearers, { kind: 'facts' }, done, on),
      );
    }
    await this.pass(
      (after) =>
        this.db.query<BearerRow[]>(
          `SELECT DISTINCT bearer_id, bearer_kind FROM obligation
           WHERE next_change_on <= ? AND bearer_id > ? ORDER BY bearer_id LIMIT ?`,
          [today, after, BATCH],
        ),
      (bearers) => this.evaluateBatch(bearers, { kind: 'calendar' }, done, on),
    );
    const fresh = await unitsWithoutObligations(this.db, await this.mandates.of('unit'), today);
    done.changed += await this.evaluateUnits(fresh, { kind: 'facts' }, systemActor, on);
    done.units += fresh.length;
    if (outboxId !== null) await this.db.run(() => this.outbox.done(outboxId));
    return done;
  }

  /**
   * Evaluates everyone as a check; what it changes is drift. Nobody is skipped: each is evaluated from the facts as they
   * are read, without a lock, and who is found different is evaluated again under one.
   */
  async evaluateAll(
    on?: LocalDate,
    report: (progress: EvaluationProgress) => void = () => undefined,
  ): Promise<EvaluationProgress> {
    const done = { persons: 0, units: 0, changed: 0 };
    for (const kind of ['person', 'unit'] as const) {
      await this.pass(
        (after) =>
          this.db.query<BearerRow[]>(
            `SELECT id AS bearer_id, '${kind}' AS bearer_kind FROM ${kind === 'person' ? 'person' : 'org_unit'}
             WHERE id > ? ORDER BY id LIMIT ?`,
            [after, BATCH],
          ),
        async (bearers) => {
          const ids = bearers.map((row) => fromBin(row.bearer_id));
          const different = await this.differing(kind, ids, on ?? this.clock.today());
          const rows = different.map((id) => ({ bearer_id: toBin(id), bearer_kind: kind }));
          const again = { persons: 0, units: 0, changed: 0 };
          await this.evaluateBatch(rows, { kind: 'check' }, again, on);
          done.changed += again.changed;
          done[kind === 'person' ? 'persons' : 'units'] += ids.length;
          report({ ...done });
        },
      );
    }
    return done;
  }

  /** Who among the bearers would be changed by evaluation. Reads only. */
  private async differing(kind: BearerKind, ids: readonly string[], today: LocalDate): Promise<readonly string[]> {
    const mandates = await this.mandates.of(kind);
    const bearers = kind === 'person' ? await loadPersons(this.db, ids) : await loadUnits(this.db, ids, mandates);
    const records = await loadRecords(this.db, ids);
    return bearers
      .filter((bearer) => {
        const record = records.get(bearer.id) ?? NO_RECORD;
        const evaluated = evaluate({ bearer, mandates, today, ...record });
        return changesOf(bearer.id, record.known, evaluated, newId).length > 0;
      })
      .map(({ id }) => id);
  }

  /** Works through bearers in the order of their ids, two batches at a time: while one waits for the database, the other counts. */
  private async pass(
    next: (after: Buffer) => Promise<BearerRow[]>,
    work: (bearers: readonly BearerRow[]) => Promise<void>,
  ): Promise<void> {
    let after: Buffer | null = Buffer.alloc(16);
    let taking: Promise<BearerRow[]> = Promise.resolve([]);
    const take = (): Promise<BearerRow[]> => {
      taking = taking.then(async () => {
        if (after === null) return [];
        const rows = await next(after);
        after = rows.at(-1)?.bearer_id ?? null;
        return rows;
      });
      return taking;
    };
    const lane = async (): Promise<void> => {
      for (let rows = await take(); rows.length > 0; rows = await take()) await work(rows);
    };
    await Promise.all(Array.from({ length: LANES }, lane));
  }

  private async evaluateBatch(
    bearers: readonly BearerRow[],
    cause: Cause,
    done: { persons: number; units: number; changed: number },
    on?: LocalDate,
  ): Promise<void> {
    if (bearers.length === 0) return;
    const ids = (kind: BearerKind): string[] =>
      bearers.filter((row) => row.bearer_kind === kind).map((row) => fromBin(row.bearer_id));
    done.changed += await this.db.run(
      async () =>
        (await this.evaluatePersons(ids('person'), cause, systemActor, on)) +
        (await this.evaluateUnits(ids('unit'), cause, systemActor, on)),
    );
    done.persons += ids('person').length;
    done.units += ids('unit').length;
  }

  /**
   * Locks bearers and takes what was waiting for them, before their facts are read: a change that commits while this
   * waits for the lock is read, and one that comes later writes its own note.
   */
  private async lock(table: 'person' | 'org_unit', ids: readonly string[]): Promise<void> {
    const bins = ids.map(toBin);
    await this.db.manager.query(`SELECT id FROM ${table} WHERE id IN (?) ORDER BY id FOR UPDATE`, [bins]);
    await this.db.manager.query('DELETE FROM evaluation_due WHERE bearer_id IN (?)', [bins]);
  }

  private beginningOf(day: LocalDate): Date {
    return new Date(endOfLocalDay(addDays(day, -1), this.clock.zone).getTime() + 1);
  }

  private async inBatches(ids: readonly string[], work: (ids: readonly string[]) => Promise<number>): Promise<number> {
    const unique = [...new Set(ids)].sort();
    if (unique.length === 0) return 0;
    return this.db.run(async () => {
      let changed = 0;
      for (let from = 0; from < unique.length; from += BATCH) changed += await work(unique.slice(from, from + BATCH));
      return changed;
    });
  }

  private async evaluateBearers(
    bearerKind: BearerKind,
    bearers: readonly BearerFacts[],
    cause: Cause,
    actor: Actor,
    today: LocalDate,
  ): Promise<number> {
    const now = this.clock.now();
    const ids = bearers.map(({ id }) => id);
    const mandates = await this.mandates.of(bearerKind);
    const records = await loadRecords(this.db, ids);
    const changes: Change[] = [];
    const later: unknown[][] = [];
    for (const bearer of bearers) {
      const record = records.get(bearer.id) ?? NO_RECORD;
      const input = { bearer, mandates, today, ...record };
      const evaluated = evaluate(input);
      changes.push(...changesOf(bearer.id, record.known, evaluated, newId));
      // Who owes nothing yet has no row to carry the date: e.g. someone who joins next month.
      const next = evaluated.length === 0 ? nextChange(input) : null;
      if (next !== null) later.push([toBin(bearer.id), bearerKind, this.beginningOf(next), 'calendar']);
    }
    await writeChanges(this.db.manager, changes, { actor, bearerKind, cause, now, today });
    await insertRows(
      this.db.manager,
      'evaluation_due',
      ['bearer_id', 'bearer_kind', 'requested_at', 'cause'],
      later,
      KEEP_EARLIER,
    );
    return changes.filter(({ event }) => event !== null).length;
  }
}
