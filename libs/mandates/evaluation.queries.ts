import { type Database, fromBin, toBin } from '#libs/database';
import type { LocalDate } from '#libs/time';
import type { Counted, CreditFact } from './counting.rules.js';
import type {
  ExemptionFact,
  ExtensionFact,
  KnownObligation,
  ObligationResult,
  ObligationState,
} from './evaluation.types.js';
import type { Evidence, Method, Mode } from './rule.schema.js';

/** A stored obligation with its id. */
export interface StoredObligation extends KnownObligation {
  readonly id: string;
  readonly bearerId: string;
  readonly nextChangeOn: LocalDate | null;
  /** {@link result} as it is stored, to be compared without reading it. */
  readonly resultText: string;
}

/** All that evaluation needs of one bearer beside its dated facts. */
export interface BearerRecord {
  readonly credits: readonly CreditFact[];
  readonly exemptions: readonly ExemptionFact[];
  readonly extensions: readonly ExtensionFact[];
  readonly known: readonly StoredObligation[];
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
  evidence: Evidence;
  issuer: string | null;
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
        credits: [] as readonly CreditFact[],
        exemptions: [] as ExemptionFact[],
        extensions: [] as ExtensionFact[],
        known: [] as StoredObligation[],
      },
    ]),
  );
  if (bearerIds.length === 0) return records;
  const ids = bearerIds.map(toBin);
  for (const [bearerId, credits] of await loadCredits(db, ids)) {
    const record = records.get(bearerId);
    if (record) record.credits = credits;
  }
  for (const row of await loadGrants(db, ids)) {
    const record = records.get(fromBin(row.person_id));
    const mandateId = fromBin(row.mandate_id);
    if (row.cycle_key !== null) {
      const { cycle_key: cycleKey, valid_to: dueOn, valid_from: since } = row;
      record?.extensions.push({ mandateId, cycleKey, dueOn, since });
    } else {
      const kind = row.kind === 'pause' ? 'pause' : 'exemption';
      record?.exemptions.push({ mandateId, kind, ground: row.ground, from: row.valid_from, to: row.valid_to });
    }
  }
  const counted = await loadAllocations(db, ids);
  const obligations = await db.query<ObligationRow[]>(
    `SELECT id, bearer_id, mandate_id, mandate_version_id, cycle_key, cycle_from, cycle_to, opens_on, due_on,
            target_due_on, state, fulfilled_on, in_time, reporting_unit_id, band, result, next_change_on
     FROM obligation WHERE bearer_id IN (?) ORDER BY bearer_id, mandate_id, cycle_key`,
    [ids],
  );
  for (const row of obligations) {
    const record = records.get(fromBin(row.bearer_id));
    record?.known.push(storedObligation(row, inOrder(counted.get(fromBin(row.id)), record.credits)));
  }
  return records;
}

const NONE: readonly Counted[] = [];

/** In the order evaluation gives them: (earned on, id), as the credits come; those of classes by id. */
function inOrder(counted: readonly Counted[] | undefined, credits: readonly CreditFact[]): readonly Counted[] {
  if (counted === undefined) return NONE;
  if (counted.length === 1) return counted;
  const place = new Map(credits.map(({ id }, i) => [id, i]));
  const last = credits.length;
  return [...counted].sort(
    (a, b) => (place.get(a.creditId) ?? last) - (place.get(b.creditId) ?? last) || (a.creditId < b.creditId ? -1 : 1),
  );
}

/** The result is read only when somebody asks for it: most of the time its text is compared, and equal. */
function storedObligation(row: ObligationRow, counted: readonly Counted[]): StoredObligation {
  let result: ObligationResult | undefined;
  return {
    id: fromBin(row.id),
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
    counted,
    nextChangeOn: row.next_change_on,
    resultText: row.result,
    get result() {
      result ??= JSON.parse(row.result) as ObligationResult;
      return result;
    },
  };
}

interface GrantRow {
  person_id: Buffer;
  mandate_id: Buffer;
  kind: string;
  cycle_key: string | null;
  ground: string;
  valid_from: string;
  valid_to: string;
}

/** Exemptions and pauses, and extensions, which name a cycle. */
function loadGrants(db: Database, personIds: readonly Buffer[]): Promise<readonly GrantRow[]> {
  return db.query<GrantRow[]>(
    `SELECT person_id, mandate_id, kind, cycle_key, ground, valid_from, valid_to FROM exemption
     WHERE person_id IN (?) AND revoked_at IS NULL ORDER BY person_id, valid_from, id`,
    [personIds],
  );
}

/**
 * What bearers earned, by bearer, the earliest first. A reversed credit and the entry that reverses it are both left out:
 * together they are worth nothing.
 */
export async function loadCredits(
  db: Database,
  bearerIds: readonly Buffer[],
): Promise<ReadonlyMap<string, readonly CreditFact[]>> {
  const rows = await db.query<CreditRow[]>(
    `SELECT c.id, c.bearer_id, c.minutes, c.times, c.mode, c.method, c.topics, c.course_code, c.evidence, c.issuer,
            c.earned_on, c.reached, c.roster_size
     FROM credit c LEFT JOIN credit r ON r.reverses_id = c.id
     WHERE c.bearer_id IN (?) AND c.reverses_id IS NULL AND r.id IS NULL ORDER BY c.bearer_id, c.earned_on, c.id`,
    [bearerIds],
  );
  const credits = new Map<string, CreditFact[]>();
  for (const row of rows) {
    const bearerId = fromBin(row.bearer_id);
    const list = credits.get(bearerId);
    if (list) list.push(creditFact(row));
    else credits.set(bearerId, [creditFact(row)]);
  }
  return credits;
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
    evidence: row.evidence,
    issuer: row.issuer,
    reached: row.reached,
    rosterSize: row.roster_size,
  };
}

async function loadAllocations(db: Database, bearerIds: readonly Buffer[]): Promise<Map<string, Counted[]>> {
  const rows = await db.query<{ obligation_id: Buffer; credit_id: Buffer; minutes: number; times: number }[]>(
    `SELECT a.obligation_id, a.credit_id, a.minutes, a.times
     FROM obligation o JOIN allocation a ON a.obligation_id = o.id WHERE o.bearer_id IN (?)`,
    [bearerIds],
  );
  const counted = new Map<string, Counted[]>();
  for (const row of rows) {
    const id = fromBin(row.obligation_id);
    const amount = { creditId: fromBin(row.credit_id), minutes: row.minutes, times: row.times };
    const list = counted.get(id);
    if (list) list.push(amount);
    else counted.set(id, [amount]);
  }
  return counted;
}
