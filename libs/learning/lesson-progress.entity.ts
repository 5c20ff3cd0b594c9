import { LessonRow } from '#libs/courses';
import { codeColumn, idColumn, instantColumn, jsonColumn } from '#libs/database';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Enrollment } from './enrollment.entity.js';
import type { DoneBy } from './enrollment.rules.js';
import type { Span } from './span.rules.js';

@Entity('lesson_progress')
@Index('ix_lesson_progress_lesson_id', ['lessonId'])
export class LessonProgress {
  @ForeignKey(() => Enrollment, { name: 'fk_lesson_progress_enrollment_id' })
  @PrimaryColumn(idColumn({ name: 'enrollment_id' }))
  enrollmentId: string;
  @ForeignKey(() => LessonRow, { name: 'fk_lesson_progress_lesson_id' })
  @PrimaryColumn(idColumn({ name: 'lesson_id' }))
  lessonId: string;
  @Column(codeColumn(12)) state: 'in-progress' | 'done';
  /** Milliseconds, measured by the server. */
  @Column({ type: 'int', name: 'engaged_ms' }) engagedMs: number;
  /** Where to resume, in the player's own words. */
  @Column({ type: 'varchar', length: 400, nullable: true }) position: string | null;
  /** Seconds of a film that were played, merged. */
  @Column(jsonColumn({ nullable: true })) watched: Span[] | null;
  @Column(instantColumn({ name: 'opened_at' })) openedAt: Date;
  @Column(instantColumn({ name: 'done_at', nullable: true })) doneAt: Date | null;
  @Column(codeColumn(12, { name: 'done_by', nullable: true })) doneBy: DoneBy | null;
}
