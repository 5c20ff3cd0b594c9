import { ItemRow, LessonRow, type ShownItem } from '#libs/courses';
import { idColumn, instantColumn, jsonColumn } from '#libs/database';
import { Person } from '#libs/people';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { AttemptResult, GivenAnswer } from './attempt.rules.js';
import { Enrollment } from './enrollment.entity.js';

/** One try of a quiz or scenario; what it showed stays as it was shown. */
@Entity('attempt')
@Index('uq_attempt_enrollment_id_lesson_id_number', ['enrollmentId', 'lessonId', 'number'], { unique: true })
@Index('ix_attempt_lesson_id', ['lessonId'])
export class Attempt {
  @PrimaryColumn(idColumn()) id: string;
  @ForeignKey(() => Enrollment, { name: 'fk_attempt_enrollment_id' })
  @Column(idColumn({ name: 'enrollment_id' }))
  enrollmentId: string;
  @ForeignKey(() => LessonRow, { name: 'fk_attempt_lesson_id' })
  @Column(idColumn({ name: 'lesson_id' }))
  lessonId: string;
  @Column({ type: 'smallint' }) number: number;
  /** Empty for a scenario: its structure is the version's. */
  @Column(jsonColumn()) shown: ShownItem[];
  @Column(jsonColumn({ nullable: true })) answers: GivenAnswer[] | null;
  @Column(jsonColumn({ nullable: true })) result: AttemptResult | null;
  /** Share of right answers, 0–1. */
  @Column({ type: 'decimal', precision: 5, scale: 4, nullable: true }) score: number | null;
  @Column({ type: 'tinyint', nullable: true }) passed: number | null;
  @Column(instantColumn({ name: 'opened_at' })) openedAt: Date;
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
