import { Database, fromBin, toBin } from '#libs/database';
import { NotFound } from '#libs/errors';
import type { Language } from '#libs/language';
import { Injectable } from '@nestjs/common';
import { type CourseDocument, courseDocumentSchema } from './course.schema.js';
import type { LessonKind } from './course.vocabulary.js';
import { type LessonView, viewLesson } from './lesson.view.js';
import { Recent } from './recent.js';

export interface VersionLesson {
  id: string;
  slug: string;
  kind: LessonKind;
  minutes: number;
  required: boolean;
}

/** What of a version never changes. Whether it is a pilot may, with a signature, and is asked each time. */
export interface VersionContent {
  id: string;
  courseId: string;
  hash: string;
  document: CourseDocument;
  /** In the order of the course. */
  lessons: VersionLesson[];
  /** Row id of each item by its code. */
  itemIds: ReadonlyMap<string, string>;
}

/** Published versions, read and rendered once for each process: they never change. */
@Injectable()
export class VersionStore {
  private readonly contents = new Recent<VersionContent>(60);
  private readonly views = new Recent<LessonView>(400);

  constructor(private readonly db: Database) {}

  /** @throws {NotFound} */
  async get(versionId: string): Promise<VersionContent> {
    return this.contents.get(versionId) ?? this.contents.set(versionId, await this.load(versionId));
  }

  /** @throws {NotFound} for a slug that the version does not have */
  lessonView(content: VersionContent, slug: string, language: Language, easy = false): LessonView {
    const lesson = content.document.lessons.find((candidate) => candidate.slug === slug);
    if (lesson === undefined) throw new NotFound();
    const key = `${content.id} ${slug} ${language}${easy ? ' easy' : ''}`;
    return this.views.get(key) ?? this.views.set(key, viewLesson(content.document, lesson, language, easy));
  }

  private async load(versionId: string): Promise<VersionContent> {
    const id = toBin(versionId);
    const [version] = await this.db.query<{ course_id: Buffer; content_hash: string; document: string }[]>(
      'SELECT course_id, content_hash, document FROM course_version WHERE id = ?',
      [id],
    );
    if (version === undefined) throw new NotFound();
    const lessons = await this.db.query<
      { id: Buffer; slug: string; kind: LessonKind; minutes: number; required: number }[]
    >('SELECT id, slug, kind, minutes, required FROM lesson WHERE course_version_id = ? ORDER BY position', [id]);
    const items = await this.db.query<{ id: Buffer; code: string }[]>(
      `SELECT item.id, item.code FROM course_version_item link JOIN item ON item.id = link.item_id
       WHERE link.course_version_id = ?`,
      [id],
    );
    return {
      id: versionId,
      courseId: fromBin(version.course_id),
      hash: version.content_hash,
      // The format grows by fields with defaults: what was stored before one came gets it here.
      document: courseDocumentSchema.parse(JSON.parse(version.document)),
      lessons: lessons.map((lesson) => ({ ...lesson, id: fromBin(lesson.id), required: lesson.required === 1 })),
      itemIds: new Map(items.map((item) => [item.code, fromBin(item.id)])),
    };
  }
}
