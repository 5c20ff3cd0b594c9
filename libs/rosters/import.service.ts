import { AccessService } from '#libs/access';
import { type Actor, systemActor } from '#libs/actor';
import { Audit } from '#libs/audit';
import { Database, insertRows, newId, toBin } from '#libs/database';
import { faultPoint } from '#libs/faults';
import { Outbox } from '#libs/jobs';
import { text } from '#libs/language';
import { CreditService } from '#libs/mandates';
import { FactsService, type Unit, UnitService } from '#libs/people';
import { Clock, type LocalDate } from '#libs/time';
import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { type ListKind, storableCells } from './entry.rules.js';
import type { Field } from './fields.js';
import { HEADER_ROWS, guessMapping, namesPeople, rememberedOf } from './header.rules.js';
import { ImportApply, doneFacts } from './import-apply.js';
import { ImportCheck } from './import-check.js';
import { readList } from './list.reader.js';
import {
  CheckOutdated,
  ColumnsUnclear,
  ImportUnderWay,
  TooManyLeave,
  UndoClosed,
  WrongStep,
} from './rosters.errors.js';
import { getRun } from './run.queries.js';
import type { RunContext, RunMapping, RunState } from './run.js';
import { schoolYearOf } from './school-year.rules.js';
import { SourceService } from './source.service.js';
import type { TableRow } from './table.js';

export interface NewImport {
  /** The source by its code; else the unit's own for this kind of list. */
  readonly source?: string | undefined;
  readonly unitId?: string | undefined;
  readonly kind?: ListKind | undefined;
  readonly fileName: string;
  readonly bytes: Buffer;
  readonly pasted?: boolean;
  readonly sheet?: string | undefined;
  /** Today where it is not given. */
  readonly effectiveOn?: LocalDate | undefined;
  readonly schoolYear?: number | undefined;
  /** The list names everyone. A list with a column of standing says itself who left. */
  readonly whole?: boolean | undefined;
  /** Applied as soon as it is checked, where nothing stops it. */
  readonly atOnce?: boolean;
  /** Proposals count as confirmed: for feeds that somebody stands behind. */
  readonly confirmed?: boolean;
  readonly acceptDrop?: boolean;
}

const UNDO_DAYS = 7;
const LEASE_MS = 20_000;
/** How long a feed's list waits for another one of its source. */
const WAIT_MS = 10_000;
const WORKING: ReadonlySet<RunState> = new Set(['checking', 'applying', 'undoing']);

/** Lists of persons from upload to undo. The file itself is never kept: only its rows, with what may not be kept masked. */
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
    private readonly facts: FactsService,
    private readonly credits: CreditService,
  ) {}

  /**
   * Reads a list and stores its rows. The check begins by itself where it is clear what the columns are; else somebody
   * says so first. @returns the run's id. @throws {UnreadableList} {ListTooLarge}, {NotFound} out of scope
   */
  async start(actor: Actor, input: NewImport): Promise<string> {
    const table = await readList(input.bytes, { sheet: input.sheet ?? null, pasted: input.pasted === true });
    const rows = table.rows[Symbol.asyncIterator]();
    const first = await rows.next();
    const head: readonly TableRow[] = first.done === true ? [] : first.value;
    const guess = guessMapping(head);
    const kind = input.kind ?? (isOfPupils(guess.columns) ? 'pupils' : 'staff');
    const source = await this.sources.open(actor, { code: input.source, unitId: input.unitId, kind });
    const remembered = guessMapping(head, source.mapping);
    const mapping: RunMapping = { ...remembered, otherSheets: table.otherSheets };
    const runId = newId();
    const effectiveOn = input.effectiveOn ?? this.clock.today();
    await this.db.run((tx) =>
      insertRows(
        tx,
        'import_run',
        // prettier-ignore
        ['id', 'source_id', 'state', 'file_name', 'sha256', 'format', 'encoding', 'sheet', 'school_year', 'effective_on', 'whole', 'at_once', 'confirmed', 'drop_accepted', 'mapping', 'row_count', 'done_count', 'done_row', 'source_version', 'requested_at', 'requested_by'],
        [
          [
            toBin(runId),
            toBin(source.id),
            'reading',
            input.fileName.normalize('NFC').slice(0, 200),
            createHash('sha256').update(input.bytes).digest(),
            table.format,
            table.encoding,
            table.sheet?.slice(0, 120) ?? null,
            source.kind === 'pupils' ? (input.schoolYear ?? schoolYearOf(effectiveOn)) : null,
            effectiveOn,
            (input.whole ?? !mapping.columns.includes('status')) ? 1 : 0,
            input.atOnce === true ? 1 : 0,
            input.confirmed === true ? 1 : 0,
            input.acceptDrop === true ? 1 : 0,
            JSON.stringify(mapping),
            0,
            0,
            0,
            source.version,
            this.clock.now(),
            actor.personId === null ? null : toBin(actor.personId),
          ],
        ],
      ),
    );
    const count = await this.stage(runId, head, rows, mapping.columns);
    faultPoint('import.staged');
    await this.db.run(async (tx) => {
      const state = mapping.sure ? 'checking' : 'uploaded';
      await tx.query('UPDATE import_run SET state = ?, row_count = ? WHERE id = ?', [state, count, toBin(runId)]);
      if (mapping.sure) await this.outbox.request('import.proceed', { runId });
      await this.audit.record(actor, {
        action: 'import.upload',
        subjectKind: 'import-run',
        subjectId: runId,
        unitId: source.unitId,
        detail: { rows: count },
      });
    });
    return runId;
  }

  private async stage(
    runId: string,
    head: readonly TableRow[],
    rest: AsyncIterator<readonly TableRow[]>,
    columns: readonly Field[],
  ): Promise<number> {
    let count = 0;
    for (let batch = head; batch.length > 0;) {
      const rows = batch.filter(({ cells }) => cells.some((cell) => cell !== ''));
      await this.db.run((tx) =>
        insertRows(
          tx,
          'import_row',
          ['run_id', 'number', 'cells', 'kind', 'needs'],
          rows.map((row) => [
            toBin(runId),
            row.number,
            JSON.stringify(storableCells(row, columns)),
            'unread',
            'nothing',
          ]),
        ),
      );
      count += rows.length;
      const next = await rest.next();
      batch = next.done === true ? [] : next.value;
    }
    return count;
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

  /**
   * Begins to take back a run. @throws {UndoClosed} after seven days, or when somebody built on it
   * @param builtOn who else knows of records of these persons, from parts that stand above this one
   */
  async undo(
    actor: Actor,
    runId: string,
    builtOn: (personIds: readonly string[], since: Date) => Promise<ReadonlySet<string>> = () =>
      Promise.resolve(new Set()),
  ): Promise<void> {
    const seen = await this.runOf(actor, runId);
    if (seen.state === 'undone' || seen.state === 'undoing') return;
    const appliedAt = await this.appliedAt(runId);
    if (seen.state !== 'applied' || appliedAt === null) throw new WrongStep(seen.state);
    if (this.clock.now().getTime() - appliedAt.getTime() > UNDO_DAYS * 86_400_000) {
      throw new UndoClosed(text('되돌릴 수 있는 7일이 지났습니다.', 'The seven days for taking it back are over.'));
    }
    await this.db.run(async (tx) => {
      await this.sources.lock(seen.source.id);
      const run = await getRun(this.db, runId, true);
      if (run.state !== 'applied') throw new WrongStep(run.state);
      await this.sources.claim(run);
      const built = await this.countBuiltOn(runId, appliedAt, builtOn);
      if (built > 0) {
        throw new UndoClosed(
          text(
            `반영한 뒤에 ${String(built)}명에게 새 기록(로그인, 이수, 소속 변경)이 생겨 되돌릴 수 없습니다.`,
            `${String(built)} people have new records since (sign-ins, learning, changes of unit): it cannot be taken back.`,
          ),
        );
      }
      await tx.query(`UPDATE import_run SET state = 'undoing', done_count = 0 WHERE id = ?`, [toBin(runId)]);
      await tx.query('UPDATE import_source SET active_run_id = ? WHERE id = ?', [toBin(runId), toBin(run.source.id)]);
      await this.outbox.request('import.proceed', { runId });
      await this.audit.record(actor, {
        action: 'import.undo',
        subjectKind: 'import-run',
        subjectId: runId,
        unitId: run.source.unitId,
      });
    });
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
      else if (state === 'undoing') await this.applier.undo(runId);
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
      const actor: Actor =
        run.requestedBy === null ? systemActor : { ...systemActor, kind: 'person', personId: run.requestedBy };
      await this.applyChecked(actor, run, {});
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

  private async countBuiltOn(
    runId: string,
    since: Date,
    above: (personIds: readonly string[], since: Date) => Promise<ReadonlySet<string>>,
  ): Promise<number> {
    const built = new Set<string>();
    for (let after = -1; ;) {
      const numbers = await this.db.manager.query<{ number: number }[]>(
        'SELECT DISTINCT number FROM import_fact WHERE run_id = ? AND number > ? ORDER BY number LIMIT 1000',
        [toBin(runId), after],
      );
      const last = numbers.at(-1);
      if (!last) return built.size;
      after = last.number;
      const facts = await doneFacts(
        this.db,
        runId,
        numbers.map(({ number }) => number),
      );
      const persons = [...new Set(facts.map(({ personId }) => personId))];
      for (const set of [
        await this.facts.builtOn(facts),
        await this.access.signedInSince(persons, since),
        await this.credits.earnedSince(persons, since),
        await above(persons, since),
      ]) {
        set.forEach((personId) => built.add(personId));
      }
    }
  }

  private async appliedAt(runId: string): Promise<Date | null> {
    const [row] = await this.db.query<{ applied_at: Date | null }[]>('SELECT applied_at FROM import_run WHERE id = ?', [
      toBin(runId),
    ]);
    return row?.applied_at ?? null;
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

function isOfPupils(columns: readonly Field[]): boolean {
  return columns.includes('pupilCode') || (columns.includes('class') && columns.includes('number'));
}
