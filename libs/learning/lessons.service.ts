import { AccessService } from '#libs/access';
import type { Actor } from '#libs/actor';
import { CourseService, type Film, type LessonView, type QuizView } from '#libs/courses';
import type { Language } from '#libs/language';
import { AccommodationService } from '#libs/people';
import { Injectable } from '@nestjs/common';
import { AttemptService } from './attempts.service.js';
import { Beats } from './beats.js';
import type { LessonState } from './enrollment.rules.js';
import { EnrollmentStore } from './enrollment.store.js';
import { type EnrollmentStanding, Finishing, standingView } from './finishing.js';
import type { Progress } from './progress.rules.js';
import { covered } from './span.rules.js';

export interface ProgressAnswer {
  state: LessonState;
  engagedSeconds: number;
  /** Seconds of a film that were played. */
  watchedSeconds: number;
  enrollment: EnrollmentStanding;
}

/** Learning a lesson: what it shows, and how far one is. */
@Injectable()
export class LessonService {
  constructor(
    private readonly access: AccessService,
    private readonly courses: CourseService,
    private readonly accommodations: AccommodationService,
    private readonly store: EnrollmentStore,
    private readonly attempts: AttemptService,
    private readonly beats: Beats,
    private readonly finishing: Finishing,
  ) {}

  /**
   * A lesson as the player shows it, in the language asked for. A quiz comes with its open attempt, drawn now where there
   * is none; right answers and feedback are not in it.
   *
   * @param asked whether in easy Korean; what the person has set where it is not said
   * @throws {NotFound}
   */
  async content(
    actor: Actor,
    enrollmentId: string,
    lessonId: string,
    language: Language,
    asked?: boolean,
  ): Promise<LessonView & { id: string; quiz: QuizView | null }> {
    const personId = this.access.requirePerson(actor);
    const enrollment = await this.store.get(personId, enrollmentId);
    const { content, lesson } = await this.store.lesson(enrollment, lessonId);
    const easy = asked ?? (await this.accommodations.of(personId)).easyKorean;
    const view = await this.courses.lessonView(content.id, lesson.slug, language, easy);
    const quiz = lesson.kind === 'quiz' ? await this.attempts.open(enrollment, lessonId, language) : null;
    return { ...view, id: lessonId, quiz };
  }

  /** The film of a lesson that one is enrolled in. @throws {NotFound} also for somebody else's */
  async film(actor: Actor, enrollmentId: string, lessonId: string): Promise<Film> {
    const { content, lesson } = await this.enrolled(actor, enrollmentId, lessonId);
    return this.courses.film(content.id, lesson.slug);
  }

  /** @throws {NotFound} also for somebody else's */
  async captions(actor: Actor, enrollmentId: string, lessonId: string, language: Language): Promise<string> {
    const { content, lesson } = await this.enrolled(actor, enrollmentId, lessonId);
    return this.courses.captions(content.id, lesson.slug, language);
  }

  private async enrolled(actor: Actor, enrollmentId: string, lessonId: string) {
    const enrollment = await this.store.get(this.access.requirePerson(actor), enrollmentId);
    return this.store.lesson(enrollment, lessonId);
  }

  /**
   * Records a sign of life in a lesson, where to resume, what of a film was played, and that a reading is done. Calls
   * that come twice, late or from several tabs are all safe.
   * @throws {NotFound} {@link ProvedByAttempt} {@link ProvedByAttendance}
   */
  async progress(actor: Actor, enrollmentId: string, lessonId: string, progress: Progress): Promise<ProgressAnswer> {
    const personId = this.access.requirePerson(actor);
    const { enrollment, record } =
      progress.done === true
        ? await this.finishing.act(actor, enrollmentId, { kind: 'progress', lessonId, progress })
        : await this.beats.beat({ personId, enrollmentId, lessonId, progress });
    return {
      state: record?.state ?? 'not-started',
      engagedSeconds: Math.floor((record?.engagedMs ?? 0) / 1000),
      watchedSeconds: Math.floor(covered(record?.watched ?? [])),
      enrollment: standingView(enrollment),
    };
  }
}
