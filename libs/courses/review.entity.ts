import { codeColumn, idColumn, instantColumn } from '#libs/database';
import { Person } from '#libs/people';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { CourseVersion } from './course-version.entity.js';
import type { Seat } from './course.vocabulary.js';

/** A seat's signature or dissent on one version. */
@Entity('review')
@Index('uq_review_course_version_id_seat_person_id', ['courseVersionId', 'seat', 'personId'], { unique: true })
@Index('ix_review_person_id', ['personId'])
export class Review {
  @PrimaryColumn(idColumn()) id: string;
  @ForeignKey(() => CourseVersion, { name: 'fk_review_course_version_id' })
  @Column(idColumn({ name: 'course_version_id' }))
  courseVersionId: string;
  @Column(codeColumn(20)) seat: Seat;
  @ForeignKey(() => Person, { name: 'fk_review_person_id' })
  @Column(idColumn({ name: 'person_id' }))
  personId: string;
  @Column(codeColumn(12)) decision: 'signed' | 'dissented';
  @Column({ type: 'text', nullable: true }) text: string | null;
  @Column(instantColumn()) at: Date;
}
