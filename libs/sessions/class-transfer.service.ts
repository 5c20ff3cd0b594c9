import { AccessService } from '#libs/access';
import type { Actor } from '#libs/actor';
import { Database, fromBin, toBin } from '#libs/database';
import { type FactChange, FactsService, UnitService } from '#libs/people';
import { type LocalDate, addDays } from '#libs/time';
import { Injectable } from '@nestjs/common';
import { rosterOf } from './roster.queries.js';
import { NotAClass, NotInClass, TransferWrong } from './sessions.errors.js';

/** A pupil who changes the class, or the school, while the semester runs. */
export interface Transfer {
  readonly personId: string;
  /** The first day on which they are no longer in the class. */
  readonly on: LocalDate;
  /** The class they go to; null when they leave the school. */
  readonly to: string | null;
}

/** Transfers within a semester, one pupil at a time; whole lists are brought in as lists. */
@Injectable()
export class ClassTransferService {
  constructor(
    private readonly db: Database,
    private readonly access: AccessService,
    private readonly units: UnitService,
    private readonly facts: FactsService,
  ) {}

  /**
   * What was learned goes with the pupil; the sign-in card goes on until another one is made. In the new class they get
   * the next number. @throws {NotFound} out of scope; {@link NotAClass} {@link NotInClass} {@link TransferWrong}
   */
  async transfer(actor: Actor, unitId: string, { personId, on, to }: Transfer): Promise<void> {
    await this.requireClass(actor, unitId);
    if (to !== null) await this.requireClass(actor, to);
    if (to === unitId) throw new TransferWrong('to');
    await this.db.run(async (tx) => {
      // The order of locks: persons before units.
      await tx.query('SELECT id FROM person WHERE id = ? FOR UPDATE', [toBin(personId)]);
      const [stay] = await tx.query<{ id: Buffer; valid_from: string; is_primary: number }[]>(
        `SELECT id, valid_from, is_primary FROM membership
         WHERE person_id = ? AND unit_id = ? AND occupation = 'student' AND superseded_at IS NULL
           AND (valid_to IS NULL OR valid_to >= ?) ORDER BY valid_from DESC LIMIT 1`,
        [toBin(personId), toBin(unitId), on],
      );
      if (!stay) throw new NotInClass('personId');
      if (on <= stay.valid_from) throw new TransferWrong('on');
      const facts: FactChange[] = [{ op: 'end', membershipId: fromBin(stay.id), to: addDays(on, -1) }];
      if (to !== null) facts.push(await this.joinOf(to, on, stay.is_primary === 1));
      const { outdated } = await this.facts.apply(actor, '', [{ key: 0, personId, facts }], 'person.transfer');
      // They are in that class already.
      if (outdated.size > 0) throw new TransferWrong('to');
    });
  }

  private async joinOf(unitId: string, from: LocalDate, isPrimary: boolean): Promise<FactChange> {
    // One at a time: two who come on one day get two numbers.
    await this.db.manager.query('SELECT id FROM org_unit WHERE id = ? FOR UPDATE', [toBin(unitId)]);
    const pupils = (await rosterOf(this.db, [unitId], from)).filter(({ occupation }) => occupation === 'student');
    const rollNumber = Math.max(0, ...pupils.map(({ number }) => number ?? 0)) + 1;
    return {
      op: 'join',
      membership: {
        ...{ unitId, from, isPrimary, rollNumber, occupation: 'student', band: 'pupil' },
        ...{ position: null, isHead: false, to: null },
      },
    };
  }

  private async requireClass(actor: Actor, unitId: string): Promise<void> {
    await this.access.requireUnit(actor, 'class:manage', unitId);
    if ((await this.units.unitsById([unitId])).get(unitId)?.kind !== 'class') throw new NotAClass();
  }
}
