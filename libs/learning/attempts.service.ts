import { AccessService } from '#libs/access';
import type { Actor } from '#libs/actor';
import {
  drawQuiz,
  type QuizSettings,
  type QuizView,
  type Random,
  type ShownItem,
  type VersionContent,
  viewQuizItems,
} from '#libs/courses';
import { Database, fromBin, insertRows, newId, toBin } from '#libs/database';
import type { Language } from '#libs/language';
import { Clock } from '#libs/time';
import { Injectable } from '@nestjs/common';
import { randomInt } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { type AttemptResult, attemptNumberOf, followPath, type GivenAnswer, scoreQuiz } from './attempt.rules.js';
import { type ItemFeedback, type EndingView, viewEnding, viewFeedback } from './attempt.view.js';
import { Completer, type EnrollmentStanding } from './completer.js';
import type { LessonState } from './enrollment.rules.js';
import { EnrollmentStore, type OpenedEnrollment } from './enrollment.store.js';
import { NoOpenAttempt, NothingToAnswer } from './learning.errors.js';
import { moveLesson } from './progress.writes.js';

export interface SubmittedAttempt {
  number: number;
  /** 0–1; null where nothing is graded. */
  score: number | null;
  passed: boolean;
  items: ItemFeedback[];
  ending: EndingView | null;
  lesson: { state: LessonState };
  enrollment: EnrollmentStanding;
}

interface AttemptRow {
  id: Buffer;
  number: number;
  shown: string;
  result: string | null;
  score: number | string | null;
  passed: number | null;
  submitted_at: Date | null;
}

interface Target {
  enrollment: OpenedEnrollment;
  content: VersionContent;
  lessonId: string;
}

const ATTEMPT = `SELECT id, number, shown, result, score, passed, submitted_at FROM attempt
  WHERE enrollment_id = ? AND lesson_id = ?`;

const random: Random = (below) => randomInt(below);

/** Quizzes and scenarios: what was shown, what was answered, what became of it. */
@Injectable()
export class AttemptService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly access: AccessService,
    private readonly store: EnrollmentStore,
    private readonly completer: Completer,
  ) {}

  /** The open attempt of a quiz as it may be seen before it is submitted, drawn now where there is none. */
  async open(enrollment: OpenedEnrollment, lessonId: string, language: Language): Promise<QuizView> {
    const { content, lesson } = await this.store.lesson(enrollment, lessonId);
    const settings = quizOf(content, lesson.slug);
    const open = await this.db.run(async (tx) => {
      const [last] = await tx.query<AttemptRow[]>(
        `${ATTEMPT} ORDER BY number DESC LIMIT 1`,
        keys(enrollment.id, lessonId),
      );
      if (last?.submitted_at === null) return last;
      // Two tabs open the same attempt: one draws it, the other waits here and then finds it.
      await this.store.lock(tx, enrollment.personId, enrollment.id);
      const [now] = await tx.query<AttemptRow[]>(
        `${ATTEMPT} ORDER BY number DESC LIMIT 1`,
        keys(enrollment.id, lessonId),
      );
      if (now?.submitted_at === null) return now;
      return this.draw(tx, { enrollment, content, lessonId }, settings, (now?.number ?? 0) + 1);
    });
    const [last] = await this.db.query<AttemptRow[]>(
      `${ATTEMPT} AND submitted_at IS NOT NULL ORDER BY number DESC LIMIT 1`,
      keys(enrollment.id, lessonId),
    );
    return {
      purpose: settings.purpose,
      passing: settings.purpose === 'pre' ? null : (settings.passing ?? 0),
      attempt: open.number,
      items: viewQuizItems(content.document, JSON.parse(open.shown) as ShownItem[], open.number, language),
      last:
        last === undefined ? null : { number: last.number, score: gradeOf(last, settings), passed: last.passed === 1 },
    };
  }

  /**
   * Submits a quiz's answers or a scenario's path. The same attempt submitted again gets the result it had.
   *
   * @throws {NotFound} {@link NothingToAnswer} {@link NoOpenAttempt} {@link InvalidInput} naming the answer that is wrong
   */
  async submit(
    actor: Actor,
    enrollmentId: string,
    lessonId: string,
    answers: readonly GivenAnswer[],
    language: Language,
  ): Promise<SubmittedAttempt> {
    const personId = this.access.requirePerson(actor);
    return this.db.run(async (tx) => {
      const enrollment = await this.store.lockForCompletion(tx, personId, enrollmentId);
      const { content, lesson } = await this.store.lesson(enrollment, lessonId);
      const target = { enrollment, content, lessonId };
      const done =
        lesson.kind === 'quiz'
          ? await this.submitQuiz(tx, target, lesson.slug, answers)
          : await this.submitPath(tx, target, lesson.slug, answers);
      if (done.fresh)
        await moveLesson(tx, enrollmentId, lessonId, { done: done.row.passed === 1, at: this.clock.now() });
      const standing = await this.completer.completeIfFinished(tx, actor, enrollment);
      const state = (await this.store.standing(enrollment)).find(({ id }) => id === lessonId)?.state ?? 'in-progress';
      const result = JSON.parse(done.row.result ?? '{}') as AttemptResult;
      return {
        number: done.row.number,
        score: lesson.kind === 'quiz' ? gradeOf(done.row, quizOf(content, lesson.slug)) : null,
        passed: done.row.passed === 1,
        items: viewFeedback(
          content.document,
          result.items,
          JSON.parse(done.row.shown) as ShownItem[],
          done.row.number,
          language,
        ),
        ending: viewEnding(content.document, lesson.slug, result.ending, language),
        lesson: { state },
        enrollment: standing,
      };
    });
  }

  private async submitQuiz(
    tx: EntityManager,
    { enrollment, content, lessonId }: Target,
    slug: string,
    answers: readonly GivenAnswer[],
  ): Promise<{ row: AttemptRow; fresh: boolean }> {
    const settings = quizOf(content, slug);
    const number = attemptNumberOf(answers);
    const [row] = await tx.query<AttemptRow[]>(
      `${ATTEMPT} AND (? IS NULL OR number = ?) ORDER BY number DESC LIMIT 1`,
      [...keys(enrollment.id, lessonId), number, number],
    );
    if (row === undefined) throw new NoOpenAttempt();
    if (row.submitted_at !== null) return { row, fresh: false };
    const passing = settings.purpose === 'pre' ? null : (settings.passing ?? 0);
    const shown = JSON.parse(row.shown) as ShownItem[];
    const { items, score, passed } = scoreQuiz(shown, row.number, content.document.items, answers, passing);
    const result = JSON.stringify({ items, ending: null } satisfies AttemptResult);
    const at = this.clock.now();
    await tx.query('UPDATE attempt SET answers = ?, result = ?, score = ?, passed = ?, submitted_at = ? WHERE id = ?', [
      JSON.stringify(answers),
      result,
      score,
      passed ? 1 : 0,
      at,
      row.id,
    ]);
    return { row: { ...row, result, score, passed: passed ? 1 : 0, submitted_at: at }, fresh: true };
  }

  private async submitPath(
    tx: EntityManager,
    { enrollment, content, lessonId }: Target,
    slug: string,
    answers: readonly GivenAnswer[],
  ): Promise<{ row: AttemptRow; fresh: boolean }> {
    const lesson = content.document.lessons.find((candidate) => candidate.slug === slug);
    if (lesson?.kind !== 'scenario') throw new NothingToAnswer();
    const result = JSON.stringify({ items: [], ending: followPath(lesson.scenario, answers) } satisfies AttemptResult);
    const [last] = await tx.query<AttemptRow[]>(
      `${ATTEMPT} ORDER BY number DESC LIMIT 1`,
      keys(enrollment.id, lessonId),
    );
    const at = this.clock.now();
    const row = {
      id: toBin(newId()),
      number: (last?.number ?? 0) + 1,
      shown: '[]',
      result,
      score: null,
      passed: 1,
      submitted_at: at,
    };
    await tx.query(
      `INSERT INTO attempt (id, enrollment_id, lesson_id, number, shown, answers, result, passed, opened_at, submitted_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [row.id, ...keys(enrollment.id, lessonId), row.number, row.shown, JSON.stringify(answers), result, 1, at, at],
    );
    return { row, fresh: true };
  }

  private async draw(tx: EntityManager, target: Target, settings: QuizSettings, number: number): Promise<AttemptRow> {
    const { enrollment, content, lessonId } = target;
    const seen = await this.seenItems(tx, enrollment.personId, content);
    const shown = drawQuiz(settings, content.document.items, seen, random);
    const at = this.clock.now();
    const id = toBin(newId());
    await insertRows(
      tx,
      'attempt',
      ['id', 'enrollment_id', 'lesson_id', 'number', 'shown', 'opened_at'],
      [[id, ...keys(enrollment.id, lessonId), number, JSON.stringify(shown), at]],
    );
    const itemIds = shown.flatMap(({ code }) => content.itemIds.get(code) ?? []);
    await insertRows(
      tx,
      'item_shown',
      ['person_id', 'item_id', 'shown_at'],
      itemIds.map((itemId) => [toBin(enrollment.personId), toBin(itemId), at]),
      'ON DUPLICATE KEY UPDATE shown_at = VALUES(shown_at)',
    );
    return { id, number, shown: JSON.stringify(shown), result: null, score: null, passed: null, submitted_at: null };
  }

  private async seenItems(tx: EntityManager, personId: string, content: VersionContent): Promise<Set<string>> {
    const ids = [...content.itemIds.values()].map(toBin);
    if (ids.length === 0) return new Set();
    const rows = await tx.query<{ item_id: Buffer }[]>(
      'SELECT item_id FROM item_shown WHERE person_id = ? AND item_id IN (?)',
      [toBin(personId), ids],
    );
    const seen = new Set(rows.map((row) => fromBin(row.item_id)));
    return new Set([...content.itemIds].flatMap(([code, id]) => (seen.has(id) ? [code] : [])));
  }
}

function keys(enrollmentId: string, lessonId: string): [Buffer, Buffer] {
  return [toBin(enrollmentId), toBin(lessonId)];
}

function quizOf(content: VersionContent, slug: string): QuizSettings {
  const lesson = content.document.lessons.find((candidate) => candidate.slug === slug);
  if (lesson?.kind !== 'quiz') throw new NothingToAnswer();
  return lesson.quiz;
}

/** A pre-test is kept for what the course gains, and never shown as a grade. */
function gradeOf(row: AttemptRow, settings: QuizSettings): number | null {
  return settings.purpose === 'pre' || row.score === null ? null : Number(row.score);
}
