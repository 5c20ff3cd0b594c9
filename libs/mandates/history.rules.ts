import type { LocalDate } from '#libs/time';
import type { ObligationState, PreviousObligation } from './evaluation.types.js';

/** Where an obligation is counted. */
export interface Place {
  readonly mandateId: string;
  readonly cycleKey: string;
  readonly unitId: string;
  readonly dueOn: LocalDate;
  readonly state: ObligationState;
  readonly inTime: boolean;
}

/** An event as far as figures are concerned: the place after it, and the obligation before it. */
export interface CountedEvent {
  readonly mandateId: string;
  readonly cycleKey: string;
  readonly unitId: string | null;
  readonly dueOn: LocalDate;
  readonly state: ObligationState;
  readonly inTime: boolean;
  readonly previous: Pick<PreviousObligation, 'reportingUnitId' | 'dueOn' | 'state' | 'inTime'> | null;
}

export interface PlaceChange extends Place {
  readonly obligations: number;
}

/** What events change in the figures, net: one out, one in for each, merged by place; without those that even out. */
export function placeChanges(events: readonly CountedEvent[]): readonly PlaceChange[] {
  const sums = new Map<string, { place: Place; obligations: number }>();
  const add = (place: Place, amount: number): void => {
    const { mandateId, cycleKey, unitId, dueOn, state, inTime } = place;
    const key = [mandateId, cycleKey, unitId, dueOn, state, inTime].join('|');
    const sum = sums.get(key) ?? { place, obligations: 0 };
    sum.obligations += amount;
    sums.set(key, sum);
  };
  for (const { mandateId, cycleKey, unitId, dueOn, state, inTime, previous } of events) {
    if (previous !== null && previous.reportingUnitId !== null) {
      const { reportingUnitId, inTime: wasInTime } = previous;
      add(
        {
          mandateId,
          cycleKey,
          unitId: reportingUnitId,
          dueOn: previous.dueOn,
          state: previous.state,
          inTime: wasInTime === true,
        },
        -1,
      );
    }
    if (unitId !== null) add({ mandateId, cycleKey, unitId, dueOn, state, inTime }, 1);
  }
  return [...sums.values()].flatMap(({ place, obligations }) => (obligations === 0 ? [] : [{ ...place, obligations }]));
}
