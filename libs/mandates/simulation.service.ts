import type { Actor } from '#libs/actor';
import { Audit } from '#libs/audit';
import { Database, fromBin, insertRows, newId, toBin } from '#libs/database';
import { NotFound } from '#libs/errors';
import { Outbox } from '#libs/jobs';
import { PeopleService, type Unit, UnitService } from '#libs/people';
import { Clock, type LocalDate } from '#libs/time';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { loadPersons, loadUnits } from './bearer.queries.js';
import { evaluate } from './evaluate.rules.js';
import { loadRecords } from './evaluation.queries.js';
import { AT_ONCE } from './evaluation.service.js';
import type { ObligationState } from './evaluation.types.js';
import { MandateFacts } from './mandate-facts.js';
import type { MandateDocument } from './rule.schema.js';
import { type Effect, simulatedChanges, withDraft } from './simulation.rules.js';
import { VersionService } from './version.service.js';

const BATCH = 500;
/** A job works this long, then makes room for others and goes on with the next: shorter than its lease. */
const SLICE_MS = 15_000;
/** Where a rule counts times, one is taken to last an hour unless said otherwise. */
const MINUTES_PER_TIME = 60;

type Counts = Record<Effect, number> & { readonly minutes: number };

export interface SimulationView {
  readonly id: string;
  readonly code: string;
  readonly state: 'running' | 'done' | 'cancelled';
  readonly on: LocalDate;
  readonly bearers: number;
  readonly done: number;
  readonly minutesPerTime: number;
  readonly totals: Counts;
  readonly units: readonly (Counts & { readonly unit: Unit })[];
  readonly rows: readonly {
    readonly name: string;
    readonly unit: Unit | null;
    readonly mandate: string;
    readonly cycle: string;
    readonly effect: Effect;
    readonly stateBefore: ObligationState | null;
    readonly stateAfter: ObligationState | null;
    readonly dueBefore: LocalDate | null;
    readonly dueAfter: LocalDate | null;
    readonly minutes: number;
  }[];
  readonly nextCursor: string | null;
}

interface Running {
  readonly rule: string;
  readonly on_date: string;
  readonly minutes_per_time: number;
  readonly state: SimulationView['state'];
  readonly position: Buffer;
}

/** What a draft would do, before anyone signs: the same evaluation over the same facts, with nothing written but this. */
@Injectable()
export class SimulationService {
  private readonly mandates: MandateFacts;

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    private readonly people: PeopleService,
    private readonly units: UnitService,
    private readonly versions: VersionService,
  ) {
    this.mandates = new MandateFacts(db);
  }

  /**
   * Begins a simulation; a small one is done when this returns, a large one by a job.
   * @throws {MandateUnknown} out of scope; {@link RuleRefused}
   */
  async start(
    actor: Actor,
    code: string,
    rule: MandateDocument,
    options: { readonly minutesPerTime?: number | undefined } = {},
  ): Promise<{ id: string }> {
    const authorityId = await this.versions.authorityFor(actor, code, rule);
    const today = this.clock.today();
    const table = rule.bearer === 'person' ? 'person' : 'org_unit';
    const [count] = await this.db.query<{ n: string }[]>(`SELECT COUNT(*) AS n FROM ${table}`);
    const bearers = Number(count?.n ?? 0);
    const id = newId();
    await this.db.run(async (tx) => {
      await tx.query(
        `INSERT INTO simulation (id, mandate_code, authority_id, rule, on_date, minutes_per_time, state, bearers, done,
           position, requested_at, requested_by) VALUES (?, ?, ?, ?, ?, ?, 'running', ?, 0, ?, ?, ?)`,
        [
          toBin(id),
          code,
          toBin(authorityId),
          JSON.stringify(rule),
          rule.effective.from > today ? rule.effective.from : today,
          options.minutesPerTime ?? MINUTES_PER_TIME,
          bearers,
          Buffer.alloc(16),
          this.clock.now(),
          actor.personId === null ? null : toBin(actor.personId),
        ],
      );
      if (bearers > AT_ONCE) await this.outbox.request('simulation.run', { simulationId: id });
      await this.audit.record(actor, { action: 'mandate.simulate', subjectKind: 'simulation', subjectId: id });
    });
    if (bearers <= AT_ONCE) await this.work(id, Infinity);
    return { id };
  }

  /** The job `simulation.run`: a slice of the work, and a promise of the next while there is more. */
  async run(id: string, outboxId: string): Promise<void> {
    const finished = await this.work(id, SLICE_MS);
    await this.db.run(async () => {
      if (!finished) await this.outbox.request('simulation.run', { simulationId: id });
      await this.outbox.done(outboxId);
    });
  }

  /** Works here and now until it is done; for the operator's command. */
  async finish(id: string, report: (done: number) => void): Promise<void> {
    while (!(await this.work(id, 2_000))) {
      const [row] = await this.db.query<{ done: number }[]>('SELECT done FROM simulation WHERE id = ?', [toBin(id)]);
      report(row?.done ?? 0);
    }
  }

  /** @throws {NotFound} */
  async cancel(actor: Actor, code: string, id: string): Promise<void> {
    await this.require(actor, code, id);
    await this.db.run(async (tx) => {
      await tx.query(`UPDATE simulation SET state = 'cancelled', finished_at = ? WHERE id = ? AND state = 'running'`, [
        this.clock.now(),
        toBin(id),
      ]);
      await this.audit.record(actor, { action: 'simulation.cancel', subjectKind: 'simulation', subjectId: id });
    });
  }

  /** Progress, figures by unit, and a page of persons within the authority; every reading of names is on record. */
  async get(
    actor: Actor,
    code: string,
    id: string,
    page: { readonly cursor?: string | undefined; readonly limit: number },
  ): Promise<SimulationView> {
    const simulation = await this.require(actor, code, id);
    const counts = await this.db.query<{ unit_id: Buffer | null; effect: Effect; n: string; minutes: string }[]>(
      `SELECT unit_id, effect, COUNT(*) AS n, SUM(minutes) AS minutes FROM simulation_row
       WHERE simulation_id = ? GROUP BY unit_id, effect`,
      [toBin(id)],
    );
    const after = /^\d{1,18}$/.test(page.cursor ?? '') ? Number(page.cursor) : 0;
    const rows = await this.db.query<PageRow[]>(
      `SELECT r.* FROM simulation_row r JOIN org_unit u ON u.id = r.unit_id AND u.authority_id = ?
       WHERE r.simulation_id = ? AND r.id > ? ORDER BY r.id LIMIT ?`,
      [simulation.authority_id, toBin(id), after, page.limit + 1],
    );
    const shown = rows.slice(0, page.limit);
    const unitIds = [...counts, ...shown].flatMap(({ unit_id }) => (unit_id === null ? [] : [fromBin(unit_id)]));
    const units = await this.units.unitsById([...new Set(unitIds)]);
    const persons = await this.people.names([...new Set(shown.map((row) => fromBin(row.bearer_id)))]);
    if (persons.size > 0) {
      await this.audit.record(actor, {
        action: 'simulation.read',
        subjectKind: 'simulation',
        subjectId: id,
        detail: { persons: [...persons.keys()] },
      });
    }
    const nameOf = (row: PageRow): string => {
      const bearer = fromBin(row.bearer_id);
      return persons.get(bearer)?.name ?? units.get(bearer)?.name.ko ?? '';
    };
    const byUnit = new Map<string, Counts>();
    for (const row of counts) {
      const key = row.unit_id === null ? '' : fromBin(row.unit_id);
      byUnit.set(key, sum(byUnit.get(key) ?? NONE, row));
    }
    return {
      id,
      code,
      state: simulation.state,
      on: simulation.on_date,
      bearers: simulation.bearers,
      done: simulation.done,
      minutesPerTime: simulation.minutes_per_time,
      totals: counts.reduce(sum, NONE),
      units: [...byUnit].flatMap(([unitId, figures]) => {
        const unit = units.get(unitId);
        return unit ? [{ unit, ...figures }] : [];
      }),
      rows: shown.map((row) => ({
        name: nameOf(row),
        unit: row.unit_id === null ? null : (units.get(fromBin(row.unit_id)) ?? null),
        mandate: row.mandate_code,
        cycle: row.cycle_key,
        effect: row.effect,
        stateBefore: row.state_before,
        stateAfter: row.state_after,
        dueBefore: row.due_before,
        dueAfter: row.due_after,
        minutes: row.minutes,
      })),
      nextCursor: rows.length > page.limit ? String(shown.at(-1)?.id ?? '') : null,
    };
  }

  /** @returns true when nothing is left to do */
  private async work(id: string, milliseconds: number): Promise<boolean> {
    const until = performance.now() + milliseconds;
    for (;;) {
      const more = await this.db.run((tx) => this.batch(tx, id));
      if (!more) return true;
      if (performance.now() > until) return false;
    }
  }

  /** One batch under the lock of the simulation's row: two workers take turns, and a cancelled one stops here. */
  private async batch(tx: EntityManager, id: string): Promise<boolean> {
    const [running] = await tx.query<Running[]>('SELECT * FROM simulation WHERE id = ? FOR UPDATE', [toBin(id)]);
    if (running?.state !== 'running') return false;
    const draft = JSON.parse(running.rule) as MandateDocument;
    const found = await tx.query<{ id: Buffer }[]>(
      `SELECT id FROM ${draft.bearer === 'person' ? 'person' : 'org_unit'} WHERE id > ? ORDER BY id LIMIT ?`,
      [running.position, BATCH],
    );
    const last = found.at(-1);
    if (!last) {
      await tx.query(`UPDATE simulation SET state = 'done', finished_at = ? WHERE id = ?`, [
        this.clock.now(),
        toBin(id),
      ]);
      return false;
    }
    const ids = found.map((row) => fromBin(row.id));
    const mandates = await this.mandates.of(draft.bearer);
    const drafted = withDraft(mandates, draft, id);
    const codes = new Map(drafted.map((mandate) => [mandate.id, mandate.code]));
    const bearers =
      draft.bearer === 'person' ? await loadPersons(this.db, ids) : await loadUnits(this.db, ids, drafted);
    const records = await loadRecords(this.db, ids);
    const rows = bearers.flatMap((bearer) => {
      const record = records.get(bearer.id) ?? { credits: [], exemptions: [], extensions: [], known: [] };
      const input = { bearer, today: running.on_date, ...record };
      const before = evaluate({ ...input, mandates });
      const after = evaluate({ ...input, mandates: drafted });
      return simulatedChanges(before, after, running.minutes_per_time).map((change) => [
        toBin(id),
        toBin(bearer.id),
        change.unitId === null ? null : toBin(change.unitId),
        codes.get(change.mandateId) ?? draft.code,
        change.cycleKey,
        change.effect,
        change.stateBefore,
        change.stateAfter,
        change.dueBefore,
        change.dueAfter,
        change.minutes,
      ]);
    });
    await insertRows(tx, 'simulation_row', ROW_COLUMNS, rows);
    await tx.query('UPDATE simulation SET position = ?, done = done + ? WHERE id = ?', [
      last.id,
      ids.length,
      toBin(id),
    ]);
    return true;
  }

  private async require(actor: Actor, code: string, id: string): Promise<Required> {
    const [row] = await this.db.query<Required[]>('SELECT * FROM simulation WHERE id = ? AND mandate_code = ?', [
      toBin(id),
      code,
    ]);
    if (!row || !(await this.versions.holdsOver(actor, 'mandate:manage', fromBin(row.authority_id)))) {
      throw new NotFound();
    }
    return row;
  }
}

interface Required extends Running {
  readonly authority_id: Buffer;
  readonly bearers: number;
  readonly done: number;
}

interface PageRow {
  readonly id: number | string;
  readonly bearer_id: Buffer;
  readonly unit_id: Buffer | null;
  readonly mandate_code: string;
  readonly cycle_key: string;
  readonly effect: Effect;
  readonly state_before: ObligationState | null;
  readonly state_after: ObligationState | null;
  readonly due_before: LocalDate | null;
  readonly due_after: LocalDate | null;
  readonly minutes: number;
}

const ROW_COLUMNS = [
  'simulation_id',
  'bearer_id',
  'unit_id',
  'mandate_code',
  'cycle_key',
  'effect',
  'state_before',
  'state_after',
  'due_before',
  'due_after',
  'minutes',
] as const;

const NONE: Counts = { gains: 0, loses: 0, due: 0, state: 0, amount: 0, minutes: 0 };

function sum(counts: Counts, row: { readonly effect: Effect; readonly n: string; readonly minutes: string }): Counts {
  return { ...counts, [row.effect]: counts[row.effect] + Number(row.n), minutes: counts.minutes + Number(row.minutes) };
}
