import { AccessService } from '#libs/access';
import type { Actor } from '#libs/actor';
import { CourseService, type LessonView, type QuizView } from '#libs/courses';
import { Database, toBin } from '#libs/database';
import type { Language } from '#libs/language';
import { Clock } from '#libs/time';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AttemptService } from './attempts.service.js';
import { Completer, type EnrollmentStanding } from './completer.js';
import { engagedSince, type ProgressEvent } from './engagement.rules.js';
import type { LessonState } from './enrollment.rules.js';
import { EnrollmentStore } from './enrollment.store.js';
import { ProvedByAttempt } from './learning.errors.js';
import { moveLesson } from './progress.writes.js';

export interface Progress {
  event: ProgressEvent;
  /** A reading or reflection is finished; it cannot be unfinished. */
  done?: boolean | undefined;
  position?: string | undefined;
}

export interface ProgressAnswer {
  state: LessonState;
  engagedSeconds: number;
  enrollment: EnrollmentStanding;
}

/** Learning a lesson: what it shows, and how far one is. */
@Injectable()
export class LessonService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly access: AccessService,
    private readonly courses: CourseService,
    private readonly store: EnrollmentStore,
    private readonly attempts: AttemptService,
    private readonly completer: Completer,
  ) {}

  /**
   * A lesson as the player shows it, in the language asked for. A quiz comes with its open attempt, drawn now where there
   * is none; right answers and feedback are not in it. @throws {NotFound}
   */
  async content(
    actor: Actor,
    enrollmentId: string,
    lessonId: string,
    language: Language,
  ): Promise<LessonView & { id: string; quiz: QuizView | null }> {
    const enrollment = await this.store.get(this.access.requirePerson(actor), enrollmentId);
    const { content, lesson } = await this.store.lesson(enrollment, lessonId);
    const view = await this.courses.lessonView(content.id, lesson.slug, language);
    const quiz = lesson.kind === 'quiz' ? await this.attempts.open(enrollment, lessonId, language) : null;
    return { ...view, id: lessonId, quiz };
  }

  /**
   * Records a sign of life in a lesson, where to resume, and that a reading is done. Calls that come twice, late or from
   * several tabs are all safe. @throws {NotFound} {@link ProvedByAttempt}
   */
  async progress(actor: Actor, enrollmentId: string, lessonId: string, progress: Progress): Promise<ProgressAnswer> {
    const personId = this.access.requirePerson(actor);
    const done = progress.done === true;
    return this.db.run(async (tx) => {
      const enrollment = done
        ? await this.store.lockForCompletion(tx, personId, enrollmentId)
        : await this.store.lock(tx, personId, enrollmentId);
      const { lesson } = await this.store.lesson(enrollment, lessonId);
      if (done && (lesson.kind === 'quiz' || lesson.kind === 'scenario')) throw new ProvedByAttempt();
      const at = this.clock.now();
      const { creditMs, lastBeatAt } = engagedSince(enrollment.lastBeatAt, at, progress.event);
      await moveLesson(tx, enrollmentId, lessonId, { engagedMs: creditMs, position: progress.position, done, at });
      await tx.query('UPDATE enrollment SET last_beat_at = ? WHERE id = ?', [lastBeatAt, toBin(enrollmentId)]);
      const standing = done
        ? await this.completer.completeIfFinished(tx, actor, enrollment)
        : await this.completer.standingOf(enrollment);
      return { ...(await lessonState(tx, enrollmentId, lessonId)), enrollment: standing };
    });
  }
}

async function lessonState(
  tx: EntityManager,
  enrollmentId: string,
  lessonId: string,
): Promise<{ state: LessonState; engagedSeconds: number }> {
  const [row] = await tx.query<{ state: 'in-progress' | 'done'; engaged_ms: number }[]>(
    'SELECT state, engaged_ms FROM lesson_progress WHERE enrollment_id = ? AND lesson_id = ?',
    [toBin(enrollmentId), toBin(lessonId)],
  );
  return { state: row?.state ?? 'not-started', engagedSeconds: Math.floor((row?.engaged_ms ?? 0) / 1000) };
}
