import { Course, ItemRow } from '#libs/courses';
import { codeColumn, idColumn, instantColumn, jsonColumn } from '#libs/database';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Enrollment } from './enrollment.entity.js';
import type { ProofKind } from './evidence.rules.js';

/** Another way in which someone showed what the course is about. Never taken back, and never in place of what was frozen. */
@Entity('proof')
export class Proof {
  @ForeignKey(() => Enrollment, { name: 'fk_proof_enrollment_id' })
  @PrimaryColumn(idColumn({ name: 'enrollment_id' }))
  enrollmentId: string;
  @PrimaryColumn(codeColumn(12)) kind: ProofKind;
  /** The attempt, the argued case or the live session. */
  @PrimaryColumn(idColumn({ name: 'source_id' })) sourceId: string;
  @Column(instantColumn()) at: Date;
}

/** A case that a learner argued in writing; a person marks it by the rubric, without a name beside it. */
@Entity('argued_case')
@Index('ix_argued_case_enrollment_id', ['enrollmentId', 'submittedAt'])
@Index('ix_argued_case_course_id', ['courseId', 'state', 'submittedAt'])
@Index('ix_argued_case_item_id', ['itemId'])
export class ArguedCase {
  @PrimaryColumn(idColumn()) id: string;
  @ForeignKey(() => Enrollment, { name: 'fk_argued_case_enrollment_id' })
  @Column(idColumn({ name: 'enrollment_id' }))
  enrollmentId: string;
  @ForeignKey(() => ItemRow, { name: 'fk_argued_case_item_id' })
  @Column(idColumn({ name: 'item_id' }))
  itemId: string;
  @ForeignKey(() => Course, { name: 'fk_argued_case_course_id' })
  @Column(idColumn({ name: 'course_id' }))
  courseId: string;
  @Column(codeColumn(12)) state: 'submitted' | 'accepted' | 'returned';
  @Column({ type: 'text' }) words: string;
  /** Points by criterion of the rubric. */
  @Column(jsonColumn({ nullable: true })) marks: Record<string, number> | null;
  @Column({ type: 'smallint', nullable: true }) points: number | null;
  @Column({ type: 'varchar', length: 2000, nullable: true }) reply: string | null;
  @Column(instantColumn({ name: 'submitted_at' })) submittedAt: Date;
  @Column(instantColumn({ name: 'marked_at', nullable: true })) markedAt: Date | null;
  @Column(idColumn({ name: 'marked_by', nullable: true })) markedBy: string | null;
}
