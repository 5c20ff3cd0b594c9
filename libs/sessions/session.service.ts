import { AccessService } from '#libs/access';
import type { Actor } from '#libs/actor';
import { Audit } from '#libs/audit';
import { CourseService } from '#libs/courses';
import { Database, insertRows, newId, toBin } from '#libs/database';
import { NotFound } from '#libs/errors';
import { text } from '#libs/language';
import { CreditService, type Method, type NewCredit, type Topic } from '#libs/mandates';
import { UnitService } from '#libs/people';
import { Clock, type LocalDate } from '#libs/time';
import { Injectable } from '@nestjs/common';
import { type RosterEntry, rosterOf } from './roster.queries.js';
import { NobodyThere, NotInClass, NotYetHeld } from './sessions.errors.js';

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

/** Sessions that were held: who was there, and what that counts for. */
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
  ) {}

  /**
   * Records a session that a unit held. The unit gets a credit for what it provided, with how many it reached; adults who
   * were there get their own. Pupils get none: the duty is the school's.
   * @throws {NotYetHeld} {@link NotInClass} {@link NobodyThere}, {NotFound} out of scope
   */
  async record(actor: Actor, unitId: string, session: NewSession): Promise<string> {
    const unit = (await this.units.unitsById([unitId])).get(unitId);
    if (!unit) throw new NotFound();
    const isClass = unit.kind === 'class';
    await this.access.requireUnit(actor, isClass ? 'class:teach' : 'report:people', unitId);
    if (session.heldOn > this.clock.today()) throw new NotYetHeld();
    const course = session.course === undefined ? null : await this.courses.currentByCode(session.course);
    const id = newId();
    await this.db.run(async (tx) => {
      const members = await rosterOf(this.db, [unitId], session.heldOn);
      const roster = members.filter(({ occupation }) => !isClass || occupation === 'student');
      const ids = new Set(roster.map(({ personId }) => personId));
      if (session.absent.some((personId) => !ids.has(personId))) throw new NotInClass('absent');
      const present = roster.filter(({ personId }) => !session.absent.includes(personId));
      if (present.length === 0) throw new NobodyThere();
      // Before the rows that refer to them: a shared lock that had to become an exclusive one later could deadlock.
      if (!isClass) {
        await tx.query('SELECT id FROM person WHERE id IN (?) ORDER BY id FOR UPDATE', [
          roster.map((r) => toBin(r.personId)),
        ]);
      }
      await tx.query('SELECT id FROM org_unit WHERE id = ? FOR UPDATE', [toBin(unitId)]);
      await this.insert(actor, id, unitId, course?.versionId ?? null, session, roster);
      await this.audit.record(actor, {
        action: 'session.record',
        subjectKind: 'live-session',
        subjectId: id,
        unitId,
        detail: { absent: session.absent },
      });
      const credit = creditOf(id, session);
      await this.credits.grantAll(actor, [
        ...(isClass
          ? []
          : present.map(({ personId }) => ({ ...credit, bearer: { kind: 'person' as const, id: personId } }))),
        { ...credit, bearer: { kind: 'unit', id: unitId }, reached: present.length, rosterSize: roster.length },
      ]);
    });
    return id;
  }

  private async insert(
    actor: Actor,
    id: string,
    unitId: string,
    courseVersionId: string | null,
    session: NewSession,
    roster: readonly RosterEntry[],
  ): Promise<void> {
    const tx = this.db.manager;
    const now = this.clock.now();
    const by = actor.personId === null ? null : toBin(actor.personId);
    const partId = newId();
    const title = session.title.normalize('NFC');
    await tx.query(
      `INSERT INTO live_session (id, unit_id, course_version_id, title_ko, title_en, held_on, mode, method, partner, state,
         recorded_at, recorded_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'held', ?, ?)`,
      [
        toBin(id),
        toBin(unitId),
        courseVersionId === null ? null : toBin(courseVersionId),
        title,
        title,
        session.heldOn,
        session.mode,
        session.method,
        session.partner?.normalize('NFC') ?? null,
        now,
        by,
      ],
    );
    await tx.query('INSERT INTO session_part (id, live_session_id, number, minutes, topics) VALUES (?, ?, 1, ?, ?)', [
      toBin(partId),
      toBin(id),
      session.minutes,
      JSON.stringify(session.topics),
    ]);
    await insertRows(
      tx,
      'attendance',
      ['session_part_id', 'person_id', 'state', 'recorded_at', 'recorded_by'],
      roster.map(({ personId }) => [
        toBin(partId),
        toBin(personId),
        session.absent.includes(personId) ? 'absent' : 'present',
        now,
        by,
      ]),
    );
  }
}

function creditOf(sessionId: string, session: NewSession): Omit<NewCredit, 'bearer'> {
  const title = session.title.normalize('NFC');
  return {
    source: { kind: 'session', id: sessionId },
    minutes: session.minutes,
    times: 1,
    mode: session.mode,
    method: session.method,
    topics: session.topics,
    course: session.course ?? null,
    title: text(title, title),
    // Who took part did something; who listened was there.
    evidence: session.method === 'participatory' ? 'interacted' : 'exposed',
    earnedOn: session.heldOn,
  };
}
