import type { Actor } from '#libs/actor';
import { Audit } from '#libs/audit';
import { Database, fromBin, toBin } from '#libs/database';
import { Injectable } from '@nestjs/common';
import type { DoneFact } from './fact-change.js';
import { FactsService } from './facts.service.js';
import { MergedSince } from './people.errors.js';
import { PeopleService } from './people.service.js';
import { type MovedRows, type PersonRows, moveRows, returnRows } from './person-rows.js';

/** What a merge wrote, for the way back. */
export interface MergeDone {
  readonly kept: string;
  readonly alias: string;
  readonly facts: readonly DoneFact[];
  readonly rows: readonly MovedRows[];
  /** Who was an alias of the alias before. */
  readonly followers: readonly string[];
}

/**
 * Two ids that were one person all along. Memberships and leaves of the alias are stated of the one that goes on, and
 * what it earned, learns and signs in with goes over as well, each row noted for the way back.
 */
@Injectable()
export class MergeService {
  constructor(
    private readonly db: Database,
    private readonly audit: Audit,
    private readonly facts: FactsService,
    private readonly people: PeopleService,
  ) {}

  /**
   * @param evidence rows of a person that other parts own: they go over to the one that is kept
   * @throws {MergedSince} when one of the two is an alias already
   */
  async merge(actor: Actor, kept: string, alias: string, evidence: readonly PersonRows[]): Promise<MergeDone> {
    return this.db.run(async (tx) => {
      const aliasOf = await this.lock(kept, alias);
      if (aliasOf.size > 0) throw new MergedSince();
      const facts = await this.facts.takeOver(actor, alias, kept);
      const rows: MovedRows[] = [];
      for (const each of evidence) {
        const moved = await moveRows(this.db, each, alias, kept);
        if (moved.keys.length > 0) rows.push(moved);
      }
      const followers = await tx.query<{ id: Buffer }[]>('SELECT id FROM person WHERE alias_of = ?', [toBin(alias)]);
      await tx.query('UPDATE person SET alias_of = ? WHERE id = ? OR alias_of = ?', [
        toBin(kept),
        toBin(alias),
        toBin(alias),
      ]);
      await this.tell(actor, 'person.merge', kept, alias);
      return { kept, alias, facts, rows, followers: followers.map(({ id }) => fromBin(id)) };
    });
  }

  /**
   * Gives back what a merge moved. What the kept one earned since stays theirs.
   * @throws {MergedSince} when the kept one was merged into yet another one: that merge has to be undone first
   */
  async unmerge(actor: Actor, { kept, alias, facts, rows, followers }: MergeDone): Promise<void> {
    await this.db.run(async (tx) => {
      const aliasOf = await this.lock(kept, alias);
      if (aliasOf.get(alias) !== kept) throw new MergedSince();
      await tx.query('UPDATE person SET alias_of = NULL WHERE id = ?', [toBin(alias)]);
      if (followers.length > 0) {
        await tx.query('UPDATE person SET alias_of = ? WHERE id IN (?) AND alias_of = ?', [
          toBin(alias),
          followers.map(toBin),
          toBin(kept),
        ]);
      }
      for (const moved of rows) await returnRows(this.db, moved, kept, alias);
      await this.facts.revert(actor, '', facts, 'person.unmerge');
      await this.tell(actor, 'person.unmerge', kept, alias);
    });
  }

  /** Locks both persons. @returns those of the two that are an alias, and of whom */
  private async lock(kept: string, alias: string): Promise<ReadonlyMap<string, string>> {
    const rows = await this.db.manager.query<{ id: Buffer; alias_of: Buffer | null }[]>(
      'SELECT id, alias_of FROM person WHERE id IN (?) ORDER BY id FOR UPDATE',
      [[toBin(kept), toBin(alias)]],
    );
    return new Map(
      rows.flatMap(({ id, alias_of }) => (alias_of === null ? [] : [[fromBin(id), fromBin(alias_of)] as const])),
    );
  }

  private async tell(actor: Actor, action: string, kept: string, alias: string): Promise<void> {
    await this.audit.record(actor, { action, subjectKind: 'person', subjectId: kept, detail: { alias } });
    this.people.factsChanged([kept, alias]);
  }
}
