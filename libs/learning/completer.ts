import type { Actor } from '#libs/actor';
import { Audit } from '#libs/audit';
import { CourseService } from '#libs/courses';
import { Database, fromBin, newId, toBin } from '#libs/database';
import { faultPoint } from '#libs/faults';
import { Outbox } from '#libs/jobs';
import { CreditService, type GrantedCredit } from '#libs/mandates';
import { type MembershipFact, PeopleService, UnitService } from '#libs/people';
import { Clock, localDateOf } from '#libs/time';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { basisLines, type FrozenCompletion, organisationName } from './completion.rules.js';
import { isFinished } from './enrollment.rules.js';
import { EnrollmentStore, type LessonStanding, type OpenedEnrollment } from './enrollment.store.js';
import { evidenceOf } from './evidence.rules.js';
import { NoIssuer } from './learning.errors.js';

export interface EnrollmentStanding {
  state: OpenedEnrollment['state'];
  completion: { id: string } | null;
}

/** Ends enrollments. Called within the transaction that finished a lesson and holds person and enrollment. */
@Injectable()
export class Completer {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    private readonly people: PeopleService,
    private readonly units: UnitService,
    private readonly courses: CourseService,
    private readonly credits: CreditService,
    private readonly store: EnrollmentStore,
  ) {}

  async standingOf(enrollment: OpenedEnrollment): Promise<EnrollmentStanding> {
    if (enrollment.state !== 'completed') return { state: enrollment.state, completion: null };
    const [row] = await this.db.query<{ id: Buffer }[]>('SELECT id FROM completion WHERE enrollment_id = ?', [
      toBin(enrollment.id),
    ]);
    return { state: enrollment.state, completion: row === undefined ? null : { id: fromBin(row.id) } };
  }

  /**
   * Completes the enrollment when every required lesson is done: the completion with what its certificate will say, the
   * credit and the obligations it fulfils, the promise of the certificate and the audit row commit together, or none.
   */
  async completeIfFinished(tx: EntityManager, actor: Actor, enrollment: OpenedEnrollment): Promise<EnrollmentStanding> {
    if (enrollment.state !== 'active') return this.standingOf(enrollment);
    const lessons = await this.store.standing(enrollment);
    if (!isFinished(lessons)) return { state: enrollment.state, completion: null };
    const id = await this.complete(tx, actor, enrollment, lessons);
    return { state: 'completed', completion: { id } };
  }

  private async complete(
    tx: EntityManager,
    actor: Actor,
    enrollment: OpenedEnrollment,
    lessons: readonly LessonStanding[],
  ): Promise<string> {
    const now = this.clock.now();
    const completionId = newId();
    const { document } = await this.courses.getVersion(enrollment.versionId);
    const purposes = new Map(
      document.lessons.map((lesson) => [lesson.slug, lesson.kind === 'quiz' ? lesson.quiz.purpose : undefined]),
    );
    const evidence = evidenceOf(
      lessons
        .filter((lesson) => lesson.required)
        .map((lesson) => ({ ...lesson, purpose: purposes.get(lesson.slug), done: lesson.state === 'done' })),
    );
    const { minutes, mode, method, topics } = document.credit;
    const credit = await this.credits.grant(actor, {
      bearer: { kind: 'person', id: enrollment.personId },
      source: { kind: 'completion', id: completionId },
      minutes,
      times: 1,
      mode,
      method,
      topics,
      course: document.code,
      title: document.title,
      evidence: evidence.grade,
      earnedOn: localDateOf(now, this.clock.zone),
    });
    const frozen = await this.freeze(tx, enrollment, credit, now);
    await tx.query(
      `UPDATE enrollment SET state = 'completed', active_course_id = NULL, completed_at = ? WHERE id = ?`,
      [now, toBin(enrollment.id)],
    );
    faultPoint('learning.in-completion');
    await tx.query(
      `INSERT INTO completion (id, enrollment_id, person_id, course_version_id, credit_id, evidence, evidence_reasons,
         completed_on, completed_at, frozen) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [
        toBin(completionId),
        toBin(enrollment.id),
        toBin(enrollment.personId),
        toBin(enrollment.versionId),
        toBin(credit.creditId),
        evidence.grade,
        JSON.stringify(evidence.reasons),
        frozen.completedOn,
        now,
        JSON.stringify(frozen),
      ],
    );
    await this.outbox.request('certificate.issue', { completionId });
    await this.audit.record(actor, {
      action: 'enrollment.complete',
      subjectKind: 'person',
      subjectId: enrollment.personId,
      detail: { enrollmentId: enrollment.id, completionId, evidence: evidence.grade },
    });
    return completionId;
  }

  private async freeze(
    tx: EntityManager,
    enrollment: OpenedEnrollment,
    credit: GrantedCredit,
    now: Date,
  ): Promise<FrozenCompletion> {
    const { personId, versionId } = enrollment;
    const { document } = await this.courses.getVersion(versionId);
    const name = (await this.people.names([personId])).get(personId);
    const membership = await this.primaryMembership(personId);
    const authority = (await this.units.authoritiesById([membership.authorityId])).get(membership.authorityId);
    if (authority === undefined) throw new NoIssuer();
    const path = (await this.units.pathsOf([membership.unitId])).get(membership.unitId) ?? [];
    // Read now, not from what is kept of the version: a seat may have signed since.
    const [version] = await tx.query<{ number: number; pilot: number }[]>(
      'SELECT number, pilot FROM course_version WHERE id = ?',
      [toBin(versionId)],
    );
    return {
      language: name?.language ?? 'ko',
      name: name?.name ?? '',
      organisation: organisationName(path.map((unit) => unit.name)),
      post: await this.people.position(membership.id),
      issuerCode: authority.issuerCode,
      issuer: authority.headTitle,
      courseCode: document.code,
      course: document.title,
      courseVersion: version?.number ?? 0,
      pilot: version?.pilot !== 0,
      startedOn: localDateOf(enrollment.startedAt, this.clock.zone),
      completedOn: localDateOf(now, this.clock.zone),
      minutes: document.credit.minutes,
      mode: document.credit.mode,
      basis: basisLines(credit.counted.flatMap(({ basis }) => [...basis])),
    };
  }

  /** Where the person belongs today; else where they belonged last. @throws {NoIssuer} for someone who never did */
  private async primaryMembership(personId: string): Promise<MembershipFact> {
    const today = this.clock.today();
    const memberships = (await this.people.facts([personId])).get(personId)?.memberships ?? [];
    const current = memberships.filter(({ from, to }) => from <= today && (to === null || to >= today));
    const found = current.find(({ isPrimary }) => isPrimary) ?? current[0] ?? memberships.at(-1);
    if (found === undefined) throw new NoIssuer();
    return found;
  }
}
