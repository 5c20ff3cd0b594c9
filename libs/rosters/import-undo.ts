import { AccessService } from '#libs/access';
import type { Actor } from '#libs/actor';
import { Audit } from '#libs/audit';
import { Database, fromBin, toBin } from '#libs/database';
import { faultPoint } from '#libs/faults';
import { Outbox } from '#libs/jobs';
import { text } from '#libs/language';
import { CreditService } from '#libs/mandates';
import { type DoneFact, FactsService } from '#libs/people';
import { Clock } from '#libs/time';
import { Injectable } from '@nestjs/common';
import { UndoClosed, WrongStep } from './rosters.errors.js';
import { LEASE_MS, actorOf, getRun } from './run.queries.js';
import type { RunContext } from './run.js';
import { SourceService } from './source.service.js';

const UNDO_DAYS = 7;
const BATCH = 400;

/** Whom parts that stand above this one know more of since a moment. */
export type BuiltOn = (personIds: readonly string[], since: Date) => Promise<ReadonlySet<string>>;

/** Takes back an applied run, batch by batch. Killed anywhere, it goes on where the last commit left it. */
@Injectable()
export class ImportUndo {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly access: AccessService,
    private readonly outbox: Outbox,
    private readonly facts: FactsService,
    private readonly credits: CreditService,
    private readonly sources: SourceService,
  ) {}

  /**
   * Begins to take back a run. @throws {UndoClosed} after seven days, or when somebody built on it
   * @param builtOn who else knows of records of these persons, from parts that stand above this one
   */
  async request(actor: Actor, seen: RunContext, builtOn: BuiltOn = () => Promise.resolve(new Set())): Promise<void> {
    const runId = seen.id;
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
      await this.sources.release(run);
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

  private async countBuiltOn(runId: string, since: Date, above: BuiltOn): Promise<number> {
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
}

/** What a run wrote for some of its rows, or for all. */
async function doneFacts(db: Database, runId: string, numbers: readonly number[]): Promise<readonly DoneFact[]> {
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
