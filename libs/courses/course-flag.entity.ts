import { codeColumn, dateColumn, idColumn, instantColumn } from '#libs/database';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Course } from './course.entity.js';
import type { FlagReason } from './course.vocabulary.js';

/** That a course needs looking at again: why, by whom, until when. */
@Entity('course_flag')
@Index('uq_course_flag_course_id_open_key', ['courseId', 'openKey'], { unique: true })
@Index('ix_course_flag_resolved_at', ['resolvedAt', 'dueOn'])
export class CourseFlag {
  @PrimaryColumn(idColumn()) id: string;
  @ForeignKey(() => Course, { name: 'fk_course_flag_course_id' })
  @Column(idColumn({ name: 'course_id' }))
  courseId: string;
  @Column(codeColumn(20)) reason: FlagReason;
  /** What of the course: an item's code, a source's id; empty for the whole. */
  @Column(codeColumn(120)) subject: string;
  /** Reason and subject while it is open: the same thing is not flagged twice at a time. */
  @Column(codeColumn(160, { name: 'open_key', nullable: true })) openKey: string | null;
  @Column({ type: 'text', nullable: true }) note: string | null;
  @Column(idColumn({ name: 'owner_id', nullable: true })) ownerId: string | null;
  @Column(dateColumn({ name: 'due_on' })) dueOn: string;
  @Column(instantColumn({ name: 'raised_at' })) raisedAt: Date;
  /** Null where the product noticed it. */
  @Column(idColumn({ name: 'raised_by', nullable: true })) raisedBy: string | null;
  @Column(instantColumn({ name: 'resolved_at', nullable: true })) resolvedAt: Date | null;
  @Column(idColumn({ name: 'resolved_by', nullable: true })) resolvedBy: string | null;
  @Column({ type: 'text', nullable: true }) resolution: string | null;
}
