import type { StoredObligation } from './evaluation.queries.js';
import type { EvaluatedObligation } from './evaluation.types.js';

/** One obligation that evaluation found different from what is stored. */
export interface Change {
  readonly id: string;
  readonly bearerId: string;
  readonly before: StoredObligation | null;
  readonly after: EvaluatedObligation;
  /** `after.result` as it is stored. */
  readonly result: string;
  readonly countedDiffers: boolean;
  /** `created`, `state`, `dates`, `unit`, `rule`, `progress`; null when only the next date to look at has moved. */
  readonly event: string | null;
}

/** @param makeId the id of an obligation that is new */
export function changesOf(
  bearerId: string,
  known: readonly StoredObligation[],
  evaluated: readonly EvaluatedObligation[],
  makeId: () => string,
): readonly Change[] {
  const changes: Change[] = [];
  for (const after of evaluated) {
    const before = known.find((row) => row.mandateId === after.mandateId && row.cycleKey === after.cycleKey) ?? null;
    const result = JSON.stringify(after.result);
    if (before === null) {
      const countedDiffers = after.counted.length > 0;
      changes.push({ id: makeId(), bearerId, before, after, result, countedDiffers, event: 'created' });
      continue;
    }
    const countedDiffers = !sameCounted(before, after);
    const event = eventKind(before, after) ?? (countedDiffers || before.resultText !== result ? 'progress' : null);
    if (event === null && before.nextChangeOn === after.nextChangeOn) continue;
    changes.push({ id: before.id, bearerId, before, after, result, countedDiffers, event });
  }
  return changes;
}

function sameCounted(before: StoredObligation, after: EvaluatedObligation): boolean {
  return (
    before.counted.length === after.counted.length &&
    before.counted.every((one, i) => {
      const other = after.counted[i];
      return one.creditId === other?.creditId && one.minutes === other.minutes && one.times === other.times;
    })
  );
}

function eventKind(before: StoredObligation, after: EvaluatedObligation): string | null {
  if (before.state !== after.state || before.fulfilledOn !== after.fulfilledOn || before.inTime !== after.inTime) {
    return 'state';
  }
  const sameDates =
    before.opensOn === after.opensOn &&
    before.dueOn === after.dueOn &&
    before.targetDueOn === after.targetDueOn &&
    before.cycleFrom === after.cycleFrom &&
    before.cycleTo === after.cycleTo;
  if (!sameDates) return 'dates';
  if (before.reportingUnitId !== after.reportingUnitId || before.band !== after.band) return 'unit';
  return before.versionId === after.versionId ? null : 'rule';
}
