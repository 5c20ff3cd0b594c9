import { codeColumn, idColumn, instantColumn, jsonColumn } from '#libs/database';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Course } from './course.entity.js';
import type { CourseDocument } from './course.schema.js';
import type { ChangeScope, VersionState } from './course.vocabulary.js';

/** Written once. Nothing in the product updates its document, its lessons or its items (design.md, invariant 5); its state moves on. */
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
  @Column(codeColumn(12)) state: VersionState;
  /** 시범판: published before every seat has signed. */
  @Column({ type: 'tinyint' }) pilot: number;
  @Column(jsonColumn()) document: CourseDocument;
  /** `minor`: typos and citations only, which one reviewer is enough for. */
  @Column(codeColumn(8)) scope: ChangeScope;
  /** What changed, in the words of whoever submitted it. */
  @Column({ type: 'text', nullable: true }) note: string | null;
  @Column(idColumn({ name: 'based_on_version_id', nullable: true })) basedOnVersionId: string | null;
  /** Ids of the persons who wrote it: none of them can sign it. */
  @Column(jsonColumn()) authors: string[];
  @Column(instantColumn({ name: 'submitted_at', nullable: true })) submittedAt: Date | null;
  @Column(idColumn({ name: 'submitted_by', nullable: true })) submittedBy: string | null;
  @Column(instantColumn({ name: 'published_at', nullable: true })) publishedAt: Date | null;
  @Column(idColumn({ name: 'published_by', nullable: true })) publishedBy: string | null;
  @Column(instantColumn({ name: 'retired_at', nullable: true })) retiredAt: Date | null;
  @Column(idColumn({ name: 'retired_by', nullable: true })) retiredBy: string | null;
  @Column({ type: 'text', name: 'retired_reason', nullable: true }) retiredReason: string | null;
}
