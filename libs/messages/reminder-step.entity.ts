import { codeColumn, idColumn } from '#libs/database';
import { Obligation } from '#libs/mandates';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Message } from './message.entity.js';

/** Which step of an obligation's ladder a message carries: a step is taken once, and the budget is a count. */
@Entity('reminder_step')
@Index('ix_reminder_step_message_id', ['messageId'])
export class ReminderStep {
  @ForeignKey(() => Obligation, { name: 'fk_reminder_step_obligation_id' })
  @PrimaryColumn(idColumn({ name: 'obligation_id' }))
  obligationId: string;
  /** `before-30`, `after-7`, `escalate`. */
  @PrimaryColumn(codeColumn(16)) step: string;
  @ForeignKey(() => Message, { name: 'fk_reminder_step_message_id' })
  @Column(idColumn({ name: 'message_id' }))
  messageId: string;
}
