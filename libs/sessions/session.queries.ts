import { AccessService } from '#libs/access';
import { type Actor, unitsWhere } from '#libs/actor';
import { Audit } from '#libs/audit';
import { Database, fromBin, toBin } from '#libs/database';
import { NotFound } from '#libs/errors';
import type { Text } from '#libs/language';
import type { Method } from '#libs/mandates';
import { type Unit, UnitService } from '#libs/people';
import { Clock, type LocalDate } from '#libs/time';
import { Injectable } from '@nestjs/common';
import { type Listed, type MatchedLine, matchList } from './roll.rules.js';
import { type RosterEntry, marksOf, rosterBelow } from './roster.queries.js';

export interface Part {
  readonly id: string;
  readonly number: number;
  readonly title: string | null;
  readonly minutes: number;
  readonly topics: readonly string[];
  readonly mode: 'in-person' | 'live-online';
  readonly method: Method;
}

export interface OpenedSession {
  readonly id: string;
  readonly unitId: string;
  readonly courseId: string | null;
  readonly courseCode: string | null;
  readonly title: string;
  readonly heldOn: LocalDate;
  readonly state: 'planned' | 'held' | 'cancelled';
  readonly host: string | null;
  readonly partner: string | null;
  readonly coLead: string | null;
  readonly place: string | null;
  /** Name of the signed sheet that was kept. */
  readonly proof: string | null;
  readonly parts: readonly Part[];
}

export interface SessionItem extends OpenedSession {
  readonly unit: Unit;
  /** People who were there for at least one part. */
  readonly attended: number;
}

export interface RollEntry {
  readonly personId: string;
  readonly name: string;
  readonly unit: Text;
  readonly position: string | null;
}

interface SessionRow {
  id: Buffer;
  unit_id: Buffer;
  course_id: Buffer | null;
  course_code: string | null;
  title_ko: string;
  held_on: LocalDate;
  state: OpenedSession['state'];
  host: string | null;
  partner: string | null;
  co_lead: string | null;
  place: string | null;
  proof_name: string | null;
}

const SESSION = `SELECT s.id, s.unit_id, c.id AS course_id, c.code AS course_code, s.title_ko, s.held_on, s.state, s.host,
    s.partner, s.co_lead, s.place, s.proof_name
  FROM live_session s
  LEFT JOIN course_version v ON v.id = s.course_version_id LEFT JOIN course c ON c.id = v.course_id`;

/** @throws {NotFound} */
export async function openSession(db: Database, id: string): Promise<OpenedSession> {
  const rows = await db.query<SessionRow[]>(`${SESSION} WHERE s.id = ?`, [toBin(id)]);
  const [session] = await withParts(db, rows);
  if (session === undefined) throw new NotFound();
  return session;
}

/** What trainers and clerks see of live sessions in their scope. */
@Injectable()
export class SessionQueries {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly access: AccessService,
    private readonly units: UnitService,
  ) {}

  /** Units that the actor may hold sessions for, those of schools left to their own room. */
  async unitsFor(actor: Actor): Promise<Unit[]> {
    const roots = unitsWhere(actor, 'session:record');
    if (roots.length === 0) return [];
    const rows = await this.db.query<{ id: Buffer }[]>(
      `SELECT DISTINCT u.id, MIN(c.depth) AS depth, u.code FROM org_unit_closure c JOIN org_unit u ON u.id = c.descendant_id
       WHERE c.ancestor_id IN (?) AND u.kind NOT IN ('class', 'grade') AND u.valid_from <= ?
         AND (u.valid_to IS NULL OR u.valid_to >= ?) GROUP BY u.id, u.code ORDER BY depth, u.code LIMIT 400`,
      [roots.map(toBin), this.clock.today(), this.clock.today()],
    );
    const found = await this.units.unitsById(rows.map(({ id }) => fromBin(id)));
    return rows.flatMap(({ id }) => found.get(fromBin(id)) ?? []);
  }

  /** Sessions in scope, the latest first. */
  async list(actor: Actor): Promise<SessionItem[]> {
    const roots = unitsWhere(actor, 'session:record');
    if (roots.length === 0) return [];
    const rows = await this.db.query<SessionRow[]>(
      `${SESSION} JOIN org_unit u ON u.id = s.unit_id AND u.kind <> 'class'
       WHERE EXISTS (SELECT 1 FROM org_unit_closure o WHERE o.descendant_id = s.unit_id AND o.ancestor_id IN (?))
       ORDER BY s.held_on DESC, s.id DESC LIMIT 200`,
      [roots.map(toBin)],
    );
    const sessions = await withParts(this.db, rows);
    const counts = await this.attendedOf(sessions);
    const units = await this.units.unitsById([...new Set(sessions.map(({ unitId }) => unitId))]);
    return sessions.flatMap((session) => {
      const unit = units.get(session.unitId);
      return unit === undefined ? [] : [{ ...session, unit, attended: counts.get(session.id) ?? 0 }];
    });
  }

  /** Who may be called: everyone who belonged to the session's unit, or below it, on that day. */
  async roll(actor: Actor, id: string): Promise<{ session: OpenedSession; people: RollEntry[]; present: string[] }> {
    const session = await openSession(this.db, id);
    await this.access.requireUnit(actor, 'session:record', session.unitId);
    const roster = await rosterBelow(this.db, session.unitId, session.heldOn);
    const rows = await this.db.query<{ person_id: Buffer }[]>(
      `SELECT DISTINCT a.person_id FROM attendance a JOIN session_part p ON p.id = a.session_part_id
       WHERE p.live_session_id = ? AND a.state = 'present'`,
      [toBin(id)],
    );
    await this.audit.record(actor, {
      action: 'session.roll',
      subjectKind: 'live-session',
      subjectId: id,
      unitId: session.unitId,
      detail: { persons: roster.length },
    });
    return { session, people: await this.entries(roster), present: rows.map((row) => fromBin(row.person_id)) };
  }

  /** Matches a pasted list with the roll; what is not certain comes back to be asked. */
  async match(actor: Actor, id: string, pasted: string): Promise<readonly MatchedLine[]> {
    const session = await openSession(this.db, id);
    await this.access.requireUnit(actor, 'session:record', session.unitId);
    const roster = await rosterBelow(this.db, session.unitId, session.heldOn);
    const marks = await marksOf(
      this.db,
      roster.map(({ personId }) => personId),
    );
    const people = await this.entries(roster);
    return matchList(
      pasted,
      people.map(({ personId, name, unit, position }): Listed => ({
        personId,
        name,
        marks: [unit.ko, unit.en, position ?? '', ...(marks.get(personId) ?? [])],
      })),
    );
  }

  private async entries(roster: readonly RosterEntry[]): Promise<RollEntry[]> {
    const units = await this.units.unitsById([...new Set(roster.map(({ unitId }) => unitId))]);
    return roster.map(({ personId, name, unitId, position }) => ({
      personId,
      name,
      unit: units.get(unitId)?.name ?? { ko: '', en: '' },
      position,
    }));
  }

  private async attendedOf(sessions: readonly OpenedSession[]): Promise<ReadonlyMap<string, number>> {
    if (sessions.length === 0) return new Map();
    const rows = await this.db.query<{ id: Buffer; attended: string }[]>(
      `SELECT p.live_session_id AS id, COUNT(DISTINCT a.person_id) AS attended
       FROM session_part p JOIN attendance a ON a.session_part_id = p.id AND a.state = 'present'
       WHERE p.live_session_id IN (?) GROUP BY p.live_session_id`,
      [sessions.map(({ id }) => toBin(id))],
    );
    return new Map(rows.map((row) => [fromBin(row.id), Number(row.attended)]));
  }
}

async function withParts(db: Database, rows: readonly SessionRow[]): Promise<OpenedSession[]> {
  if (rows.length === 0) return [];
  const parts = await db.query<
    (Omit<Part, 'id' | 'topics'> & { id: Buffer; live_session_id: Buffer; topics: string })[]
  >(
    `SELECT id, live_session_id, number, title, minutes, topics, mode, method FROM session_part
     WHERE live_session_id IN (?) ORDER BY number`,
    [rows.map(({ id }) => id)],
  );
  return rows.map((row) => ({
    id: fromBin(row.id),
    unitId: fromBin(row.unit_id),
    courseId: row.course_id === null ? null : fromBin(row.course_id),
    courseCode: row.course_code,
    title: row.title_ko,
    heldOn: row.held_on,
    state: row.state,
    host: row.host,
    partner: row.partner,
    coLead: row.co_lead,
    place: row.place,
    proof: row.proof_name,
    parts: parts
      .filter((part) => part.live_session_id.equals(row.id))
      .map(({ id, number, title, minutes, topics, mode, method }) => ({
        ...{ id: fromBin(id), number, title, minutes, mode, method },
        topics: JSON.parse(topics) as string[],
      })),
  }));
}
