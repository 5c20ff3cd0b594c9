import { type Database, fromBin, toBin } from '#libs/database';
import type { LocalDate } from '#libs/time';
import { type Stay, matchingStays } from './audience.rules.js';
import { loadCredits } from './evaluation.queries.js';
import type { BearerFacts, ClassFact, LeaveFact, MandateFact } from './evaluation.types.js';
import { UNIT_KINDS, asList } from './rule.schema.js';
import {
  type ParentFact,
  type SuccessionFact,
  type UnitFact,
  type UnitSpell,
  staysIn,
  unitHistory,
} from './unit-history.rules.js';

interface MembershipRow {
  id: Buffer;
  person_id: Buffer;
  unit_id: Buffer;
  occupation: string;
  position_band: string;
  functions: string;
  is_primary: number;
  valid_from: string;
  valid_to: string | null;
}

/**
 * What is believed of persons as bearers: three statements for any number; callers batch to bound memory.
 * @param knownAt what was believed at an instant, in place of now
 */
export async function loadPersons(
  db: Database,
  personIds: readonly string[],
  knownAt?: Date,
): Promise<readonly BearerFacts[]> {
  if (personIds.length === 0) return [];
  const ids = personIds.map(toBin);
  const believed =
    knownAt === undefined
      ? 'superseded_at IS NULL'
      : 'recorded_at <= ? AND (superseded_at IS NULL OR superseded_at > ?)';
  const at = knownAt === undefined ? [] : [knownAt, knownAt];
  const memberships = await db.query<MembershipRow[]>(
    `SELECT id, person_id, unit_id, occupation, position_band, functions, is_primary, valid_from, valid_to
     FROM membership WHERE person_id IN (?) AND ${believed} ORDER BY person_id, valid_from, id`,
    [ids, ...at],
  );
  const leaves = await db.query<{ person_id: Buffer; kind: string; valid_from: string; valid_to: string | null }[]>(
    `SELECT person_id, kind, valid_from, valid_to FROM \`leave\`
     WHERE person_id IN (?) AND ${believed} ORDER BY person_id, valid_from, id`,
    [ids, ...at],
  );
  const spells = await loadUnitHistory(
    db,
    memberships.map((row) => row.unit_id),
  );
  const facts = new Map(personIds.map((id) => [id, { stays: [] as Stay[], leaves: [] as LeaveFact[] }]));
  for (const row of memberships) {
    const membership = {
      id: fromBin(row.id),
      occupation: row.occupation,
      functions: functionsOf(row.functions),
      band: row.position_band,
      primary: row.is_primary === 1,
      from: row.valid_from,
      to: row.valid_to,
    };
    facts.get(fromBin(row.person_id))?.stays.push(...staysIn(membership, spells(fromBin(row.unit_id))));
  }
  for (const row of leaves) {
    facts.get(fromBin(row.person_id))?.leaves.push({ kind: row.kind, from: row.valid_from, to: row.valid_to });
  }
  const nowhere = [...facts].flatMap(([id, { stays }]) => (stays.length === 0 && knownAt === undefined ? [id] : []));
  const absorbed = await aliasesAmong(db, nowhere);
  return [...facts].map(([id, { stays, leaves: away }]) => ({
    kind: 'person',
    id,
    stays,
    leaves: away,
    ...(absorbed.has(id) ? { absorbed: true } : {}),
  }));
}

/** Who of those that belong nowhere was merged into somebody else; an alias has no membership of its own. */
async function aliasesAmong(db: Database, personIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (personIds.length === 0) return new Set();
  const rows = await db.query<{ id: Buffer }[]>('SELECT id FROM person WHERE id IN (?) AND alias_of IS NOT NULL', [
    personIds.map(toBin),
  ]);
  return new Set(rows.map(({ id }) => fromBin(id)));
}

const NO_FUNCTIONS: readonly string[] = [];

function functionsOf(json: string): readonly string[] {
  return json === '[]' ? NO_FUNCTIONS : (JSON.parse(json) as string[]);
}

interface UnitRow {
  id: Buffer;
  code: string;
  kind: string;
  territory: string;
  valid_from: string;
  valid_to: string | null;
  parent_id: Buffer | null;
  parent_from: string | null;
  parent_to: string | null;
  successor_id: Buffer | null;
  effective_on: string | null;
  change_kind: SuccessionFact['kind'] | null;
}

/** The history of units, of all that ever stood above them and of all they became: one statement. */
async function loadUnitHistory(
  db: Database,
  unitIds: readonly Buffer[],
): Promise<(unitId: string) => readonly UnitSpell[]> {
  const unique = [...new Map(unitIds.map((id) => [id.toString('latin1'), id])).values()];
  if (unique.length === 0) return () => [];
  const rows = await db.query<UnitRow[]>(
    `WITH RECURSIVE reached (id) AS (
       SELECT id FROM org_unit WHERE id IN (?)
       UNION SELECT p.parent_id FROM reached r JOIN org_unit_parent p ON p.unit_id = r.id AND p.replaced_at IS NULL
       UNION SELECT s.successor_id FROM reached r JOIN org_unit_succession s ON s.predecessor_id = r.id
     )
     SELECT u.id, u.code, u.kind, u.territory, u.valid_from, u.valid_to, p.parent_id, p.valid_from AS parent_from,
            p.valid_to AS parent_to, s.successor_id, s.effective_on, s.kind AS change_kind
     FROM reached r JOIN org_unit u ON u.id = r.id
     LEFT JOIN org_unit_parent p ON p.unit_id = u.id AND p.replaced_at IS NULL
     LEFT JOIN org_unit_succession s ON s.predecessor_id = u.id`,
    [unique],
  );
  const units = new Map<string, UnitFact>();
  const parents = new Map<string, ParentFact>();
  const successions = new Map<string, SuccessionFact>();
  for (const row of rows) {
    const id = fromBin(row.id);
    units.set(id, {
      id,
      code: row.code,
      kind: row.kind,
      territory: row.territory,
      from: row.valid_from,
      to: row.valid_to,
    });
    if (row.parent_id !== null && row.parent_from !== null) {
      const fact = { unitId: id, parentId: fromBin(row.parent_id), from: row.parent_from, to: row.parent_to };
      parents.set(`${id}/${fact.from}`, fact);
    }
    if (row.successor_id !== null && row.effective_on !== null && row.change_kind !== null) {
      const successorId = fromBin(row.successor_id);
      const fact = { predecessorId: id, successorId, on: row.effective_on, kind: row.change_kind };
      successions.set(`${id}/${successorId}`, fact);
    }
  }
  return unitHistory([...units.values()], [...parents.values()], [...successions.values()]);
}

/** The dated facts of units as bearers: each stays in itself. `classes` are loaded where a mandate asks for them. */
export async function loadUnits(
  db: Database,
  unitIds: readonly string[],
  mandates: readonly MandateFact[],
): Promise<readonly BearerFacts[]> {
  if (unitIds.length === 0) return [];
  const ids = unitIds.map(toBin);
  const spells = await loadUnitHistory(db, ids);
  const rows = await db.query<{ id: Buffer; valid_from: string; valid_to: string | null }[]>(
    'SELECT id, valid_from, valid_to FROM org_unit WHERE id IN (?) ORDER BY id',
    [ids],
  );
  const classes = asksForClasses(mandates) ? await loadClasses(db, ids) : null;
  return rows.map((row): BearerFacts => {
    const id = fromBin(row.id);
    const own = {
      id,
      occupation: null,
      functions: NO_FUNCTIONS,
      band: 'unit',
      primary: true,
      from: row.valid_from,
      to: row.valid_to,
    };
    // What a unit became has duties of its own.
    const stays = staysIn(
      own,
      spells(id).filter((spell) => spell.unitId === id),
    );
    return { kind: 'unit', id, stays, leaves: [], ...(classes ? { classes: classes.get(id) ?? [] } : {}) };
  });
}

export function asksForClasses(mandates: readonly MandateFact[]): boolean {
  return mandates.some(({ versions }) => versions.some(({ rule }) => rule.provides?.of === 'classes'));
}

async function loadClasses(db: Database, unitIds: readonly Buffer[]): Promise<ReadonlyMap<string, ClassFact[]>> {
  const rows = await db.query<{ above: Buffer; id: Buffer; valid_from: string; valid_to: string | null }[]>(
    `SELECT c.ancestor_id AS above, u.id, u.valid_from, u.valid_to
     FROM org_unit_closure c JOIN org_unit u ON u.id = c.descendant_id AND u.kind = 'class'
     WHERE c.ancestor_id IN (?) AND c.depth > 0 ORDER BY c.ancestor_id, u.id`,
    [unitIds],
  );
  const credits =
    rows.length === 0
      ? new Map<string, never[]>()
      : await loadCredits(
          db,
          rows.map(({ id }) => id),
        );
  const classes = new Map<string, ClassFact[]>();
  for (const row of rows) {
    const unitId = fromBin(row.id);
    const fact = { unitId, from: row.valid_from, to: row.valid_to, credits: credits.get(unitId) ?? [] };
    const above = fromBin(row.above);
    const list = classes.get(above);
    if (list) list.push(fact);
    else classes.set(above, [fact]);
  }
  return classes;
}

/** The units themselves and all above them: what a class was given may serve a duty of its school. */
export async function withUnitsAbove(db: Database, unitIds: readonly string[]): Promise<readonly string[]> {
  if (unitIds.length === 0) return [];
  const rows = await db.query<{ id: Buffer }[]>(
    'SELECT DISTINCT ancestor_id AS id FROM org_unit_closure WHERE descendant_id IN (?)',
    [unitIds.map(toBin)],
  );
  return rows.map(({ id }) => fromBin(id));
}

/** Units that are meant by some mandate of units and have never been evaluated: nobody tells when a unit is made. */
export async function unitsWithoutObligations(
  db: Database,
  mandates: readonly MandateFact[],
  today: LocalDate,
): Promise<readonly string[]> {
  const audiences = mandates.flatMap(({ versions }) => versions.map(({ rule }) => rule.who));
  if (audiences.length === 0) return [];
  const named = audiences.map(({ all }) => all.flatMap(({ unitKind }) => asList(unitKind)));
  const kinds = named.some((list) => list.length === 0) ? UNIT_KINDS : [...new Set(named.flat())];
  const rows = await db.query<{ id: Buffer }[]>(
    `SELECT u.id FROM org_unit u LEFT JOIN obligation o ON o.bearer_id = u.id
     WHERE u.kind IN (?) AND u.valid_from <= ? AND (u.valid_to IS NULL OR u.valid_to >= ?) AND o.id IS NULL`,
    [kinds, today, today],
  );
  const units = await loadUnits(
    db,
    rows.map(({ id }) => fromBin(id)),
    [],
  );
  return units.filter(({ stays }) => audiences.some((who) => matchingStays(who, stays).length > 0)).map(({ id }) => id);
}
