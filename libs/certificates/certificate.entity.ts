import { codeColumn, idColumn, instantColumn, jsonColumn } from '#libs/database';
import type { Language } from '#libs/language';
import { Completion } from '#libs/learning';
import { Obligation } from '#libs/mandates';
import { OrgUnit, Person } from '#libs/people';
import { Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import type { CertificateKind, FrozenCertificate } from './frozen-certificate.js';

export type CertificateState = 'numbered' | 'issued' | 'superseded' | 'revoked';

/** A numbered paper. From `issued` on its file never changes: a correction is the next revision of the same number. */
@Entity('certificate')
@Index('uq_certificate_number', ['issuerCode', 'year', 'serial', 'revision'], { unique: true })
@Index('uq_certificate_completion_id_revision', ['completionId', 'revision'], { unique: true })
@Index('uq_certificate_obligation_id_revision', ['obligationId', 'revision'], { unique: true })
@Index('uq_certificate_verify_code', ['verifyCode'], { unique: true })
@Index('ix_certificate_person_id', ['personId', 'numberedAt'])
@Index('ix_certificate_unit_id', ['unitId', 'numberedAt'])
@Index('ix_certificate_requested_by', ['requestedBy'])
@Index('ix_certificate_state', ['state', 'numberedAt'])
@Index('ix_certificate_sha256', ['sha256'])
export class Certificate {
  @PrimaryColumn(idColumn()) id: string;
  @Column(codeColumn(16)) kind: CertificateKind;
  @ForeignKey(() => Person, { name: 'fk_certificate_person_id' })
  @Column(idColumn({ name: 'person_id', nullable: true }))
  personId: string | null;
  /** For what a unit provided. */
  @ForeignKey(() => OrgUnit, { name: 'fk_certificate_unit_id' })
  @Column(idColumn({ name: 'unit_id', nullable: true }))
  unitId: string | null;
  @ForeignKey(() => Completion, { name: 'fk_certificate_completion_id' })
  @Column(idColumn({ name: 'completion_id', nullable: true }))
  completionId: string | null;
  @ForeignKey(() => Obligation, { name: 'fk_certificate_obligation_id' })
  @Column(idColumn({ name: 'obligation_id', nullable: true }))
  obligationId: string | null;
  @ForeignKey(() => Person, { name: 'fk_certificate_requested_by' })
  @Column(idColumn({ name: 'requested_by', nullable: true }))
  requestedBy: string | null;
  @Column(codeColumn(16, { name: 'issuer_code' })) issuerCode: string;
  /** Local year of the numbering: numbers begin anew each year. */
  @Column({ type: 'smallint' }) year: number;
  @Column({ type: 'int' }) serial: number;
  @Column({ type: 'smallint' }) revision: number;
  @Column(codeColumn(12)) state: CertificateState;
  @Column({ type: 'char', length: 2, collation: 'utf8mb4_bin' }) language: Language;
  /** 128 random bits in Crockford's base 32: knowing it is the right to see the verification page. */
  @Column({ type: 'char', length: 26, collation: 'utf8mb4_bin', name: 'verify_code' }) verifyCode: string;
  @Column(jsonColumn()) frozen: FrozenCertificate;
  @Column({ type: 'char', length: 64, collation: 'utf8mb4_bin', nullable: true }) sha256: string | null;
  @Column({ type: 'int', nullable: true }) size: number | null;
  @Column(instantColumn({ name: 'numbered_at' })) numberedAt: Date;
  @Column(instantColumn({ name: 'issued_at', nullable: true })) issuedAt: Date | null;
  @Column(instantColumn({ name: 'ended_at', nullable: true })) endedAt: Date | null;
  /** Why it was superseded or revoked; for the person and the office only. */
  @Column({ type: 'varchar', length: 400, name: 'end_reason', nullable: true }) endReason: string | null;
}

/** Somebody checked a certificate. Who it was is not kept. */
@Entity('certificate_check')
@Index('ix_certificate_check_certificate_id', ['certificateId', 'at'])
@Index('ix_certificate_check_at', ['at'])
export class CertificateCheck {
  @PrimaryGeneratedColumn({ type: 'bigint' }) id: string;
  @Column(instantColumn()) at: Date;
  @Column(codeColumn(8, { name: 'by_what' })) byWhat: 'code' | 'file';
  @Column(codeColumn(12)) found: CheckResult;
  @ForeignKey(() => Certificate, { name: 'fk_certificate_check_certificate_id' })
  @Column(idColumn({ name: 'certificate_id', nullable: true }))
  certificateId: string | null;
}

export type CheckResult = 'issued' | 'superseded' | 'revoked' | 'changed' | 'unknown';
