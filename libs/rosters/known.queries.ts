import { type Database, fromBin, toBin } from '#libs/database';
import type { Band, LeaveKind, Occupation, UnitKind } from '#libs/people';
import { type LocalDate, addDays } from '#libs/time';
import type { Entry } from './entry.rules.js';
import type { KnownLeave, KnownPerson, KnownStay } from './known.js';
import type { Candidates } from './match-staff.rules.js';
import { classFromName } from './school-year.rules.js';
import type { KnownUnit } from './units.rules.js';
import { nameKey } from './values.rules.js';

/** Whom lists of a source may speak of, and where. */
export interface Scope {
  /** Under which external ids are kept. */
  readonly source: string;
  readonly unitId: string;
}

interface StayRow {
  id: Buffer;
  person_id: Buffer;
  unit_id: Buffer;
  in_scope: number | string;
  kind: UnitKind;
  name_ko: string | null;
  occupation: Occupation;
  position_band: Band;
  position_ko: string | null;
  is_head: number;
  is_primary: number;
  roll_number: number | null;
  valid_from: string;
  valid_to: string | null;
}

/** Persons with their names, what the source calls them, and all that is believed of them now. Three statements. */
export async function loadKnown(
  db: Database,
  scope: Scope,
  personIds: readonly string[],
): Promise<Map<string, KnownPerson>> {
  if (personIds.length === 0) return new Map();
  const ids = personIds.map(toBin);
  const persons = await db.query<
    {
      person_id: Buffer;
      name: string | null;
      name_latin: string | null;
      birth_date: string | null;
      email: string | null;
      external_id: string | null;
    }[]
  >(
    `SELECT i.person_id, i.name, i.name_latin, i.birth_date, i.email, MIN(x.external_id) AS external_id
     FROM person_identity i JOIN person p ON p.id = i.person_id AND p.alias_of IS NULL
     LEFT JOIN person_external_id x ON x.person_id = i.person_id AND x.source = ?
     WHERE i.person_id IN (?)
     GROUP BY i.person_id, i.name, i.name_latin, i.birth_date, i.email`,
    [scope.source, ids],
  );
  const stays = await db.query<StayRow[]>(
    `SELECT m.id, m.person_id, m.unit_id, c.ancestor_id IS NOT NULL AS in_scope, u.kind, n.name_ko, m.occupation,
            m.position_band, m.position_ko, m.is_head, m.is_primary, m.roll_number, m.valid_from, m.valid_to
     FROM membership m
     JOIN org_unit u ON u.id = m.unit_id
     LEFT JOIN org_unit_closure c ON c.descendant_id = m.unit_id AND c.ancestor_id = ?
     LEFT JOIN org_unit_name n ON u.kind = 'class' AND n.unit_id = u.id AND n.valid_to IS NULL
     WHERE m.person_id IN (?) AND m.superseded_at IS NULL ORDER BY m.valid_from, m.id`,
    [toBin(scope.unitId), ids],
  );
  const leaves = await db.query<
    { id: Buffer; person_id: Buffer; kind: LeaveKind; valid_from: string; valid_to: string | null }[]
  >(
    `SELECT id, person_id, kind, valid_from, valid_to FROM \`leave\`
     WHERE person_id IN (?) AND superseded_at IS NULL ORDER BY valid_from, id`,
    [ids],
  );
  const known = new Map<string, KnownPerson & { stays: KnownStay[]; leaves: KnownLeave[] }>();
  for (const row of persons) {
    const personId = fromBin(row.person_id);
    known.set(personId, {
      personId,
      name: row.name ?? '',
      nameLatin: row.name_latin,
      birthDate: row.birth_date,
      email: row.email,
      externalId: row.external_id,
      stays: [],
      leaves: [],
    });
  }
  for (const row of stays) known.get(fromBin(row.person_id))?.stays.push(stayOf(row));
  for (const row of leaves) {
    known.get(fromBin(row.person_id))?.leaves.push({
      leaveId: fromBin(row.id),
      kind: row.kind,
      from: row.valid_from,
      to: row.valid_to,
    });
  }
  return known;
}

function stayOf(row: StayRow): KnownStay {
  return {
    membershipId: fromBin(row.id),
    unitId: fromBin(row.unit_id),
    inScope: Number(row.in_scope) === 1,
    classOf: row.kind === 'class' && row.name_ko !== null ? classFromName(row.name_ko) : null,
    occupation: row.occupation,
    band: row.position_band,
    position: row.position_ko,
    isHead: row.is_head === 1,
    isPrimary: row.is_primary === 1,
    rollNumber: row.roll_number,
    from: row.valid_from,
    to: row.valid_to,
  };
}

/** How long ago a pupil may have left the school and still be proposed as the same one. */
const COMES_BACK_WITHIN_DAYS = 400;

/** All pupils of a school who are there or were lately. */
export async function loadPupils(db: Database, scope: Scope, on: LocalDate): Promise<readonly KnownPerson[]> {
  const rows = await db.query<{ person_id: Buffer }[]>(
    `SELECT DISTINCT m.person_id FROM membership m
     JOIN org_unit_closure c ON c.descendant_id = m.unit_id AND c.ancestor_id = ?
     WHERE m.occupation = 'student' AND m.superseded_at IS NULL AND (m.valid_to IS NULL OR m.valid_to >= ?)
     ORDER BY m.person_id`,
    [toBin(scope.unitId), addDays(on, -COMES_BACK_WITHIN_DAYS)],
  );
  return [
    ...(
      await loadKnown(
        db,
        scope,
        rows.map(({ person_id }) => fromBin(person_id)),
      )
    ).values(),
  ];
}

/** Persons whom the source calls so. */
export async function idsByExternalId(
  db: Database,
  source: string,
  externalIds: readonly string[],
): Promise<readonly string[]> {
  if (externalIds.length === 0) return [];
  const rows = await db.query<{ id: Buffer }[]>(
    `SELECT DISTINCT COALESCE(p.alias_of, p.id) AS id FROM person_external_id x JOIN person p ON p.id = x.person_id
     WHERE x.source = ? AND x.external_id IN (?)`,
    [source, externalIds],
  );
  return rows.map(({ id }) => fromBin(id));
}

/**
 * Persons of these names who work in one of these units, or anywhere under the same authority with a birth date or
 * address that the list gives as well: a name alone finds nobody outside the unit.
 */
export async function idsByName(
  db: Database,
  authorityId: string,
  names: readonly string[],
  unitIds: readonly string[],
  births: readonly string[],
  emails: readonly string[],
): Promise<readonly string[]> {
  if (names.length === 0) return [];
  const rows = await db.query<{ person_id: Buffer }[]>(
    `SELECT DISTINCT i.person_id FROM person_identity i
     JOIN membership m ON m.person_id = i.person_id AND m.superseded_at IS NULL
     JOIN org_unit u ON u.id = m.unit_id AND u.authority_id = ?
     WHERE i.name IN (?) AND (m.unit_id IN (?) OR i.birth_date IN (?) OR i.email IN (?))`,
    [toBin(authorityId), names, unitIds.map(toBin), orNone(births), orNone(emails)],
  );
  return rows.map(({ person_id }) => fromBin(person_id));
}

/** `IN ()` is no SQL; NULL equals nothing. */
function orNone(values: readonly string[]): readonly (string | null)[] {
  return values.length === 0 ? [null] : values;
}

/** Who may be meant by rows of staff: whom the source calls so, and who else has the name where the row says. */
export async function staffCandidates(
  db: Database,
  scope: Scope,
  authorityId: string,
  rows: readonly { readonly entry: Entry; readonly unitId: string }[],
): Promise<Candidates> {
  const externalIds = rows.flatMap(({ entry }) => (entry.externalId === null ? [] : [entry.externalId]));
  const byId = await loadKnown(db, scope, await idsByExternalId(db, scope.source, externalIds));
  const byExternalId = new Map(
    [...byId.values()].flatMap((p) => (p.externalId === null ? [] : [[p.externalId, p] as const])),
  );
  const unnamed = rows.filter(({ entry }) => entry.externalId === null || !byExternalId.has(entry.externalId));
  const found = await idsByName(
    db,
    authorityId,
    [...new Set(unnamed.map(({ entry }) => entry.name))],
    [...new Set(unnamed.map(({ unitId }) => unitId))],
    [...new Set(unnamed.flatMap(({ entry }) => (entry.birthDate === null ? [] : [entry.birthDate])))],
    [...new Set(unnamed.flatMap(({ entry }) => (entry.email === null ? [] : [entry.email])))],
  );
  const byName = new Map<string, KnownPerson[]>();
  for (const person of (await loadKnown(db, scope, found)).values()) {
    const key = nameKey(person.name);
    const same = byName.get(key);
    if (same) same.push(person);
    else byName.set(key, [person]);
  }
  return { byExternalId, byName };
}

/** A unit and all below it, with every name it ever had. */
export async function loadUnits(db: Database, unitId: string): Promise<readonly KnownUnit[]> {
  const root = toBin(unitId);
  const rows = await db.query<{ id: Buffer; code: string; kind: UnitKind; valid_to: string | null; above: string }[]>(
    `SELECT u.id, u.code, u.kind, u.valid_to, GROUP_CONCAT(LOWER(HEX(a.ancestor_id)) ORDER BY a.depth DESC) AS above
     FROM org_unit_closure c JOIN org_unit u ON u.id = c.descendant_id
     JOIN org_unit_closure a ON a.descendant_id = u.id
     WHERE c.ancestor_id = ? GROUP BY u.id, u.code, u.kind, u.valid_to`,
    [root],
  );
  const names = await db.query<
    { unit_id: Buffer; name_ko: string; name_en: string; valid_from: string; valid_to: string | null }[]
  >(
    `SELECT n.unit_id, n.name_ko, n.name_en, n.valid_from, n.valid_to
     FROM org_unit_closure c JOIN org_unit_name n ON n.unit_id = c.descendant_id WHERE c.ancestor_id = ?`,
    [root],
  );
  const succession = await db.query<{ predecessor_id: Buffer; successor_id: Buffer }[]>(
    `SELECT s.predecessor_id, s.successor_id
     FROM org_unit_closure c JOIN org_unit_succession s ON s.predecessor_id = c.descendant_id WHERE c.ancestor_id = ?`,
    [root],
  );
  return rows.map((row) => ({
    id: fromBin(row.id),
    code: row.code,
    kind: row.kind,
    above: row.above
      .split(',')
      .map((hex) => fromBin(Buffer.from(hex, 'hex')))
      .filter((id) => id !== fromBin(row.id)),
    names: names
      .filter(({ unit_id }) => unit_id.equals(row.id))
      .map((name) => ({ ko: name.name_ko, en: name.name_en, from: name.valid_from, to: name.valid_to })),
    to: row.valid_to,
    successors: succession
      .filter(({ predecessor_id }) => predecessor_id.equals(row.id))
      .map((s) => fromBin(s.successor_id)),
  }));
}

export interface AbsentRow {
  readonly personId: string;
  readonly membershipId: string;
  readonly name: string;
  readonly from: LocalDate;
}

/** Staff of the unit whom no row of the run names, after a person and in order. */
export async function absentStaff(
  db: Database,
  scope: Scope,
  runId: string,
  on: LocalDate,
  withIds: boolean,
  after: string,
  limit: number,
): Promise<readonly AbsentRow[]> {
  const rows = await db.query<{ person_id: Buffer; id: Buffer; name: string | null; valid_from: string }[]>(
    `SELECT m.person_id, m.id, i.name, m.valid_from FROM membership m
     JOIN org_unit_closure c ON c.descendant_id = m.unit_id AND c.ancestor_id = ?
     JOIN person_identity i ON i.person_id = m.person_id
     ${withIds ? 'JOIN person_external_id x ON x.person_id = m.person_id AND x.source = ?' : ''}
     LEFT JOIN import_row r ON r.run_id = ? AND r.person_id = m.person_id
     WHERE m.superseded_at IS NULL AND m.occupation <> 'student' AND m.valid_from < ?
       AND (m.valid_to IS NULL OR m.valid_to >= ?) AND r.number IS NULL AND m.id > ?
     ORDER BY m.id LIMIT ?`,
    [toBin(scope.unitId), ...(withIds ? [scope.source] : []), toBin(runId), on, on, toBin(after), limit],
  );
  return rows.map((row) => ({
    personId: fromBin(row.person_id),
    membershipId: fromBin(row.id),
    name: row.name ?? '',
    from: row.valid_from,
  }));
}

/** How many people the list should name if it names everyone. */
export async function expectedStaff(db: Database, scope: Scope, on: LocalDate, withIds: boolean): Promise<number> {
  const [row] = await db.query<{ n: string | number }[]>(
    `SELECT COUNT(DISTINCT m.person_id) AS n FROM membership m
     JOIN org_unit_closure c ON c.descendant_id = m.unit_id AND c.ancestor_id = ?
     ${withIds ? 'JOIN person_external_id x ON x.person_id = m.person_id AND x.source = ?' : ''}
     WHERE m.superseded_at IS NULL AND m.occupation <> 'student' AND m.valid_from < ?
       AND (m.valid_to IS NULL OR m.valid_to >= ?)`,
    [toBin(scope.unitId), ...(withIds ? [scope.source] : []), on, on],
  );
  return Number(row?.n ?? 0);
}
