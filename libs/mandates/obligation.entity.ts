import { codeColumn, dateColumn, idColumn, instantColumn, jsonColumn } from '#libs/database';
import { OrgUnit } from '#libs/people';
import { Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import type { BearerKind, ObligationResult, ObligationState, PreviousObligation } from './evaluation.types.js';
import { Mandate, MandateVersion } from './mandate.entity.js';

/** One bearer × mandate × cycle, for ever. `overdue` is not stored: it is `open` and due before today. */
@Entity('obligation')
@Index('uq_obligation_bearer_id_mandate_id_cycle_key', ['bearerId', 'mandateId', 'cycleKey'], { unique: true })
@Index('ix_obligation_report', ['mandateId', 'cycleKey', 'reportingUnitId', 'state', 'dueOn', 'id'])
@Index('ix_obligation_due', ['state', 'dueOn', 'id'])
@Index('ix_obligation_next_change_on', ['nextChangeOn', 'id'])
@Index('ix_obligation_mandate_version_id', ['mandateVersionId'])
@Index('ix_obligation_reporting_unit_id', ['reportingUnitId'])
export class Obligation {
  @PrimaryColumn(idColumn()) id: string;
  @Column(codeColumn(8, { name: 'bearer_kind' })) bearerKind: BearerKind;
  @Column(idColumn({ name: 'bearer_id' })) bearerId: string;
  @ForeignKey(() => Mandate, { name: 'fk_obligation_mandate_id' })
  @Column(idColumn({ name: 'mandate_id' }))
  mandateId: string;
  @ForeignKey(() => MandateVersion, { name: 'fk_obligation_mandate_version_id' })
  @Column(idColumn({ name: 'mandate_version_id' }))
  mandateVersionId: string;
  @Column(codeColumn(16, { name: 'cycle_key' })) cycleKey: string;
  @Column(dateColumn({ name: 'cycle_from' })) cycleFrom: string;
  @Column(dateColumn({ name: 'cycle_to' })) cycleTo: string;
  @Column(dateColumn({ name: 'opens_on' })) opensOn: string;
  @Column(dateColumn({ name: 'due_on' })) dueOn: string;
  @Column(dateColumn({ name: 'target_due_on', nullable: true })) targetDueOn: string | null;
  @Column(codeColumn(16)) state: ObligationState;
  @Column(dateColumn({ name: 'fulfilled_on', nullable: true })) fulfilledOn: string | null;
  @Column({ type: 'tinyint', name: 'in_time', nullable: true }) inTime: number | null;
  @ForeignKey(() => OrgUnit, { name: 'fk_obligation_reporting_unit_id' })
  @Column(idColumn({ name: 'reporting_unit_id', nullable: true }))
  reportingUnitId: string | null;
  /** Position band of the membership it is counted under; `unit` for a bearer that is a unit. */
  @Column(codeColumn(16)) band: string;
  @Column(jsonColumn()) result: ObligationResult;
  @Column(dateColumn({ name: 'next_change_on', nullable: true })) nextChangeOn: string | null;
  @Column(dateColumn({ name: 'evaluated_on' })) evaluatedOn: string;
  @Column(instantColumn({ name: 'created_at' })) createdAt: Date;
  @Column(instantColumn({ name: 'changed_at' })) changedAt: Date;
}

/** Every change of an obligation, with its cause and who did it. Insert-only. */
@Entity('obligation_event')
@Index('ix_obligation_event_obligation_id', ['obligationId', 'id'])
@Index('ix_obligation_event_previous_unit_id', ['previousUnitId', 'id'])
export class ObligationEvent {
  @PrimaryGeneratedColumn({ type: 'bigint' }) id: string;
  @ForeignKey(() => Obligation, { name: 'fk_obligation_event_obligation_id' })
  @Column(idColumn({ name: 'obligation_id' }))
  obligationId: string;
  @Column(instantColumn()) at: Date;
  @Column(codeColumn(20)) kind: string;
  @Column(codeColumn(16)) state: ObligationState;
  @Column(dateColumn({ name: 'due_on' })) dueOn: string;
  @Column(idColumn({ name: 'reporting_unit_id', nullable: true })) reportingUnitId: string | null;
  @Column(codeColumn(16)) band: string;
  @Column(dateColumn({ name: 'fulfilled_on', nullable: true })) fulfilledOn: string | null;
  @Column({ type: 'tinyint', name: 'in_time', nullable: true }) inTime: number | null;
  @Column(jsonColumn()) cause: unknown;
  /** The obligation as it was before, whole; null for the event that made it. What it became stands in the row itself. */
  @Column(jsonColumn({ nullable: true })) previous: PreviousObligation | null;
  /** Where it was counted before, when that changed: to find what has left a unit since. */
  @Column(idColumn({ name: 'previous_unit_id', nullable: true })) previousUnitId: string | null;
  @Column(idColumn({ name: 'actor_id', nullable: true })) actorId: string | null;
}

/** Bearers whose facts changed in bulk: a job evaluates them, and so does whoever reads them first. */
@Entity('evaluation_due')
@Index('ix_evaluation_due_requested_at', ['requestedAt'])
export class EvaluationDue {
  @PrimaryColumn(idColumn({ name: 'bearer_id' })) bearerId: string;
  @Column(codeColumn(8, { name: 'bearer_kind' })) bearerKind: BearerKind;
  @Column(instantColumn({ name: 'requested_at' })) requestedAt: Date;
  @Column(codeColumn(60)) cause: string;
}
