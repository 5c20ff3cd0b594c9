import { codeColumn, idColumn, instantColumn } from '#libs/database';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Track } from './course.vocabulary.js';

@Entity('course')
@Index('uq_course_code', ['code'], { unique: true })
@Index('ix_course_track', ['track'])
export class Course {
  @PrimaryColumn(idColumn()) id: string;
  @Column(codeColumn(80)) code: string;
  @Column(codeColumn(20)) track: Track;
  /** What someone who enrolls now gets; null until the first version is published. */
  @Column(idColumn({ name: 'current_version_id', nullable: true })) currentVersionId: string | null;
  @Column(instantColumn({ name: 'created_at' })) createdAt: Date;
  @Column(idColumn({ name: 'created_by', nullable: true })) createdBy: string | null;
}
