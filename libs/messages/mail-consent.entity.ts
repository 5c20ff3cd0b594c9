import { codeColumn, idColumn, instantColumn } from '#libs/database';
import { Person } from '#libs/people';
import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/** What someone wants no mail about; it stays in the inbox. Reminders of a duty are not optional. */
export type MailTopic = 'completed';

@Entity('message_opt_out')
export class MessageOptOut {
  @ForeignKey(() => Person, { name: 'fk_message_opt_out_person_id' })
  @PrimaryColumn(idColumn({ name: 'person_id' }))
  personId: string;
  @PrimaryColumn(codeColumn(20)) topic: MailTopic;
  @Column(instantColumn()) at: Date;
}

/** How often mail to a person's present address came back. */
@Entity('mail_bounce')
export class MailBounce {
  @ForeignKey(() => Person, { name: 'fk_mail_bounce_person_id' })
  @PrimaryColumn(idColumn({ name: 'person_id' }))
  personId: string;
  @Column({ type: 'char', length: 16, name: 'address_mark', collation: 'utf8mb4_bin' }) addressMark: string;
  @Column({ type: 'smallint' }) count: number;
  @Column(instantColumn({ name: 'last_at' })) lastAt: Date;
}
