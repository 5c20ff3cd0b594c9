import type { Actor } from '#libs/actor';
import { Audit } from '#libs/audit';
import { Database, toBin } from '#libs/database';
import { Injectable } from '@nestjs/common';
import type { DoneFact, FactChange } from './fact-change.js';
import { FactsService } from './facts.service.js';
import { PeopleService } from './people.service.js';

/** What a merge wrote, for the way back. */
export interface MergeDone {
  readonly kept: string;
  readonly alias: string;
  readonly facts: readonly DoneFact[];
}

/**
 * Two ids that were one person all along. The alias keeps its rows: its evidence is read through the one that goes on,
 * whose memberships and leaves take over those of the alias.
 */
@Injectable()
export class MergeService {
  constructor(
    private readonly db: Database,
    private readonly audit: Audit,
    private readonly facts: FactsService,
    private readonly people: PeopleService,
  ) {}

  async merge(actor: Actor, kept: string, alias: string): Promise<MergeDone> {
    return this.db.run(async (tx) => {
      const ids = [toBin(kept), toBin(alias)].sort((a, b) => a.compare(b));
      await tx.query('SELECT id FROM person WHERE id IN (?) ORDER BY id FOR UPDATE', [ids]);
      const known = await this.people.facts([kept, alias]);
      const there = new Set(known.get(kept)?.memberships.map(({ unitId }) => unitId));
      const taken = known.get(alias)?.memberships ?? [];
      const positions = await this.people.positions(taken.map(({ id }) => id));
      const joins: FactChange[] = [];
      for (const stay of taken) {
        if (there.has(stay.unitId)) continue;
        const position = positions.get(stay.id)?.ko ?? null;
        const { unitId, occupation, band, isHead, from, to } = stay;
        joins.push({
          op: 'join',
          membership: { unitId, occupation, band, position, isHead, isPrimary: false, rollNumber: null, from, to },
        });
      }
      const leaves: FactChange[] = (known.get(alias)?.leaves ?? []).map((leave) => ({ op: 'leave', ...leave }));
      const { done } = await this.facts.apply(
        actor,
        '',
        [{ key: 0, personId: kept, facts: [...joins, ...leaves] }],
        'person.merge',
      );
      const withdrawn = await this.facts.withdraw(actor, alias);
      await tx.query('UPDATE person SET alias_of = ? WHERE id = ? OR alias_of = ?', [
        toBin(kept),
        toBin(alias),
        toBin(alias),
      ]);
      await this.audit.record(actor, {
        action: 'person.merge',
        subjectKind: 'person',
        subjectId: kept,
        detail: { alias },
      });
      this.people.factsChanged([kept, alias]);
      return { kept, alias, facts: [...done, ...withdrawn] };
    });
  }

  async unmerge(actor: Actor, { kept, alias, facts }: MergeDone): Promise<void> {
    await this.db.run(async (tx) => {
      await tx.query('SELECT id FROM person WHERE id IN (?) ORDER BY id FOR UPDATE', [
        [toBin(kept), toBin(alias)].sort((a, b) => a.compare(b)),
      ]);
      await tx.query('UPDATE person SET alias_of = NULL WHERE id = ? AND alias_of = ?', [toBin(alias), toBin(kept)]);
      await this.facts.revert(actor, '', facts, 'person.unmerge');
      this.people.factsChanged([kept, alias]);
    });
  }
}
