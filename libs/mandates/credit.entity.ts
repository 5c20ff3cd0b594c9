import { codeColumn, dateColumn, idColumn, instantColumn, jsonColumn } from '#libs/database';
import { Person } from '#libs/people';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { BearerKind } from './evaluation.types.js';
import { Mandate } from './mandate.entity.js';
import { Obligation } from './obligation.entity.js';
import type { Evidence, Method, Mode } from './rule.schema.js';

export type CreditSourceKind = 'completion' | 'session' | 'outside' | 'reversal';

/** What a person earned or a unit provided. Append-only; corrected only by a reversing entry. */
@Entity('credit')
@Index('uq_credit_source', ['sourceKind', 'sourceId', 'bearerId'], { unique: true })
@Index('uq_credit_reverses_id', ['reversesId'], { unique: true })
@Index('ix_credit_bearer_id', ['bearerId', 'earnedOn', 'id'])
export class Credit {
  @PrimaryColumn(idColumn()) id: string;
  @Column(codeColumn(8, { name: 'bearer_kind' })) bearerKind: BearerKind;
  @Column(idColumn({ name: 'bearer_id' })) bearerId: string;
  @Column(codeColumn(16, { name: 'source_kind' })) sourceKind: CreditSourceKind;
  @Column(idColumn({ name: 'source_id' })) sourceId: string;
  @Column({ type: 'int' }) minutes: number;
  @Column({ type: 'smallint' }) times: number;
  @Column(codeColumn(16)) mode: Mode;
  @Column(codeColumn(16)) method: Method;
  @Column(jsonColumn()) topics: readonly string[];
  @Column(codeColumn(80, { name: 'course_code', nullable: true })) courseCode: string | null;
  @Column({ type: 'varchar', length: 200, name: 'title_ko' }) titleKo: string;
  @Column({ type: 'varchar', length: 200, name: 'title_en' }) titleEn: string;
  @Column(codeColumn(16)) evidence: Evidence;
  @Column(dateColumn({ name: 'earned_on' })) earnedOn: string;
  @Column(instantColumn({ name: 'granted_at' })) grantedAt: Date;
  /** For a unit's credit: how many of its roster were there. */
  @Column({ type: 'int', nullable: true }) reached: number | null;
  @Column({ type: 'int', name: 'roster_size', nullable: true }) rosterSize: number | null;
  /** For outside learning: the code of who issued the proof, held against a rule's `trustedIssuers`. */
  @Column(codeColumn(60, { nullable: true })) issuer: string | null;
  @ForeignKey(() => Credit, { name: 'fk_credit_reverses_id' })
  @Column(idColumn({ name: 'reverses_id', nullable: true }))
  reversesId: string | null;
}

/** Which minutes and times of which credit count towards which obligation. Derived: rewritten by each evaluation. */
@Entity('allocation')
@Index('ix_allocation_credit_id', ['creditId'])
export class Allocation {
  @ForeignKey(() => Obligation, { name: 'fk_allocation_obligation_id' })
  @PrimaryColumn(idColumn({ name: 'obligation_id' }))
  obligationId: string;
  @ForeignKey(() => Credit, { name: 'fk_allocation_credit_id' })
  @PrimaryColumn(idColumn({ name: 'credit_id' }))
  creditId: string;
  @Column({ type: 'int' }) minutes: number;
  @Column({ type: 'smallint' }) times: number;
}

/** Granted by someone named, for a reason that only they and the person see, with an end. */
@Entity('exemption')
@Index('ix_exemption_person_id', ['personId', 'mandateId'])
@Index('ix_exemption_mandate_id', ['mandateId'])
export class Exemption {
  @PrimaryColumn(idColumn()) id: string;
  @ForeignKey(() => Person, { name: 'fk_exemption_person_id' })
  @Column(idColumn({ name: 'person_id' }))
  personId: string;
  @ForeignKey(() => Mandate, { name: 'fk_exemption_mandate_id' })
  @Column(idColumn({ name: 'mandate_id' }))
  mandateId: string;
  @Column(codeColumn(12)) kind: 'exemption' | 'extension' | 'pause';
  /** The one cycle that an extension is for; null for the other kinds. `validTo` is then the new last day. */
  @Column(codeColumn(16, { name: 'cycle_key', nullable: true })) cycleKey: string | null;
  @Column(codeColumn(40)) ground: string;
  @Column({ type: 'text', nullable: true }) reason: string | null;
  @Column(dateColumn({ name: 'valid_from' })) validFrom: string;
  @Column(dateColumn({ name: 'valid_to' })) validTo: string;
  @Column(idColumn({ name: 'granted_by' })) grantedBy: string;
  @Column(instantColumn({ name: 'granted_at' })) grantedAt: Date;
  @Column(idColumn({ name: 'revoked_by', nullable: true })) revokedBy: string | null;
  @Column(instantColumn({ name: 'revoked_at', nullable: true })) revokedAt: Date | null;
}
