import { CourseService, type EasyItem } from '#libs/courses';
import { Database, fromBin, toBin } from '#libs/database';
import { Injectable } from '@nestjs/common';
import { lessonsOf } from './enrollment.store.js';
import { learningGain, type LearningGain, SMALLEST_GROUP } from './statistics.rules.js';

export interface ItemStatistics {
  readonly code: string;
  /** Answered, in submitted attempts of this version. */
  readonly answered: number;
  /** 0–1; null for fewer than {@link SMALLEST_GROUP} answers, and for what is never right or wrong. */
  readonly right: number | null;
}

export interface CourseStatistics {
  readonly version: number;
  readonly items: ItemStatistics[];
  /** From the pre-test to the first final quiz, over everyone who took both; null for a small group. */
  readonly gain: LearningGain | null;
}

/** Fewer answers than this tell nothing of an item. */
const EASY_AFTER = 30;

/** What the answers tell of a course and its items. Never of a person: small groups are not told at all. */
@Injectable()
export class StatisticsQueries {
  constructor(
    private readonly db: Database,
    private readonly courses: CourseService,
  ) {}

  /** Of the course's current version. @throws {NotFound} */
  async of(courseCode: string): Promise<CourseStatistics> {
    const { versionId } = await this.courses.currentByCode(courseCode);
    const content = await this.courses.getVersion(versionId);
    const [version] = await this.db.query<{ number: number }[]>('SELECT number FROM course_version WHERE id = ?', [
      toBin(versionId),
    ]);
    const rows = await this.db.query<{ item_id: Buffer; answered: string; right_answers: string | null }[]>(
      `SELECT item_id, COUNT(*) AS answered, SUM(correct) AS right_answers FROM attempt_item
       WHERE course_version_id = ? GROUP BY item_id`,
      [toBin(versionId)],
    );
    const known = new Map(rows.map((row) => [fromBin(row.item_id), row]));
    return {
      version: version?.number ?? 0,
      items: content.document.items.map(({ code }) => {
        const row = known.get(content.itemIds.get(code) ?? '');
        const answered = Number(row?.answered ?? 0);
        const right = row?.right_answers ?? null;
        return { code, answered, right: right === null || answered < SMALLEST_GROUP ? null : Number(right) / answered };
      }),
      gain: await this.gainOf(lessonsOf(content)),
    };
  }

  private async gainOf(lessons: ReturnType<typeof lessonsOf>): Promise<LearningGain | null> {
    const ids = (purpose: 'pre' | 'final'): Buffer[] =>
      lessons
        .filter(({ content }) => content.kind === 'quiz' && content.quiz.purpose === purpose)
        .map(({ id }) => toBin(id));
    const [before, after] = [ids('pre'), ids('final')];
    if (before.length === 0 || after.length === 0) return null;
    const [row] = await this.db.query<{ persons: string; pre: string | null; post: string | null }[]>(
      `SELECT COUNT(DISTINCT e.person_id) AS persons, AVG(pre.score) AS pre, AVG(post.score) AS post
       FROM attempt pre JOIN attempt post ON post.enrollment_id = pre.enrollment_id
       JOIN enrollment e ON e.id = pre.enrollment_id
       WHERE pre.lesson_id IN (?) AND pre.number = 1 AND pre.submitted_at IS NOT NULL
         AND post.lesson_id IN (?) AND post.number = (
           SELECT MIN(f.number) FROM attempt f WHERE f.enrollment_id = post.enrollment_id
             AND f.lesson_id = post.lesson_id AND f.purpose = 'lesson' AND f.submitted_at IS NOT NULL)`,
      [before, after],
    );
    return learningGain(Number(row?.persons ?? 0), Number(row?.pre ?? 0), Number(row?.post ?? 0));
  }

  /** Items of current versions that everyone got right, of those shown often enough to tell. */
  async tooEasy(): Promise<EasyItem[]> {
    const rows = await this.db.query<{ course: string; item: string; shown: string }[]>(
      `SELECT c.code AS course, i.code AS item, COUNT(*) AS shown
       FROM course c JOIN course_version_item l ON l.course_version_id = c.current_version_id JOIN item i ON i.id = l.item_id
       JOIN attempt_item a ON a.item_id = i.id AND a.correct IS NOT NULL
       GROUP BY c.id, c.code, i.id, i.code HAVING COUNT(*) >= ? AND SUM(a.correct) = COUNT(*) ORDER BY c.code, i.code`,
      [EASY_AFTER],
    );
    return rows.map(({ course, item, shown }) => ({ course, item, shown: Number(shown) }));
  }
}
