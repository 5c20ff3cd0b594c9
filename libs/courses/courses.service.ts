import type { Actor } from '#libs/actor';
import { Database, fromBin, toBin } from '#libs/database';
import { type FieldError, NotFound } from '#libs/errors';
import type { Language } from '#libs/language';
import { Injectable } from '@nestjs/common';
import { listCourseFolders, readCourseFolder } from './course.disk.js';
import { parseCourse } from './course.folder.js';
import { InvalidCourse } from './courses.errors.js';
import { type LessonView, type QuizView, sampleQuiz } from './lesson.view.js';
import { CourseMedia, type Film } from './media.service.js';
import { type Published, Publisher } from './publisher.js';
import { SharedContentService } from './shared.service.js';
import { type VersionContent, VersionStore } from './version.store.js';

/** The version that someone who enrolls now gets. */
export interface CurrentVersion {
  code: string;
  courseId: string;
  versionId: string;
}

/** A folder that could not be published as it is, with every place and remedy. */
export interface BrokenFolder {
  folder: string;
  problems: readonly FieldError[];
}

export interface PublishedFolders {
  published: Published[];
  broken: BrokenFolder[];
}

export interface PresentedCourse {
  content: VersionContent;
  pilot: boolean;
  number: number;
  lessons: (LessonView & { quiz: QuizView | null })[];
}

/** Publishing courses, and their published versions. */
@Injectable()
export class CourseService {
  constructor(
    private readonly db: Database,
    private readonly publisher: Publisher,
    private readonly versions: VersionStore,
    private readonly shared: SharedContentService,
    private readonly media: CourseMedia,
  ) {}

  /**
   * Publishes a course folder. What is a version already stays as it is, and so does the version that learners get:
   * files that were overtaken in the studio do not come back by themselves.
   *
   * @throws {InvalidCourse} naming every error by `file:line`
   */
  async publishFolder(actor: Actor, folder: string): Promise<Published> {
    const { place, files } = await readCourseFolder(folder);
    const { document, problems, blobs } = parseCourse(files, place, await this.shared.ids());
    if (document === null)
      throw new InvalidCourse(
        problems.map(({ file, line, message }) => ({ field: `${file}:${String(line)}`, message })),
      );
    await this.media.add(actor, blobs.values());
    return this.publisher.publish(actor, document, 'keep');
  }

  /** Publishes every folder below a root, and what all courses share. A broken one is told and holds up no other. */
  async publishAll(
    actor: Actor,
    root: string,
    onFolder: (folder: string) => void = () => undefined,
  ): Promise<PublishedFolders> {
    const { problems } = await this.shared.publishFolder(actor, root);
    const published: Published[] = [];
    const broken: BrokenFolder[] =
      problems.length === 0
        ? []
        : [
            {
              folder: root,
              problems: problems.map(({ file, line, message }) => ({ field: `${file}:${String(line)}`, message })),
            },
          ];
    for (const folder of await listCourseFolders(root)) {
      onFolder(folder);
      try {
        published.push(await this.publishFolder(actor, folder));
      } catch (error) {
        if (!(error instanceof InvalidCourse)) throw error;
        broken.push({ folder, problems: error.fields });
      }
    }
    return { published, broken };
  }

  /** A version's content with the ids of its lessons and items. @throws {NotFound} */
  getVersion(versionId: string): Promise<VersionContent> {
    return this.versions.get(versionId);
  }

  /** @throws {NotFound} for a code without a published version */
  async currentByCode(code: string): Promise<CurrentVersion> {
    const [row] = await this.db.query<{ id: Buffer; current_version_id: Buffer | null }[]>(
      'SELECT id, current_version_id FROM course WHERE code = ?',
      [code],
    );
    if (row?.current_version_id == null) throw new NotFound();
    return { code, courseId: fromBin(row.id), versionId: fromBin(row.current_version_id) };
  }

  /** All lessons of a course's current version as a player shows them, for a class that learns together. */
  async present(code: string, language: Language): Promise<PresentedCourse> {
    const { versionId } = await this.currentByCode(code);
    const content = await this.versions.get(versionId);
    const [row] = await this.db.query<{ pilot: number; number: number }[]>(
      'SELECT pilot, number FROM course_version WHERE id = ?',
      [toBin(versionId)],
    );
    const lessons = content.document.lessons.map((lesson) => ({
      ...this.versions.lessonView(content, lesson.slug, language),
      quiz: lesson.kind === 'quiz' ? sampleQuiz(content.document, lesson.quiz, language) : null,
    }));
    return { content, pilot: row?.pilot === 1, number: row?.number ?? 0, lessons };
  }

  /** The film of a lesson. Who may see it is the caller's to know. @throws {NotFound} */
  async film(versionId: string, slug: string): Promise<Film> {
    return this.media.film(await this.versions.get(versionId), slug);
  }

  /** A film's captions, WebVTT. @throws {NotFound} */
  async captions(versionId: string, slug: string, language: Language): Promise<string> {
    const { document } = await this.versions.get(versionId);
    const lesson = document.lessons.find((candidate) => candidate.slug === slug);
    const path = lesson?.kind === 'video' ? lesson.video.captions[language] : null;
    const captions = document.captions.find((candidate) => candidate.path === path);
    if (captions === undefined) throw new NotFound();
    return captions.vtt;
  }

  /** A lesson of a version as a player shows it; rendered once. @throws {NotFound} */
  async lessonView(versionId: string, slug: string, language: Language, easy = false): Promise<LessonView> {
    return this.versions.lessonView(await this.versions.get(versionId), slug, language, easy);
  }
}
