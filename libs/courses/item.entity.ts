import { codeColumn, idColumn, jsonColumn } from '#libs/database';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { CourseVersion } from './course-version.entity.js';
import { Course } from './course.entity.js';
import type { Item } from './course.schema.js';

/** One wording of an item. Versions that ask it in the same words share the row, and what is known of it. */
@Entity('item')
@Index('uq_item_course_id_code_content_hash', ['courseId', 'code', 'contentHash'], { unique: true })
export class ItemRow {
  @PrimaryColumn(idColumn()) id: string;
  @ForeignKey(() => Course, { name: 'fk_item_course_id' })
  @Column(idColumn({ name: 'course_id' }))
  courseId: string;
  @Column(codeColumn(60)) code: string;
  @Column(codeColumn(60)) pair: string;
  @Column(codeColumn(12)) form: Item['form'];
  @Column(codeColumn(16)) kind: Item['kind'];
  @Column({ type: 'char', length: 64, name: 'content_hash', collation: 'utf8mb4_bin' }) contentHash: string;
  @Column(jsonColumn()) content: Item;
}

@Entity('course_version_item')
@Index('ix_course_version_item_item_id', ['itemId'])
export class CourseVersionItem {
  @ForeignKey(() => CourseVersion, { name: 'fk_course_version_item_course_version_id' })
  @PrimaryColumn(idColumn({ name: 'course_version_id' }))
  courseVersionId: string;
  @ForeignKey(() => ItemRow, { name: 'fk_course_version_item_item_id' })
  @PrimaryColumn(idColumn({ name: 'item_id' }))
  itemId: string;
}
