import { codeColumn, dateColumn, idColumn, instantColumn } from '#libs/database';
import { Person } from '#libs/people';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

export type MessageKind = 'reminder' | 'escalation' | 'completed';
/**
 * A mail stands in the inbox too; `inbox`: only there, for want of an address that works or by choice; `text`: neither
 * address nor account, and a gateway that knows the reader's phone; `paper`: not even that, so the training clerk tells
 * them.
 */
export type MessageChannel = 'mail' | 'inbox' | 'text' | 'paper';
export type MessageState = 'planned' | 'claimed' | 'sent' | 'skipped' | 'failed' | 'bounced';
export type SkipReason = 'no-address' | 'nothing-open' | 'overtaken' | 'expired' | 'on-leave';

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
  /** What it said, for the inbox; null until it has been composed. */
  @Column({ type: 'varchar', length: 300, nullable: true }) subject: string | null;
  @Column({ type: 'text', nullable: true }) body: string | null;
  @Column(instantColumn({ name: 'read_at', nullable: true })) readAt: Date | null;
  /** Who got a copy: the head above a head who is late. */
  @Column(idColumn({ name: 'copy_to', nullable: true })) copyTo: string | null;
  /** Keyed hash of the address it went to: a bounce concerns that address, not a later one. */
  @Column({ type: 'char', length: 16, name: 'address_mark', collation: 'utf8mb4_bin', nullable: true })
  addressMark: string | null;
  /** When a worker found it claimed by one that died: that one may have sent it before it was sent again. */
  @Column(instantColumn({ name: 'doubted_at', nullable: true })) doubtedAt: Date | null;
}
