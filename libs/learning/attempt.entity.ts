import { CourseVersion, ItemRow, LessonRow, type ShownItem } from '#libs/courses';
import { codeColumn, idColumn, instantColumn, jsonColumn } from '#libs/database';
import { Person } from '#libs/people';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { AttemptResult, GivenAnswer } from './attempt.rules.js';
import { Enrollment } from './enrollment.entity.js';

/** One try of a quiz or scenario; what it showed stays as it was shown. */
@Entity('attempt')
@Index('uq_attempt_enrollment_id_lesson_id_number', ['enrollmentId', 'lessonId', 'number'], { unique: true })
@Index('ix_attempt_lesson_id', ['lessonId', 'submittedAt'])
export class Attempt {
  @PrimaryColumn(idColumn()) id: string;
  @ForeignKey(() => Enrollment, { name: 'fk_attempt_enrollment_id' })
  @Column(idColumn({ name: 'enrollment_id' }))
  enrollmentId: string;
  @ForeignKey(() => LessonRow, { name: 'fk_attempt_lesson_id' })
  @Column(idColumn({ name: 'lesson_id' }))
  lessonId: string;
  @Column({ type: 'smallint' }) number: number;
  /** A test-out is drawn from the items of a lesson's quiz, and finishes no lesson. */
  @Column(codeColumn(10)) purpose: 'lesson' | 'test-out';
  /** Empty for a scenario: its structure is the version's. */
  @Column(jsonColumn()) shown: ShownItem[];
  @Column(jsonColumn({ nullable: true })) answers: GivenAnswer[] | null;
  @Column(jsonColumn({ nullable: true })) result: AttemptResult | null;
  /** Share of right answers, 0–1. */
  @Column({ type: 'decimal', precision: 5, scale: 4, nullable: true }) score: number | null;
  @Column({ type: 'tinyint', nullable: true }) passed: number | null;
  @Column(instantColumn({ name: 'opened_at' })) openedAt: Date;
  /** For this person, with their extra time; null where there is no limit. */
  @Column(instantColumn({ name: 'due_at', nullable: true })) dueAt: Date | null;
  @Column(instantColumn({ name: 'submitted_at', nullable: true })) submittedAt: Date | null;
}

/** Which items a person has met, in any course's attempt. */
@Entity('item_shown')
@Index('ix_item_shown_item_id', ['itemId'])
export class ItemShown {
  @ForeignKey(() => Person, { name: 'fk_item_shown_person_id' })
  @PrimaryColumn(idColumn({ name: 'person_id' }))
  personId: string;
  @ForeignKey(() => ItemRow, { name: 'fk_item_shown_item_id' })
  @PrimaryColumn(idColumn({ name: 'item_id' }))
  itemId: string;
  @Column(instantColumn({ name: 'shown_at' })) shownAt: Date;
}

/** One item of a submitted attempt, for what is known of the item in each version that asks it. */
@Entity('attempt_item')
@Index('ix_attempt_item_course_version_id', ['courseVersionId', 'itemId', 'correct'])
@Index('ix_attempt_item_item_id', ['itemId'])
export class AttemptItem {
  @ForeignKey(() => Attempt, { name: 'fk_attempt_item_attempt_id' })
  @PrimaryColumn(idColumn({ name: 'attempt_id' }))
  attemptId: string;
  @ForeignKey(() => ItemRow, { name: 'fk_attempt_item_item_id' })
  @PrimaryColumn(idColumn({ name: 'item_id' }))
  itemId: string;
  @ForeignKey(() => CourseVersion, { name: 'fk_attempt_item_course_version_id' })
  @Column(idColumn({ name: 'course_version_id' }))
  courseVersionId: string;
  /** Null for an item that is never right or wrong. */
  @Column({ type: 'tinyint', nullable: true }) correct: number | null;
}
