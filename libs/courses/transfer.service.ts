import type { Actor } from '#libs/actor';
import { Database } from '#libs/database';
import { NotFound } from '#libs/errors';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { checkCourse } from './course.check.js';
import { courseFiles } from './course.export.js';
import { parseCourse } from './course.folder.js';
import { contentHash } from './course.hash.js';
import { pathText } from './course.problems.js';
import { type CourseDocument, courseDocumentSchema } from './course.schema.js';
import { InvalidCourse } from './courses.errors.js';
import type { CourseFiles, CourseProblem } from './folder.files.js';
import { looseRecord } from './loose.js';
import { CourseMedia } from './media.service.js';
import { SharedContentService } from './shared.service.js';
import { StudioService } from './studio.service.js';
import { VersionQueries } from './versions.queries.js';

export interface ExportedCourse {
  code: string;
  hash: string;
  files: Map<string, Uint8Array>;
}

/** Without these nobody knows which course it is. */
const draftHead = z.object(courseDocumentSchema.pick({ code: true, track: true, title: true }).shape);

/** Courses as folders, out of the studio and into it: the same document with the same hash either way. */
@Injectable()
export class TransferService {
  constructor(
    private readonly db: Database,
    private readonly media: CourseMedia,
    private readonly shared: SharedContentService,
    private readonly studio: StudioService,
    private readonly versions: VersionQueries,
  ) {}

  /**
   * The folder of a version, or of what is written now.
   *
   * @param number of a version; null for the draft, else for the version that learners get
   * @throws {NotFound} {@link InvalidCourse} for a draft that is not whole, or names a file that is no course's
   */
  async export(code: string, number: number | null): Promise<ExportedCourse> {
    const document = number === null ? await this.written(code) : (await this.versions.get(code, number)).document;
    const blobs = await this.media.read(document.blobs);
    return { code, hash: contentHash(document), files: courseFiles(document, blobs) };
  }

  /**
   * Takes a course folder, as it was exported or written in an editor, as the draft: of a new course, or over the draft
   * that the author had opened.
   *
   * @param revision of the draft it replaces; null for whatever draft there is, or a new one
   * @throws {InvalidCourse} for files that are no course folder at all; what else is wrong is told with the draft
   * @throws {DraftConflict} {@link DraftTooLarge}
   */
  async import(
    actor: Actor,
    files: CourseFiles,
    revision: number | null,
  ): Promise<{ code: string; revision: number; hash: string | null; problems: CourseProblem[] }> {
    const { raw, document, problems, blobs } = parseCourse(files, undefined, await this.shared.ids());
    const found = document ?? looseRecord(raw);
    const head = draftHead.safeParse(found);
    if (!head.success)
      throw new InvalidCourse(
        problems.map(({ file, line, message }) => ({ field: `${file}:${String(line)}`, message })),
      );
    await this.media.add(actor, blobs.values());
    const { code } = head.data;
    const saved = await this.db.run(async () => {
      const opened = revision ?? (await this.openOrCreate(actor, head.data));
      return this.studio.saveDraft(actor, code, opened, { ...found });
    });
    return { code, revision: saved.revision, hash: document === null ? null : contentHash(document), problems };
  }

  private async openOrCreate(actor: Actor, head: Pick<CourseDocument, 'code' | 'track' | 'title'>): Promise<number> {
    const known = await this.db.query<unknown[]>('SELECT 1 FROM course WHERE code = ?', [head.code]);
    const { revision } =
      known.length > 0 ? await this.studio.openDraft(actor, head.code) : await this.studio.create(actor, head);
    return revision;
  }

  private async written(code: string): Promise<CourseDocument> {
    const [row] = await this.db.query<{ document: string | null }[]>(
      `SELECT COALESCE(d.document, v.document) AS document FROM course c LEFT JOIN course_draft d ON d.course_id = c.id
       LEFT JOIN course_version v ON v.id = c.current_version_id WHERE c.code = ?`,
      [code],
    );
    if (row?.document == null) throw new NotFound();
    const { document, problems } = checkCourse(JSON.parse(row.document), await this.shared.ids());
    if (document === null)
      throw new InvalidCourse(problems.map(({ path, message }) => ({ field: pathText(path), message })));
    return document;
  }
}
