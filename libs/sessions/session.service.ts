import { AccessService } from '#libs/access';
import type { Actor } from '#libs/actor';
import { Audit } from '#libs/audit';
import { CourseService } from '#libs/courses';
import { Database, insertRows, newId, toBin } from '#libs/database';
import { NotFound } from '#libs/errors';
import { text } from '#libs/language';
import { EnrollmentService } from '#libs/learning';
import { CreditService, type Method, type NewCredit, type Topic } from '#libs/mandates';
import { UnitService } from '#libs/people';
import { Clock, type LocalDate } from '#libs/time';
import { Injectable } from '@nestjs/common';
import { type RosterEntry, rosterBelow, rosterOf } from './roster.queries.js';
import { type OpenedSession, type Part, openSession } from './session.queries.js';
import { AlreadyHeld, NobodyThere, NotInClass, NotYetHeld } from './sessions.errors.js';

/** A lesson held with a class, in one part. */
export interface NewSession {
  readonly heldOn: LocalDate;
  readonly title: string;
  /** Code of the course that was taught, if it was one. */
  readonly course?: string | undefined;
  readonly minutes: number;
  readonly topics: readonly Topic[];
  readonly mode: 'in-person' | 'live-online';
  readonly method: Method;
  /** Who held it with the unit, e.g. a civil society group. */
  readonly partner?: string | undefined;
  /** Persons of the unit who were not there. */
  readonly absent: readonly string[];
}

export interface NewPart {
  readonly title?: string | undefined;
  readonly minutes: number;
  readonly topics: readonly Topic[];
  readonly mode: 'in-person' | 'live-online';
  readonly method: Method;
}

/** A dated event, before or after it is held. */
export interface NewEvent {
  readonly heldOn: LocalDate;
  readonly title: string;
  readonly course?: string | undefined;
  /** Who leads it for the unit. */
  readonly host?: string | undefined;
  readonly partner?: string | undefined;
  /** Who leads it for the partner. */
  readonly coLead?: string | undefined;
  readonly place?: string | undefined;
  readonly parts: readonly NewPart[];
}

export interface Present {
  readonly personId: string;
  /** Numbers of the parts, from 1; all of them where it is left out. */
  readonly parts?: readonly number[] | undefined;
}

/** Sessions: planned, held, who was there, and what that counts for. */
@Injectable()
export class SessionService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly access: AccessService,
    private readonly units: UnitService,
    private readonly courses: CourseService,
    private readonly credits: CreditService,
    private readonly enrollments: EnrollmentService,
  ) {}

  /**
   * Records a lesson that a class held. The class gets a credit for what it provided, with how many it reached; pupils
   * get none: the duty is the school's. For another unit it is a session of one part among its own members, not those of
   * the units below, and adults get their own credit.
   * @throws {NotYetHeld} {@link NotInClass} {@link NobodyThere}, {NotFound} out of scope
   */
  async record(actor: Actor, unitId: string, session: NewSession): Promise<string> {
    if (session.heldOn > this.clock.today()) throw new NotYetHeld();
    const isClass = await this.requireScope(actor, unitId);
    const { minutes, topics, mode, method, absent, ...event } = session;
    return this.db.run(async () => {
      const members = await rosterOf(this.db, [unitId], session.heldOn);
      const roster = members.filter(({ occupation }) => (occupation === 'student') === isClass);
      const ids = new Set(roster.map(({ personId }) => personId));
      if (absent.some((personId) => !ids.has(personId))) throw new NotInClass('absent');
      await this.lock(roster, unitId);
      const id = await this.insert(actor, unitId, { ...event, parts: [{ minutes, topics, mode, method }] });
      const present = roster.filter(({ personId }) => !absent.includes(personId));
      await this.hold(actor, await openSession(this.db, id), isClass, roster, present);
      return id;
    });
  }

  /** Puts an event into the calendar. Who was there is told by its roll call. @throws {NotFound} out of scope */
  async plan(actor: Actor, unitId: string, event: NewEvent): Promise<string> {
    await this.requireScope(actor, unitId);
    return this.db.run(async () => {
      const id = await this.insert(actor, unitId, event);
      await this.audit.record(actor, { action: 'session.plan', subjectKind: 'live-session', subjectId: id, unitId });
      return id;
    });
  }

  /**
   * The roll call of a planned session: it is held, people get credit for the parts they attended, and the unit for what
   * it provided. Taken once. @throws {NotYetHeld} {@link AlreadyHeld} {@link NotInClass} {@link NobodyThere}, {NotFound}
   */
  async rollCall(actor: Actor, id: string, present: readonly Present[]): Promise<void> {
    const { unitId, heldOn } = await openSession(this.db, id);
    const isClass = await this.requireScope(actor, unitId);
    if (heldOn > this.clock.today()) throw new NotYetHeld();
    await this.db.run(async (tx) => {
      const roster = await this.rosterFor(unitId, isClass, heldOn);
      const ids = new Set(roster.map(({ personId }) => personId));
      if (present.some(({ personId }) => !ids.has(personId))) throw new NotInClass('present');
      await this.lock(isClass ? roster : present, unitId);
      await tx.query('SELECT id FROM live_session WHERE id = ? FOR UPDATE', [toBin(id)]);
      const session = await openSession(this.db, id);
      if (session.state !== 'planned') throw new AlreadyHeld();
      await this.hold(actor, session, isClass, roster, present);
    });
  }

  /** True for a class. @throws {NotFound} out of scope */
  private async requireScope(actor: Actor, unitId: string): Promise<boolean> {
    const unit = (await this.units.unitsById([unitId])).get(unitId);
    if (!unit) throw new NotFound();
    const isClass = unit.kind === 'class';
    await this.access.requireUnit(actor, isClass ? 'class:teach' : 'session:record', unitId);
    return isClass;
  }

  private async rosterFor(unitId: string, isClass: boolean, on: LocalDate): Promise<readonly RosterEntry[]> {
    if (!isClass) return rosterBelow(this.db, unitId, on);
    return (await rosterOf(this.db, [unitId], on)).filter(({ occupation }) => occupation === 'student');
  }

  /**
   * Persons before the unit, and both before rows that refer to them: a shared lock that had to become an exclusive one
   * later could deadlock.
   */
  private async lock(persons: readonly { readonly personId: string }[], unitId: string): Promise<void> {
    const tx = this.db.manager;
    if (persons.length > 0)
      await tx.query('SELECT id FROM person WHERE id IN (?) ORDER BY id FOR UPDATE', [
        persons.map(({ personId }) => toBin(personId)),
      ]);
    await tx.query('SELECT id FROM org_unit WHERE id = ? FOR UPDATE', [toBin(unitId)]);
  }

  private async hold(
    actor: Actor,
    session: OpenedSession,
    isClass: boolean,
    roster: readonly RosterEntry[],
    present: readonly Present[],
  ): Promise<void> {
    if (present.length === 0) throw new NobodyThere();
    const tx = this.db.manager;
    const now = this.clock.now();
    const by = actor.personId === null ? null : toBin(actor.personId);
    const attended = new Map(
      present.map(({ personId, parts }) => [
        personId,
        session.parts.filter(({ number }) => parts === undefined || parts.includes(number)),
      ]),
    );
    // A whole city is not written down as absent: of those who are no class, who was there is what counts.
    const listed = isClass ? roster : present;
    await insertRows(
      tx,
      'attendance',
      ['session_part_id', 'person_id', 'state', 'recorded_at', 'recorded_by'],
      session.parts.flatMap((part) =>
        listed.flatMap(({ personId }) => {
          const was = attended.get(personId)?.includes(part) === true;
          return was || isClass ? [[toBin(part.id), toBin(personId), was ? 'present' : 'absent', now, by]] : [];
        }),
      ),
    );
    await tx.query(`UPDATE live_session SET state = 'held', recorded_at = ?, recorded_by = ? WHERE id = ?`, [
      now,
      by,
      toBin(session.id),
    ]);
    await this.audit.record(actor, {
      action: 'session.record',
      subjectKind: 'live-session',
      subjectId: session.id,
      unitId: session.unitId,
      detail: { present: present.map(({ personId }) => personId) },
    });
    if (session.courseId !== null)
      await this.enrollments.recordAttendance(actor, {
        courseId: session.courseId,
        sessionId: session.id,
        on: session.heldOn,
        personIds: [...attended].filter(([, parts]) => parts.length === session.parts.length).map(([id]) => id),
      });
    await this.credits.grantAll(actor, creditsOf(session, isClass, roster.length, attended));
  }

  private async insert(actor: Actor, unitId: string, event: NewEvent): Promise<string> {
    const tx = this.db.manager;
    const course = event.course === undefined ? null : await this.courses.currentByCode(event.course);
    const id = newId();
    const words = (value: string | undefined): string | null => value?.normalize('NFC') ?? null;
    const [first] = event.parts;
    await insertRows(
      tx,
      'live_session',
      // prettier-ignore
      ['id', 'unit_id', 'course_version_id', 'title_ko', 'title_en', 'held_on', 'mode', 'method', 'host', 'partner', 'co_lead', 'place', 'state', 'recorded_at', 'recorded_by'],
      [
        [
          ...[toBin(id), toBin(unitId), course === null ? null : toBin(course.versionId)],
          ...[words(event.title), words(event.title), event.heldOn],
          ...[first?.mode ?? 'in-person', first?.method ?? 'participatory'],
          ...[words(event.host), words(event.partner), words(event.coLead), words(event.place)],
          ...['planned', this.clock.now(), actor.personId === null ? null : toBin(actor.personId)],
        ],
      ],
    );
    await insertRows(
      tx,
      'session_part',
      ['id', 'live_session_id', 'number', 'title', 'minutes', 'topics', 'mode', 'method'],
      event.parts.map((part, i) => [
        ...[toBin(newId()), toBin(id), i + 1, words(part.title), part.minutes],
        ...[JSON.stringify(part.topics), part.mode, part.method],
      ]),
    );
    return id;
  }
}

/** One credit a part and person, so that each counts in its own mode; the session counts once (1회). */
function creditsOf(
  session: OpenedSession,
  isClass: boolean,
  rosterSize: number,
  attended: ReadonlyMap<string, readonly Part[]>,
): NewCredit[] {
  const whole = session.parts.length === 1;
  const credit = (part: Part, first: boolean): Omit<NewCredit, 'bearer'> => ({
    source: { kind: 'session', id: whole ? session.id : part.id },
    minutes: part.minutes,
    times: first ? 1 : 0,
    mode: part.mode,
    method: part.method,
    topics: part.topics,
    course: session.courseCode,
    title: text(session.title, session.title),
    // Who took part practised it with others; who listened was there.
    evidence: part.method === 'participatory' ? 'practised' : 'exposed',
    earnedOn: session.heldOn,
  });
  const persons = isClass ? [] : [...attended];
  return [
    ...persons.flatMap(([id, parts]) =>
      parts.map((part, i) => ({ ...credit(part, i === 0), bearer: { kind: 'person' as const, id } })),
    ),
    ...session.parts.map((part, i) => ({
      ...credit(part, i === 0),
      bearer: { kind: 'unit' as const, id: session.unitId },
      reached: [...attended.values()].filter((parts) => parts.includes(part)).length,
      rosterSize,
    })),
  ];
}
