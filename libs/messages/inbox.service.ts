import type { Actor } from '#libs/actor';
import { AccessService } from '#libs/access';
import { CONFIG, type Config } from '#libs/config';
import { Database, fromBin, toBin } from '#libs/database';
import { NotFound } from '#libs/errors';
import { Clock } from '#libs/time';
import { Inject, Injectable } from '@nestjs/common';
import type { MessageKind } from './message.entity.js';
import { isOptOutKey } from './opt-out.rules.js';

export interface InboxItem {
  readonly id: string;
  readonly kind: MessageKind;
  readonly subject: string;
  readonly text: string;
  readonly sentAt: Date;
  readonly readAt: Date | null;
}

export interface Inbox {
  readonly items: readonly InboxItem[];
  readonly unread: number;
  /** Whether completed courses are also told by mail. */
  readonly completedMail: boolean;
}

/** The latest so many: older ones say nothing that still matters. */
const SHOWN = 100;
// What came back, or was refused, was still said: here it is read.
const IN_INBOX = `state IN ('sent', 'failed', 'bounced') AND subject IS NOT NULL`;

/** What someone was told, to be read without any mail program. */
@Injectable()
export class InboxService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly access: AccessService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async list(actor: Actor): Promise<Inbox> {
    const person = toBin(this.access.requirePerson(actor));
    const rows = await this.db.query<
      { id: Buffer; kind: MessageKind; subject: string; body: string; at: Date; read_at: Date | null }[]
    >(
      `SELECT id, kind, subject, body, COALESCE(sent_at, planned_at) AS at, read_at FROM message
       WHERE person_id = ? AND ${IN_INBOX} ORDER BY planned_at DESC, id DESC LIMIT ?`,
      [person, SHOWN],
    );
    const quiet = await this.db.query<unknown[]>(
      `SELECT 1 FROM message_opt_out WHERE person_id = ? AND topic = 'completed'`,
      [person],
    );
    return {
      items: rows.map((row) => ({
        id: fromBin(row.id),
        kind: row.kind,
        subject: row.subject,
        text: row.body,
        sentAt: row.at,
        readAt: row.read_at,
      })),
      unread: await this.unread(actor),
      completedMail: quiet.length === 0,
    };
  }

  async unread(actor: Actor): Promise<number> {
    const [row] = await this.db.query<{ n: number | string }[]>(
      `SELECT COUNT(*) AS n FROM message WHERE person_id = ? AND ${IN_INBOX} AND read_at IS NULL`,
      [toBin(this.access.requirePerson(actor))],
    );
    return Number(row?.n ?? 0);
  }

  /** @param messageId null for all @throws {NotFound} for a message to someone else */
  async read(actor: Actor, messageId: string | null): Promise<void> {
    const person = toBin(this.access.requirePerson(actor));
    await this.db.run(async (tx) => {
      if (messageId !== null) {
        const own = await tx.query<unknown[]>(`SELECT 1 FROM message WHERE id = ? AND person_id = ? AND ${IN_INBOX}`, [
          toBin(messageId),
          person,
        ]);
        if (own.length === 0) throw new NotFound();
      }
      await tx.query(
        `UPDATE message SET read_at = ? WHERE person_id = ? AND read_at IS NULL AND ${IN_INBOX}
         ${messageId === null ? '' : 'AND id = ?'}`,
        [this.clock.now(), person, ...(messageId === null ? [] : [toBin(messageId)])],
      );
    });
  }

  /** Whether completed courses are told by mail too; in the inbox they always are. */
  async chooseCompletedMail(actor: Actor, wanted: boolean): Promise<void> {
    await this.choose(toBin(this.access.requirePerson(actor)), wanted);
  }

  /** The link in a mail, without signing in. @throws {NotFound} when it did not come out of that mail */
  async optOut(messageId: string, key: string): Promise<void> {
    if (!isOptOutKey(this.config.MADANG_SECRET, messageId, key)) throw new NotFound();
    const [row] = await this.db.query<{ person_id: Buffer }[]>('SELECT person_id FROM message WHERE id = ?', [
      toBin(messageId),
    ]);
    if (!row) throw new NotFound();
    await this.choose(row.person_id, false);
  }

  private async choose(person: Buffer, wanted: boolean): Promise<void> {
    await this.db.run((tx) =>
      wanted
        ? tx.query(`DELETE FROM message_opt_out WHERE person_id = ? AND topic = 'completed'`, [person])
        : tx.query(`INSERT IGNORE INTO message_opt_out (person_id, topic, at) VALUES (?, 'completed', ?)`, [
            person,
            this.clock.now(),
          ]),
    );
  }
}
