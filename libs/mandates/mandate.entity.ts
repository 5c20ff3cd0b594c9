import { codeColumn, dateColumn, idColumn, instantColumn, jsonColumn } from '#libs/database';
import { Authority } from '#libs/people';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { BearerKind } from './evaluation.types.js';
import type { MandateDocument } from './rule.schema.js';

/** A rule's lasting identity; what it says stands in its versions. */
@Entity('mandate')
@Index('uq_mandate_code', ['code'], { unique: true })
@Index('ix_mandate_authority_id', ['authorityId'])
export class Mandate {
  @PrimaryColumn(idColumn()) id: string;
  @Column(codeColumn(60)) code: string;
  @ForeignKey(() => Authority, { name: 'fk_mandate_authority_id' })
  @Column(idColumn({ name: 'authority_id' }))
  authorityId: string;
  @Column(codeColumn(8, { name: 'bearer_kind' })) bearerKind: BearerKind;
}

/** `discarded` drafts are kept: what was thought of is part of the record. */
export type VersionState = 'draft' | 'discarded' | 'signed' | 'in-force' | 'ended';

/** One version of a rule, never changed once in force. */
@Entity('mandate_version')
@Index('uq_mandate_version_mandate_id_number', ['mandateId', 'number'], { unique: true })
@Index('uq_mandate_version_mandate_id_content_hash', ['mandateId', 'contentHash'], { unique: true })
export class MandateVersion {
  @PrimaryColumn(idColumn()) id: string;
  @ForeignKey(() => Mandate, { name: 'fk_mandate_version_mandate_id' })
  @Column(idColumn({ name: 'mandate_id' }))
  mandateId: string;
  @Column({ type: 'int' }) number: number;
  @Column({ type: 'char', length: 64, name: 'content_hash', collation: 'utf8mb4_bin' }) contentHash: string;
  @Column(codeColumn(12)) state: VersionState;
  @Column(dateColumn({ name: 'effective_from' })) effectiveFrom: string;
  @Column(dateColumn({ name: 'effective_to', nullable: true })) effectiveTo: string | null;
  @Column(jsonColumn()) rule: MandateDocument;
  @Column(instantColumn({ name: 'signed_at', nullable: true })) signedAt: Date | null;
  @Column(idColumn({ name: 'signed_by', nullable: true })) signedBy: string | null;
  /** Who drafted it; null where it came from a file by the operator. Signed by someone else. */
  @Column(idColumn({ name: 'author_id', nullable: true })) authorId: string | null;
  @Column(instantColumn({ name: 'created_at' })) createdAt: Date;
}
