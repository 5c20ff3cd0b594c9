import { AccessService } from '#libs/access';
import type { Actor } from '#libs/actor';
import { CourseService } from '#libs/courses';
import { Database, Gathered, insertRows, type Outcome, toBin } from '#libs/database';
import { Clock } from '#libs/time';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { GivenAnswer } from './attempt.rules.js';
import { Completer, type Completing } from './completer.js';
import { isFinished, type Route } from './enrollment.rules.js';
import { type CourseLesson, EnrollmentStore, standingOf } from './enrollment.store.js';
import type { ProofKind } from './evidence.rules.js';
import { NothingToAnswer, ProvedByAttempt, ProvedByAttendance } from './learning.errors.js';
import { Ledger, type LessonRecord, type OpenedEnrollment } from './ledger.js';
import { applyProgress, type Progress } from './progress.rules.js';
import { type Submitted, Submissions } from './submissions.js';

/** What may complete an enrollment. */
export type Act =
  | { readonly kind: 'progress'; readonly lessonId: string; readonly progress: Progress }
  | { readonly kind: 'answers'; readonly lessonId: string; readonly answers: readonly GivenAnswer[] }
  | { readonly kind: 'route'; readonly route: Route }
  | { readonly kind: 'version'; readonly versionId: string; readonly carried: ReadonlyMap<string, string> }
  | { readonly kind: 'attended'; readonly sessionId: string };

export interface EnrollmentStanding {
  readonly state: OpenedEnrollment['state'];
  readonly completion: { readonly id: string } | null;
}

export interface Done {
  readonly enrollment: OpenedEnrollment;
  readonly record: LessonRecord | null;
  readonly submitted: Submitted | null;
}

interface Call {
  readonly actor: Actor;
  readonly personId: string;
  readonly enrollmentId: string;
  readonly act: Act;
}

interface Proved {
  readonly enrollmentId: string;
  readonly kind: ProofKind;
  readonly sourceId: string;
}

/**
 * The transaction that may end in a completion. Learners who act at the same moment share one: locks, reads and writes
 * of all of them are one statement each, and they commit together or not at all.
 */
@Injectable()
export class Finishing {
  private readonly gathered = new Gathered<Call, Done>((calls) => this.together(calls), { groups: 2, size: 32 });

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly access: AccessService,
    private readonly courses: CourseService,
    private readonly store: EnrollmentStore,
    private readonly completer: Completer,
  ) {}

  /** The act of the enrollment's own person. @throws {NotFound} and what the act refuses */
  act(actor: Actor, enrollmentId: string, act: Act): Promise<Done> {
    return this.actFor(actor, this.access.requirePerson(actor), enrollmentId, act);
  }

  /** An act on another's enrollment, such as a roll call; the caller has made sure that they may. */
  async actFor(actor: Actor, personId: string, enrollmentId: string, act: Act): Promise<Done> {
    const call = { actor, personId, enrollmentId, act };
    if (!this.db.inTransaction) return this.gathered.call(call);
    const [outcome] = await this.together([call]);
    if (outcome === undefined || 'error' in outcome) throw outcome?.error;
    return outcome.value;
  }

  /** Several acts in the transaction under way; the first that is refused refuses all. */
  async actAll(calls: readonly Call[]): Promise<void> {
    const outcomes = await this.together(calls);
    for (const outcome of outcomes) if ('error' in outcome) throw outcome.error;
  }

  private together(calls: readonly Call[]): Promise<Outcome<Done>[]> {
    return this.db.run(async (tx) => {
      const ledger = await Ledger.open(tx, this.clock.now(), calls, true);
      const targets = calls.flatMap(({ enrollmentId, act }) =>
        act.kind === 'answers' ? [{ enrollmentId, lessonId: act.lessonId }] : [],
      );
      const submissions = await Submissions.load(tx, ledger.now, targets);
      const proofs: Proved[] = [];
      const moved = new Set<OpenedEnrollment>();
      const outcomes: Outcome<Done>[] = [];
      const actors = new Map<OpenedEnrollment, Actor>();
      for (const call of calls) {
        try {
          const enrollment = ledger.enrollment(call);
          outcomes.push({ value: await this.take(call, { ledger, submissions, proofs, moved, enrollment }) });
          actors.set(enrollment, call.actor);
        } catch (error) {
          outcomes.push({ error });
        }
      }
      await submissions.save();
      await ledger.save();
      await saveMoves(tx, ledger.now, moved);
      await insertRows(
        tx,
        'proof',
        ['enrollment_id', 'kind', 'source_id', 'at'],
        proofs.map(({ enrollmentId, kind, sourceId }) => [toBin(enrollmentId), kind, toBin(sourceId), ledger.now]),
        'ON DUPLICATE KEY UPDATE at = at',
      );
      await this.completer.completeAll(tx, await this.finished(ledger, actors), ledger.now);
      return outcomes;
    });
  }

  private async finished(ledger: Ledger, actors: ReadonlyMap<OpenedEnrollment, Actor>): Promise<Completing[]> {
    const finished: Completing[] = [];
    for (const [enrollment, actor] of actors) {
      if (enrollment.state !== 'active') continue;
      const content = await this.courses.getVersion(enrollment.versionId);
      const lessons = standingOf(content, enrollment.route, ledger.recordsOf(enrollment.id));
      if (isFinished(lessons)) finished.push({ actor, enrollment, content, lessons });
    }
    return finished;
  }

  private async take(
    { act }: Call,
    hand: {
      readonly ledger: Ledger;
      readonly submissions: Submissions;
      readonly proofs: Proved[];
      readonly moved: Set<OpenedEnrollment>;
      readonly enrollment: OpenedEnrollment;
    },
  ): Promise<Done> {
    const { ledger, enrollment } = hand;
    const done = (record: LessonRecord | null = null, submitted: Submitted | null = null): Done => ({
      enrollment,
      record,
      submitted,
    });
    switch (act.kind) {
      case 'progress': {
        const { lesson } = await this.store.lesson(enrollment, act.lessonId);
        refuseUnproved(lesson);
        const record = applyProgress(ledger, enrollment, act.lessonId, act.progress);
        ledger.finish(enrollment.id, act.lessonId, 'learner');
        return done(record);
      }
      case 'answers': {
        const submitted = await this.submit(act, hand);
        return done(ledger.record(enrollment.id, act.lessonId) ?? null, submitted);
      }
      case 'route':
        if (enrollment.state !== 'active' || enrollment.route === act.route) return done();
        enrollment.route = act.route;
        hand.moved.add(enrollment);
        return done();
      case 'version':
        if (enrollment.state !== 'active' || enrollment.versionId === act.versionId) return done();
        for (const [from, to] of act.carried) ledger.carry(enrollment.id, from, to);
        enrollment.versionId = act.versionId;
        hand.moved.add(enrollment);
        return done();
      case 'attended': {
        const content = await this.courses.getVersion(enrollment.versionId);
        for (const lesson of content.lessons.filter(({ kind }) => kind === 'live'))
          ledger.finish(enrollment.id, lesson.id, 'attendance');
        hand.proofs.push({ enrollmentId: enrollment.id, kind: 'live-session', sourceId: act.sessionId });
        return done();
      }
    }
  }

  private async submit(
    act: Extract<Act, { kind: 'answers' }>,
    {
      ledger,
      submissions,
      proofs,
      enrollment,
    }: { ledger: Ledger; submissions: Submissions; proofs: Proved[]; enrollment: OpenedEnrollment },
  ): Promise<Submitted> {
    const { content, lesson } = await this.store.lesson(enrollment, act.lessonId);
    const target = { enrollmentId: enrollment.id, lessonId: act.lessonId };
    if (lesson.content.kind !== 'quiz' && lesson.content.kind !== 'scenario') throw new NothingToAnswer();
    const submitted =
      lesson.content.kind === 'quiz'
        ? submissions.quiz(target, content, lesson.content.quiz, act.answers)
        : submissions.path(target, content, lesson.content.scenario, act.answers);
    const { attempt, fresh } = submitted;
    if (!fresh) return submitted;
    if (attempt.purpose === 'test-out') {
      if (attempt.passed) proofs.push({ enrollmentId: enrollment.id, kind: 'test-out', sourceId: attempt.id });
      return submitted;
    }
    ledger.touch(enrollment.id, act.lessonId);
    if (attempt.passed) ledger.finish(enrollment.id, act.lessonId, 'attempt');
    return submitted;
  }
}

/** A quiz or case is finished by its answers, a live part by its roll call: neither by saying so. */
function refuseUnproved({ kind }: Pick<CourseLesson, 'kind'>): void {
  if (kind === 'quiz' || kind === 'scenario') throw new ProvedByAttempt();
  if (kind === 'live') throw new ProvedByAttendance();
}

async function saveMoves(tx: EntityManager, now: Date, moved: ReadonlySet<OpenedEnrollment>): Promise<void> {
  for (const { id, route, versionId } of moved) {
    await tx.query(
      `UPDATE enrollment SET route = ?,
         moved_at = IF(course_version_id = ?, moved_at, ?),
         moved_from_version_id = IF(course_version_id = ?, moved_from_version_id, course_version_id),
         course_version_id = ? WHERE id = ?`,
      [route, toBin(versionId), now, toBin(versionId), toBin(versionId), toBin(id)],
    );
  }
}

export function standingView(enrollment: OpenedEnrollment): EnrollmentStanding {
  const { state, completionId } = enrollment;
  return { state, completion: state === 'completed' && completionId !== null ? { id: completionId } : null };
}
