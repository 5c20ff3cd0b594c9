import type { Actor } from '#libs/actor';
import { insertRows, toBin } from '#libs/database';
import type { EntityManager } from 'typeorm';
import type { Change } from './changes.rules.js';
import type { StoredObligation } from './evaluation.queries.js';
import type { BearerKind, EvaluatedObligation, PreviousObligation } from './evaluation.types.js';

/** Why an evaluation ran; kept with every event it causes. */
export interface Cause {
  /** `facts`, `credit`, `reversal`, `rule`, `calendar`, `check`. */
  readonly kind: string;
  readonly id?: string;
}

const OBLIGATION_COLUMNS = [
  'id',
  'bearer_kind',
  'bearer_id',
  'mandate_id',
  'mandate_version_id',
  'cycle_key',
  'cycle_from',
  'cycle_to',
  'opens_on',
  'due_on',
  'target_due_on',
  'state',
  'fulfilled_on',
  'in_time',
  'reporting_unit_id',
  'band',
  'result',
  'next_change_on',
  'evaluated_on',
  'created_at',
  'changed_at',
] as const;

const bit = (value: boolean | null): number | null => (value === null ? null : value ? 1 : 0);
const bin = (id: string | null): Buffer | null => (id === null ? null : toBin(id));

const UPDATED = OBLIGATION_COLUMNS.filter(
  (column) => !['id', 'bearer_kind', 'bearer_id', 'mandate_id', 'cycle_key', 'created_at'].includes(column),
);

interface WriteContext {
  readonly actor: Actor;
  readonly bearerKind: BearerKind;
  readonly cause: Cause;
  readonly now: Date;
  readonly today: string;
}

/** Writes the changes of any number of bearers with a handful of statements: rows, allocations, events, tally deltas. */
export async function writeChanges(
  tx: EntityManager,
  changes: readonly Change[],
  context: WriteContext,
): Promise<void> {
  if (changes.length === 0) return;
  const ordered = [...changes].sort((a, b) => (a.id < b.id ? -1 : 1));
  // What is new is inserted and nothing else: were it there already, this transaction must fail, not overwrite it.
  await writeObligations(
    tx,
    ordered.filter(({ before }) => before === null),
    context,
    '',
  );
  await writeObligations(
    tx,
    ordered.filter(({ before }) => before !== null),
    context,
    `ON DUPLICATE KEY UPDATE ${UPDATED.map((column) => `${column} = VALUES(${column})`).join(', ')}`,
  );
  await writeAllocations(tx, ordered);
  const told = ordered.filter(({ event }) => event !== null);
  await insertRows(
    tx,
    'obligation_event',
    // prettier-ignore
    ['obligation_id', 'at', 'kind', 'state', 'due_on', 'reporting_unit_id', 'band', 'fulfilled_on', 'in_time', 'cause', 'previous', 'previous_unit_id', 'actor_id'],
    told.map(({ id, before, after, event }) => [
      toBin(id),
      context.now,
      event,
      after.state,
      after.dueOn,
      bin(after.reportingUnitId),
      after.band,
      after.fulfilledOn,
      bit(after.inTime),
      JSON.stringify(context.cause),
      before === null ? null : JSON.stringify(previousOf(before)),
      bin(before === null || before.reportingUnitId === after.reportingUnitId ? null : before.reportingUnitId),
      bin(context.actor.personId),
    ]),
  );
  await insertRows(
    tx,
    'tally_delta',
    ['reporting_unit_id', 'mandate_id', 'cycle_key', 'due_on', 'state', 'in_time', 'band', 'obligations'],
    tallyDeltas(told),
  );
}

async function writeObligations(
  tx: EntityManager,
  changes: readonly Change[],
  context: WriteContext,
  onDuplicate: string,
): Promise<void> {
  await insertRows(
    tx,
    'obligation',
    OBLIGATION_COLUMNS,
    changes.map(({ id, bearerId, after, result }) => [
      toBin(id),
      context.bearerKind,
      toBin(bearerId),
      toBin(after.mandateId),
      toBin(after.versionId),
      after.cycleKey,
      after.cycleFrom,
      after.cycleTo,
      after.opensOn,
      after.dueOn,
      after.targetDueOn,
      after.state,
      after.fulfilledOn,
      bit(after.inTime),
      bin(after.reportingUnitId),
      after.band,
      result,
      after.nextChangeOn,
      context.today,
      context.now,
      context.now,
    ]),
    onDuplicate,
  );
}

/** Written by name: whatever else a stored row carries is not the obligation's own. */
function previousOf(before: StoredObligation): PreviousObligation {
  return {
    versionId: before.versionId,
    cycleFrom: before.cycleFrom,
    cycleTo: before.cycleTo,
    opensOn: before.opensOn,
    dueOn: before.dueOn,
    targetDueOn: before.targetDueOn,
    state: before.state,
    fulfilledOn: before.fulfilledOn,
    inTime: before.inTime,
    reportingUnitId: before.reportingUnitId,
    band: before.band,
    counted: before.counted,
    result: before.result,
  };
}

async function writeAllocations(tx: EntityManager, changes: readonly Change[]): Promise<void> {
  const differing = changes.filter(({ countedDiffers }) => countedDiffers);
  const stale = differing.filter(({ before }) => (before?.counted.length ?? 0) > 0).map(({ id }) => toBin(id));
  if (stale.length > 0) await tx.query('DELETE FROM allocation WHERE obligation_id IN (?)', [stale]);
  await insertRows(
    tx,
    'allocation',
    ['obligation_id', 'credit_id', 'minutes', 'times'],
    differing.flatMap(({ id, after }) => after.counted.map((c) => [toBin(id), toBin(c.creditId), c.minutes, c.times])),
  );
}

type TallyRow = [Buffer, Buffer, string, string, string, number, string, number];

/** One out, one in, for each obligation whose place in the tally changed; merged, so that a batch writes few rows. */
function tallyDeltas(changes: readonly Change[]): readonly TallyRow[] {
  const sums = new Map<string, TallyRow>();
  const add = (row: StoredObligation | EvaluatedObligation, amount: number): void => {
    if (row.reportingUnitId === null) return;
    const inTime = row.inTime === true ? 1 : 0;
    const key = [row.reportingUnitId, row.mandateId, row.cycleKey, row.dueOn, row.state, inTime, row.band].join('|');
    const sum: TallyRow = sums.get(key) ?? [
      toBin(row.reportingUnitId),
      toBin(row.mandateId),
      row.cycleKey,
      row.dueOn,
      row.state,
      inTime,
      row.band,
      0,
    ];
    sum[7] += amount;
    sums.set(key, sum);
  };
  for (const { before, after } of changes) {
    if (before) add(before, -1);
    add(after, 1);
  }
  return [...sums.values()].filter((row) => row[7] !== 0);
}
