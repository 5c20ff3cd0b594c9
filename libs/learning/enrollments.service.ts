import { AccessService } from '#libs/access';
import type { Actor } from '#libs/actor';
import { Audit } from '#libs/audit';
import { CourseService } from '#libs/courses';
import { Database, fromBin, insertRows, isDuplicate, newId, toBin } from '#libs/database';
import { ObligationService } from '#libs/mandates';
import { Clock } from '#libs/time';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type Origin, type Route, routesOf, servesNewCycle } from './enrollment.rules.js';
import { EnrollmentStore, lessonsOf } from './enrollment.store.js';
import { type EnrollmentStanding, Finishing, standingView } from './finishing.js';
import { AlreadyCompleted, NoSuchRoute, NotYourDuty } from './learning.errors.js';
import { Ledger } from './ledger.js';
import { sameLessons } from './version-move.rules.js';

export interface Beginning {
  /** The duty it is begun for; without one it is the learner's own choice. */
  readonly obligationId?: string | undefined;
  readonly route?: Route | undefined;
}

interface ActiveRow {
  id: Buffer;
  obligation_id: Buffer | null;
}

/** Sessions attended this long before a course was begun still finish its live part. */
const ATTENDED_BEFORE_DAYS = 366;

/** Starting a course, and what is chosen about it: route and version. */
@Injectable()
export class EnrollmentService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly access: AccessService,
    private readonly courses: CourseService,
    private readonly obligations: ObligationService,
    private readonly store: EnrollmentStore,
    private readonly finishing: Finishing,
  ) {}

  /**
   * Enrolls the actor in the current version of a course. An active enrollment of that course, in whichever version, is
   * the answer when there is one; a completed one is left alone. For the duty of a new cycle, one begun for an earlier
   * cycle that is over is left as it stands and the new cycle gets its own.
   *
   * @throws {NotFound} for a course that is not published; {@link NotYourDuty} {@link NoSuchRoute}
   */
  async enroll(actor: Actor, courseCode: string, beginning: Beginning = {}): Promise<{ id: string; created: boolean }> {
    const personId = this.access.requirePerson(actor);
    const { courseId, versionId } = await this.courses.currentByCode(courseCode);
    const { obligationId } = beginning;
    if (obligationId !== undefined && !(await this.obligations.statesOf(personId, [obligationId])).has(obligationId))
      throw new NotYourDuty();
    const route = await this.routeFor(versionId, beginning.route);
    const id = newId();
    try {
      return await this.db.run(async (tx) => {
        await Ledger.open(tx, this.clock.now(), [{ personId, enrollmentId: id }], false);
        const known = await this.activeFor(tx, personId, courseId, obligationId);
        if (known !== null) return { id: known, created: false };
        const origin = obligationId === undefined ? 'choice' : 'duty';
        await this.insert(tx, { courseId, versionId, route, origin, obligationId: obligationId ?? null }, [
          { id, personId },
        ]);
        await this.audit.record(actor, {
          action: 'enrollment.start',
          subjectKind: 'person',
          subjectId: personId,
          detail: { enrollmentId: id, course: courseCode, origin, route },
        });
        await this.takeAttendance(tx, actor, personId, courseId, id);
        return { id, created: true };
      });
    } catch (error) {
      if (!isDuplicate(error, 'uq_enrollment_person_id_active_course_id')) throw error;
      const known = await this.activeFor(this.db, personId, courseId, undefined);
      if (known === null) throw error;
      return { id: known, created: false };
    }
  }

  /**
   * Enrolls the pupils of a class, those who are not learning the course already. The caller has made sure that the
   * actor teaches the class. @returns how many were enrolled
   */
  async enrollClass(actor: Actor, unitId: string, personIds: readonly string[], courseCode: string): Promise<number> {
    const { courseId, versionId } = await this.courses.currentByCode(courseCode);
    const route = await this.routeFor(versionId, undefined);
    return this.db.run(async (tx) => {
      if (personIds.length === 0) return 0;
      const wanted = personIds.map((personId) => ({ personId, enrollmentId: newId() }));
      await Ledger.open(tx, this.clock.now(), wanted, false);
      const rows = await tx.query<{ person_id: Buffer }[]>(
        'SELECT person_id FROM enrollment WHERE active_course_id = ? AND person_id IN (?)',
        [toBin(courseId), personIds.map(toBin)],
      );
      const busy = new Set(rows.map((row) => fromBin(row.person_id)));
      const fresh = wanted
        .filter(({ personId }) => !busy.has(personId))
        .map(({ personId, enrollmentId }) => ({ id: enrollmentId, personId }));
      await this.insert(tx, { courseId, versionId, route, origin: 'class', classUnitId: unitId }, fresh);
      await this.audit.record(actor, {
        action: 'enrollment.class',
        subjectKind: 'org-unit',
        subjectId: unitId,
        unitId,
        detail: { course: courseCode, persons: fresh.map(({ personId }) => personId) },
      });
      return fresh.length;
    });
  }

  /**
   * Changes the route. Finished lessons stay finished; one that the other route does not have is kept, and counts again
   * when the route is changed back. @throws {NotFound} {@link NoSuchRoute} {@link AlreadyCompleted}
   */
  async changeRoute(actor: Actor, id: string, route: Route): Promise<EnrollmentStanding> {
    const enrollment = await this.activeOf(actor, id);
    await this.routeFor(enrollment.versionId, route);
    return standingView((await this.finishing.act(actor, id, { kind: 'route', route })).enrollment);
  }

  /**
   * Goes on in the course's current version. What was finished in a lesson with the same content counts there too; the
   * record of the old version stays. @throws {NotFound} {@link AlreadyCompleted}
   */
  async moveToCurrent(actor: Actor, id: string): Promise<EnrollmentStanding> {
    const enrollment = await this.activeOf(actor, id);
    const from = await this.courses.getVersion(enrollment.versionId);
    const { versionId } = await this.courses.currentByCode(from.document.code);
    const to = await this.courses.getVersion(versionId);
    const idsIn = ({ lessons }: typeof to) => new Map(lessons.map((lesson) => [lesson.slug, lesson.id]));
    const [before, after] = [idsIn(from), idsIn(to)];
    const carried = new Map(
      sameLessons(from.document, to.document).map((slug) => [before.get(slug) ?? '', after.get(slug) ?? '']),
    );
    return standingView((await this.finishing.act(actor, id, { kind: 'version', versionId, carried })).enrollment);
  }

  /**
   * Takes down who attended a live session of a course: their live lessons are finished, in an enrollment under way now
   * or begun later. Within the transaction of the roll call, persons being locked.
   */
  async recordAttendance(
    actor: Actor,
    attended: {
      readonly courseId: string;
      readonly sessionId: string;
      readonly on: string;
      readonly personIds: readonly string[];
    },
  ): Promise<void> {
    const { courseId, sessionId, on, personIds } = attended;
    if (personIds.length === 0) return;
    await this.db.run(async (tx) => {
      await insertRows(
        tx,
        'attended_course',
        ['person_id', 'live_session_id', 'course_id', 'attended_on'],
        personIds.map((personId) => [toBin(personId), toBin(sessionId), toBin(courseId), on]),
        'ON DUPLICATE KEY UPDATE attended_on = VALUES(attended_on)',
      );
      const rows = await tx.query<{ id: Buffer; person_id: Buffer }[]>(
        'SELECT id, person_id FROM enrollment WHERE active_course_id = ? AND person_id IN (?) ORDER BY person_id',
        [toBin(courseId), personIds.map(toBin)],
      );
      await this.finishing.actAll(
        rows.map((row) => ({
          actor,
          personId: fromBin(row.person_id),
          enrollmentId: fromBin(row.id),
          act: { kind: 'attended', sessionId },
        })),
      );
    });
  }

  private async activeOf(actor: Actor, id: string) {
    const enrollment = await this.store.get(this.access.requirePerson(actor), id);
    if (enrollment.state !== 'active') throw new AlreadyCompleted();
    return enrollment;
  }

  /** The route asked for, else the course's first. @throws {NoSuchRoute} */
  private async routeFor(versionId: string, asked: Route | undefined): Promise<Route> {
    const routes = routesOf(lessonsOf(await this.courses.getVersion(versionId)));
    const route = asked ?? routes[0] ?? 'solo';
    if (asked !== undefined && !routes.includes(asked)) throw new NoSuchRoute();
    return route;
  }

  /** The active enrollment that answers; one of a cycle that is over is left, so that the new cycle gets its own. */
  private async activeFor(
    db: Pick<Database, 'query'>,
    personId: string,
    courseId: string,
    obligationId: string | undefined,
  ): Promise<string | null> {
    const [row] = await db.query<ActiveRow[]>(
      'SELECT id, obligation_id FROM enrollment WHERE person_id = ? AND active_course_id = ?',
      [toBin(personId), toBin(courseId)],
    );
    if (row === undefined) return null;
    const id = fromBin(row.id);
    if (obligationId === undefined || row.obligation_id === null) return id;
    const begunFor = fromBin(row.obligation_id);
    const state = (await this.obligations.statesOf(personId, [begunFor])).get(begunFor);
    const stillOwed = state === 'open' || state === 'upcoming' || state === 'paused';
    if (servesNewCycle({ obligationId: begunFor, stillOwed }, obligationId)) return id;
    await db.query(`UPDATE enrollment SET state = 'left', active_course_id = NULL WHERE id = ?`, [row.id]);
    return null;
  }

  private async insert(
    tx: EntityManager,
    common: {
      courseId: string;
      versionId: string;
      route: Route;
      origin: Origin;
      obligationId?: string | null;
      classUnitId?: string;
    },
    persons: readonly { readonly id: string; readonly personId: string }[],
  ): Promise<void> {
    const { courseId, versionId, route, origin, obligationId = null, classUnitId = null } = common;
    await insertRows(
      tx,
      'enrollment',
      // prettier-ignore
      ['id', 'person_id', 'course_id', 'course_version_id', 'active_course_id', 'state', 'route', 'origin', 'obligation_id', 'class_unit_id', 'started_at'],
      persons.map(({ id, personId }) => [
        ...[toBin(id), toBin(personId), toBin(courseId), toBin(versionId), toBin(courseId), 'active', route, origin],
        obligationId === null ? null : toBin(obligationId),
        classUnitId === null ? null : toBin(classUnitId),
        this.clock.now(),
      ]),
    );
  }

  /** A live session that was attended lately, and that no other enrollment has counted, finishes the live part. */
  private async takeAttendance(
    tx: EntityManager,
    actor: Actor,
    personId: string,
    courseId: string,
    enrollmentId: string,
  ): Promise<void> {
    const [row] = await tx.query<{ live_session_id: Buffer }[]>(
      `SELECT a.live_session_id FROM attended_course a
       WHERE a.person_id = ? AND a.course_id = ? AND a.attended_on > ? - INTERVAL ? DAY
         AND NOT EXISTS (SELECT 1 FROM proof p JOIN enrollment e ON e.id = p.enrollment_id
           WHERE e.person_id = a.person_id AND p.kind = 'live-session' AND p.source_id = a.live_session_id)
       ORDER BY a.attended_on DESC LIMIT 1`,
      [toBin(personId), toBin(courseId), this.clock.today(), ATTENDED_BEFORE_DAYS],
    );
    if (row === undefined) return;
    await this.finishing.actFor(actor, personId, enrollmentId, {
      kind: 'attended',
      sessionId: fromBin(row.live_session_id),
    });
  }
}
