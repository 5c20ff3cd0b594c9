import { type Database, toBin } from '#libs/database';
import type { DutyEffect } from '#libs/mandates';
import type { PeopleService } from '#libs/people';
import type { Clock } from '#libs/time';
import type { Counter, Preview } from './check-counter.js';
import type { RowPlan } from './plan.rules.js';
import { LEASE_MS, savePlans } from './run.queries.js';
import { type UnitPlace, supposedFacts } from './supposed.rules.js';

/**
 * Stores what a check found, batch by batch, with the duties that each row would bring or take. A batch is written
 * while the next one is read and matched; nothing outside the run depends on how far it came.
 */
export class CheckWriter {
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly people: PeopleService,
    private readonly runId: string,
    private readonly counter: Counter,
    private readonly preview: Preview,
    private readonly places: ReadonlyMap<string, UnitPlace>,
  ) {}

  /**
   * @param cellsOf what a row's cells are now; null where they are as they were stored
   * @param furniture numbers of rows that hold nobody
   */
  async save(
    plans: readonly RowPlan[],
    cellsOf: (row: number) => readonly string[] | null,
    furniture: readonly number[] = [],
  ): Promise<void> {
    const duties = await this.dutiesOf(plans);
    const rows = plans.map((plan, i) => ({ plan, cells: cellsOf(plan.row), duties: duties[i] ?? [] }));
    for (const { plan, duties: effects } of rows) this.counter.count(plan, effects);
    const done = this.counter.total;
    await this.writing;
    this.writing = this.db.run(async (tx) => {
      if (furniture.length > 0) {
        await tx.query(
          `UPDATE import_row SET kind = 'furniture', needs = 'nothing', plan = NULL WHERE run_id = ? AND number IN (?)`,
          [toBin(this.runId), furniture],
        );
      }
      await savePlans(this.db, this.runId, rows);
      await tx.query('UPDATE import_run SET done_count = ?, worked_until = ? WHERE id = ?', [
        done,
        new Date(this.clock.now().getTime() + LEASE_MS),
        toBin(this.runId),
      ]);
    });
    // It fails where it is waited for.
    this.writing.catch(() => undefined);
  }

  /** Until the last batch is committed. */
  async flush(): Promise<void> {
    await this.writing;
  }

  private async dutiesOf(plans: readonly RowPlan[]): Promise<readonly (readonly DutyEffect[])[]> {
    const changing = plans.filter(({ facts }) => facts.some(({ op }) => op !== 'identity' && op !== 'link'));
    const facts = await this.people.facts(changing.flatMap(({ personId }) => (personId === null ? [] : [personId])));
    const effects = await this.preview.effects(
      changing.map((plan) =>
        supposedFacts(
          plan.personId,
          plan.personId === null ? null : (facts.get(plan.personId) ?? null),
          plan.facts,
          (id) => this.places.get(id) ?? null,
        ),
      ),
    );
    const byRow = new Map(changing.map((plan, i) => [plan.row, effects[i] ?? []]));
    return plans.map(({ row }) => byRow.get(row) ?? []);
  }
}
