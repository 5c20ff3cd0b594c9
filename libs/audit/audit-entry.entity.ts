import { codeColumn, idColumn, instantColumn } from '#libs/database';
import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

@Entity('audit_entry')
@Index('ix_audit_entry_subject_id', ['subjectId', 'id'])
@Index('ix_audit_entry_actor_id', ['actorId', 'id'])
@Index('ix_audit_entry_at', ['at'])
export class AuditEntry {
  @PrimaryGeneratedColumn({ type: 'bigint' }) id: string;
  @Column(instantColumn()) at: Date;
  @Column(codeColumn(16, { name: 'actor_kind' })) actorKind: string;
  @Column(idColumn({ name: 'actor_id', nullable: true })) actorId: string | null;
  @Column(codeColumn(60)) action: string;
  @Column(codeColumn(32, { name: 'subject_kind' })) subjectKind: string;
  @Column(idColumn({ name: 'subject_id', nullable: true })) subjectId: string | null;
  @Column(idColumn({ name: 'unit_id', nullable: true })) unitId: string | null;
  @Column({ type: 'varchar', length: 400, nullable: true }) reason: string | null;
  @Column(codeColumn(40, { name: 'request_id', nullable: true })) requestId: string | null;
  @Column({ type: 'binary', length: 32, name: 'detail_hash', nullable: true }) detailHash: Buffer | null;
}
