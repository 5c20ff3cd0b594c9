import { type Actor } from '#libs/actor';
import { CourseService } from '#libs/courses';
import { Database, fromBin, toBin } from '#libs/database';
import type { Text } from '#libs/language';
import { EnrollmentService } from '#libs/learning';
import { Injectable } from '@nestjs/common';
import { ClassService } from './class.service.js';
import { NotForPupils } from './sessions.errors.js';

/** What is learned as a class: by number, never by name. */
export interface ClassCourse {
  readonly course: { readonly code: string; readonly title: Text };
  /** Pupils for whom the class began it. */
  readonly pupils: number;
  /** Of them, who finished; null for fewer than {@link SMALLEST_GROUP} pupils. */
  readonly finished: number | null;
}

/** Smaller groups are not told: who did and who did not could be guessed. */
export const SMALLEST_GROUP = 10;

/** Courses that a class takes together. A pupil's answers stay the pupil's. */
@Injectable()
export class ClassCourseService {
  constructor(
    private readonly db: Database,
    private readonly classes: ClassService,
    private readonly courses: CourseService,
    private readonly enrollments: EnrollmentService,
  ) {}

  /**
   * Begins a course for the pupils of a class who are not learning it already.
   * @returns how many began it now
   * @throws {NotFound} out of scope; {@link NotAClass} {@link NotForPupils}
   */
  async enroll(actor: Actor, unitId: string, courseCode: string): Promise<number> {
    const pupils = await this.classes.pupilsOf(actor, unitId);
    const { versionId } = await this.courses.currentByCode(courseCode);
    const { document } = await this.courses.getVersion(versionId);
    if (document.track !== 'students') throw new NotForPupils();
    return this.enrollments.enrollClass(actor, unitId, pupils, courseCode);
  }

  /** @throws {NotFound} out of scope; {@link NotAClass} */
  async list(actor: Actor, unitId: string): Promise<ClassCourse[]> {
    await this.classes.pupilsOf(actor, unitId);
    const rows = await this.db.query<
      { code: string; current_version_id: Buffer | null; pupils: string; finished: string }[]
    >(
      `SELECT c.code, c.current_version_id, COUNT(DISTINCT e.person_id) AS pupils,
         COUNT(DISTINCT CASE WHEN e.state = 'completed' THEN e.person_id END) AS finished
       FROM enrollment e JOIN course c ON c.id = e.course_id
       WHERE e.class_unit_id = ? AND e.state <> 'left' GROUP BY c.id, c.code, c.current_version_id ORDER BY c.code`,
      [toBin(unitId)],
    );
    const list: ClassCourse[] = [];
    for (const { code, current_version_id: version, ...row } of rows) {
      if (version === null) continue;
      const { document } = await this.courses.getVersion(fromBin(version));
      const [pupils, finished] = [Number(row.pupils), Number(row.finished)];
      const told = pupils < SMALLEST_GROUP ? null : finished;
      list.push({ course: { code, title: document.title }, pupils, finished: told });
    }
    return list;
  }
}
