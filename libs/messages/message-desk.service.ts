import { NotAllowed } from '#libs/access';
import { type Actor, unitsWhere } from '#libs/actor';
import { Audit } from '#libs/audit';
import { Database, fromBin, newId, toBin } from '#libs/database';
import { NotFound } from '#libs/errors';
import { Outbox } from '#libs/jobs';
import type { Text } from '#libs/language';
import { UnitService } from '#libs/people';
import { Clock, type LocalDate, addDays } from '#libs/time';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { NotToResend, PauseTooLong } from './messages.errors.js';
import { isBelow } from './recipients.queries.js';

export interface Pause {
  readonly id: string;
  readonly authority: Text;
  /** Last day. */
  readonly until: LocalDate;
  readonly reason: string;
  readonly setAt: Date;
}

/** Longer than this is no pause: then the mandate's own reminders are to be changed. */
const LONGEST_DAYS = 60;

/** What the office can do about messages: hold all of an authority for a while, and send one again. */
@Injectable()
export class MessageDesk {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly outbox: Outbox,
    private readonly units: UnitService,
    private readonly audit: Audit,
  ) {}

  /** Pauses under way of the authorities in the actor's scope. */
  async pauses(actor: Actor): Promise<Pause[]> {
    const authorities = await this.authorities(actor);
    if (authorities.size === 0) return [];
    const rows = await this.db.query<
      { id: Buffer; authority_id: Buffer; until_on: LocalDate; reason: string; set_at: Date }[]
    >(
      `SELECT id, authority_id, until_on, reason, set_at FROM message_pause
       WHERE authority_id IN (?) AND until_on >= ? AND lifted_at IS NULL ORDER BY set_at`,
      [[...authorities.keys()].map(toBin), this.clock.today()],
    );
    return rows.map((row) => ({
      id: fromBin(row.id),
      authority: authorities.get(fromBin(row.authority_id)) ?? { ko: '', en: '' },
      until: row.until_on,
      reason: row.reason,
      setAt: row.set_at,
    }));
  }

  /**
   * Holds all reminders of the authorities in the actor's scope. Notices of completed courses go on.
   * @throws {PauseTooLong} for an end that has passed or is more than 60 days away @throws {NotAllowed} where the actor
   *   looks after a part only
   */
  async pause(actor: Actor, until: LocalDate, reason: string): Promise<void> {
    const today = this.clock.today();
    if (until < today || until > addDays(today, LONGEST_DAYS)) throw new PauseTooLong(LONGEST_DAYS);
    await this.db.run(async (tx) => {
      for (const authorityId of await this.ownAuthorities(actor)) {
        await this.lift(tx, actor, [toBin(authorityId)]);
        await tx.query(
          'INSERT INTO message_pause (id, authority_id, until_on, reason, set_at, set_by) VALUES (?, ?, ?, ?, ?, ?)',
          [toBin(newId()), toBin(authorityId), until, reason, this.clock.now(), binOrNull(actor.personId)],
        );
        await this.audit.record(actor, {
          action: 'message.pause',
          subjectKind: 'authority',
          subjectId: authorityId,
          reason,
        });
      }
    });
  }

  async resume(actor: Actor): Promise<void> {
    await this.db.run(async (tx) => {
      const authorities = await this.ownAuthorities(actor);
      await this.lift(tx, actor, authorities.map(toBin));
      for (const authorityId of authorities) {
        await this.audit.record(actor, {
          action: 'message.resume',
          subjectKind: 'authority',
          subjectId: authorityId,
        });
      }
    });
  }

  /**
   * Sends again what failed, came back or was skipped, with what is true then; a bounced address gets a new chance.
   * @throws {NotFound} outside the actor's scope @throws {NotToResend} for what was sent or is on its way
   */
  async resend(actor: Actor, messageId: string): Promise<void> {
    await this.db.run(async (tx) => {
      const [message] = await tx.query<{ person_id: Buffer; state: string }[]>(
        'SELECT person_id, state FROM message WHERE id = ? FOR UPDATE',
        [toBin(messageId)],
      );
      const roots = unitsWhere(actor, 'message:office');
      if (!message || !(await isBelow(tx, message.person_id, roots, this.clock.today()))) throw new NotFound();
      if (!['failed', 'bounced', 'skipped'].includes(message.state)) throw new NotToResend();
      await tx.query('DELETE FROM mail_bounce WHERE person_id = ?', [message.person_id]);
      await tx.query(
        `UPDATE message SET state = 'planned', channel = 'mail', skip_reason = NULL, error = NULL, lease_until = NULL,
           planned_for = ? WHERE id = ?`,
        [this.clock.today(), toBin(messageId)],
      );
      await this.outbox.request('message.deliver', { messageId });
      await this.audit.record(actor, { action: 'message.resend', subjectKind: 'message', subjectId: messageId });
    });
  }

  private async lift(tx: EntityManager, actor: Actor, authorities: readonly Buffer[]): Promise<void> {
    if (authorities.length === 0) return;
    await tx.query(
      'UPDATE message_pause SET lifted_at = ?, lifted_by = ? WHERE authority_id IN (?) AND lifted_at IS NULL',
      [this.clock.now(), binOrNull(actor.personId), authorities],
    );
  }

  /** Those that the actor looks after as a whole, with their names: a part of one cannot be paused. */
  private async authorities(actor: Actor): Promise<ReadonlyMap<string, Text>> {
    const roots = unitsWhere(actor, 'message:office');
    if (roots.length === 0) return new Map();
    const rows = await this.db.query<{ authority_id: Buffer }[]>(
      `SELECT DISTINCT u.authority_id FROM org_unit u WHERE u.id IN (?) AND NOT EXISTS (
         SELECT 1 FROM org_unit_closure c JOIN org_unit a ON a.id = c.ancestor_id
         WHERE c.descendant_id = u.id AND c.depth > 0 AND a.authority_id = u.authority_id)`,
      [roots.map(toBin)],
    );
    const found = await this.units.authoritiesById(rows.map((row) => fromBin(row.authority_id)));
    return new Map([...found].map(([id, { name }]) => [id, name]));
  }

  private async ownAuthorities(actor: Actor): Promise<readonly string[]> {
    const ids = [...(await this.authorities(actor)).keys()];
    if (ids.length === 0) throw new NotAllowed();
    return ids;
  }
}

function binOrNull(id: string | null): Buffer | null {
  return id === null ? null : toBin(id);
}
