import { type CourseDocument, CourseService, type VersionContent, type VersionLesson } from '#libs/courses';
import { Database, fromBin, toBin } from '#libs/database';
import { NotFound } from '#libs/errors';
import { Injectable } from '@nestjs/common';
import type { LessonState, Route } from './enrollment.rules.js';
import {
  ENROLLMENT,
  type EnrollmentRow,
  type LessonRecord,
  type OpenedEnrollment,
  type ProgressRow,
  readEnrollment,
  readRecord,
} from './ledger.js';

type DocumentLesson = CourseDocument['lessons'][number];

/** A lesson of a version with what stands in the document. */
export interface CourseLesson extends VersionLesson {
  readonly routes: readonly Route[];
  readonly content: DocumentLesson;
}

export interface LessonStanding extends CourseLesson {
  readonly state: LessonState;
  readonly record: LessonRecord | undefined;
}

/** Reading enrollments: always by their owner, so that somebody else's is not there. */
@Injectable()
export class EnrollmentStore {
  constructor(
    private readonly db: Database,
    private readonly courses: CourseService,
  ) {}

  /** @throws {NotFound} also for somebody else's */
  async get(personId: string, id: string): Promise<OpenedEnrollment> {
    const [row] = await this.db.query<EnrollmentRow[]>(`${ENROLLMENT} WHERE e.id = ? AND e.person_id = ?`, [
      toBin(id),
      toBin(personId),
    ]);
    if (row === undefined) throw new NotFound();
    return readEnrollment(row);
  }

  /** The lesson of the enrollment's version. @throws {NotFound} */
  async lesson(
    { versionId }: { readonly versionId: string },
    lessonId: string,
  ): Promise<{ content: VersionContent; lesson: CourseLesson }> {
    const content = await this.courses.getVersion(versionId);
    const lesson = lessonsOf(content).find(({ id }) => id === lessonId);
    if (lesson === undefined) throw new NotFound();
    return { content, lesson };
  }

  /** The lessons of the enrollment's route with how far they are. */
  async standing(enrollment: OpenedEnrollment): Promise<LessonStanding[]> {
    const rows = await this.db.query<(ProgressRow & { lesson_id: Buffer })[]>(
      `SELECT lesson_id, state, engaged_ms, position, watched, opened_at, done_at, done_by
       FROM lesson_progress WHERE enrollment_id = ?`,
      [toBin(enrollment.id)],
    );
    const records = new Map(rows.map((row) => [fromBin(row.lesson_id), readRecord(row)]));
    return standingOf(await this.courses.getVersion(enrollment.versionId), enrollment.route, records);
  }
}

/** In the order of the course. */
export function lessonsOf({ document, lessons }: VersionContent): CourseLesson[] {
  return lessons.flatMap((lesson) => {
    const content = document.lessons.find(({ slug }) => slug === lesson.slug);
    return content === undefined ? [] : [{ ...lesson, routes: content.routes, content }];
  });
}

export function standingOf(
  content: VersionContent,
  route: Route,
  records: ReadonlyMap<string, LessonRecord>,
): LessonStanding[] {
  return lessonsOf(content)
    .filter(({ routes }) => routes.includes(route))
    .map((lesson) => {
      const record = records.get(lesson.id);
      return { ...lesson, record, state: record?.state ?? 'not-started' };
    });
}
