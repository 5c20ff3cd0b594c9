import { Course, CourseVersion } from '#libs/courses';
import { codeColumn, idColumn, instantColumn } from '#libs/database';
import { Obligation } from '#libs/mandates';
import { OrgUnit, Person } from '#libs/people';
import type { Origin, Route } from './enrollment.rules.js';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** A person in a version of a course. Each cycle its own: nothing is taken up again once it is completed. */
@Entity('enrollment')
@Index('uq_enrollment_person_id_active_course_id', ['personId', 'activeCourseId'], { unique: true })
@Index('ix_enrollment_person_id', ['personId', 'startedAt'])
@Index('ix_enrollment_course_version_id', ['courseVersionId'])
@Index('ix_enrollment_course_id', ['courseId'])
@Index('ix_enrollment_obligation_id', ['obligationId'])
@Index('ix_enrollment_class_unit_id', ['classUnitId', 'courseId'])
export class Enrollment {
  @PrimaryColumn(idColumn()) id: string;
  @ForeignKey(() => Person, { name: 'fk_enrollment_person_id' })
  @Column(idColumn({ name: 'person_id' }))
  personId: string;
  @ForeignKey(() => Course, { name: 'fk_enrollment_course_id' })
  @Column(idColumn({ name: 'course_id' }))
  courseId: string;
  @ForeignKey(() => CourseVersion, { name: 'fk_enrollment_course_version_id' })
  @Column(idColumn({ name: 'course_version_id' }))
  courseVersionId: string;
  /** The course while active, else null: its unique key lets a person have one active enrollment of a course. */
  @Column(idColumn({ name: 'active_course_id', nullable: true })) activeCourseId: string | null;
  @Column(codeColumn(12)) state: 'active' | 'completed' | 'left';
  /** One at a time; it may be changed until the course is completed. */
  @Column(codeColumn(8)) route: Route;
  @Column(codeColumn(8)) origin: Origin;
  /** The duty it was begun for: each cycle has its own enrollment. */
  @ForeignKey(() => Obligation, { name: 'fk_enrollment_obligation_id' })
  @Column(idColumn({ name: 'obligation_id', nullable: true }))
  obligationId: string | null;
  @ForeignKey(() => OrgUnit, { name: 'fk_enrollment_class_unit_id' })
  @Column(idColumn({ name: 'class_unit_id', nullable: true }))
  classUnitId: string | null;
  /** The version it was begun in, where the learner chose to go on in a newer one. */
  @Column(idColumn({ name: 'moved_from_version_id', nullable: true })) movedFromVersionId: string | null;
  @Column(instantColumn({ name: 'moved_at', nullable: true })) movedAt: Date | null;
  @Column(instantColumn({ name: 'started_at' })) startedAt: Date;
  @Column(instantColumn({ name: 'completed_at', nullable: true })) completedAt: Date | null;
}
