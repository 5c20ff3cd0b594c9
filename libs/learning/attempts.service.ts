import { AccessService } from '#libs/access';
import type { Actor } from '#libs/actor';
import { CONFIG, type Config } from '#libs/config';
import {
  drawQuiz,
  type QuizSettings,
  type QuizView,
  type Random,
  type VersionContent,
  viewQuizItems,
} from '#libs/courses';
import { Database, fromBin, insertRows, newId, toBin } from '#libs/database';
import type { Language } from '#libs/language';
import { AccommodationService } from '#libs/people';
import { Clock } from '#libs/time';
import { Inject, Injectable } from '@nestjs/common';
import { randomInt } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { allowedMinutes, type GivenAnswer } from './attempt.rules.js';
import { type ItemFeedback, type EndingView, viewEnding, viewFeedback } from './attempt.view.js';
import type { LessonState } from './enrollment.rules.js';
import { type CourseLesson, EnrollmentStore, lessonsOf } from './enrollment.store.js';
import { type EnrollmentStanding, Finishing, standingView } from './finishing.js';
import { NothingToAnswer, NothingUnseen } from './learning.errors.js';
import { Ledger, type OpenedEnrollment } from './ledger.js';
import { ATTEMPT, type AttemptRecord, type AttemptRow, isLate, passingOf, readAttempt } from './submissions.js';

export interface SubmittedAttempt {
  number: number;
  purpose: AttemptRecord['purpose'];
  /** 0–1; null where nothing is graded. */
  score: number | null;
  passed: boolean;
  /** Handed in after its time: scored, and not passed. */
  late: boolean;
  items: ItemFeedback[];
  ending: EndingView | null;
  lesson: { state: LessonState };
  enrollment: EnrollmentStanding;
}

interface Target {
  readonly enrollment: OpenedEnrollment;
  readonly content: VersionContent;
  readonly lesson: CourseLesson;
  readonly purpose: AttemptRecord['purpose'];
}

const YEAR_MS = 365.25 * 86_400_000;
const random: Random = (below) => randomInt(below);

/** Quizzes and scenarios: what was shown, what was answered, what became of it. */
@Injectable()
export class AttemptService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly access: AccessService,
    private readonly store: EnrollmentStore,
    private readonly finishing: Finishing,
    private readonly accommodations: AccommodationService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The open attempt of a quiz as it may be seen before it is submitted, drawn now where there is none. */
  async open(enrollment: OpenedEnrollment, lessonId: string, language: Language): Promise<QuizView> {
    const { content, lesson } = await this.store.lesson(enrollment, lessonId);
    return this.opened({ enrollment, content, lesson, purpose: 'lesson' }, language);
  }

  /**
   * Opens a test-out: the course's final quiz, drawn from items that the person has not seen. Passing it is a proof
   * beside the course, before or after its end. @throws {NotFound} {@link NothingToAnswer} {@link NothingUnseen}
   */
  async openTestOut(
    actor: Actor,
    enrollmentId: string,
    language: Language,
  ): Promise<QuizView & { readonly lessonId: string }> {
    const enrollment = await this.store.get(this.access.requirePerson(actor), enrollmentId);
    const { content, lesson } = await this.finalQuiz(enrollment);
    const view = await this.opened({ enrollment, content, lesson, purpose: 'test-out' }, language);
    return { ...view, lessonId: lesson.id };
  }

  /** Whether there are enough unseen items for a test-out. */
  async canTestOut(enrollment: OpenedEnrollment, content: VersionContent): Promise<boolean> {
    const lesson = lessonsOf(content).find(isFinalQuiz);
    if (lesson?.content.kind !== 'quiz') return false;
    const seen = await this.seenItems(this.db, enrollment.personId, content);
    return unseen(content, lesson.content.quiz, seen) !== null;
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
    const done = await this.finishing.act(actor, enrollmentId, { kind: 'answers', lessonId, answers });
    const { content, lesson } = await this.store.lesson(done.enrollment, lessonId);
    const attempt = done.submitted?.attempt;
    if (attempt === undefined) throw new NothingToAnswer();
    return {
      number: attempt.number,
      purpose: attempt.purpose,
      score: lesson.content.kind === 'quiz' ? gradeOf(attempt, lesson.content.quiz) : null,
      passed: attempt.passed,
      late: attempt.submittedAt !== null && isLate(attempt, attempt.submittedAt),
      items: viewFeedback(content.document, attempt.result?.items ?? [], attempt.shown, attempt.number, language),
      ending: viewEnding(content.document, lesson.slug, attempt.result?.ending ?? null, language),
      lesson: { state: done.record?.state ?? 'not-started' },
      enrollment: standingView(done.enrollment),
    };
  }

  private async finalQuiz(enrollment: OpenedEnrollment): Promise<{ content: VersionContent; lesson: CourseLesson }> {
    const [first] = await this.store.standing(enrollment);
    if (first === undefined) throw new NothingToAnswer();
    const { content } = await this.store.lesson(enrollment, first.id);
    const lesson = lessonsOf(content).find(isFinalQuiz);
    if (lesson === undefined) throw new NothingToAnswer();
    return { content, lesson };
  }

  private async opened(target: Target, language: Language): Promise<QuizView> {
    const { content, lesson, purpose } = target;
    if (lesson.content.kind !== 'quiz') throw new NothingToAnswer();
    const settings = lesson.content.quiz;
    const known = await this.attemptsOf(this.db, target);
    const open = openIn(known, purpose) ?? (await this.drawOnce(target, settings));
    const last = known.findLast((attempt) => attempt.submittedAt !== null && attempt.purpose === purpose);
    return {
      purpose: settings.purpose,
      passing: passingOf(settings, purpose),
      dueAt: open.dueAt,
      attempt: open.number,
      items: viewQuizItems(content.document, [...open.shown], open.number, language),
      last: last === undefined ? null : { number: last.number, score: gradeOf(last, settings), passed: last.passed },
    };
  }

  /** Two tabs open the same attempt: one draws it, the other waits for the lock and then finds it. */
  private drawOnce(target: Target, settings: QuizSettings): Promise<AttemptRecord> {
    return this.db.run(async (tx) => {
      const { enrollment, purpose } = target;
      await Ledger.open(tx, this.clock.now(), [{ personId: enrollment.personId, enrollmentId: enrollment.id }], false);
      const known = await this.attemptsOf(tx, target);
      return openIn(known, purpose) ?? this.draw(tx, target, settings, (known.at(-1)?.number ?? 0) + 1);
    });
  }

  private async draw(
    tx: EntityManager,
    { enrollment, content, lesson, purpose }: Target,
    settings: QuizSettings,
    number: number,
  ): Promise<AttemptRecord> {
    const seen = await this.seenItems(tx, enrollment.personId, content);
    const bank = purpose === 'lesson' ? content.document.items : unseen(content, settings, seen);
    if (bank === null) throw new NothingUnseen();
    const openedAt = this.clock.now();
    const attempt: AttemptRecord = {
      id: newId(),
      enrollmentId: enrollment.id,
      lessonId: lesson.id,
      number,
      purpose,
      shown: drawQuiz(settings, bank, seen, random, await this.askedBefore(tx, enrollment, content, settings)),
      answers: null,
      result: null,
      score: null,
      passed: false,
      openedAt,
      dueAt: await this.dueAt(enrollment.personId, settings, openedAt),
      submittedAt: null,
    };
    await insertRows(
      tx,
      'attempt',
      ['id', 'enrollment_id', 'lesson_id', 'number', 'purpose', 'shown', 'opened_at', 'due_at'],
      [
        [
          toBin(attempt.id),
          toBin(enrollment.id),
          toBin(lesson.id),
          number,
          purpose,
          JSON.stringify(attempt.shown),
          attempt.openedAt,
          attempt.dueAt,
        ],
      ],
    );
    const itemIds = attempt.shown.flatMap(({ code }) => content.itemIds.get(code) ?? []);
    await insertRows(
      tx,
      'item_shown',
      ['person_id', 'item_id', 'shown_at'],
      itemIds.map((itemId) => [toBin(enrollment.personId), toBin(itemId), attempt.openedAt]),
      'ON DUPLICATE KEY UPDATE shown_at = VALUES(shown_at)',
    );
    return attempt;
  }

  /** Pairs that the pre-test of this enrollment asked. */
  private async askedBefore(
    tx: EntityManager,
    enrollment: OpenedEnrollment,
    content: VersionContent,
    settings: QuizSettings,
  ): Promise<Set<string>> {
    const pre = lessonsOf(content).filter(
      (lesson) => lesson.content.kind === 'quiz' && lesson.content.quiz.purpose === 'pre',
    );
    if (settings.purpose !== 'final' || pre.length === 0) return new Set();
    const rows = await tx.query<AttemptRow[]>(`${ATTEMPT} WHERE enrollment_id = ? AND lesson_id IN (?)`, [
      toBin(enrollment.id),
      pre.map(({ id }) => toBin(id)),
    ]);
    const codes = new Set(rows.flatMap((row) => readAttempt(row).shown.map(({ code }) => code)));
    return new Set(content.document.items.filter(({ code }) => codes.has(code)).map(({ pair }) => pair));
  }

  private async dueAt(personId: string, { timeLimit }: QuizSettings, openedAt: Date): Promise<Date | null> {
    if (timeLimit === undefined) return null;
    const minutes = allowedMinutes(timeLimit, await this.accommodations.of(personId));
    return minutes === null ? null : new Date(openedAt.getTime() + minutes * 60_000);
  }

  private async attemptsOf(db: Pick<Database, 'query'>, { enrollment, lesson }: Target): Promise<AttemptRecord[]> {
    const rows = await db.query<AttemptRow[]>(`${ATTEMPT} WHERE enrollment_id = ? AND lesson_id = ? ORDER BY number`, [
      toBin(enrollment.id),
      toBin(lesson.id),
    ]);
    return rows.map(readAttempt);
  }

  /** Codes of the items that the person has met in the years in which an item rests. */
  private async seenItems(
    db: Pick<Database, 'query'>,
    personId: string,
    content: VersionContent,
  ): Promise<Set<string>> {
    const ids = [...content.itemIds.values()].map(toBin);
    if (ids.length === 0) return new Set();
    const since = new Date(this.clock.now().getTime() - this.config.MADANG_ITEM_REST_YEARS * YEAR_MS);
    const rows = await db.query<{ item_id: Buffer }[]>(
      'SELECT item_id FROM item_shown WHERE person_id = ? AND item_id IN (?) AND shown_at > ?',
      [toBin(personId), ids, since],
    );
    const seen = new Set(rows.map((row) => fromBin(row.item_id)));
    return new Set([...content.itemIds].flatMap(([code, id]) => (seen.has(id) ? [code] : [])));
  }
}

function openIn(attempts: readonly AttemptRecord[], purpose: AttemptRecord['purpose']): AttemptRecord | undefined {
  return attempts.findLast((attempt) => attempt.submittedAt === null && attempt.purpose === purpose);
}

function isFinalQuiz({ content }: CourseLesson): boolean {
  return content.kind === 'quiz' && content.quiz.purpose === 'final';
}

/** Items of pairs of which the person has seen none; null where they are fewer than the quiz draws. */
function unseen(
  { document }: VersionContent,
  settings: QuizSettings,
  seen: ReadonlySet<string>,
): VersionContent['document']['items'] | null {
  const fresh = document.items.filter(
    ({ form, kind, code }) =>
      form !== 'follow-up' && kind !== 'argued-case' && kind !== 'rating-scale' && !seen.has(code),
  );
  return new Set(fresh.map(({ pair }) => pair)).size >= settings.draw ? fresh : null;
}

/** A pre-test is kept for what the course gains, and never shown as a grade. */
function gradeOf({ purpose, score }: AttemptRecord, settings: QuizSettings): number | null {
  return purpose === 'lesson' && settings.purpose === 'pre' ? null : score;
}
