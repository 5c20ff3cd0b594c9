import { idColumn, instantColumn, jsonColumn } from '#libs/database';
import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Course } from './course.entity.js';

/** What an author works on: any JSON, however unfinished. `revision` grows with each save. */
@Entity('course_draft')
export class CourseDraft {
  @ForeignKey(() => Course, { name: 'fk_course_draft_course_id' })
  @PrimaryColumn(idColumn({ name: 'course_id' }))
  courseId: string;
  @Column({ type: 'int' }) revision: number;
  @Column(idColumn({ name: 'based_on_version_id', nullable: true })) basedOnVersionId: string | null;
  @Column(jsonColumn()) document: unknown;
  /** Ids of the persons who saved it since it was begun. */
  @Column(jsonColumn()) authors: string[];
  @Column(instantColumn({ name: 'updated_at' })) updatedAt: Date;
  @Column(idColumn({ name: 'updated_by', nullable: true })) updatedBy: string | null;
}
