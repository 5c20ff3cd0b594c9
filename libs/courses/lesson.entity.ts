import { codeColumn, idColumn } from '#libs/database';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { CourseVersion } from './course-version.entity.js';
import type { LessonKind } from './course.vocabulary.js';

/** A lesson of a version, so that progress and attempts can point at it; its content stands in the document. */
@Entity('lesson')
@Index('uq_lesson_course_version_id_slug', ['courseVersionId', 'slug'], { unique: true })
export class LessonRow {
  @PrimaryColumn(idColumn()) id: string;
  @ForeignKey(() => CourseVersion, { name: 'fk_lesson_course_version_id' })
  @Column(idColumn({ name: 'course_version_id' }))
  courseVersionId: string;
  @Column({ type: 'smallint' }) position: number;
  @Column(codeColumn(80)) slug: string;
  @Column(codeColumn(16)) kind: LessonKind;
  @Column({ type: 'smallint' }) minutes: number;
  @Column({ type: 'tinyint' }) required: number;
}
