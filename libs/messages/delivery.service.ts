import { systemActor } from '#libs/actor';
import { Audit } from '#libs/audit';
import { CONFIG, type Config } from '#libs/config';
import { Database, fromBin, isAway, newId, toBin } from '#libs/database';
import { faultPoint } from '#libs/faults';
import { Outbox } from '#libs/jobs';
import { type Language, text } from '#libs/language';
import { PeopleService, type PersonName } from '#libs/people';
import { Clock, addDays } from '#libs/time';
import { Inject, Injectable } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EntityManager } from 'typeorm';
import { Lane } from './lane.js';
import { htmlOf, textOf } from './mail.content.js';
import { type Mail, MailTransport } from './mail.transport.js';
import { signature } from './mail.words.js';
import { type Composed, MessageComposer, type Writer, nameIn } from './message.composer.js';
import type { MessageChannel, MessageKind, MessageState, SkipReason } from './message.entity.js';
import { MailRefused, MessageBusy } from './messages.errors.js';
import { addressMark, optOutKey } from './opt-out.rules.js';
import { nextSendingTime } from './quiet-days.js';
import { channelsOf, externalIdsOf, isOnLeave, pausedAuthorities } from './recipients.queries.js';
import { TextChannel, fitting } from './text.channel.js';

/** What another part of the product has to say by mail. */
interface Notice {
  readonly subject: string;
  readonly body: string;
}

interface MessageRow {
  id: Buffer;
  person_id: Buffer;
  kind: MessageKind;
  channel: MessageChannel;
  digest_key: string;
  state: MessageState;
  planned_for: string;
  lease_until: Date | null;
}

/** What the claim decided: what has to be sent now, outside any transaction, while the lease lasts. */
type Claim = { readonly send: () => Promise<void>; readonly leaseUntil: Date } | null;

/** Longer than a mail takes by SMTP with all its time limits (mail.transport.ts), and a mail before it in the lane. */
const LEASE_MS = 60_000;
/** What one mail may need by those limits; with less left of the lease it is not begun. */
const SENDING_MS = 42_000;
/** How often a mark is tried again while the database is away. */
const MARK_AGAIN_MS = 200;
/** A digest older than this says nothing true any more. */
const EXPIRES_DAYS = 3;
/** While reminders are paused, what is planned is looked at again this often. */
const PAUSE_LOOK_MS = 3_600_000;
/** Where a message that is optional can be given up. */
const OPT_OUT_WORDS = text('수료 안내를 메일로 받지 않기', 'No more mail about completed courses');

/**
 * Sends messages: claim the row, send, mark. What is true is read at the claim; between the sending and the mark a
 * dying worker leaves a mail that is sent again, under the same Message-ID. Sending and marking are one at a time in a
 * worker, so that is one mail at most, and `doubted_at` says which (docs/reminders.md).
 */
@Injectable()
export class DeliveryService {
  private readonly lane = new Lane();

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly outbox: Outbox,
    private readonly audit: Audit,
    private readonly people: PeopleService,
    private readonly composer: MessageComposer,
    private readonly transport: MailTransport,
    private readonly texts: TextChannel,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @throws {MailUnavailable} {@link MessageBusy} to be tried again */
  async deliver(messageId: string, outboxId: string): Promise<void> {
    const claim = await this.db.run((tx) => this.claim(tx, messageId, outboxId));
    if (!claim) return;
    faultPoint('messages.after-claim');
    await this.lane.run(() => this.sendAndMark(messageId, outboxId, claim.send, claim.leaseUntil));
  }

  private async sendAndMark(
    messageId: string,
    outboxId: string,
    send: () => Promise<void>,
    leaseUntil: Date,
  ): Promise<void> {
    try {
      // Waited too long for its turn: by the end of the sending another worker could hold it.
      if (leaseUntil.getTime() - this.clock.now().getTime() < SENDING_MS) throw new MessageBusy();
      await send();
    } catch (error) {
      if (error instanceof MailRefused) {
        await this.db.run((tx) =>
          this.end(tx, messageId, outboxId, { state: 'failed', error: `${error.code}.${String(error.status)}` }),
        );
        return;
      }
      await this.db.run((tx) =>
        tx.query(`UPDATE message SET state = 'planned', lease_until = NULL WHERE id = ? AND state = 'claimed'`, [
          toBin(messageId),
        ]),
      );
      throw error;
    }
    faultPoint('messages.after-send');
    await this.markSent(messageId, outboxId, leaseUntil);
  }

  /** Where the database restarts just now, the mark is tried as long as the lease lasts: the mail has gone. */
  private async markSent(messageId: string, outboxId: string, leaseUntil: Date): Promise<void> {
    for (;;) {
      try {
        await this.db.run((tx) => this.end(tx, messageId, outboxId, { state: 'sent' }));
        return;
      } catch (error) {
        if (!isAway(error) || this.clock.now() >= leaseUntil) throw error;
        await sleep(MARK_AGAIN_MS);
      }
    }
  }

  /** Promises the one message that tells a person of a completion. Called twice it promises once. */
  async announceCompletion(completionId: string, outboxId: string): Promise<void> {
    await this.db.run(async (tx) => {
      const [completion] = await tx.query<{ person_id: Buffer; quiet: number | string }[]>(
        `SELECT c.person_id, EXISTS (SELECT 1 FROM message_opt_out o
           WHERE o.person_id = c.person_id AND o.topic = 'completed') AS quiet
         FROM completion c WHERE c.id = ?`,
        [toBin(completionId)],
      );
      if (completion) {
        const way =
          (await channelsOf(tx, [completion.person_id], this.texts.open)).get(completion.person_id.toString('hex')) ??
          'paper';
        const channel: MessageChannel = way === 'mail' && Number(completion.quiet) === 1 ? 'inbox' : way;
        const told = channel !== 'paper';
        const id = newId();
        const { affectedRows } = await tx.query<{ affectedRows: number }>(
          `INSERT IGNORE INTO message (id, person_id, kind, channel, digest_key, state, skip_reason, planned_for, planned_at, tries)
           VALUES (?, ?, 'completed', ?, ?, ?, ?, ?, ?, 0)`,
          [
            toBin(id),
            completion.person_id,
            channel,
            `completed:${completionId}`,
            told ? 'planned' : 'skipped',
            told ? null : 'no-address',
            this.clock.today(),
            this.clock.now(),
          ],
        );
        if (affectedRows === 1 && told) await this.outbox.request('message.deliver', { messageId: id });
      }
      await this.outbox.done(outboxId);
    });
  }

  /**
   * A notice that another part of the product has written. Sent again after a crash it carries the same Message-ID.
   * @returns false for someone without an address
   * @throws {MailUnavailable} {@link MailRefused}
   */
  async sendNotice(noticeId: string, personId: string, write: (language: Language) => Notice): Promise<boolean> {
    const person = (await this.people.names([personId])).get(personId);
    if (!person?.email) return false;
    const writer = await this.composer.writerFor(personId);
    const { language } = person;
    const { subject, body } = write(language);
    const blocks = [{ kind: 'text', text: body }] as const;
    const content = { language, subject, blocks, closing: signature(writer, language) };
    await this.transport.send(
      this.mailOf(noticeId, 'reminder', person, writer, { content, copyTo: null }, this.clock.now()),
    );
    return true;
  }

  /** Ends digests that could not be sent for days. @returns how many */
  async sweep(): Promise<number> {
    const { affectedRows } = await this.db.run((tx) =>
      tx.query<{ affectedRows: number }>(
        `UPDATE message SET state = 'skipped', skip_reason = 'expired', lease_until = NULL
         WHERE state IN ('planned', 'claimed') AND planned_for < ? AND kind <> 'completed' LIMIT 1000`,
        [addDays(this.clock.today(), -EXPIRES_DAYS)],
      ),
    );
    return affectedRows;
  }

  private async claim(tx: EntityManager, messageId: string, outboxId: string): Promise<Claim> {
    const [planned] = await tx.query<MessageRow[]>('SELECT * FROM message WHERE id = ?', [toBin(messageId)]);
    if (!planned) {
      await this.outbox.done(outboxId);
      return null;
    }
    const personId = fromBin(planned.person_id);
    // Evaluates the person where a day has passed, which locks the person's row: before the message's, as everywhere.
    const duties = await this.composer.openDuties(personId);
    const [row] = await tx.query<MessageRow[]>('SELECT * FROM message WHERE id = ? FOR UPDATE', [toBin(messageId)]);
    const now = this.clock.now();
    if (row?.state !== 'planned' && row?.state !== 'claimed') {
      await this.outbox.done(outboxId);
      return null;
    }
    if (row.state === 'claimed' && row.lease_until !== null && row.lease_until > now) throw new MessageBusy();
    const person = (await this.people.names([personId])).get(personId);
    const skip = await this.reasonToSkip(tx, row, person);
    if (skip !== null || !person) {
      await this.end(tx, messageId, outboxId, { state: 'skipped', skipReason: skip ?? 'no-address' });
      return null;
    }
    const writer = await this.composer.writerFor(personId);
    const wait = row.kind === 'completed' ? null : await this.notBefore(tx, writer, now);
    if (wait) {
      await this.outbox.postpone(outboxId, wait);
      return null;
    }
    const composed = await this.composer.compose(tx, row, person, duties, writer);
    if (!composed) {
      await this.end(tx, messageId, outboxId, { state: 'skipped', skipReason: 'nothing-open' });
      return null;
    }
    return this.take(tx, { row, messageId, outboxId, person, writer, now }, composed);
  }

  /** The message is ours: kept for the inbox, and where it is a mail, leased until it is sent. */
  private async take(
    tx: EntityManager,
    { row, messageId, outboxId, person, writer, now }: Taken,
    { content, copyTo }: Composed,
  ): Promise<Claim> {
    const mailed = row.channel === 'mail' && Boolean(person.email);
    const texted = row.channel === 'text' && this.texts.open;
    const leaseUntil = new Date(now.getTime() + LEASE_MS);
    await tx.query(
      `UPDATE message SET subject = ?, body = ?, copy_to = ?, channel = ?, address_mark = ?,
         doubted_at = IF(state = 'claimed', ?, doubted_at), state = 'claimed', lease_until = ?, tries = tries + 1
       WHERE id = ?`,
      [
        content.subject,
        textOf(content),
        mailed && copyTo ? toBin(copyTo.personId) : null,
        mailed ? 'mail' : texted ? 'text' : 'inbox',
        mailed ? addressMark(this.config.MADANG_SECRET, person.email ?? '') : null,
        now,
        leaseUntil,
        row.id,
      ],
    );
    if (!mailed && !texted) {
      await this.end(tx, messageId, outboxId, { state: 'sent' });
      return null;
    }
    faultPoint('messages.in-claim');
    if (texted) {
      const text = {
        ...{ id: messageId, language: person.language, template: row.kind, words: fitting(textOf(content)) },
        reader: await externalIdsOf(tx, row.person_id),
      };
      return { send: () => this.texts.send(text), leaseUntil };
    }
    const mail = this.mailOf(messageId, row.kind, person, writer, { content, copyTo }, now);
    return { send: () => this.transport.send(mail), leaseUntil };
  }

  /** Null when a digest may go now. */
  private async notBefore(tx: EntityManager, { authorityId }: Writer, now: Date): Promise<Date | null> {
    const paused = authorityId !== null && (await pausedAuthorities(tx, this.clock.today())).has(authorityId);
    const from = paused ? new Date(now.getTime() + PAUSE_LOOK_MS) : now;
    const time = nextSendingTime(from, this.clock.zone);
    return time > now ? time : null;
  }

  private async reasonToSkip(
    tx: EntityManager,
    row: MessageRow,
    person: PersonName | undefined,
  ): Promise<SkipReason | null> {
    if (!person || (!person.email && (await this.channelOf(tx, row.person_id)) === 'paper')) return 'no-address';
    if (row.kind === 'completed') return null;
    const today = this.clock.today();
    if (row.planned_for < addDays(today, -EXPIRES_DAYS)) return 'expired';
    if (await isOnLeave(tx, row.person_id, today)) return 'on-leave';
    // Held up for a day, and a younger digest is there: that one says it all.
    const younger = await tx.query<unknown[]>(
      `SELECT 1 FROM message WHERE person_id = ? AND planned_for > ? AND kind <> 'completed' AND state IN ('planned', 'claimed', 'sent') LIMIT 1`,
      [row.person_id, row.planned_for],
    );
    return younger.length > 0 ? 'overtaken' : null;
  }

  private async channelOf(tx: EntityManager, personId: Buffer): Promise<MessageChannel> {
    return (await channelsOf(tx, [personId], this.texts.open)).get(personId.toString('hex')) ?? 'paper';
  }

  private mailOf(
    messageId: string,
    kind: MessageKind,
    person: PersonName,
    writer: Writer,
    { content, copyTo }: Composed,
    date: Date,
  ): Mail {
    const { language } = person;
    const origin = this.config.MADANG_ORIGIN;
    // Only what is optional has a way out: a duty does not end by not being told of it.
    const way =
      kind === 'completed' ? `${messageId}/opt-out?key=${optOutKey(this.config.MADANG_SECRET, messageId)}` : null;
    // One click in a mail program posts to the first; a person who follows a link is asked on a page.
    const optOut = way === null ? null : `${origin}/api/v1/messages/${way}`;
    const page = way === null ? null : `${origin}/messages/${way}`;
    return {
      messageId: `<${messageId}@${new URL(origin).hostname}>`,
      envelopeId: messageId,
      date,
      from: { name: writer.name[language], address: writer.address },
      to: { name: nameIn(person, language), address: person.email ?? '' },
      copyTo: copyTo ? { name: nameIn(copyTo, language), address: copyTo.email ?? '' } : null,
      subject: content.subject,
      text: page === null ? textOf(content) : `${textOf(content)}\n${OPT_OUT_WORDS[language]}: ${page}\n`,
      html: htmlOf(content, page === null ? undefined : { label: OPT_OUT_WORDS[language], url: page }),
      optOut,
    };
  }

  private async end(
    tx: EntityManager,
    messageId: string,
    outboxId: string,
    fate: { state: 'sent' | 'skipped' | 'failed'; skipReason?: SkipReason; error?: string },
  ): Promise<void> {
    const sentAt = fate.state === 'sent' ? this.clock.now() : null;
    const { affectedRows } = await tx.query<{ affectedRows: number }>(
      `UPDATE message SET state = ?, skip_reason = ?, error = ?, sent_at = ?, lease_until = NULL
       WHERE id = ? AND state IN ('planned', 'claimed')`,
      [fate.state, fate.skipReason ?? null, fate.error ?? null, sentAt, toBin(messageId)],
    );
    // Ended before, by a commit whose answer was lost: its audit row is there.
    if (affectedRows > 0) {
      await this.audit.record(systemActor, {
        action: `message.${fate.state}`,
        subjectKind: 'message',
        subjectId: messageId,
      });
    }
    await this.outbox.done(outboxId);
    faultPoint('messages.in-mark');
  }
}

interface Taken {
  readonly row: MessageRow;
  readonly messageId: string;
  readonly outboxId: string;
  readonly person: PersonName;
  readonly writer: Writer;
  readonly now: Date;
}
