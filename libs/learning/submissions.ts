import type { Scenario, ShownItem, VersionContent } from '#libs/courses';
import { fromBin, insertRows, newId, toBin } from '#libs/database';
import type { EntityManager } from 'typeorm';
import { type AttemptResult, attemptNumberOf, followPath, type GivenAnswer, scoreQuiz } from './attempt.rules.js';
import { TEST_OUT_PASSING } from './evidence.rules.js';
import { NoOpenAttempt } from './learning.errors.js';
import type { QuizSettings } from '#libs/courses';

export interface AttemptRecord {
  readonly id: string;
  readonly enrollmentId: string;
  readonly lessonId: string;
  readonly number: number;
  readonly purpose: 'lesson' | 'test-out';
  readonly shown: readonly ShownItem[];
  readonly answers: string | null;
  readonly result: AttemptResult | null;
  /** 0–1. */
  readonly score: number | null;
  readonly passed: boolean;
  readonly openedAt: Date;
  readonly dueAt: Date | null;
  readonly submittedAt: Date | null;
}

export interface Submitted {
  readonly attempt: AttemptRecord;
  /** False when it had been submitted before. */
  readonly fresh: boolean;
}

interface AttemptRow {
  id: Buffer;
  enrollment_id: Buffer;
  lesson_id: Buffer;
  number: number;
  purpose: AttemptRecord['purpose'];
  shown: string;
  answers: string | null;
  result: string | null;
  score: number | string | null;
  passed: number | null;
  opened_at: Date;
  due_at: Date | null;
  submitted_at: Date | null;
}

export const ATTEMPT = `SELECT id, enrollment_id, lesson_id, number, purpose, shown, answers, result, score, passed,
  opened_at, due_at, submitted_at FROM attempt`;

export function readAttempt(row: AttemptRow): AttemptRecord {
  return {
    id: fromBin(row.id),
    enrollmentId: fromBin(row.enrollment_id),
    lessonId: fromBin(row.lesson_id),
    number: row.number,
    purpose: row.purpose,
    shown: JSON.parse(row.shown) as ShownItem[],
    answers: row.answers,
    result: row.result === null ? null : (JSON.parse(row.result) as AttemptResult),
    score: row.score === null ? null : Number(row.score),
    passed: row.passed === 1,
    openedAt: row.opened_at,
    dueAt: row.due_at,
    submittedAt: row.submitted_at,
  };
}

export type { AttemptRow };

interface Target {
  readonly enrollmentId: string;
  readonly lessonId: string;
}

/** The attempts that a group of learners submits: read once, scored in memory, written once. */
export class Submissions {
  private readonly attempts = new Map<string, AttemptRecord[]>();
  private readonly fresh: { attempt: AttemptRecord; content: VersionContent }[] = [];

  private constructor(
    private readonly tx: EntityManager,
    private readonly now: Date,
  ) {}

  static async load(tx: EntityManager, now: Date, targets: readonly Target[]): Promise<Submissions> {
    const submissions = new Submissions(tx, now);
    if (targets.length === 0) return submissions;
    const rows = await tx.query<AttemptRow[]>(
      `${ATTEMPT} WHERE enrollment_id IN (?) AND lesson_id IN (?) ORDER BY number`,
      [
        [...new Set(targets.map(({ enrollmentId }) => enrollmentId))].map(toBin),
        [...new Set(targets.map(({ lessonId }) => lessonId))].map(toBin),
      ],
    );
    for (const row of rows) {
      const attempt = readAttempt(row);
      submissions.of(attempt).push(attempt);
    }
    return submissions;
  }

  /** @throws {NoOpenAttempt} {@link InvalidInput} naming the answer that is wrong */
  quiz(target: Target, content: VersionContent, settings: QuizSettings, answers: readonly GivenAnswer[]): Submitted {
    const number = attemptNumberOf(answers);
    const known = this.of(target);
    const attempt = known.findLast((candidate) => number === null || candidate.number === number);
    if (attempt === undefined) throw new NoOpenAttempt();
    if (attempt.submittedAt !== null) return { attempt, fresh: false };
    const passing = passingOf(settings, attempt.purpose);
    const scored = scoreQuiz(attempt.shown, attempt.number, content.document.items, answers, passing);
    const { items, score } = scored;
    // What comes late is scored and told, and does not pass: another attempt is open at once.
    const passed = scored.passed && !isLate(attempt, this.now);
    const given = JSON.stringify(answers);
    const done = { ...attempt, answers: given, result: { items, ending: null }, score, passed, submittedAt: this.now };
    known[known.indexOf(attempt)] = done;
    this.fresh.push({ attempt: done, content });
    return { attempt: done, fresh: true };
  }

  /** The same path as last time, sent again, is the attempt it was. @throws {InvalidInput} */
  path(target: Target, content: VersionContent, scenario: Scenario, answers: readonly GivenAnswer[]): Submitted {
    const result = { items: [], ending: followPath(scenario, answers) };
    const given = JSON.stringify(answers);
    const known = this.of(target);
    const last = known.at(-1);
    if (last?.answers === given) return { attempt: last, fresh: false };
    const attempt: AttemptRecord = {
      id: newId(),
      ...target,
      number: (last?.number ?? 0) + 1,
      purpose: 'lesson',
      shown: [],
      answers: given,
      result,
      score: null,
      passed: true,
      openedAt: this.now,
      dueAt: null,
      submittedAt: this.now,
    };
    known.push(attempt);
    this.fresh.push({ attempt, content });
    return { attempt, fresh: true };
  }

  async save(): Promise<void> {
    const columns = ['answers', 'result', 'score', 'passed', 'submitted_at'] as const;
    await insertRows(
      this.tx,
      'attempt',
      ['id', 'enrollment_id', 'lesson_id', 'number', 'purpose', 'shown', 'opened_at', ...columns],
      this.fresh.map(({ attempt }) => [
        toBin(attempt.id),
        toBin(attempt.enrollmentId),
        toBin(attempt.lessonId),
        attempt.number,
        attempt.purpose,
        JSON.stringify(attempt.shown),
        attempt.openedAt,
        attempt.answers,
        JSON.stringify(attempt.result),
        attempt.score,
        attempt.passed ? 1 : 0,
        attempt.submittedAt,
      ]),
      `ON DUPLICATE KEY UPDATE ${columns.map((column) => `${column} = VALUES(${column})`).join(', ')}`,
    );
    await insertRows(
      this.tx,
      'attempt_item',
      ['attempt_id', 'item_id', 'course_version_id', 'correct'],
      this.fresh.flatMap(({ attempt, content }) =>
        (attempt.result?.items ?? []).flatMap(({ code, correct }) => {
          const itemId = content.itemIds.get(code);
          if (itemId === undefined) return [];
          return [[toBin(attempt.id), toBin(itemId), toBin(content.id), correct === null ? null : correct ? 1 : 0]];
        }),
      ),
    );
    this.fresh.length = 0;
  }

  private of({ enrollmentId, lessonId }: Target): AttemptRecord[] {
    const key = `${enrollmentId} ${lessonId}`;
    const list = this.attempts.get(key) ?? [];
    this.attempts.set(key, list);
    return list;
  }
}

/** The network may take its time: what was handed in at the last moment is in time. */
const GRACE_MS = 60_000;

export function isLate({ dueAt }: Pick<AttemptRecord, 'dueAt'>, at: Date): boolean {
  return dueAt !== null && at.getTime() > dueAt.getTime() + GRACE_MS;
}

/** Share of right answers that passes; null where nothing is graded. */
export function passingOf(settings: QuizSettings, purpose: AttemptRecord['purpose']): number | null {
  if (purpose === 'test-out') return Math.max(TEST_OUT_PASSING, settings.passing ?? 0);
  return settings.purpose === 'pre' ? null : (settings.passing ?? 0);
}
