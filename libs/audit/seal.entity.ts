import { codeColumn, instantColumn } from '#libs/database';
import { Column, Entity, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';

/**
 * Committed rows of a stream, given their place in the one order of what became known, and chained to what was sealed
 * before. Insert-only. A row belongs to the last seal that covers its id: one that committed late has its own.
 */
@Entity('audit_seal')
@Index('ix_audit_seal_stream', ['stream', 'fromId'])
@Index('ix_audit_seal_sealed_at', ['stream', 'sealedAt'])
export class AuditSeal {
  @PrimaryGeneratedColumn({ type: 'bigint' }) id: string;
  @Column(codeColumn(12)) stream: string;
  @Column({ type: 'bigint', name: 'from_id' }) fromId: string;
  @Column({ type: 'bigint', name: 'to_id' }) toId: string;
  @Column({ type: 'int' }) entries: number;
  /** Later than that of every seal before. */
  @Column(instantColumn({ name: 'sealed_at' })) sealedAt: Date;
  @Column({ type: 'binary', length: 32, name: 'previous_hash' }) previousHash: Buffer;
  @Column({ type: 'binary', length: 32 }) hash: Buffer;
}

/** Where sealing stands. The row `chain` is the lock of the sealer, in whatever process it runs. */
@Entity('seal_head')
export class SealHead {
  @PrimaryColumn(codeColumn(12)) stream: string;
  @Column({ type: 'bigint', name: 'last_id' }) lastId: string;
  @Column({ type: 'binary', length: 32 }) hash: Buffer;
  @Column(instantColumn({ name: 'sealed_at' })) sealedAt: Date;
}

/** Ids that may still be filled by a transaction under way; forgotten after a day. */
@Entity('seal_gap')
export class SealGap {
  @PrimaryColumn(codeColumn(12)) stream: string;
  @PrimaryColumn({ type: 'bigint', name: 'from_id' }) fromId: string;
  @Column({ type: 'bigint', name: 'to_id' }) toId: string;
  @Column(instantColumn({ name: 'noticed_at' })) noticedAt: Date;
}
