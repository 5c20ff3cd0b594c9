import { Database, fromBin, toBin } from '#libs/database';
import { NotFound } from '#libs/errors';
import { CourseService, type VersionContent, type VersionLesson } from '#libs/courses';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { LessonState } from './enrollment.rules.js';

/** An enrollment as the work on it needs it. */
export interface OpenedEnrollment {
  id: string;
  personId: string;
  versionId: string;
  state: 'active' | 'completed' | 'left';
  lastBeatAt: Date | null;
  startedAt: Date;
  completedAt: Date | null;
}

export interface LessonStanding extends VersionLesson {
  state: LessonState;
  engagedMs: number;
  position: string | null;
}

interface EnrollmentRow {
  id: Buffer;
  person_id: Buffer;
  course_version_id: Buffer;
  state: OpenedEnrollment['state'];
  last_beat_at: Date | null;
  started_at: Date;
  completed_at: Date | null;
}

const ROW = 'SELECT id, person_id, course_version_id, state, last_beat_at, started_at, completed_at FROM enrollment';

/** Reading and locking enrollments: always by their owner, so that somebody else's is not there. */
@Injectable()
export class EnrollmentStore {
  constructor(
    private readonly db: Database,
    private readonly courses: CourseService,
  ) {}

  /** @throws {NotFound} also for somebody else's */
  async get(personId: string, id: string): Promise<OpenedEnrollment> {
    return read(
      await this.db.query<EnrollmentRow[]>(`${ROW} WHERE id = ? AND person_id = ?`, [toBin(id), toBin(personId)]),
    );
  }

  /** Locks the enrollment: whatever happens to it happens one at a time. @throws {NotFound} */
  async lock(tx: EntityManager, personId: string, id: string): Promise<OpenedEnrollment> {
    return read(
      await tx.query<EnrollmentRow[]>(`${ROW} WHERE id = ? AND person_id = ? FOR UPDATE`, [toBin(id), toBin(personId)]),
    );
  }

  /** As {@link lock}, for what may complete the enrollment: the person first, then theirs (the order of all locks). */
  async lockForCompletion(tx: EntityManager, personId: string, id: string): Promise<OpenedEnrollment> {
    await tx.query('SELECT id FROM person WHERE id = ? FOR UPDATE', [toBin(personId)]);
    return this.lock(tx, personId, id);
  }

  /** The lesson of the enrollment's version. @throws {NotFound} */
  async lesson(
    enrollment: OpenedEnrollment,
    lessonId: string,
  ): Promise<{ content: VersionContent; lesson: VersionLesson }> {
    const content = await this.courses.getVersion(enrollment.versionId);
    const lesson = content.lessons.find(({ id }) => id === lessonId);
    if (lesson === undefined) throw new NotFound();
    return { content, lesson };
  }

  /** All lessons of the enrollment with how far they are. */
  async standing(enrollment: OpenedEnrollment): Promise<LessonStanding[]> {
    const { lessons } = await this.courses.getVersion(enrollment.versionId);
    const rows = await this.db.query<
      { lesson_id: Buffer; state: 'in-progress' | 'done'; engaged_ms: number; position: string | null }[]
    >('SELECT lesson_id, state, engaged_ms, position FROM lesson_progress WHERE enrollment_id = ?', [
      toBin(enrollment.id),
    ]);
    const progress = new Map(rows.map((row) => [fromBin(row.lesson_id), row]));
    return lessons.map((lesson) => {
      const row = progress.get(lesson.id);
      return {
        ...lesson,
        state: row?.state ?? 'not-started',
        engagedMs: row?.engaged_ms ?? 0,
        position: row?.position ?? null,
      };
    });
  }
}

function read([row]: EnrollmentRow[]): OpenedEnrollment {
  if (row === undefined) throw new NotFound();
  return {
    id: fromBin(row.id),
    personId: fromBin(row.person_id),
    versionId: fromBin(row.course_version_id),
    state: row.state,
    lastBeatAt: row.last_beat_at,
    startedAt: row.started_at,
    completedAt: row.completed_at,
  };
}
