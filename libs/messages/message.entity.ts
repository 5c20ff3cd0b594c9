import { codeColumn, dateColumn, idColumn, instantColumn } from '#libs/database';
import { Person } from '#libs/people';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

export type MessageKind = 'reminder' | 'escalation' | 'completed';
/** `paper`: the person has no e-mail address; the training clerk tells them. */
export type MessageChannel = 'mail' | 'paper';
export type MessageState = 'planned' | 'claimed' | 'sent' | 'skipped' | 'failed' | 'bounced';
export type SkipReason = 'no-address' | 'nothing-open' | 'overtaken' | 'expired';

/** One message to one person, with its fate. Its text is made when it is sent, from what is true then. */
@Entity('message')
@Index('uq_message_person_id_digest_key', ['personId', 'digestKey'], { unique: true })
@Index('ix_message_state', ['state', 'plannedFor'])
@Index('ix_message_planned_at', ['plannedAt', 'id'])
export class Message {
  @PrimaryColumn(idColumn()) id: string;
  @ForeignKey(() => Person, { name: 'fk_message_person_id' })
  @Column(idColumn({ name: 'person_id' }))
  personId: string;
  @Column(codeColumn(20)) kind: MessageKind;
  @Column(codeColumn(8)) channel: MessageChannel;
  /** Unique for the person: `day:2026-11-24` is what makes it one digest a day. */
  @Column(codeColumn(60, { name: 'digest_key' })) digestKey: string;
  @Column(codeColumn(12)) state: MessageState;
  @Column(codeColumn(40, { name: 'skip_reason', nullable: true })) skipReason: SkipReason | null;
  @Column(dateColumn({ name: 'planned_for' })) plannedFor: string;
  @Column(instantColumn({ name: 'planned_at' })) plannedAt: Date;
  @Column(instantColumn({ name: 'lease_until', nullable: true })) leaseUntil: Date | null;
  @Column({ type: 'smallint' }) tries: number;
  @Column(instantColumn({ name: 'sent_at', nullable: true })) sentAt: Date | null;
  @Column({ type: 'varchar', length: 400, nullable: true }) error: string | null;
}
