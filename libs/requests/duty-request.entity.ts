import { codeColumn, dateColumn, idColumn, instantColumn, jsonColumn } from '#libs/database';
import { Credit, Exemption, type Method, type Mode, Obligation } from '#libs/mandates';
import { OrgUnit, Person } from '#libs/people';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { ProofFile } from './proof-file.entity.js';
import type { RequestKind, RequestState } from './request.rules.js';

/** What someone asks about one of their duties, and what was answered by whom. */
@Entity('duty_request')
@Index('uq_duty_request_open', ['obligationId', 'kind', 'openMark'], { unique: true })
@Index('ix_duty_request_person_id', ['personId', 'id'])
@Index('ix_duty_request_unit_id', ['unitId', 'state', 'replyBy', 'id'])
@Index('ix_duty_request_exemption_id', ['exemptionId'])
@Index('ix_duty_request_credit_id', ['creditId'])
export class DutyRequest {
  @PrimaryColumn(idColumn()) id: string;
  @Column(codeColumn(12)) kind: RequestKind;
  @ForeignKey(() => Obligation, { name: 'fk_duty_request_obligation_id' })
  @Column(idColumn({ name: 'obligation_id' }))
  obligationId: string;
  @ForeignKey(() => Person, { name: 'fk_duty_request_person_id' })
  @Column(idColumn({ name: 'person_id' }))
  personId: string;
  /** Where the person stood when asking: whoever may decide there sees it. */
  @ForeignKey(() => OrgUnit, { name: 'fk_duty_request_unit_id' })
  @Column(idColumn({ name: 'unit_id' }))
  unitId: string;
  /** Codes of the roles that may decide, joined by commas; for an exemption those that the mandate names. */
  @Column(codeColumn(200, { name: 'decider_roles' })) deciderRoles: string;
  /** Who is to answer by the reply date; another holder of the role may answer in their place. */
  @Column(idColumn({ name: 'assignee_id', nullable: true })) assigneeId: string | null;
  @Column(codeColumn(40, { nullable: true })) ground: string | null;
  /** Read by the person and by those who may decide, by nobody else; may be destroyed. */
  @Column({ type: 'text', nullable: true }) reason: string | null;
  @Column(dateColumn({ name: 'wanted_from', nullable: true })) wantedFrom: string | null;
  @Column(dateColumn({ name: 'wanted_to', nullable: true })) wantedTo: string | null;
  @Column(codeColumn(12)) state: RequestState;
  /** 1 while open, where only one of the kind may be open at a time; null otherwise. */
  @Column({ type: 'tinyint', name: 'open_mark', nullable: true }) openMark: number | null;
  @Column(dateColumn({ name: 'reply_by' })) replyBy: string;
  @Column(instantColumn({ name: 'asked_at' })) askedAt: Date;
  @Column(idColumn({ name: 'asked_by' })) askedBy: string;
  @Column(instantColumn({ name: 'decided_at', nullable: true })) decidedAt: Date | null;
  @Column(idColumn({ name: 'decided_by', nullable: true })) decidedBy: string | null;
  @Column({ type: 'text', nullable: true }) answer: string | null;
  @Column(dateColumn({ name: 'granted_from', nullable: true })) grantedFrom: string | null;
  @Column(dateColumn({ name: 'granted_to', nullable: true })) grantedTo: string | null;
  @ForeignKey(() => Exemption, { name: 'fk_duty_request_exemption_id' })
  @Column(idColumn({ name: 'exemption_id', nullable: true }))
  exemptionId: string | null;
  @ForeignKey(() => Credit, { name: 'fk_duty_request_credit_id' })
  @Column(idColumn({ name: 'credit_id', nullable: true }))
  creditId: string | null;
  @Column(instantColumn({ name: 'revoked_at', nullable: true })) revokedAt: Date | null;
  @Column(idColumn({ name: 'revoked_by', nullable: true })) revokedBy: string | null;
}

/** Learning completed elsewhere, as its proof says; and how much of it was accepted. */
@Entity('outside_learning')
@Index('ix_outside_learning_proof_id', ['proofId'])
export class OutsideLearning {
  @ForeignKey(() => DutyRequest, { name: 'fk_outside_learning_request_id' })
  @PrimaryColumn(idColumn({ name: 'request_id' }))
  requestId: string;
  @Column({ type: 'varchar', length: 200 }) title: string;
  /** Of the issuers that a rule may trust; null for another one. */
  @Column(codeColumn(60, { name: 'issuer_code', nullable: true })) issuerCode: string | null;
  @Column({ type: 'varchar', length: 160, name: 'issuer_name' }) issuerName: string;
  @Column({ type: 'int' }) minutes: number;
  @Column({ type: 'smallint' }) times: number;
  @Column(codeColumn(16)) mode: Mode;
  @Column(codeColumn(16)) method: Method;
  @Column(jsonColumn()) topics: readonly string[];
  @Column(dateColumn({ name: 'earned_on' })) earnedOn: string;
  @ForeignKey(() => ProofFile, { name: 'fk_outside_learning_proof_id' })
  @Column(idColumn({ name: 'proof_id' }))
  proofId: string;
  @Column({ type: 'int', name: 'accepted_minutes', nullable: true }) acceptedMinutes: number | null;
  @Column({ type: 'smallint', name: 'accepted_times', nullable: true }) acceptedTimes: number | null;
}
