import { systemActor } from '#libs/actor';
import { Audit } from '#libs/audit';
import { CONFIG, type Config } from '#libs/config';
import { Database, fromBin, newId, toBin } from '#libs/database';
import { faultPoint } from '#libs/faults';
import { Outbox } from '#libs/jobs';
import { type Language, type Text, text } from '#libs/language';
import { ObligationService } from '#libs/mandates';
import { PeopleService, type PersonName, UnitService } from '#libs/people';
import { Clock, addDays } from '#libs/time';
import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type Mail, MailTransport } from './mail.transport.js';
import { type HelpNeeded, type MailText, type OpenDuty, type Sender, completedMail, digestMail } from './mail.words.js';
import type { MessageKind, MessageState, SkipReason } from './message.entity.js';
import { MailRefused, MessageBusy } from './messages.errors.js';
import { ESCALATE } from './ladder.rules.js';
import { nextSendingTime } from './quiet-days.js';

interface MessageRow {
  id: Buffer;
  person_id: Buffer;
  kind: MessageKind;
  digest_key: string;
  state: MessageState;
  planned_for: string;
  lease_until: Date | null;
}

/** What the claim decided; `mail` has to be sent now, outside any transaction. */
type Claim = { readonly mail: Mail } | null;

/** Longer than a mail takes by SMTP with all its time limits (mail.transport.ts). */
const LEASE_MS = 60_000;
/** A digest older than this says nothing true any more. */
const EXPIRES_DAYS = 3;
/** A digest also names what is due within so many days, though its own step has not come. */
const NEAR_DAYS = 60;

/**
 * Sends messages: claim the row, send, mark. What is true is read at the claim; between the sending and the mark a
 * dying worker leaves a mail that is sent again, at most that one, and under the same Message-ID.
 */
@Injectable()
export class DeliveryService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly outbox: Outbox,
    private readonly audit: Audit,
    private readonly people: PeopleService,
    private readonly units: UnitService,
    private readonly obligations: ObligationService,
    private readonly transport: MailTransport,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @throws {MailUnavailable} {@link MessageBusy} to be tried again */
  async deliver(messageId: string, outboxId: string): Promise<void> {
    const claim = await this.db.run((tx) => this.claim(tx, messageId, outboxId));
    if (!claim) return;
    faultPoint('messages.after-claim');
    try {
      await this.transport.send(claim.mail);
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
    await this.db.run((tx) => this.end(tx, messageId, outboxId, { state: 'sent' }));
  }

  /** Promises the one message that tells a person of a completion. Called twice it promises once. */
  async announceCompletion(completionId: string, outboxId: string): Promise<void> {
    await this.db.run(async (tx) => {
      const [completion] = await tx.query<{ person_id: Buffer }[]>('SELECT person_id FROM completion WHERE id = ?', [
        toBin(completionId),
      ]);
      if (completion) {
        const name = (await this.people.names([fromBin(completion.person_id)])).get(fromBin(completion.person_id));
        const id = newId();
        const mail = name?.email !== null && name?.email !== undefined;
        const { affectedRows } = await tx.query<{ affectedRows: number }>(
          `INSERT IGNORE INTO message (id, person_id, kind, channel, digest_key, state, skip_reason, planned_for, planned_at, tries)
           VALUES (?, ?, 'completed', ?, ?, ?, ?, ?, ?, 0)`,
          [
            toBin(id),
            completion.person_id,
            mail ? 'mail' : 'paper',
            `completed:${completionId}`,
            mail ? 'planned' : 'skipped',
            mail ? null : 'no-address',
            this.clock.today(),
            this.clock.now(),
          ],
        );
        if (affectedRows === 1 && mail) await this.outbox.request('message.deliver', { messageId: id });
      }
      await this.outbox.done(outboxId);
    });
  }

  /**
   * A notice that another part of the product has written. Sent again after a crash it carries the same Message-ID.
   * @returns false for someone without an address
   * @throws {MailUnavailable} {@link MailRefused}
   */
  async sendNotice(noticeId: string, personId: string, write: (language: Language) => MailText): Promise<boolean> {
    const person = (await this.people.names([personId])).get(personId);
    if (!person?.email) return false;
    await this.transport.send(await this.mailOf(noticeId, person, write(person.language), this.clock.now()));
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
    const duties = await this.openDuties(personId);
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
    if (row.kind !== 'completed' && nextSendingTime(now, this.clock.zone) > now) {
      await this.outbox.postpone(outboxId, nextSendingTime(now, this.clock.zone));
      return null;
    }
    const mailText = await this.compose(tx, row, person, duties);
    if (!mailText) {
      await this.end(tx, messageId, outboxId, { state: 'skipped', skipReason: 'nothing-open' });
      return null;
    }
    await tx.query(`UPDATE message SET state = 'claimed', lease_until = ?, tries = tries + 1 WHERE id = ?`, [
      new Date(now.getTime() + LEASE_MS),
      row.id,
    ]);
    faultPoint('messages.in-claim');
    return { mail: await this.mailOf(messageId, person, mailText, now) };
  }

  private async reasonToSkip(
    tx: EntityManager,
    row: MessageRow,
    person: PersonName | undefined,
  ): Promise<SkipReason | null> {
    if (person?.email === null || person?.email === undefined || person.email === '') return 'no-address';
    if (row.kind === 'completed') return null;
    if (row.planned_for < addDays(this.clock.today(), -EXPIRES_DAYS)) return 'expired';
    // Held up for a day, and a younger digest is there: that one says it all.
    const younger = await tx.query<unknown[]>(
      `SELECT 1 FROM message WHERE person_id = ? AND planned_for > ? AND kind <> 'completed' AND state IN ('planned', 'claimed', 'sent') LIMIT 1`,
      [row.person_id, row.planned_for],
    );
    return younger.length > 0 ? 'overtaken' : null;
  }

  /** Null when nothing that the message was planned for is still open. */
  private async compose(
    tx: EntityManager,
    row: MessageRow,
    person: PersonName,
    duties: ReadonlyMap<string, OpenDuty>,
  ): Promise<MailText | null> {
    const { language } = person;
    const sender = await this.senderFor(person.personId);
    const origin = this.config.MADANG_ORIGIN;
    const name = nameIn(person, language);
    if (row.kind === 'completed') {
      const [, completionId = ''] = row.digest_key.split(':');
      const course = await courseOf(tx, completionId);
      return completedMail(language, name, course, `${origin}/certificates`, [...duties.values()], sender);
    }
    const steps = await tx.query<{ obligation_id: Buffer; step: string }[]>(
      'SELECT obligation_id, step FROM reminder_step WHERE message_id = ?',
      [row.id],
    );
    const reached = new Set(steps.filter(({ step }) => step !== ESCALATE).map(({ obligation_id: id }) => fromBin(id)));
    const told = [...duties].filter(([id, { daysLeft }]) => reached.has(id) || daysLeft <= NEAR_DAYS);
    const help = await this.helpNeeded(
      tx,
      steps.filter(({ step }) => step === ESCALATE).map(({ obligation_id: id }) => id),
    );
    if (!told.some(([id]) => reached.has(id)) && help.length === 0) return null;
    return digestMail(
      language,
      name,
      told.map(([, duty]) => duty),
      help,
      sender,
      origin,
    );
  }

  private async openDuties(personId: string): Promise<Map<string, OpenDuty>> {
    const { obligations } = await this.obligations.listOf(personId);
    return new Map(
      obligations
        .filter(({ state }) => state === 'open')
        .sort((a, b) => (a.dueOn < b.dueOn ? -1 : 1))
        .map(({ id, mandate, dueOn, daysLeft, missing }) => [id, { title: mandate.title, dueOn, daysLeft, missing }]),
    );
  }

  /** How many are still late, by unit and mandate. */
  private async helpNeeded(tx: EntityManager, obligationIds: readonly Buffer[]): Promise<HelpNeeded[]> {
    if (obligationIds.length === 0) return [];
    const rows = await tx.query<{ unit_id: Buffer; rule: string; people: number | string }[]>(
      `SELECT o.reporting_unit_id AS unit_id, v.rule, COUNT(DISTINCT o.bearer_id) AS people
       FROM obligation o JOIN mandate_version v ON v.id = o.mandate_version_id
       WHERE o.id IN (?) AND o.state = 'open' AND o.due_on < ? AND o.reporting_unit_id IS NOT NULL
       GROUP BY o.reporting_unit_id, v.id`,
      [obligationIds, this.clock.today()],
    );
    const units = await this.units.unitsById(rows.map((row) => fromBin(row.unit_id)));
    return rows.flatMap((row) => {
      const unit = units.get(fromBin(row.unit_id));
      const { title } = JSON.parse(row.rule) as { title: Text };
      return unit ? [{ unit: unit.name, title, people: Number(row.people) }] : [];
    });
  }

  private async senderFor(personId: string): Promise<Sender & { address: string }> {
    const today = this.clock.today();
    const memberships = (await this.people.facts([personId])).get(personId)?.memberships ?? [];
    const current = memberships.filter(({ from, to }) => from <= today && (to === null || to >= today));
    const authorityId = (current.find(({ isPrimary }) => isPrimary) ?? current[0] ?? memberships.at(-1))?.authorityId;
    const authority =
      authorityId === undefined ? undefined : (await this.units.authoritiesById([authorityId])).get(authorityId);
    return {
      name: authority?.name ?? text('마당', 'Madang'),
      contact: authority?.contact ?? text('', ''),
      address: this.config.MAIL_FROM ?? authority?.senderAddress ?? 'madang@localhost',
    };
  }

  private async mailOf(messageId: string, person: PersonName, { subject, body }: MailText, date: Date): Promise<Mail> {
    const sender = await this.senderFor(person.personId);
    return {
      messageId: `<${messageId}@${new URL(this.config.MADANG_ORIGIN).hostname}>`,
      date,
      from: { name: sender.name[person.language], address: sender.address },
      to: { name: nameIn(person, person.language), address: person.email ?? '' },
      subject,
      text: body,
    };
  }

  private async end(
    tx: EntityManager,
    messageId: string,
    outboxId: string,
    fate: { state: 'sent' | 'skipped' | 'failed'; skipReason?: SkipReason; error?: string },
  ): Promise<void> {
    const sentAt = fate.state === 'sent' ? this.clock.now() : null;
    await tx.query(
      `UPDATE message SET state = ?, skip_reason = ?, error = ?, sent_at = ?, lease_until = NULL
       WHERE id = ? AND state IN ('planned', 'claimed')`,
      [fate.state, fate.skipReason ?? null, fate.error ?? null, sentAt, toBin(messageId)],
    );
    await this.audit.record(systemActor, {
      action: `message.${fate.state}`,
      subjectKind: 'message',
      subjectId: messageId,
    });
    await this.outbox.done(outboxId);
    faultPoint('messages.in-mark');
  }
}

function nameIn(person: PersonName, language: Language): string {
  return language === 'en' ? (person.nameLatin ?? person.name) : person.name;
}

async function courseOf(tx: EntityManager, completionId: string): Promise<Text> {
  const [row] = await tx.query<{ title_ko: string; title_en: string }[]>(
    'SELECT c.title_ko, c.title_en FROM completion d JOIN credit c ON c.id = d.credit_id WHERE d.id = ?',
    [toBin(completionId)],
  );
  return row ? text(row.title_ko, row.title_en) : text('', '');
}
