import { CourseVersion } from '#libs/courses';
import { codeColumn, dateColumn, idColumn, instantColumn, jsonColumn } from '#libs/database';
import { Credit } from '#libs/mandates';
import { Person } from '#libs/people';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { FrozenCompletion } from './completion.rules.js';
import { Enrollment } from './enrollment.entity.js';
import type { EvidenceGrade, EvidenceReason } from './evidence.rules.js';

/** The enrollment's end that granted credit. What a certificate will say is frozen in it. */
@Entity('completion')
@Index('uq_completion_enrollment_id', ['enrollmentId'], { unique: true })
@Index('uq_completion_credit_id', ['creditId'], { unique: true })
@Index('ix_completion_person_id', ['personId', 'completedAt'])
@Index('ix_completion_course_version_id', ['courseVersionId'])
export class Completion {
  @PrimaryColumn(idColumn()) id: string;
  @ForeignKey(() => Enrollment, { name: 'fk_completion_enrollment_id' })
  @Column(idColumn({ name: 'enrollment_id' }))
  enrollmentId: string;
  @ForeignKey(() => Person, { name: 'fk_completion_person_id' })
  @Column(idColumn({ name: 'person_id' }))
  personId: string;
  @ForeignKey(() => CourseVersion, { name: 'fk_completion_course_version_id' })
  @Column(idColumn({ name: 'course_version_id' }))
  courseVersionId: string;
  @ForeignKey(() => Credit, { name: 'fk_completion_credit_id' })
  @Column(idColumn({ name: 'credit_id' }))
  creditId: string;
  @Column(codeColumn(16)) evidence: EvidenceGrade;
  @Column(jsonColumn({ name: 'evidence_reasons' })) evidenceReasons: EvidenceReason[];
  @Column(dateColumn({ name: 'completed_on' })) completedOn: string;
  @Column(instantColumn({ name: 'completed_at' })) completedAt: Date;
  @Column(jsonColumn()) frozen: FrozenCompletion;
}
