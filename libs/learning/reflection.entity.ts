import { LessonRow } from '#libs/courses';
import { idColumn, instantColumn } from '#libs/database';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Enrollment } from './enrollment.entity.js';

/** What someone wrote for nobody but themselves. */
@Entity('reflection')
@Index('ix_reflection_lesson_id', ['lessonId'])
export class Reflection {
  @ForeignKey(() => Enrollment, { name: 'fk_reflection_enrollment_id' })
  @PrimaryColumn(idColumn({ name: 'enrollment_id' }))
  enrollmentId: string;
  @ForeignKey(() => LessonRow, { name: 'fk_reflection_lesson_id' })
  @PrimaryColumn(idColumn({ name: 'lesson_id' }))
  lessonId: string;
  /** Encrypted; see seal.ts. */
  @Column({ type: 'blob' }) sealed: Buffer;
  @Column(instantColumn({ name: 'saved_at' })) savedAt: Date;
}
