import { type Actor, systemActor } from '#libs/actor';
import { Audit } from '#libs/audit';
import { Database, fromBin, insertRows, toBin } from '#libs/database';
import { faultPoint } from '#libs/faults';
import { type DoneFact, FactsService, type PersonChange, type Unit, UnitService } from '#libs/people';
import { Clock } from '#libs/time';
import { Injectable } from '@nestjs/common';
import { DoublesService } from './doubles.service.js';
import { classCode, gradeCode } from './import-check.js';

import { ABSENT_FROM } from './plan.rules.js';
import { getRun } from './run.queries.js';
import type { RunContext, StoredPlan, Summary } from './run.js';

/** Persons changed in one transaction: above 200 their duties are evaluated by a job, and by whoever reads one first. */
const BATCH = 400;
const LEASE_MS = 20_000;

interface Planned {
  readonly number: number;
  readonly personId: string | null;
  readonly needs: string;
  readonly decision: string | null;
  readonly plan: StoredPlan;
}

/** Writes a checked run, batch by batch, and takes it back. Killed anywhere, it goes on where the last commit left it. */
@Injectable()
export class ImportApply {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly facts: FactsService,
    private readonly units: UnitService,
    private readonly doubles: DoublesService,
  ) {}

  async apply(runId: string): Promise<void> {
    await this.prepare(runId);
    faultPoint('import.prepared');
    while (await this.applyBatch(runId)) faultPoint('import.batch');
    await this.finish(runId);
    faultPoint('import.finished');
  }

  /** Classes that the list names and new names of units, before anybody is put there. */
  private async prepare(runId: string): Promise<void> {
    await this.db.run(async () => {
      const run = await getRun(this.db, runId, true);
      if (run.state !== 'applying' || run.doneRow > 0) return;
      const { newClasses = [], renamedUnits = [] } = run.summary ?? {};
      for (const { unitId, to } of renamedUnits) {
        await this.units.rename(actorOf(run), unitId, run.effectiveOn, { ko: to, en: to });
      }
      const school = (await this.units.unitsById([run.source.unitId])).get(run.source.unitId);
      if (school && newClasses.length > 0) await this.makeClasses(run, school, newClasses);
    });
  }

  private async makeClasses(run: RunContext, school: Unit, classes: Summary['newClasses']): Promise<void> {
    const made = await this.units.unitsById(classes.map(({ id }) => id));
    const missing = classes.filter(({ id }) => !made.has(id));
    if (missing.length === 0) return;
    const common = {
      authorityId: school.authorityId,
      territory: school.territory,
      validFrom: `${String(run.schoolYear)}-03-01`,
    };
    const grades = new Map<number, string>();
    for (const grade of new Set(missing.map((each) => each.grade))) {
      const code = gradeCode(school.code, grade);
      const known = await this.units.findInAuthority(school.authorityId, code);
      const [id = ''] = known
        ? [known.id]
        : await this.units.create([
            {
              ...common,
              parentId: school.id,
              code,
              kind: 'grade',
              name: { ko: `${String(grade)}학년`, en: `Grade ${String(grade)}` },
            },
          ]);
      grades.set(grade, id);
    }
    await this.units.create(
      missing.map(({ id, grade, className }) => ({
        ...common,
        id,
        parentId: grades.get(grade) ?? school.id,
        code: classCode(school.code, grade, className),
        kind: 'class' as const,
        name: { ko: `${String(grade)}학년 ${className}반`, en: `Class ${String(grade)}-${className}` },
      })),
    );
  }

  /** @returns false when there was nothing left to do */
  private async applyBatch(runId: string): Promise<boolean> {
    return this.db.run(async (tx) => {
      const run = await getRun(this.db, runId, true);
      if (run.state !== 'applying') return false;
      const rows = await this.plannedAfter(run);
      const last = rows.at(-1);
      if (!last) return false;
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
          toBin(runId),
          fact.key,
          toBin(fact.personId),
          fact.kind,
          fact.id,
          fact.previous === null ? null : JSON.stringify(fact.previous),
        ]),
      );
      await this.saveOutcomes(runId, rows, new Set(ready.map(({ number }) => number)), outdated, done);
      await tx.query('UPDATE import_run SET done_row = ?, done_count = done_count + ?, worked_until = ? WHERE id = ?', [
        last.number,
        rows.length,
        new Date(this.clock.now().getTime() + LEASE_MS),
        toBin(runId),
      ]);
      return true;
    });
  }

  private async plannedAfter(run: RunContext): Promise<readonly Planned[]> {
    const rows = await this.db.manager.query<
      { number: number; person_id: Buffer | null; needs: string; decision: string | null; plan: string }[]
    >(
      `SELECT number, person_id, needs, decision, plan FROM import_row
       WHERE run_id = ? AND number > ? AND kind IN ('create', 'update', 'move', 'end', 'leave') ORDER BY number LIMIT ?`,
      [toBin(run.id), run.doneRow, BATCH],
    );
    return rows.map((row) => ({
      number: row.number,
      personId: row.person_id === null ? null : fromBin(row.person_id),
      needs: row.needs,
      decision: row.decision,
      plan: JSON.parse(row.plan) as StoredPlan,
    }));
  }

  private async saveOutcomes(
    runId: string,
    rows: readonly Planned[],
    ready: ReadonlySet<number>,
    outdated: ReadonlySet<number>,
    done: readonly DoneFact[],
  ): Promise<void> {
    const tx = this.db.manager;
    const set = async (outcome: string, numbers: readonly number[]): Promise<void> => {
      if (numbers.length === 0) return;
      await tx.query('UPDATE import_row SET outcome = ? WHERE run_id = ? AND number IN (?)', [
        outcome,
        toBin(runId),
        numbers,
      ]);
    };
    await set(
      'applied',
      rows.filter(({ number }) => ready.has(number) && !outdated.has(number)).map(({ number }) => number),
    );
    await set(
      'left-out',
      rows.filter(({ number }) => !ready.has(number)).map(({ number }) => number),
    );
    await set('outdated', [...outdated]);
    const made = done.filter(({ kind }) => kind === 'person');
    for (let from = 0; from < made.length; from += 200) {
      const batch = made.slice(from, from + 200);
      await tx.query(
        `UPDATE import_row SET person_id = CASE number ${batch.map(() => 'WHEN ? THEN ?').join(' ')} END
         WHERE run_id = ? AND number IN (?)`,
        [...batch.flatMap(({ key, personId }) => [key, toBin(personId)]), toBin(runId), batch.map(({ key }) => key)],
      );
    }
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
      await this.release(run);
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

  /** Takes back what a run wrote, the last rows first. Facts that are taken back are no longer the run's. */
  async undo(runId: string): Promise<void> {
    while (await this.undoBatch(runId)) faultPoint('import.undo-batch');
    await this.db.run(async (tx) => {
      const run = await getRun(this.db, runId, true);
      if (run.state !== 'undoing') return;
      await tx.query(`UPDATE import_run SET state = 'undone', undone_at = ?, worked_until = NULL WHERE id = ?`, [
        this.clock.now(),
        toBin(runId),
      ]);
      await this.release(run);
    });
  }

  private async undoBatch(runId: string): Promise<boolean> {
    return this.db.run(async (tx) => {
      const run = await getRun(this.db, runId, true);
      if (run.state !== 'undoing') return false;
      const numbers = await tx.query<{ number: number }[]>(
        'SELECT DISTINCT number FROM import_fact WHERE run_id = ? ORDER BY number DESC LIMIT ?',
        [toBin(runId), BATCH],
      );
      if (numbers.length === 0) return false;
      const facts = await doneFacts(
        this.db,
        runId,
        numbers.map(({ number }) => number),
      );
      await this.facts.revert(actorOf(run), run.source.code, facts, 'person.import-undo');
      await tx.query('DELETE FROM import_fact WHERE run_id = ? AND number IN (?)', [
        toBin(runId),
        numbers.map(({ number }) => number),
      ]);
      await tx.query('UPDATE import_run SET done_count = done_count + ?, worked_until = ? WHERE id = ?', [
        numbers.length,
        new Date(this.clock.now().getTime() + LEASE_MS),
        toBin(runId),
      ]);
      return true;
    });
  }

  /** The next list of the source may begin; what was checked before must be checked again. */
  private async release(run: RunContext): Promise<void> {
    await this.db.manager.query(
      'UPDATE import_source SET version = version + 1, active_run_id = NULL WHERE id = ? AND active_run_id = ?',
      [toBin(run.source.id), toBin(run.id)],
    );
  }
}

/** What a run wrote for some of its rows, or for all. */
export async function doneFacts(db: Database, runId: string, numbers: readonly number[]): Promise<readonly DoneFact[]> {
  const rows = await db.query<
    { number: number; person_id: Buffer; kind: DoneFact['kind']; target: string; previous: string | null }[]
  >(
    'SELECT number, person_id, kind, target, previous FROM import_fact WHERE run_id = ? AND number IN (?) ORDER BY id DESC',
    [toBin(runId), numbers],
  );
  return rows.map((row) => ({
    key: row.number,
    personId: fromBin(row.person_id),
    kind: row.kind,
    id: row.target,
    previous: row.previous === null ? null : (JSON.parse(row.previous) as NonNullable<DoneFact['previous']>),
  }));
}

/** Who asked for the run; a feed or the operator's command is the system. */
export function actorOf(run: Pick<RunContext, 'requestedBy'>): Actor {
  return run.requestedBy === null ? systemActor : { ...systemActor, kind: 'person', personId: run.requestedBy };
}
