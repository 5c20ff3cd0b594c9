import { dateColumn, idColumn, instantColumn } from '#libs/database';
import { Authority } from '#libs/people';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** The office holds all reminders of its authority for a while: none is planned, and what is planned waits. */
@Entity('message_pause')
@Index('ix_message_pause_authority_id', ['authorityId', 'untilOn'])
export class MessagePause {
  @PrimaryColumn(idColumn()) id: string;
  @ForeignKey(() => Authority, { name: 'fk_message_pause_authority_id' })
  @Column(idColumn({ name: 'authority_id' }))
  authorityId: string;
  /** Last day. A pause always ends: one that was forgotten would end all reminders in silence. */
  @Column(dateColumn({ name: 'until_on' })) untilOn: string;
  @Column({ type: 'varchar', length: 400 }) reason: string;
  @Column(instantColumn({ name: 'set_at' })) setAt: Date;
  @Column(idColumn({ name: 'set_by', nullable: true })) setBy: string | null;
  @Column(instantColumn({ name: 'lifted_at', nullable: true })) liftedAt: Date | null;
  @Column(idColumn({ name: 'lifted_by', nullable: true })) liftedBy: string | null;
}
