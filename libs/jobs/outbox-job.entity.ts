import { codeColumn, idColumn, instantColumn, jsonColumn } from '#libs/database';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

export type OutboxState = 'waiting' | 'relayed' | 'done' | 'failed';

@Entity('outbox_job')
@Index('ix_outbox_job_queue_state_run_after', ['queue', 'state', 'runAfter', 'id'])
@Index('ix_outbox_job_queue_state_lease_until', ['queue', 'state', 'leaseUntil'])
@Index('ix_outbox_job_done_at', ['doneAt'])
export class OutboxJob {
  @PrimaryColumn(idColumn()) id: string;
  @Column(codeColumn(60)) name: string;
  @Column(codeColumn(16)) queue: string;
  @Column(jsonColumn()) data: Record<string, string>;
  @Column(codeColumn(12)) state: OutboxState;
  @Column(instantColumn({ name: 'run_after' })) runAfter: Date;
  @Column(instantColumn({ name: 'lease_until', nullable: true })) leaseUntil: Date | null;
  @Column({ type: 'smallint' }) relays: number;
  @Column(instantColumn({ name: 'requested_at' })) requestedAt: Date;
  @Column(instantColumn({ name: 'relayed_at', nullable: true })) relayedAt: Date | null;
  @Column(instantColumn({ name: 'done_at', nullable: true })) doneAt: Date | null;
  @Column({ type: 'varchar', length: 400, nullable: true }) error: string | null;
}
