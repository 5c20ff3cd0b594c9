import { codeColumn, idColumn, instantColumn } from '#libs/database';
import { Person } from '#libs/people';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** A proof that someone uploaded; the bytes stand in the file store under their hash. */
@Entity('proof_file')
@Index('ix_proof_file_person_id', ['personId'])
@Index('ix_proof_file_sha256', ['sha256'])
export class ProofFile {
  @PrimaryColumn(idColumn()) id: string;
  @ForeignKey(() => Person, { name: 'fk_proof_file_person_id' })
  @Column(idColumn({ name: 'person_id' }))
  personId: string;
  @Column({ type: 'char', length: 64, collation: 'utf8mb4_bin' }) sha256: string;
  @Column({ type: 'varchar', length: 200 }) name: string;
  @Column(codeColumn(40, { name: 'media_type' })) mediaType: string;
  /** Bytes. */
  @Column({ type: 'int' }) size: number;
  @Column(instantColumn({ name: 'uploaded_at' })) uploadedAt: Date;
  @Column(idColumn({ name: 'uploaded_by' })) uploadedBy: string;
}
