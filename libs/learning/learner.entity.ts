import { Course } from '#libs/courses';
import { dateColumn, idColumn, jsonColumn } from '#libs/database';
import { Person } from '#libs/people';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { Presence } from './presence.rules.js';

/** A person as a learner. Whatever happens to their learning happens under a lock of this row, one at a time. */
@Entity('learner')
export class Learner {
  @ForeignKey(() => Person, { name: 'fk_learner_person_id' })
  @PrimaryColumn(idColumn({ name: 'person_id' }))
  personId: string;
  @Column(jsonColumn()) presence: Presence;
}

/** A live session of a course that a person attended. */
@Entity('attended_course')
@Index('ix_attended_course_course_id', ['courseId'])
export class AttendedCourse {
  @ForeignKey(() => Person, { name: 'fk_attended_course_person_id' })
  @PrimaryColumn(idColumn({ name: 'person_id' }))
  personId: string;
  /** Of the part that holds sessions, which stands above this one. */
  @PrimaryColumn(idColumn({ name: 'live_session_id' })) liveSessionId: string;
  @ForeignKey(() => Course, { name: 'fk_attended_course_course_id' })
  @Column(idColumn({ name: 'course_id' }))
  courseId: string;
  @Column(dateColumn({ name: 'attended_on' })) attendedOn: string;
}
