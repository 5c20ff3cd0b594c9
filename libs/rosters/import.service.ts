import { AccessService } from '#libs/access';
import type { Actor } from '#libs/actor';
import { Audit } from '#libs/audit';
import { Database, toBin } from '#libs/database';
import { faultPoint } from '#libs/faults';
import { Outbox } from '#libs/jobs';
import { type Unit, UnitService } from '#libs/people';
import { Clock, type LocalDate } from '#libs/time';
import { Injectable } from '@nestjs/common';
import type { Field } from './fields.js';
import { HEADER_ROWS, namesPeople, rememberedOf } from './header.rules.js';
import { ImportApply } from './import-apply.js';
import { ImportCheck } from './import-check.js';
import { type BuiltOn, ImportUndo } from './import-undo.js';
import { ImportUpload, type NewImport } from './import-upload.js';
import { CheckOutdated, ColumnsUnclear, ImportUnderWay, TooManyLeave, WrongStep } from './rosters.errors.js';
import { LEASE_MS, actorOf, getRun } from './run.queries.js';
import type { RunContext, RunMapping, RunState } from './run.js';
import { SourceService } from './source.service.js';

/** How long a feed's list waits for another one of its source. */
const WAIT_MS = 10_000;
const WORKING: ReadonlySet<RunState> = new Set(['checking', 'applying', 'undoing']);

/** Lists of persons from upload to undo: what may be done with one, and who goes on with it. */
@Injectable()
export class ImportService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly access: AccessService,
    private readonly units: UnitService,
    private readonly outbox: Outbox,
    private readonly sources: SourceService,
    private readonly checker: ImportCheck,
    private readonly applier: ImportApply,
    private readonly undoing: ImportUndo,
    private readonly uploads: ImportUpload,
  ) {}

  /** Reads a list and stores its rows: see {@link ImportUpload.start}. */
  start(actor: Actor, input: NewImport): Promise<string> {
    return this.uploads.start(actor, input);
  }

  /** Says what each column is; remembered for the source, and everything is checked anew. @throws {ColumnsUnclear} */
  async setMapping(
    actor: Actor,
    runId: string,
    change: {
      headerRow?: number | undefined;
      columns?: readonly Field[] | undefined;
      units?: Readonly<Record<string, string>> | undefined;
    },
  ): Promise<void> {
    const run = await this.runOf(actor, runId);
    if (!['uploaded', 'checking', 'checked'].includes(run.state)) throw new WrongStep(run.state);
    const columns = change.columns ?? run.mapping.columns;
    if (!namesPeople(columns)) throw new ColumnsUnclear();
    const headerRow = change.headerRow ?? run.mapping.headerRow;
    const headers = headerRow === run.mapping.headerRow ? run.mapping.headers : await this.cellsOf(runId, headerRow);
    const mapping: RunMapping = { ...run.mapping, headerRow, columns, headers, sure: true };
    await this.sources.remember(run.source.id, rememberedOf(headers, columns), change.units ?? {});
    await this.db.run(async (tx) => {
      await tx.query(`UPDATE import_run SET mapping = ? WHERE id = ?`, [JSON.stringify(mapping), toBin(runId)]);
      await this.requestCheck(runId);
    });
  }

  /** Options of a run that change what is checked. */
  async setOptions(
    actor: Actor,
    runId: string,
    options: { whole?: boolean | undefined; effectiveOn?: LocalDate | undefined },
  ): Promise<void> {
    const run = await this.runOf(actor, runId);
    if (!['uploaded', 'checking', 'checked'].includes(run.state)) throw new WrongStep(run.state);
    await this.db.run(async (tx) => {
      await tx.query('UPDATE import_run SET whole = ?, effective_on = ? WHERE id = ?', [
        (options.whole ?? run.whole) ? 1 : 0,
        options.effectiveOn ?? run.effectiveOn,
        toBin(runId),
      ]);
      if (run.state !== 'uploaded') await this.requestCheck(runId);
    });
  }

  /** Says who a row is: one of those who may be meant, `new`, `skip`, or `yes` to a proposal. */
  async decide(actor: Actor, runId: string, number: number, choice: string): Promise<void> {
    const run = await this.runOf(actor, runId);
    if (run.state !== 'checked') throw new WrongStep(run.state);
    await this.db.run(async (tx) => {
      await tx.query('UPDATE import_row SET decision = ? WHERE run_id = ? AND number = ?', [
        choice,
        toBin(runId),
        number,
      ]);
      await this.audit.record(actor, {
        action: 'import.decide',
        subjectKind: 'import-run',
        subjectId: runId,
        unitId: run.source.unitId,
      });
      if (choice !== 'yes') await this.requestCheck(runId);
    });
    // Whoever decides sees at once what it comes to; a long list is left to the worker.
    if (choice !== 'yes' && run.rowCount <= 5_000) await this.checker.check(runId);
  }

  /** Confirms every proposal at once. */
  async confirmAll(actor: Actor, runId: string): Promise<void> {
    const run = await this.runOf(actor, runId);
    if (run.state !== 'checked') throw new WrongStep(run.state);
    await this.db.run(async (tx) => {
      await tx.query(
        `UPDATE import_row SET decision = 'yes' WHERE run_id = ? AND needs = 'confirm' AND decision IS NULL`,
        [toBin(runId)],
      );
      await this.audit.record(actor, {
        action: 'import.confirm',
        subjectKind: 'import-run',
        subjectId: runId,
        unitId: run.source.unitId,
      });
    });
  }

  /**
   * Begins to apply what is clear and confirmed; the rest is left out. The worker goes on by itself.
   * @throws {ImportUnderWay} {@link CheckOutdated} {@link TooManyLeave}
   */
  async apply(actor: Actor, runId: string, options: { acceptDrop?: boolean | undefined } = {}): Promise<void> {
    await this.applyChecked(actor, await this.runOf(actor, runId), options);
  }

  private async applyChecked(
    actor: Actor,
    seen: RunContext,
    options: { acceptDrop?: boolean | undefined },
  ): Promise<void> {
    const runId = seen.id;
    const outdated = await this.db.run(async (tx) => {
      await this.sources.lock(seen.source.id);
      const run = await getRun(this.db, runId, true);
      if (run.state === 'applying' || run.state === 'applied') return false;
      if (run.state !== 'checked') throw new WrongStep(run.state);
      await this.sources.claim(run);
      if (run.source.version !== run.sourceVersion) {
        await this.requestCheck(runId);
        return true;
      }
      const { guard } = run.summary ?? {};
      if (guard?.tripped === true && options.acceptDrop !== true && !run.dropAccepted) {
        throw new TooManyLeave(guard.missing, guard.known, guard.percent);
      }
      await tx.query(
        `UPDATE import_run SET state = 'applying', drop_accepted = ?, done_row = 0, done_count = 0 WHERE id = ?`,
        [options.acceptDrop === true || run.dropAccepted ? 1 : 0, toBin(runId)],
      );
      await tx.query('UPDATE import_source SET active_run_id = ? WHERE id = ?', [toBin(runId), toBin(run.source.id)]);
      await this.outbox.request('import.proceed', { runId });
      return false;
    });
    if (outdated) throw new CheckOutdated();
    faultPoint('import.begun');
  }

  /** Begins to take back a run: see {@link ImportUndo.request}. */
  async undo(actor: Actor, runId: string, builtOn?: BuiltOn): Promise<void> {
    await this.undoing.request(actor, await this.runOf(actor, runId), builtOn);
  }

  async cancel(actor: Actor, runId: string): Promise<void> {
    await this.runOf(actor, runId);
    await this.db.run(async (tx) => {
      const run = await getRun(this.db, runId, true);
      if (!['uploaded', 'checking', 'checked', 'failed'].includes(run.state)) throw new WrongStep(run.state);
      await tx.query(`UPDATE import_run SET state = 'cancelled' WHERE id = ?`, [toBin(runId)]);
      await tx.query('DELETE FROM import_row WHERE run_id = ?', [toBin(runId)]);
    });
  }

  /**
   * Does what the run's state asks for, until it rests: the job `import.proceed`, and the operator's command. Two at once
   * do no harm; the second leaves the work to the first.
   */
  async proceed(runId: string, outboxId: string | null): Promise<void> {
    for (;;) {
      const state = await this.lease(runId, outboxId);
      if (state === 'busy') return;
      if (state === 'checking') await this.checker.check(runId);
      else if (state === 'applying') await this.applier.apply(runId);
      else if (state === 'undoing') await this.undoing.undo(runId);
      else if (state !== 'at-once') break;
      else if (!(await this.applyAtOnce(await getRun(this.db, runId)))) {
        if (outboxId === null) throw new ImportUnderWay();
        await this.db.run(() => this.outbox.postpone(outboxId, new Date(this.clock.now().getTime() + WAIT_MS)));
        return;
      }
    }
    if (outboxId !== null) await this.db.run(() => this.outbox.done(outboxId));
  }

  /** @returns false when another list of the source is being written, and this one has to wait */
  private async applyAtOnce(run: RunContext): Promise<boolean> {
    try {
      await this.applyChecked(actorOf(run), run, {});
      return true;
    } catch (error) {
      // Overtaken by another list: it is checked anew, and then tried again.
      if (error instanceof CheckOutdated) return true;
      if (error instanceof ImportUnderWay) return false;
      throw error;
    }
  }

  private async lease(runId: string, outboxId: string | null): Promise<RunState | 'busy' | 'at-once'> {
    return this.db.run(async (tx) => {
      const run = await getRun(this.db, runId, true);
      const [row] = await tx.query<{ worked_until: Date | null }[]>(
        'SELECT worked_until FROM import_run WHERE id = ?',
        [toBin(runId)],
      );
      if (run.state === 'checked' && run.atOnce && run.summary && !(run.summary.guard.tripped && !run.dropAccepted))
        return 'at-once';
      if (!WORKING.has(run.state)) return run.state;
      const now = this.clock.now();
      if (outboxId !== null && row?.worked_until && row.worked_until > now) {
        await this.outbox.postpone(outboxId, row.worked_until);
        return 'busy';
      }
      await tx.query('UPDATE import_run SET worked_until = ? WHERE id = ?', [
        new Date(now.getTime() + LEASE_MS),
        toBin(runId),
      ]);
      return run.state;
    });
  }

  private async requestCheck(runId: string): Promise<void> {
    await this.db.manager.query(
      `UPDATE import_run SET state = 'checking', summary = NULL, done_count = 0, worked_until = NULL WHERE id = ?`,
      [toBin(runId)],
    );
    await this.outbox.request('import.proceed', { runId });
  }

  private async cellsOf(runId: string, number: number): Promise<readonly string[]> {
    if (number < 1 || number > HEADER_ROWS) return [];
    const [row] = await this.db.query<{ cells: string }[]>(
      'SELECT cells FROM import_row WHERE run_id = ? AND number = ?',
      [toBin(runId), number],
    );
    return row ? (JSON.parse(row.cells) as string[]) : [];
  }

  /** The run, if the actor may import for its unit. @throws {NotFound} */
  async runOf(actor: Actor, runId: string): Promise<RunContext> {
    const run = await getRun(this.db, runId);
    await this.access.requireUnit(actor, 'roster:import', run.source.unitId);
    return run;
  }

  /** The unit that a run is of. */
  async unitOf(run: RunContext): Promise<Unit | null> {
    return (await this.units.unitsById([run.source.unitId])).get(run.source.unitId) ?? null;
  }
}
