import type { Actor } from '#libs/actor';
import { Database, fromBin, toBin } from '#libs/database';
import { Clock } from '#libs/time';
import { Injectable } from '@nestjs/common';
import type { Change } from './changes.rules.js';
import { loadRecords } from './evaluation.queries.js';
import type { PreviousObligation } from './evaluation.types.js';
import { writeChanges } from './evaluation.writes.js';

/** Duties of persons who were merged into others: evaluation absorbs them, and this is the way back. */
@Injectable()
export class AbsorptionService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Gives persons who are no alias any more their duties as they were, also those that evaluation alone would not find
   * again, such as one that was fulfilled under an earlier rule. Call where their facts are told to have changed, in the
   * same transaction and with the persons locked: they are evaluated afterwards.
   */
  async restore(personIds: readonly string[], actor: Actor): Promise<void> {
    await this.db.run(async (tx) => {
      const records = await loadRecords(this.db, personIds);
      const absorbed = [...records.values()].flatMap(({ known }) => known.filter(({ state }) => state === 'absorbed'));
      const before = await this.beforeAbsorption(absorbed.map(({ id }) => id));
      const today = this.clock.today();
      const changes = absorbed.flatMap((row): Change[] => {
        const previous = before.get(row.id);
        if (previous === undefined) return [];
        const { mandateId, cycleKey, id, bearerId } = row;
        const after = { ...previous, mandateId, cycleKey, nextChangeOn: today };
        const result = JSON.stringify(previous.result);
        return [{ id, bearerId, before: row, after, result, countedDiffers: after.counted.length > 0, event: 'state' }];
      });
      const cause = { kind: 'facts' };
      await writeChanges(tx, changes, { actor, bearerKind: 'person', cause, now: this.clock.now(), today });
    });
  }

  private async beforeAbsorption(obligationIds: readonly string[]): Promise<ReadonlyMap<string, PreviousObligation>> {
    if (obligationIds.length === 0) return new Map();
    const rows = await this.db.manager.query<{ obligation_id: Buffer; previous: string }[]>(
      `SELECT obligation_id, previous FROM obligation_event
       WHERE obligation_id IN (?) AND state = 'absorbed' AND kind = 'state' AND previous IS NOT NULL ORDER BY id`,
      [obligationIds.map(toBin)],
    );
    return new Map(rows.map((row) => [fromBin(row.obligation_id), JSON.parse(row.previous) as PreviousObligation]));
  }
}
