import { CONFIG, type Config } from '#libs/config';
import { fromBin, toBin } from '#libs/database';
import { type Language, type Text, text } from '#libs/language';
import { ObligationService } from '#libs/mandates';
import { PeopleService, type PersonName, UnitService } from '#libs/people';
import { Clock } from '#libs/time';
import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ESCALATE } from './ladder.rules.js';
import type { MailContent } from './mail.content.js';
import { type HelpNeeded, type OpenDuty, type Sender, completedMail, digestMail } from './mail.words.js';
import type { MessageKind } from './message.entity.js';
import { headsOf } from './recipients.queries.js';

/** A digest also names what is due within so many days, though its own step has not come. */
const NEAR_DAYS = 60;

/** The one who writes: the authority that the person belongs to. */
export interface Writer extends Sender {
  readonly authorityId: string | null;
  readonly address: string;
}

export interface Composed {
  readonly content: MailContent;
  /** The head above, where a head is late. */
  readonly copyTo: PersonName | null;
}

interface Subject {
  readonly id: Buffer;
  readonly kind: MessageKind;
  readonly digest_key: string;
}

/** Makes a message's words from what is true now. */
@Injectable()
export class MessageComposer {
  constructor(
    private readonly clock: Clock,
    private readonly people: PeopleService,
    private readonly units: UnitService,
    private readonly obligations: ObligationService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** What the person owes now, by obligation, the earliest first. Evaluates the person where a day has passed. */
  async openDuties(personId: string): Promise<Map<string, OpenDuty>> {
    const { obligations } = await this.obligations.listOf(personId);
    return new Map(
      obligations
        .filter(({ state }) => state === 'open')
        .sort((a, b) => (a.dueOn < b.dueOn ? -1 : 1))
        .map(({ id, mandate, dueOn, daysLeft, missing }) => [id, { title: mandate.title, dueOn, daysLeft, missing }]),
    );
  }

  async writerFor(personId: string): Promise<Writer> {
    const today = this.clock.today();
    const memberships = (await this.people.facts([personId])).get(personId)?.memberships ?? [];
    const current = memberships.filter(({ from, to }) => from <= today && (to === null || to >= today));
    const authorityId = (current.find(({ isPrimary }) => isPrimary) ?? current[0] ?? memberships.at(-1))?.authorityId;
    const authority =
      authorityId === undefined ? undefined : (await this.units.authoritiesById([authorityId])).get(authorityId);
    return {
      authorityId: authorityId ?? null,
      name: authority?.name ?? text('마당', 'Madang'),
      contact: authority?.contact ?? text('', ''),
      address: this.config.MAIL_FROM ?? authority?.senderAddress ?? 'madang@localhost',
    };
  }

  /** Null when nothing that the message was planned for is still open. */
  async compose(
    tx: EntityManager,
    message: Subject,
    person: PersonName,
    duties: ReadonlyMap<string, OpenDuty>,
    writer: Writer,
  ): Promise<Composed | null> {
    const { language } = person;
    const origin = this.config.MADANG_ORIGIN;
    const name = nameIn(person, language);
    if (message.kind === 'completed') {
      const [, completionId = ''] = message.digest_key.split(':');
      const course = await courseOf(tx, completionId);
      const content = completedMail(language, name, course, `${origin}/certificates`, [...duties.values()], writer);
      return { content, copyTo: null };
    }
    const steps = await tx.query<{ obligation_id: Buffer; step: string; own: number | string; unit: Buffer | null }[]>(
      `SELECT s.obligation_id, s.step, o.bearer_id = ? AS own, o.reporting_unit_id AS unit
       FROM reminder_step s JOIN obligation o ON o.id = s.obligation_id WHERE s.message_id = ?`,
      [toBin(person.personId), message.id],
    );
    const own = steps.filter((step) => Number(step.own) === 1);
    const reached = new Set(own.map((step) => fromBin(step.obligation_id)));
    const told = [...duties].filter(([id, { daysLeft }]) => reached.has(id) || daysLeft <= NEAR_DAYS);
    const help = await this.helpNeeded(
      tx,
      steps.filter((step) => Number(step.own) === 0 && step.step === ESCALATE).map((step) => step.obligation_id),
    );
    if (!told.some(([id]) => reached.has(id)) && help.length === 0) return null;
    const late = own.find((step) => step.step === ESCALATE && duties.has(fromBin(step.obligation_id)));
    const copyTo = late?.unit ? await this.headAbove(tx, late.unit, person.personId) : null;
    const digest = { language, name, duties: told.map(([, duty]) => duty), help, copied: copyTo !== null };
    return { content: digestMail(digest, writer, origin), copyTo };
  }

  /** The next head above who can be written to. */
  private async headAbove(tx: EntityManager, unit: Buffer, personId: string): Promise<PersonName | null> {
    const heads = (await headsOf(tx, [unit], this.clock.today())).get(unit.toString('hex')) ?? [];
    const above = heads.map(fromBin).find((head) => head !== personId);
    const name = above === undefined ? undefined : (await this.people.names([above])).get(above);
    return name?.email ? name : null;
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
}

export function nameIn(person: PersonName, language: Language): string {
  return language === 'en' ? (person.nameLatin ?? person.name) : person.name;
}

async function courseOf(tx: EntityManager, completionId: string): Promise<Text> {
  const [row] = await tx.query<{ title_ko: string; title_en: string }[]>(
    'SELECT c.title_ko, c.title_en FROM completion d JOIN credit c ON c.id = d.credit_id WHERE d.id = ?',
    [toBin(completionId)],
  );
  return row ? text(row.title_ko, row.title_en) : text('', '');
}
