import { Course, CourseVersion } from '#libs/courses';
import { codeColumn, idColumn, instantColumn } from '#libs/database';
import { Person } from '#libs/people';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** A person in a version of a course. Each cycle its own: nothing is taken up again once it is completed. */
@Entity('enrollment')
@Index('uq_enrollment_person_id_active_course_id', ['personId', 'activeCourseId'], { unique: true })
@Index('ix_enrollment_person_id', ['personId', 'startedAt'])
@Index('ix_enrollment_course_version_id', ['courseVersionId'])
@Index('ix_enrollment_course_id', ['courseId'])
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
  /** Up to when engaged time has been credited, over all tabs and devices. */
  @Column(instantColumn({ name: 'last_beat_at', nullable: true })) lastBeatAt: Date | null;
  @Column(instantColumn({ name: 'started_at' })) startedAt: Date;
  @Column(instantColumn({ name: 'completed_at', nullable: true })) completedAt: Date | null;
}
