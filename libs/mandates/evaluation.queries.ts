import { type Database, fromBin, toBin } from '#libs/database';
import type { LocalDate } from '#libs/time';
import { matchingStays } from './audience.rules.js';
import type { Counted, CreditFact } from './counting.rules.js';
import type {
  BearerFacts,
  BearerKind,
  ExemptionFact,
  ExtensionFact,
  KnownObligation,
  MandateFact,
  ObligationResult,
  ObligationState,
  VersionFact,
} from './evaluation.types.js';
import { type MandateDocument, type Method, type Mode, UNIT_KINDS, asList } from './rule.schema.js';

/** A stored obligation with its id. */
export interface StoredObligation extends KnownObligation {
  readonly id: string;
  readonly bearerId: string;
  readonly nextChangeOn: LocalDate | null;
}

/** All that evaluation needs of one bearer beside its dated facts. */
export interface BearerRecord {
  readonly credits: readonly CreditFact[];
  readonly exemptions: readonly ExemptionFact[];
  readonly extensions: readonly ExtensionFact[];
  readonly known: readonly StoredObligation[];
}

interface VersionRow {
  mandate_id: Buffer;
  code: string;
  id: Buffer;
  number: number;
  rule: string;
}

/** The mandates in force for one kind of bearer, with all their versions. One statement. */
export async function loadMandates(db: Database, bearerKind: BearerKind): Promise<readonly MandateFact[]> {
  const rows = await db.query<VersionRow[]>(
    `SELECT m.id AS mandate_id, m.code, v.id, v.number, v.rule
     FROM mandate m JOIN mandate_version v ON v.mandate_id = m.id AND v.state = 'in-force'
     WHERE m.bearer_kind = ? ORDER BY m.code, v.number`,
    [bearerKind],
  );
  const mandates = new Map<string, { id: string; code: string; versions: VersionFact[] }>();
  for (const row of rows) {
    const id = fromBin(row.mandate_id);
    const mandate = mandates.get(id) ?? { id, code: row.code, versions: [] };
    mandate.versions.push({ id: fromBin(row.id), number: row.number, rule: JSON.parse(row.rule) as MandateDocument });
    mandates.set(id, mandate);
  }
  return [...mandates.values()];
}

interface ObligationRow {
  id: Buffer;
  bearer_id: Buffer;
  mandate_id: Buffer;
  mandate_version_id: Buffer;
  cycle_key: string;
  cycle_from: string;
  cycle_to: string;
  opens_on: string;
  due_on: string;
  target_due_on: string | null;
  state: ObligationState;
  fulfilled_on: string | null;
  in_time: number | null;
  reporting_unit_id: Buffer | null;
  band: string;
  result: string;
  next_change_on: string | null;
}

interface CreditRow {
  id: Buffer;
  bearer_id: Buffer;
  minutes: number;
  times: number;
  mode: Mode;
  method: Method;
  topics: string;
  course_code: string | null;
  earned_on: string;
  reached: number | null;
  roster_size: number | null;
}

/** Four statements for any number of bearers; callers batch by some hundreds to bound memory. */
export async function loadRecords(
  db: Database,
  bearerIds: readonly string[],
): Promise<ReadonlyMap<string, BearerRecord>> {
  const records = new Map(
    bearerIds.map((id) => [
      id,
      {
        credits: [] as CreditFact[],
        exemptions: [] as ExemptionFact[],
        extensions: [] as ExtensionFact[],
        known: [] as StoredObligation[],
      },
    ]),
  );
  if (bearerIds.length === 0) return records;
  const ids = bearerIds.map(toBin);
  const counted = await loadAllocations(db, ids);
  const obligations = await db.query<ObligationRow[]>(
    `SELECT id, bearer_id, mandate_id, mandate_version_id, cycle_key, cycle_from, cycle_to, opens_on, due_on,
            target_due_on, state, fulfilled_on, in_time, reporting_unit_id, band, result, next_change_on
     FROM obligation WHERE bearer_id IN (?) ORDER BY bearer_id, mandate_id, cycle_from`,
    [ids],
  );
  for (const row of obligations) {
    const id = fromBin(row.id);
    records.get(fromBin(row.bearer_id))?.known.push({
      id,
      bearerId: fromBin(row.bearer_id),
      mandateId: fromBin(row.mandate_id),
      versionId: fromBin(row.mandate_version_id),
      cycleKey: row.cycle_key,
      cycleFrom: row.cycle_from,
      cycleTo: row.cycle_to,
      opensOn: row.opens_on,
      dueOn: row.due_on,
      targetDueOn: row.target_due_on,
      state: row.state,
      fulfilledOn: row.fulfilled_on,
      inTime: row.in_time === null ? null : row.in_time === 1,
      reportingUnitId: row.reporting_unit_id === null ? null : fromBin(row.reporting_unit_id),
      band: row.band,
      counted: counted.get(id) ?? [],
      result: JSON.parse(row.result) as ObligationResult,
      nextChangeOn: row.next_change_on,
    });
  }
  // A reversed credit and the entry that reverses it are both left out: together they are worth nothing.
  const credits = await db.query<CreditRow[]>(
    `SELECT c.id, c.bearer_id, c.minutes, c.times, c.mode, c.method, c.topics, c.course_code, c.earned_on,
            c.reached, c.roster_size
     FROM credit c LEFT JOIN credit r ON r.reverses_id = c.id
     WHERE c.bearer_id IN (?) AND c.reverses_id IS NULL AND r.id IS NULL ORDER BY c.bearer_id, c.earned_on, c.id`,
    [ids],
  );
  for (const row of credits) records.get(fromBin(row.bearer_id))?.credits.push(creditFact(row));
  for (const row of await loadGrants(db, ids)) {
    const record = records.get(fromBin(row.person_id));
    const mandateId = fromBin(row.mandate_id);
    if (row.cycle_key !== null) {
      const { cycle_key: cycleKey, valid_to: dueOn, valid_from: since } = row;
      record?.extensions.push({ mandateId, cycleKey, dueOn, since });
    } else {
      record?.exemptions.push({ mandateId, ground: row.ground, from: row.valid_from, to: row.valid_to });
    }
  }
  return records;
}

interface GrantRow {
  person_id: Buffer;
  mandate_id: Buffer;
  cycle_key: string | null;
  ground: string;
  valid_from: string;
  valid_to: string;
}

/** Exemptions, and extensions, which name a cycle. */
function loadGrants(db: Database, personIds: readonly Buffer[]): Promise<readonly GrantRow[]> {
  return db.query<GrantRow[]>(
    `SELECT person_id, mandate_id, cycle_key, ground, valid_from, valid_to FROM exemption
     WHERE person_id IN (?) AND kind IN ('exemption', 'extension') AND revoked_at IS NULL
     ORDER BY person_id, valid_from, id`,
    [personIds],
  );
}

function creditFact(row: CreditRow): CreditFact {
  return {
    id: fromBin(row.id),
    earnedOn: row.earned_on,
    minutes: row.minutes,
    times: row.times,
    mode: row.mode,
    method: row.method,
    topics: JSON.parse(row.topics) as string[],
    course: row.course_code,
    reached: row.reached,
    rosterSize: row.roster_size,
  };
}

/** By obligation, in the order evaluation gives them: (earned on, id). */
async function loadAllocations(db: Database, bearerIds: readonly Buffer[]): Promise<Map<string, Counted[]>> {
  const rows = await db.query<{ obligation_id: Buffer; credit_id: Buffer; minutes: number; times: number }[]>(
    `SELECT a.obligation_id, a.credit_id, a.minutes, a.times
     FROM obligation o JOIN allocation a ON a.obligation_id = o.id JOIN credit c ON c.id = a.credit_id
     WHERE o.bearer_id IN (?) ORDER BY a.obligation_id, c.earned_on, c.id`,
    [bearerIds],
  );
  const counted = new Map<string, Counted[]>();
  for (const row of rows) {
    const id = fromBin(row.obligation_id);
    const list = counted.get(id) ?? [];
    list.push({ creditId: fromBin(row.credit_id), minutes: row.minutes, times: row.times });
    counted.set(id, list);
  }
  return counted;
}

/** The dated facts of units as bearers: each has one stay, in itself. */
export async function loadUnitFacts(
  db: Database,
  unitIds: readonly string[],
): Promise<ReadonlyMap<string, BearerFacts>> {
  if (unitIds.length === 0) return new Map();
  const rows = await db.query<
    { id: Buffer; kind: string; valid_from: string; valid_to: string | null; path: string }[]
  >(
    `SELECT u.id, u.kind, u.valid_from, u.valid_to,
            GROUP_CONCAT(a.code ORDER BY c.depth DESC SEPARATOR '/') AS path
     FROM org_unit u
     JOIN org_unit_closure c ON c.descendant_id = u.id JOIN org_unit a ON a.id = c.ancestor_id
     WHERE u.id IN (?) GROUP BY u.id, u.kind, u.valid_from, u.valid_to`,
    [unitIds.map(toBin)],
  );
  return new Map(
    rows.map((row) => {
      const id = fromBin(row.id);
      const stay = {
        id,
        unitId: id,
        unitKind: row.kind,
        unitPath: row.path,
        occupation: null,
        functions: [],
        band: 'unit',
        primary: true,
        from: row.valid_from,
        to: row.valid_to,
      };
      return [id, { kind: 'unit', id, stays: [stay], leaves: [] }];
    }),
  );
}

/** Units that are meant by some mandate of units and have never been evaluated: nobody tells when a unit is made. */
export async function unitsWithoutObligations(db: Database, today: LocalDate): Promise<readonly string[]> {
  const audiences = (await loadMandates(db, 'unit')).flatMap(({ versions }) => versions.map(({ rule }) => rule.who));
  if (audiences.length === 0) return [];
  const named = audiences.map(({ all }) => all.flatMap(({ unitKind }) => asList(unitKind)));
  const kinds = named.some((list) => list.length === 0) ? UNIT_KINDS : [...new Set(named.flat())];
  const rows = await db.query<{ id: Buffer }[]>(
    `SELECT u.id FROM org_unit u LEFT JOIN obligation o ON o.bearer_id = u.id
     WHERE u.kind IN (?) AND u.valid_from <= ? AND (u.valid_to IS NULL OR u.valid_to >= ?) AND o.id IS NULL`,
    [kinds, today, today],
  );
  const facts = await loadUnitFacts(
    db,
    rows.map(({ id }) => fromBin(id)),
  );
  return [...facts.values()]
    .filter(({ stays }) => audiences.some((who) => matchingStays(who, stays).length > 0))
    .map(({ id }) => id);
}
