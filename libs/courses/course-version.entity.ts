import { codeColumn, idColumn, instantColumn, jsonColumn } from '#libs/database';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Course } from './course.entity.js';
import type { CourseDocument } from './course.schema.js';

/** Written once. Nothing in the product updates its document, its lessons or its items (design.md, invariant 5). */
@Entity('course_version')
@Index('uq_course_version_course_id_number', ['courseId', 'number'], { unique: true })
@Index('uq_course_version_course_id_content_hash', ['courseId', 'contentHash'], { unique: true })
export class CourseVersion {
  @PrimaryColumn(idColumn()) id: string;
  @ForeignKey(() => Course, { name: 'fk_course_version_course_id' })
  @Column(idColumn({ name: 'course_id' }))
  courseId: string;
  @Column({ type: 'int' }) number: number;
  @Column({ type: 'char', length: 64, name: 'content_hash', collation: 'utf8mb4_bin' }) contentHash: string;
  @Column(codeColumn(12)) state: 'in-review' | 'signed' | 'published' | 'retired';
  /** 시범판: published before every seat has signed. */
  @Column({ type: 'tinyint' }) pilot: number;
  @Column(jsonColumn()) document: CourseDocument;
  @Column(instantColumn({ name: 'published_at', nullable: true })) publishedAt: Date | null;
  @Column(idColumn({ name: 'published_by', nullable: true })) publishedBy: string | null;
}
