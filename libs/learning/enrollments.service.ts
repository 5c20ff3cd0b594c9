import { AccessService } from '#libs/access';
import type { Actor } from '#libs/actor';
import { Audit } from '#libs/audit';
import { CourseService, type LessonKind, type Track } from '#libs/courses';
import { Database, fromBin, isDuplicate, newId, toBin } from '#libs/database';
import type { Language, Text } from '#libs/language';
import { Clock, type LocalDate } from '#libs/time';
import { Injectable } from '@nestjs/common';
import { type LessonState, nextLesson } from './enrollment.rules.js';
import { EnrollmentStore, type OpenedEnrollment } from './enrollment.store.js';

export interface EnrollmentItem {
  id: string;
  state: OpenedEnrollment['state'];
  course: { code: string; title: Text };
  /** Required lessons done, of how many. */
  done: number;
  total: number;
  startedAt: Date;
  completedAt: Date | null;
}

export interface EnrollmentView {
  id: string;
  state: OpenedEnrollment['state'];
  course: {
    code: string;
    title: Text;
    track: Track;
    pilot: boolean;
    version: number;
    minutes: number;
    languages: Language[];
  };
  startedAt: Date;
  completedAt: Date | null;
  lessons: {
    id: string;
    slug: string;
    kind: LessonKind;
    title: Text;
    minutes: number;
    required: boolean;
    state: LessonState;
    engagedSeconds: number;
    position: string | null;
    /** Submitted ones. */
    attempts: number;
    /** 0–1; null where nothing is graded. */
    bestScore: number | null;
  }[];
  next: string | null;
  completion: { id: string; completedOn: LocalDate } | null;
}

interface ListRow {
  id: Buffer;
  state: OpenedEnrollment['state'];
  course_version_id: Buffer;
  started_at: Date;
  completed_at: Date | null;
  done: number | string;
}

/** Starting a course, and where one stands in it. */
@Injectable()
export class EnrollmentService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly access: AccessService,
    private readonly courses: CourseService,
    private readonly store: EnrollmentStore,
  ) {}

  /**
   * Enrolls the actor in the current version of a course. An active enrollment of that course, in whichever version, is
   * the answer when there is one; a completed one is left alone.
   *
   * @throws {NotFound} for a course that is not published
   */
  async enroll(actor: Actor, courseCode: string): Promise<{ id: string; created: boolean }> {
    const personId = this.access.requirePerson(actor);
    const { courseId, versionId } = await this.courses.currentByCode(courseCode);
    try {
      return await this.db.run(async (tx) => {
        const known = await this.findActive(personId, courseId);
        if (known !== null) return { id: known, created: false };
        const id = newId();
        await tx.query(
          `INSERT INTO enrollment (id, person_id, course_id, course_version_id, active_course_id, state, started_at)
           VALUES (?, ?, ?, ?, ?, 'active', ?)`,
          [toBin(id), toBin(personId), toBin(courseId), toBin(versionId), toBin(courseId), this.clock.now()],
        );
        await this.audit.record(actor, {
          action: 'enrollment.start',
          subjectKind: 'person',
          subjectId: personId,
          detail: { enrollmentId: id, course: courseCode },
        });
        return { id, created: true };
      });
    } catch (error) {
      if (!isDuplicate(error, 'uq_enrollment_person_id_active_course_id')) throw error;
      // Another tab was first, and has committed: the key refused us.
      const known = await this.findActive(personId, courseId);
      if (known === null) throw error;
      return { id: known, created: false };
    }
  }

  /** The actor's own, newest first. */
  async list(actor: Actor): Promise<EnrollmentItem[]> {
    const rows = await this.db.query<ListRow[]>(
      `SELECT e.id, e.state, e.course_version_id, e.started_at, e.completed_at,
              (SELECT COUNT(*) FROM lesson_progress p JOIN lesson l ON l.id = p.lesson_id
               WHERE p.enrollment_id = e.id AND p.state = 'done' AND l.required = 1) AS done
       FROM enrollment e WHERE e.person_id = ? ORDER BY e.started_at DESC, e.id DESC`,
      [toBin(this.access.requirePerson(actor))],
    );
    const items: EnrollmentItem[] = [];
    for (const row of rows) {
      const { document, lessons } = await this.courses.getVersion(fromBin(row.course_version_id));
      items.push({
        id: fromBin(row.id),
        state: row.state,
        course: { code: document.code, title: document.title },
        done: Number(row.done),
        total: lessons.filter((lesson) => lesson.required).length,
        startedAt: row.started_at,
        completedAt: row.completed_at,
      });
    }
    return items;
  }

  /** For each course code the actor's active enrollment, else the newest. */
  async newestByCourse(actor: Actor): Promise<Map<string, EnrollmentItem>> {
    const newest = new Map<string, EnrollmentItem>();
    for (const item of await this.list(actor)) {
      const known = newest.get(item.course.code);
      if (known === undefined || (known.state !== 'active' && item.state === 'active'))
        newest.set(item.course.code, item);
    }
    return newest;
  }

  /** @throws {NotFound} also for somebody else's */
  async get(actor: Actor, id: string): Promise<EnrollmentView> {
    const enrollment = await this.store.get(this.access.requirePerson(actor), id);
    const { document } = await this.courses.getVersion(enrollment.versionId);
    const [version] = await this.db.query<{ number: number; pilot: number }[]>(
      'SELECT number, pilot FROM course_version WHERE id = ?',
      [toBin(enrollment.versionId)],
    );
    const [completion] = await this.db.query<{ id: Buffer; completed_on: LocalDate }[]>(
      'SELECT id, completed_on FROM completion WHERE enrollment_id = ?',
      [toBin(id)],
    );
    const standing = await this.store.standing(enrollment);
    const attempts = await this.attemptsOf(id);
    const { code, title, track, credit, languages } = document;
    return {
      id,
      state: enrollment.state,
      course: {
        code,
        title,
        track,
        pilot: version?.pilot !== 0,
        version: version?.number ?? 0,
        minutes: credit.minutes,
        languages,
      },
      startedAt: enrollment.startedAt,
      completedAt: enrollment.completedAt,
      lessons: standing.map(({ engagedMs, ...lesson }) => {
        const content = document.lessons.find(({ slug }) => slug === lesson.slug);
        const tried = attempts.get(lesson.id);
        const graded = content?.kind === 'quiz' && content.quiz.purpose !== 'pre';
        return {
          ...lesson,
          title: content?.title ?? { ko: '', en: '' },
          engagedSeconds: Math.floor(engagedMs / 1000),
          attempts: tried?.count ?? 0,
          bestScore: graded ? (tried?.best ?? null) : null,
        };
      }),
      next: enrollment.state === 'completed' ? null : nextLesson(standing),
      completion:
        completion === undefined ? null : { id: fromBin(completion.id), completedOn: completion.completed_on },
    };
  }

  private async attemptsOf(enrollmentId: string): Promise<Map<string, { count: number; best: number | null }>> {
    const rows = await this.db.query<{ lesson_id: Buffer; count: number | string; best: number | string | null }[]>(
      `SELECT lesson_id, COUNT(*) AS count, MAX(score) AS best FROM attempt
       WHERE enrollment_id = ? AND submitted_at IS NOT NULL GROUP BY lesson_id`,
      [toBin(enrollmentId)],
    );
    return new Map(
      rows.map((row) => [
        fromBin(row.lesson_id),
        { count: Number(row.count), best: row.best === null ? null : Number(row.best) },
      ]),
    );
  }

  private async findActive(personId: string, courseId: string): Promise<string | null> {
    const [row] = await this.db.query<{ id: Buffer }[]>(
      'SELECT id FROM enrollment WHERE person_id = ? AND active_course_id = ?',
      [toBin(personId), toBin(courseId)],
    );
    return row === undefined ? null : fromBin(row.id);
  }
}
