import { type Database, fromBin, toBin } from '#libs/database';
import type { LocalDate } from '#libs/time';

export interface RosterEntry {
  readonly personId: string;
  readonly unitId: string;
  readonly occupation: string;
  /** A pupil's number in the class (번호). */
  readonly number: number | null;
  readonly name: string;
  /** The post, in Korean. */
  readonly position: string | null;
}

interface RosterRow {
  person_id: Buffer;
  unit_id: Buffer;
  occupation: string;
  roll_number: number | null;
  name: string | null;
  position_ko: string | null;
}

/** Who belongs to units on a day, pupils by number. */
export async function rosterOf(
  db: Database,
  unitIds: readonly string[],
  on: LocalDate,
): Promise<readonly RosterEntry[]> {
  if (unitIds.length === 0) return [];
  const rows = await db.query<RosterRow[]>(
    `SELECT m.person_id, m.unit_id, m.occupation, m.roll_number, i.name, m.position_ko
     FROM membership m LEFT JOIN person_identity i ON i.person_id = m.person_id
     WHERE m.unit_id IN (?) AND m.superseded_at IS NULL AND m.valid_from <= ? AND (m.valid_to IS NULL OR m.valid_to >= ?)
     ORDER BY m.roll_number IS NULL, m.roll_number, i.name, m.person_id`,
    [unitIds.map(toBin), on, on],
  );
  return rows.map(entryOf);
}

/** Adults who belonged to a unit or to one below it on a day, by name, each once. */
export async function rosterBelow(db: Database, unitId: string, on: LocalDate): Promise<readonly RosterEntry[]> {
  const rows = await db.query<RosterRow[]>(
    `SELECT m.person_id, m.unit_id, m.occupation, NULL AS roll_number, i.name, m.position_ko
     FROM org_unit_closure c JOIN membership m ON m.unit_id = c.descendant_id
     LEFT JOIN person_identity i ON i.person_id = m.person_id
     WHERE c.ancestor_id = ? AND m.superseded_at IS NULL AND m.occupation <> 'student'
       AND m.valid_from <= ? AND (m.valid_to IS NULL OR m.valid_to >= ?)
     ORDER BY i.name, m.person_id, m.is_primary DESC`,
    [toBin(unitId), on, on],
  );
  const entries = new Map<string, RosterEntry>();
  for (const entry of rows.map(entryOf)) if (!entries.has(entry.personId)) entries.set(entry.personId, entry);
  return [...entries.values()];
}

/** What other systems call people, to tell apart those of one name. */
export async function marksOf(
  db: Database,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (personIds.length === 0) return new Map();
  const rows = await db.query<{ person_id: Buffer; external_id: string }[]>(
    'SELECT person_id, external_id FROM person_external_id WHERE person_id IN (?)',
    [personIds.map(toBin)],
  );
  const marks = new Map<string, string[]>();
  for (const row of rows) {
    const id = fromBin(row.person_id);
    marks.set(id, [...(marks.get(id) ?? []), row.external_id]);
  }
  return marks;
}

function entryOf(row: RosterRow): RosterEntry {
  return {
    personId: fromBin(row.person_id),
    unitId: fromBin(row.unit_id),
    occupation: row.occupation,
    number: row.roll_number,
    name: row.name ?? '',
    position: row.position_ko,
  };
}

/** Names of those who hold the role of class teacher over a unit itself, by unit. */
export async function classTeachersOf(
  db: Database,
  unitIds: readonly string[],
  on: LocalDate,
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (unitIds.length === 0) return new Map();
  const rows = await db.query<{ unit_id: Buffer; name: string }[]>(
    `SELECT DISTINCT g.unit_id, i.name, g.person_id FROM role_grant g JOIN person_identity i ON i.person_id = g.person_id
     WHERE g.unit_id IN (?) AND g.role = 'class-teacher' AND g.revoked_at IS NULL AND i.name IS NOT NULL
       AND g.valid_from <= ? AND (g.valid_to IS NULL OR g.valid_to >= ?) ORDER BY i.name, g.person_id`,
    [unitIds.map(toBin), on, on],
  );
  const names = new Map<string, string[]>();
  for (const row of rows) {
    const id = fromBin(row.unit_id);
    names.set(id, [...(names.get(id) ?? []), row.name]);
  }
  return names;
}

export interface HeldSession {
  readonly id: string;
  readonly heldOn: LocalDate;
  readonly title: string;
  readonly minutes: number;
  readonly topics: readonly string[];
  readonly mode: string;
  readonly method: string;
  readonly partner: string | null;
  readonly attended: number;
  readonly roster: number;
}

/** The sessions a unit has held, the latest first. */
export async function sessionsOf(db: Database, unitId: string): Promise<readonly HeldSession[]> {
  const rows = await db.query<
    {
      id: Buffer;
      held_on: string;
      title_ko: string;
      minutes: number;
      topics: string;
      mode: string;
      method: string;
      partner: string | null;
      attended: string;
      roster: string;
    }[]
  >(
    `SELECT s.id, s.held_on, s.title_ko, p.minutes, p.topics, s.mode, s.method, s.partner,
            SUM(a.state = 'present') AS attended, COUNT(a.person_id) AS roster
     FROM live_session s
     JOIN session_part p ON p.live_session_id = s.id
     LEFT JOIN attendance a ON a.session_part_id = p.id
     WHERE s.unit_id = ? AND s.state = 'held'
     GROUP BY s.id, s.held_on, s.title_ko, p.minutes, p.topics, s.mode, s.method, s.partner
     ORDER BY s.held_on DESC, s.id DESC LIMIT 200`,
    [toBin(unitId)],
  );
  return rows.map((row) => ({
    id: fromBin(row.id),
    heldOn: row.held_on,
    title: row.title_ko,
    minutes: row.minutes,
    topics: JSON.parse(row.topics) as string[],
    mode: row.mode,
    method: row.method,
    partner: row.partner,
    attended: Number(row.attended),
    roster: Number(row.roster),
  }));
}
