import { Audit } from '#libs/audit';
import { Database, fromBin, insertRows, toBin } from '#libs/database';
import { faultPoint } from '#libs/faults';
import { type DoneFact, FactsService, type PersonChange, UnitService } from '#libs/people';
import { Clock } from '#libs/time';
import { Injectable } from '@nestjs/common';
import { DoublesService } from './doubles.service.js';
import { inLanes } from './lanes.js';
import { makeClasses } from './new-classes.js';
import { ABSENT_FROM } from './plan.rules.js';
import { LEASE_MS, actorOf, getRun, planFrom } from './run.queries.js';
import type { RunContext, StoredPlan } from './run.js';
import { SourceService } from './source.service.js';

/** Row numbers of one transaction. Above 200 persons duties are evaluated by a job, and by whoever reads one first. */
const BATCH = 1_000;
const LANES = 2;
const SAY_PROGRESS_MS = 2_000;
const CHANGING = `kind IN ('create', 'update', 'move', 'end', 'leave')`;

interface Planned {
  readonly number: number;
  readonly personId: string | null;
  readonly needs: string;
  readonly decision: string | null;
  readonly plan: StoredPlan;
}

interface Range {
  readonly from: number;
  readonly to: number;
}

/**
 * Writes a checked run in batches, two at a time. A row's outcome is written with its facts, so what has none is what is
 * left to do: killed anywhere, or done by two at once, it comes to the same.
 */
@Injectable()
export class ImportApply {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly facts: FactsService,
    private readonly units: UnitService,
    private readonly doubles: DoublesService,
    private readonly sources: SourceService,
  ) {}

  async apply(runId: string): Promise<void> {
    await this.prepare(runId);
    faultPoint('import.prepared');
    const run = await getRun(this.db, runId);
    if (run.state === 'applying') await this.applyRows(run);
    await this.finish(runId);
    faultPoint('import.finished');
  }

  /** Classes that the list names and new names of units, before anybody is put there. */
  private async prepare(runId: string): Promise<void> {
    await this.db.run(async (tx) => {
      const run = await getRun(this.db, runId, true);
      if (run.state !== 'applying' || run.doneRow > 0) return;
      const { newClasses = [], renamedUnits = [] } = run.summary ?? {};
      for (const { unitId, to } of renamedUnits) {
        await this.units.rename(actorOf(run), unitId, run.effectiveOn, { ko: to, en: to });
      }
      const school = (await this.units.unitsById([run.source.unitId])).get(run.source.unitId);
      if (school && newClasses.length > 0) await makeClasses(this.units, run, school, newClasses);
      await tx.query('UPDATE import_run SET done_row = 1 WHERE id = ?', [toBin(runId)]);
    });
  }

  private async applyRows(run: RunContext): Promise<void> {
    const [known] = await this.db.query<{ last: number | null; lastAbsent: number | null; done: string | number }[]>(
      `SELECT MAX(IF(number < ?, number, NULL)) AS last, MAX(IF(number >= ?, number, NULL)) AS lastAbsent,
              COUNT(outcome) AS done FROM import_row WHERE run_id = ? AND ${CHANGING}`,
      [ABSENT_FROM, ABSENT_FROM, toBin(run.id)],
    );
    let done = Number(known?.done ?? 0);
    let saidAt = performance.now();
    await inLanes(LANES, ranges(known?.last ?? 0, known?.lastAbsent ?? 0), async (range) => {
      const rows = await this.applyRange(run, range);
      done += rows;
      faultPoint('import.batch');
      // Not with each batch: writing the run's row waits for every batch that refers to it.
      if (performance.now() - saidAt < SAY_PROGRESS_MS) return;
      saidAt = performance.now();
      await this.sayProgress(run.id, done);
    });
    await this.sayProgress(run.id, done);
  }

  private async sayProgress(runId: string, done: number): Promise<void> {
    await this.db.query(`UPDATE import_run SET done_count = ?, worked_until = ? WHERE id = ? AND state = 'applying'`, [
      done,
      new Date(this.clock.now().getTime() + LEASE_MS),
      toBin(runId),
    ]);
  }

  /** @returns how many rows there were left to do */
  private applyRange(run: RunContext, range: Range): Promise<number> {
    return this.db.run(async (tx) => {
      const rows = await this.plannedIn(run.id, range);
      if (rows.length === 0) return 0;
      const ready = rows.filter(
        (row) =>
          row.needs === 'nothing' ||
          (row.needs === 'confirm' &&
            (run.confirmed || row.decision === 'yes' || (run.dropAccepted && row.number >= ABSENT_FROM))),
      );
      const changes: PersonChange[] = ready.map(({ number, personId, plan }) => ({
        key: number,
        personId,
        facts: plan.facts,
      }));
      const { done, outdated } = await this.facts.apply(actorOf(run), run.source.code, changes, 'person.import');
      await insertRows(
        tx,
        'import_fact',
        ['run_id', 'number', 'person_id', 'kind', 'target', 'previous'],
        done.map((fact) => [
          toBin(run.id),
          fact.key,
          toBin(fact.personId),
          fact.kind,
          fact.id,
          fact.previous === null ? null : JSON.stringify(fact.previous),
        ]),
      );
      await this.saveOutcomes(run.id, rows, new Set(ready.map(({ number }) => number)), outdated, done);
      return rows.length;
    });
  }

  private async plannedIn(runId: string, { from, to }: Range): Promise<readonly Planned[]> {
    const rows = await this.db.manager.query<
      { number: number; person_id: Buffer | null; needs: string; decision: string | null; plan: string }[]
    >(
      `SELECT number, person_id, needs, decision, plan FROM import_row FORCE INDEX (PRIMARY)
       WHERE run_id = ? AND number BETWEEN ? AND ? AND ${CHANGING} AND outcome IS NULL ORDER BY number FOR UPDATE`,
      [toBin(runId), from, to],
    );
    return rows.map((row) => ({
      number: row.number,
      personId: row.person_id === null ? null : fromBin(row.person_id),
      needs: row.needs,
      decision: row.decision,
      plan: planFrom(row.plan),
    }));
  }

  private async saveOutcomes(
    runId: string,
    rows: readonly Planned[],
    ready: ReadonlySet<number>,
    outdated: ReadonlySet<number>,
    done: readonly DoneFact[],
  ): Promise<void> {
    const made = new Map(done.flatMap(({ kind, key, personId }) => (kind === 'person' ? [[key, personId]] : [])));
    const run = toBin(runId);
    await insertRows(
      this.db.manager,
      'import_row',
      ['run_id', 'number', 'cells', 'kind', 'needs', 'person_id', 'outcome'],
      rows.map(({ number, personId }) => {
        const person = made.get(number) ?? personId;
        const outcome = !ready.has(number) ? 'left-out' : outdated.has(number) ? 'outdated' : 'applied';
        return [run, number, '', '', '', person === null ? null : toBin(person), outcome];
      }),
      'ON DUPLICATE KEY UPDATE person_id = VALUES(person_id), outcome = VALUES(outcome)',
    );
  }

  private async finish(runId: string): Promise<void> {
    await this.db.run(async (tx) => {
      const run = await getRun(this.db, runId, true);
      if (run.state !== 'applying') return;
      await tx.query(`UPDATE import_row SET outcome = 'left-out' WHERE run_id = ? AND kind = 'ask'`, [toBin(runId)]);
      const counts = await tx.query<{ outcome: string; n: string }[]>(
        'SELECT outcome, COUNT(*) AS n FROM import_row WHERE run_id = ? AND outcome IS NOT NULL GROUP BY outcome',
        [toBin(runId)],
      );
      const count = (outcome: string): number => Number(counts.find((row) => row.outcome === outcome)?.n ?? 0);
      const applied = { applied: count('applied'), leftOut: count('left-out'), outdated: count('outdated') };
      await tx.query(
        `UPDATE import_run SET state = 'applied', applied_at = ?, worked_until = NULL, summary = ? WHERE id = ?`,
        [this.clock.now(), JSON.stringify({ ...run.summary, applied }), toBin(runId)],
      );
      await this.sources.release(run);
      await this.doubles.find(runId);
      await this.audit.record(actorOf(run), {
        action: 'import.apply',
        subjectKind: 'import-run',
        subjectId: runId,
        unitId: run.source.unitId,
        detail: applied,
      });
    });
  }
}

function* ranges(last: number, lastAbsent: number): Generator<Range> {
  for (let from = 1; from <= last; from += BATCH) yield { from, to: from + BATCH - 1 };
  for (let from = ABSENT_FROM; from <= lastAbsent; from += BATCH) yield { from, to: from + BATCH - 1 };
}
