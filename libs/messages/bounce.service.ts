import { systemActor } from '#libs/actor';
import { Audit } from '#libs/audit';
import { Database, toBin } from '#libs/database';
import { Clock } from '#libs/time';
import { Injectable } from '@nestjs/common';
import { bounceOf } from './bounce.rules.js';

/** Takes in notices of mail that came back. After two of one address mail stops going there; the inbox stays. */
@Injectable()
export class BounceService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly audit: Audit,
  ) {}

  /**
   * @param source the notice as it arrived
   * @returns the message's id; null where it says nothing of a mail that we sent. The same notice again counts once
   */
  async record(source: string): Promise<string | null> {
    const bounce = bounceOf(source);
    if (!bounce) return null;
    const id = toBin(bounce.messageId);
    return this.db.run(async (tx) => {
      const [message] = await tx.query<{ person_id: Buffer; address_mark: string | null; state: string }[]>(
        `SELECT person_id, address_mark, state FROM message WHERE id = ? FOR UPDATE`,
        [id],
      );
      if (message?.state !== 'sent' || message.address_mark === null) return null;
      await tx.query(`UPDATE message SET state = 'bounced', error = ? WHERE id = ?`, [
        `messages.bounced.${bounce.status}`,
        id,
      ]);
      await tx.query(
        `INSERT INTO mail_bounce (person_id, address_mark, count, last_at) VALUES (?, ?, 1, ?)
         ON DUPLICATE KEY UPDATE count = IF(address_mark = VALUES(address_mark), count + 1, 1),
           address_mark = VALUES(address_mark), last_at = VALUES(last_at)`,
        [message.person_id, message.address_mark, this.clock.now()],
      );
      await this.audit.record(systemActor, {
        action: 'message.bounced',
        subjectKind: 'message',
        subjectId: bounce.messageId,
      });
      return bounce.messageId;
    });
  }
}
