import type { Actor } from '#libs/actor';
import { Audit } from '#libs/audit';
import type { VersionContent } from '#libs/courses';
import { fromBin, insertRows, newId, toBin } from '#libs/database';
import { faultPoint } from '#libs/faults';
import { Outbox } from '#libs/jobs';
import { CreditService, type GrantedCredit } from '#libs/mandates';
import { type Holder, HolderService } from '#libs/people';
import { Clock, localDateOf } from '#libs/time';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { basisLines, type FrozenCompletion } from './completion.rules.js';
import { creditedMinutes } from './enrollment.rules.js';
import type { LessonStanding } from './enrollment.store.js';
import { type Evidence, evidenceOf, type ProofKind, type ProvedLesson } from './evidence.rules.js';
import type { OpenedEnrollment } from './ledger.js';

/** An active enrollment whose required lessons are all done. */
export interface Completing {
  readonly actor: Actor;
  readonly enrollment: OpenedEnrollment;
  readonly content: VersionContent;
  /** Those of its route. */
  readonly lessons: readonly LessonStanding[];
}

interface Prepared extends Completing {
  readonly completionId: string;
  readonly evidence: Evidence;
  readonly minutes: number;
}

/** What a certificate says of persons and versions, read for all who complete at once. */
interface Surroundings {
  readonly holders: ReadonlyMap<string, Holder>;
  readonly versions: ReadonlyMap<string, { readonly number: number; readonly pilot: boolean }>;
}

/** Ends enrollments. Called within the transaction that finished their lessons and holds persons and learners. */
@Injectable()
export class Completer {
  constructor(
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    private readonly holders: HolderService,
    private readonly credits: CreditService,
  ) {}

  /**
   * Completes enrollments: each completion with what its certificate will say, the credit and the obligations it
   * fulfils, the promise of the certificate and the audit row commit together, or none. @throws {NoIssuer} when someone belongs nowhere
   */
  async completeAll(tx: EntityManager, completing: readonly Completing[], now: Date): Promise<void> {
    if (completing.length === 0) return;
    const proofs = await proofsOf(
      tx,
      completing.map(({ enrollment }) => enrollment.id),
    );
    const prepared = completing.map((each): Prepared => {
      const { document } = each.content;
      return {
        ...each,
        completionId: newId(),
        evidence: evidenceOf(provedLessons(each.lessons), proofs.get(each.enrollment.id) ?? []),
        minutes: creditedMinutes(each.lessons, each.enrollment.route, document.credit.minutes),
      };
    });
    const credits = await this.grant(prepared, now);
    const surroundings = await this.surroundingsOf(tx, prepared);
    await tx.query(
      `UPDATE enrollment SET state = 'completed', active_course_id = NULL, completed_at = ? WHERE id IN (?)`,
      [now, prepared.map(({ enrollment }) => toBin(enrollment.id))],
    );
    faultPoint('learning.in-completion');
    await insertRows(
      tx,
      'completion',
      // prettier-ignore
      ['id', 'enrollment_id', 'person_id', 'course_version_id', 'credit_id', 'evidence', 'evidence_reasons', 'completed_on', 'completed_at', 'frozen'],
      prepared.map((each, i) => {
        const credit = credits[i];
        if (credit === undefined) throw new Error('a credit was not granted');
        const frozen = this.freeze(each, credit, surroundings, now);
        return [
          toBin(each.completionId),
          toBin(each.enrollment.id),
          toBin(each.enrollment.personId),
          toBin(each.enrollment.versionId),
          toBin(credit.creditId),
          each.evidence.grade,
          JSON.stringify(each.evidence.reasons),
          frozen.completedOn,
          now,
          JSON.stringify(frozen),
        ];
      }),
    );
    await this.outbox.requestMany(
      'certificate.issue',
      prepared.map(({ completionId }) => ({ completionId })),
    );
    await this.audit.recordMany(
      prepared.map(({ actor, enrollment, completionId, evidence }) => ({
        actor,
        action: 'enrollment.complete',
        subjectKind: 'person',
        subjectId: enrollment.personId,
        detail: { enrollmentId: enrollment.id, completionId, evidence: evidence.grade },
      })),
    );
    for (const { enrollment, completionId } of prepared)
      Object.assign(enrollment, { state: 'completed', completedAt: now, completionId });
  }

  private grant(prepared: readonly Prepared[], now: Date): Promise<readonly GrantedCredit[]> {
    const earnedOn = localDateOf(now, this.clock.zone);
    return this.credits.grantMany(
      prepared.map(({ actor, enrollment, completionId, content: { document }, evidence, minutes }) => ({
        actor,
        bearer: { kind: 'person', id: enrollment.personId },
        source: { kind: 'completion', id: completionId },
        minutes,
        times: 1,
        mode: document.credit.mode,
        method: document.credit.method,
        topics: document.credit.topics,
        course: document.code,
        title: document.title,
        evidence: evidence.grade,
        earnedOn,
      })),
    );
  }

  private freeze(
    { enrollment, content: { document }, minutes }: Prepared,
    credit: GrantedCredit,
    around: Surroundings,
    now: Date,
  ): FrozenCompletion {
    const holder = around.holders.get(enrollment.personId);
    if (holder === undefined) throw new Error('a holder was not read');
    const version = around.versions.get(enrollment.versionId);
    return {
      ...holder,
      courseCode: document.code,
      course: document.title,
      courseVersion: version?.number ?? 0,
      pilot: version?.pilot !== false,
      startedOn: localDateOf(enrollment.startedAt, this.clock.zone),
      completedOn: localDateOf(now, this.clock.zone),
      minutes,
      mode: document.credit.mode,
      basis: basisLines(credit.counted.flatMap(({ basis }) => [...basis])),
    };
  }

  private async surroundingsOf(tx: EntityManager, prepared: readonly Prepared[]): Promise<Surroundings> {
    // Read now, not from what is kept of the version: a seat may have signed since.
    const versions = await tx.query<{ id: Buffer; number: number; pilot: number }[]>(
      'SELECT id, number, pilot FROM course_version WHERE id IN (?)',
      [[...new Set(prepared.map(({ enrollment }) => enrollment.versionId))].map(toBin)],
    );
    return {
      holders: await this.holders.holdersOf(prepared.map(({ enrollment }) => enrollment.personId)),
      versions: new Map(versions.map(({ id, number, pilot }) => [fromBin(id), { number, pilot: pilot === 1 }])),
    };
  }
}

/** What evidence is taken from: the required lessons of the route. */
export function provedLessons(lessons: readonly LessonStanding[]): ProvedLesson[] {
  return lessons
    .filter(({ required }) => required)
    .map(({ slug, kind, minutes, state, record, content }) => ({
      slug,
      kind,
      minutes,
      done: state === 'done',
      engagedMs: record?.engagedMs ?? 0,
      ...(record?.watched ? { watched: record.watched } : {}),
      ...(content.kind === 'quiz' ? { purpose: content.quiz.purpose } : {}),
    }));
}

/** The kinds of other proof that enrollments have. */
export async function proofsOf(
  tx: { query<T>(sql: string, parameters: unknown[]): Promise<T> },
  enrollmentIds: readonly string[],
): Promise<ReadonlyMap<string, readonly ProofKind[]>> {
  const rows = await tx.query<{ enrollment_id: Buffer; kind: ProofKind }[]>(
    'SELECT DISTINCT enrollment_id, kind FROM proof WHERE enrollment_id IN (?)',
    [enrollmentIds.map(toBin)],
  );
  const proofs = new Map<string, ProofKind[]>();
  for (const { enrollment_id: id, kind } of rows) {
    const key = fromBin(id);
    proofs.set(key, [...(proofs.get(key) ?? []), kind]);
  }
  return proofs;
}
