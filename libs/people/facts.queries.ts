import { type Database, fromBin, toBin } from '#libs/database';
import type { LocalDate } from '#libs/time';
import type { UnitKind } from './org-unit.entity.js';
import type { Band, LeaveKind, Occupation } from './person-facts.entity.js';

export interface MembershipFact {
  readonly id: string;
  readonly unitId: string;
  /** Codes from the root to the unit, e.g. `gaon/welfare/welfare-policy`. */
  readonly unitPath: string;
  readonly unitKind: UnitKind;
  readonly territory: string;
  readonly authorityId: string;
  readonly occupation: Occupation;
  readonly band: Band;
  readonly functions: readonly string[];
  readonly isHead: boolean;
  readonly isPrimary: boolean;
  readonly from: LocalDate;
  /** Last day; null while it goes on. */
  readonly to: LocalDate | null;
}

export interface LeaveFact {
  readonly kind: LeaveKind;
  readonly from: LocalDate;
  readonly to: LocalDate | null;
}

/** What is believed today of a person: all memberships and leaves that are not superseded, earliest first. */
export interface PersonFacts {
  readonly personId: string;
  readonly memberships: readonly MembershipFact[];
  readonly leaves: readonly LeaveFact[];
}

interface MembershipRow {
  id: Buffer;
  person_id: Buffer;
  unit_id: Buffer;
  unit_path: string;
  kind: UnitKind;
  territory: string;
  authority_id: Buffer;
  occupation: Occupation;
  position_band: Band;
  functions: string;
  is_head: number;
  is_primary: number;
  valid_from: string;
  valid_to: string | null;
}

interface LeaveRow {
  person_id: Buffer;
  kind: LeaveKind;
  valid_from: string;
  valid_to: string | null;
}

/** Three statements for any number of persons; callers batch by some hundreds to bound memory. */
export async function loadFacts(db: Database, personIds: readonly string[]): Promise<Map<string, PersonFacts>> {
  if (personIds.length === 0) return new Map();
  const ids = personIds.map(toBin);
  const memberships = await db.query<Omit<MembershipRow, 'unit_path'>[]>(
    `SELECT m.id, m.person_id, m.unit_id, u.kind, u.territory, u.authority_id, m.occupation, m.position_band,
            m.functions, m.is_head, m.is_primary, m.valid_from, m.valid_to
     FROM membership m JOIN org_unit u ON u.id = m.unit_id
     WHERE m.person_id IN (?) AND m.superseded_at IS NULL ORDER BY m.person_id, m.valid_from, m.id`,
    [ids],
  );
  const leaves = await db.query<LeaveRow[]>(
    `SELECT person_id, kind, valid_from, valid_to FROM \`leave\`
     WHERE person_id IN (?) AND superseded_at IS NULL ORDER BY person_id, valid_from, id`,
    [ids],
  );
  const paths = await unitPaths(db, [...new Set(memberships.map((row) => row.unit_id.toString('hex')))]);
  const facts = new Map(
    personIds.map((personId) => [
      personId,
      { personId, memberships: [] as MembershipFact[], leaves: [] as LeaveFact[] },
    ]),
  );
  for (const row of memberships) {
    facts.get(fromBin(row.person_id))?.memberships.push({
      id: fromBin(row.id),
      unitId: fromBin(row.unit_id),
      unitPath: paths.get(row.unit_id.toString('hex')) ?? '',
      unitKind: row.kind,
      territory: row.territory,
      authorityId: fromBin(row.authority_id),
      occupation: row.occupation,
      band: row.position_band,
      functions: JSON.parse(row.functions) as string[],
      isHead: row.is_head === 1,
      isPrimary: row.is_primary === 1,
      from: row.valid_from,
      to: row.valid_to,
    });
  }
  for (const row of leaves) {
    facts.get(fromBin(row.person_id))?.leaves.push({ kind: row.kind, from: row.valid_from, to: row.valid_to });
  }
  return facts;
}

async function unitPaths(db: Database, hexIds: readonly string[]): Promise<Map<string, string>> {
  if (hexIds.length === 0) return new Map();
  const rows = await db.query<{ id: Buffer; path: string }[]>(
    `SELECT c.descendant_id AS id, GROUP_CONCAT(a.code ORDER BY c.depth DESC SEPARATOR '/') AS path
     FROM org_unit_closure c JOIN org_unit a ON a.id = c.ancestor_id
     WHERE c.descendant_id IN (?) GROUP BY c.descendant_id`,
    [hexIds.map((hex) => Buffer.from(hex, 'hex'))],
  );
  return new Map(rows.map((row) => [row.id.toString('hex'), row.path]));
}
