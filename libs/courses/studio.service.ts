import type { Actor } from '#libs/actor';
import { Audit } from '#libs/audit';
import { Database, fromBin, isDuplicate, newId, toBin } from '#libs/database';
import { NotFound } from '#libs/errors';
import { LANGUAGES, type Language, type Text, text } from '#libs/language';
import { Clock } from '#libs/time';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { authorOf } from './author.js';
import { checkCourse } from './course.check.js';
import { canonicalJson, normalize } from './course.hash.js';
import { beyondMinor, compareCourses } from './compare.rules.js';
import { type CourseDocument, courseDocumentSchema, lessonSchema } from './course.schema.js';
import { type DocumentProblem, pathText } from './course.problems.js';
import { type ChangeScope, LIMITS, type Track } from './course.vocabulary.js';
import {
  CourseCodeTaken,
  DraftConflict,
  DraftTooLarge,
  InvalidCourse,
  NothingChanged,
  NotMinor,
} from './courses.errors.js';
import { looseDocument } from './draft.rules.js';
import { type LessonView, type QuizView, sampleQuiz, viewLesson } from './lesson.view.js';
import { looseList, looseRecord, looseText } from './loose.js';
import { renderMarkdown } from './markdown.render.js';
import type { SharedIds } from './markdown.check.js';
import { type Published, Publisher } from './publisher.js';
import { SharedContentService } from './shared.service.js';

export interface StudioCourse {
  code: string;
  track: Track;
  title: Text;
  draft: { revision: number; updatedAt: Date; updatedBy: string | null } | null;
  published: { number: number; pilot: boolean; publishedAt: Date } | null;
}

export interface Draft {
  code: string;
  revision: number;
  /** Any JSON object, however unfinished. */
  document: Record<string, unknown>;
  problems: DocumentProblem[];
}

interface DraftRow {
  course_id: Buffer;
  track: Track;
  revision: number | null;
  document: string | null;
  /** Ids of the persons who saved the draft. */
  authors: string[];
  current_version_id: Buffer | null;
}

/** Where trainers write courses by forms. What they publish is the same document that a folder of files gives. */
@Injectable()
export class StudioService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly publisher: Publisher,
    private readonly shared: SharedContentService,
  ) {}

  async list(): Promise<StudioCourse[]> {
    const rows = await this.db.query<
      {
        code: string;
        track: Track;
        revision: number | null;
        updated_at: Date | null;
        updated_by: Buffer | null;
        draft_title: string | null;
        number: number | null;
        pilot: number | null;
        published_at: Date | null;
        version_title: string | null;
      }[]
    >(
      `SELECT c.code, c.track, d.revision, d.updated_at, d.updated_by, CAST(JSON_EXTRACT(d.document, '$.title') AS CHAR) AS draft_title,
              v.number, v.pilot, v.published_at, CAST(JSON_EXTRACT(v.document, '$.title') AS CHAR) AS version_title
       FROM course c LEFT JOIN course_draft d ON d.course_id = c.id
       LEFT JOIN course_version v ON v.id = c.current_version_id ORDER BY c.code`,
    );
    return rows.map((row) => ({
      code: row.code,
      track: row.track,
      title: titleOf(row.draft_title ?? row.version_title, row.code),
      draft:
        row.revision === null || row.updated_at === null
          ? null
          : { revision: row.revision, updatedAt: row.updated_at, updatedBy: row.updated_by && fromBin(row.updated_by) },
      published:
        row.number === null || row.published_at === null
          ? null
          : { number: row.number, pilot: row.pilot === 1, publishedAt: row.published_at },
    }));
  }

  /** Begins a course that does not exist yet. @throws {CourseCodeTaken} */
  async create(
    actor: Actor,
    input: { code: string; track: Track; title: Text },
  ): Promise<{ code: string; revision: number }> {
    return this.db.run(async (tx) => {
      const id = newId();
      try {
        await tx.query('INSERT INTO course (id, code, track, created_at, created_by) VALUES (?, ?, ?, ?, ?)', [
          toBin(id),
          input.code,
          input.track,
          this.clock.now(),
          authorOf(actor),
        ]);
      } catch (error) {
        if (isDuplicate(error, 'uq_course_code')) throw new CourseCodeTaken();
        throw error;
      }
      await this.insertDraft(tx, actor, toBin(id), canonicalJson(looseDocument(input)), firstRevision(0), null);
      await this.audit.record(actor, {
        action: 'course.create',
        subjectKind: 'course',
        subjectId: id,
        detail: { code: input.code },
      });
      return { code: input.code, revision: firstRevision(0) };
    });
  }

  /** The draft; for a published course without one, a new one from the version that learners get. @throws {NotFound} */
  async openDraft(actor: Actor, code: string): Promise<Draft> {
    return this.db.run(async (tx) => {
      const row = await this.find(tx, code, 'FOR UPDATE');
      if (row.document !== null && row.revision !== null)
        return draftOf(code, row.revision, row.document, await this.shared.ids());
      if (row.current_version_id === null) throw new NotFound();
      const [version] = await tx.query<{ document: string; number: number }[]>(
        'SELECT document, number FROM course_version WHERE id = ?',
        [row.current_version_id],
      );
      if (version === undefined) throw new NotFound();
      const revision = firstRevision(version.number);
      await this.insertDraft(tx, actor, row.course_id, version.document, revision, row.current_version_id);
      return draftOf(code, revision, version.document, await this.shared.ids());
    });
  }

  /**
   * Saves the whole draft over the revision that the author had opened. The course keeps its code and track.
   *
   * @throws {NotFound} {@link DraftConflict} when someone saved meanwhile: nothing of theirs or of the caller's is lost
   * @throws {DraftTooLarge}
   */
  async saveDraft(
    actor: Actor,
    code: string,
    revision: number,
    document: Record<string, unknown>,
  ): Promise<{ revision: number; problems: DocumentProblem[] }> {
    return this.db.run(async (tx) => {
      const row = await this.find(tx, code, 'FOR UPDATE');
      if (row.revision !== revision) throw new DraftConflict();
      const json = canonicalJson(normalize({ ...document, code, track: row.track }));
      if (Buffer.byteLength(json) > LIMITS.folderBytes) throw new DraftTooLarge();
      await tx.query(
        'UPDATE course_draft SET revision = ?, document = ?, authors = ?, updated_at = ?, updated_by = ? WHERE course_id = ?',
        [revision + 1, json, withAuthor(row.authors, actor), this.clock.now(), authorOf(actor), row.course_id],
      );
      await this.audit.record(actor, {
        action: 'course.draft',
        subjectKind: 'course',
        subjectId: fromBin(row.course_id),
        detail: { code, revision: revision + 1 },
      });
      return { revision: revision + 1, problems: checkCourse(JSON.parse(json), await this.shared.ids()).problems };
    });
  }

  /**
   * Publishes the draft as the next version, a pilot (시범판) until its seats have signed, and closes the draft.
   *
   * @throws {NotFound} {@link DraftConflict} when the draft is no longer the one that the author saw
   * @throws {InvalidCourse} naming every error by its path in the document
   */
  async publish(actor: Actor, code: string, revision: number): Promise<Published> {
    return this.db.run(async (tx) => {
      const row = await this.find(tx, code, 'FOR UPDATE');
      if (row.document === null || row.revision !== revision) throw new DraftConflict();
      const { document, problems } = checkCourse(JSON.parse(row.document), await this.shared.ids());
      if (document === null)
        throw new InvalidCourse(problems.map(({ path, message }) => ({ field: pathText(path), message })));
      const published = await this.publisher.publish(actor, document, 'current', row.authors);
      await tx.query('DELETE FROM course_draft WHERE course_id = ?', [row.course_id]);
      return published;
    });
  }

  /**
   * Puts the draft before the reviewers as the next version, and closes it. What is wrong with it, a language that is
   * missing too, is refused here: no version in review is unfinished.
   *
   * @throws {NotFound} {@link DraftConflict} {@link InvalidCourse}
   * @throws {NothingChanged} when exactly this is a version already
   * @throws {NotMinor} when it is said to be typos and citations only, and is more
   */
  async submit(
    actor: Actor,
    code: string,
    { revision, scope, note }: { revision: number; scope: ChangeScope; note: string | null },
  ): Promise<{ number: number; hash: string }> {
    return this.db.run(async (tx) => {
      const row = await this.find(tx, code, 'FOR UPDATE');
      if (row.document === null || row.revision !== revision) throw new DraftConflict();
      const { document, problems } = checkCourse(JSON.parse(row.document), await this.shared.ids());
      if (document === null)
        throw new InvalidCourse(problems.map(({ path, message }) => ({ field: pathText(path), message })));
      const basedOn = row.current_version_id === null ? null : fromBin(row.current_version_id);
      if (scope === 'minor') await this.requireMinor(tx, row.current_version_id, document);
      const made = { scope, note, basedOn, authors: row.authors, submitted: true };
      const { version, isNew } = await this.publisher.store(tx, actor, fromBin(row.course_id), document, made);
      if (!isNew) {
        // Withdrawn before and submitted again unchanged: the same version, with what was said of it, goes on.
        if (version.state !== 'retired' || version.publishedAt !== null) throw new NothingChanged(version.number);
        await tx.query(
          `UPDATE course_version SET state = 'in-review', scope = ?, note = ?, based_on_version_id = ?, submitted_at = ?,
             submitted_by = ?, retired_at = NULL, retired_by = NULL, retired_reason = NULL WHERE id = ?`,
          [scope, note, row.current_version_id, this.clock.now(), authorOf(actor), version.id],
        );
      }
      await tx.query('DELETE FROM course_draft WHERE course_id = ?', [row.course_id]);
      await this.audit.record(actor, {
        action: 'course.submit',
        subjectKind: 'course',
        subjectId: fromBin(row.course_id),
        detail: { code, number: version.number, hash: version.hash, scope },
      });
      return { number: version.number, hash: version.hash };
    });
  }

  private async requireMinor(tx: EntityManager, base: Buffer | null, document: CourseDocument): Promise<void> {
    const [row] = await tx.query<{ document: string }[]>('SELECT document FROM course_version WHERE id = ?', [base]);
    const before = row === undefined ? {} : courseDocumentSchema.parse(JSON.parse(row.document));
    const more = beyondMinor(compareCourses(before, document));
    if (more.length > 0)
      throw new NotMinor(
        more.map(({ part, name, place }) => ({
          field: [part, name, place].filter((word) => word !== '').join('.'),
          message: moreThanMinor,
        })),
      );
  }

  /** How a Markdown text will look; with a course's code, its draft's figures and sources are there too. @throws {NotFound} */
  async previewMarkdown(markdown: string, language: Language, code?: string): Promise<string> {
    const row = code === undefined ? null : await this.find(this.db.dataSource.manager, code, '');
    const { sources, figures } = looseDocument(looseRecord(row?.document == null ? null : JSON.parse(row.document)));
    return renderMarkdown(markdown, { language, sources, figures });
  }

  /** A lesson of the draft as the player will show it. @throws {NotFound} {@link InvalidCourse} for a lesson not yet whole */
  async previewLesson(code: string, slug: string, language: Language): Promise<LessonView & { quiz: QuizView | null }> {
    const row = await this.find(this.db.dataSource.manager, code, '');
    if (row.document === null) throw new NotFound();
    const draft = looseRecord(JSON.parse(row.document));
    const lessons = looseList(draft['lessons']);
    const index = lessons.findIndex((lesson) => looseText(looseRecord(lesson)['slug']) === slug);
    const lesson = lessonSchema.safeParse(lessons[index]);
    if (index < 0) throw new NotFound();
    const checked = checkCourse(draft, await this.shared.ids());
    if (!lesson.success)
      throw new InvalidCourse(
        checked.problems
          .filter(({ path }) => path[0] === 'lessons' && path[1] === index)
          .map(({ path, message }) => ({ field: pathText(path), message })),
      );
    const document = looseDocument(draft);
    return {
      ...viewLesson(document, lesson.data, language),
      quiz: lesson.data.kind === 'quiz' ? sampleQuiz(document, lesson.data.quiz, language) : null,
    };
  }

  private async find(tx: EntityManager, code: string, lock: 'FOR UPDATE' | ''): Promise<DraftRow> {
    // The course row alone is locked first: it exists for every draft, also for one about to be begun.
    const [course] = await tx.query<{ id: Buffer; track: Track; current_version_id: Buffer | null }[]>(
      `SELECT id, track, current_version_id FROM course WHERE code = ? ${lock}`,
      [code],
    );
    if (course === undefined) throw new NotFound();
    const [draft] = await tx.query<{ revision: number; document: string; authors: string }[]>(
      'SELECT revision, document, authors FROM course_draft WHERE course_id = ?',
      [course.id],
    );
    return {
      course_id: course.id,
      track: course.track,
      current_version_id: course.current_version_id,
      revision: draft?.revision ?? null,
      document: draft?.document ?? null,
      authors: JSON.parse(draft?.authors ?? '[]') as string[],
    };
  }

  private async insertDraft(
    tx: EntityManager,
    actor: Actor,
    courseId: Buffer,
    document: string,
    revision: number,
    basedOn: Buffer | null,
  ): Promise<void> {
    await tx.query(
      `INSERT INTO course_draft (course_id, revision, based_on_version_id, document, authors, updated_at, updated_by)
       VALUES (?, ?, ?, ?, '[]', ?, ?)`,
      [courseId, revision, basedOn, document, this.clock.now(), authorOf(actor)],
    );
  }
}

function withAuthor(authors: readonly string[], { personId }: Actor): string {
  return JSON.stringify(personId === null || authors.includes(personId) ? authors : [...authors, personId]);
}

const moreThanMinor = text('오탈자나 출처보다 큰 변경입니다.', 'This is more than a typo or a citation.');

/** A draft is deleted when it is published. Its revisions must not be those of the next one, or a stale save would match. */
function firstRevision(versionNumber: number): number {
  return versionNumber * 100_000 + 1;
}

function draftOf(code: string, revision: number, json: string, shared: SharedIds): Draft {
  const document = { ...looseRecord(JSON.parse(json)) };
  return { code, revision, document, problems: checkCourse(document, shared).problems };
}

function titleOf(json: string | null, code: string): Text {
  const title = looseRecord(json === null ? null : (JSON.parse(json) as unknown));
  const [ko, en] = LANGUAGES.map((language) => looseText(title[language]));
  return { ko: ko || code, en: en || code };
}
