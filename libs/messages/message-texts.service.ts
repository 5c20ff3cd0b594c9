import { type Actor, unitsWhere } from '#libs/actor';
import { Audit } from '#libs/audit';
import { Database, fromBin, toBin } from '#libs/database';
import { NotFound } from '#libs/errors';
import { PeopleService } from '#libs/people';
import { Clock } from '#libs/time';
import { Injectable } from '@nestjs/common';
import { textOf } from './mail.content.js';
import { MessageComposer } from './message.composer.js';
import type { MessageKind } from './message.entity.js';
import { isBelow } from './recipients.queries.js';

/** A message in words, to be pasted into a messenger or printed. */
export interface MessageText {
  readonly person: string;
  readonly subject: string;
  /** Empty when nothing that it would say is true any more. */
  readonly text: string;
}

interface Row {
  id: Buffer;
  person_id: Buffer;
  kind: MessageKind;
  digest_key: string;
  state: string;
  subject: string | null;
  body: string | null;
}

/** Every message as a text, also those that no mail took: somebody hands it over. */
@Injectable()
export class MessageTexts {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly people: PeopleService,
    private readonly composer: MessageComposer,
  ) {}

  /**
   * What was sent, word for word; else what would be sent now, in the person's language.
   * @throws {NotFound} outside the actor's scope
   */
  async get(actor: Actor, messageId: string): Promise<MessageText> {
    const [found] = await this.db.query<{ person_id: Buffer }[]>('SELECT person_id FROM message WHERE id = ?', [
      toBin(messageId),
    ]);
    if (!found) throw new NotFound();
    const personId = fromBin(found.person_id);
    // Evaluates the person where a day has passed, which locks the person's row: before the message's, as everywhere.
    return this.db.run(async (tx) => {
      const roots = unitsWhere(actor, 'message:office');
      if (!(await isBelow(tx, found.person_id, roots, this.clock.today()))) throw new NotFound();
      const duties = await this.composer.openDuties(personId);
      const [row] = await tx.query<Row[]>('SELECT * FROM message WHERE id = ?', [toBin(messageId)]);
      const person = (await this.people.names([personId])).get(personId);
      if (!row || !person) throw new NotFound();
      await this.audit.record(actor, { action: 'message.text', subjectKind: 'person', subjectId: personId });
      if (row.state === 'sent' && row.subject !== null && row.body !== null)
        return { person: person.name, subject: row.subject, text: row.body };
      const writer = await this.composer.writerFor(personId);
      const composed = await this.composer.compose(tx, row, person, duties, writer);
      return composed === null
        ? { person: person.name, subject: '', text: '' }
        : { person: person.name, subject: composed.content.subject, text: textOf(composed.content) };
    });
  }
}
