import type { LocalDate } from '#libs/time';

import { compare } from './audience.rules.js';
import { type CountResult, type Counted, type PartProgress, countCredits } from './counting.rules.js';
import type { ClassFact, ObligationResult, Reason } from './evaluation.types.js';
import type { Slot } from './slots.rules.js';

interface Served extends Pick<ObligationResult, 'alternatives' | 'mustInclude'> {
  readonly fulfilledOn: LocalDate | null;
  readonly counted: readonly Counted[];
  readonly keeps: boolean;
  readonly reasons: readonly Reason[];
}

/**
 * A duty to provide `of: classes`: each class that exists today (or did at the cycle's end) must be given the whole; the
 * unit has done its duty on the day on which enough of its classes were. What a class was given stays the class's own.
 */
export function servedClasses(slot: Slot, classes: readonly ClassFact[], today: LocalDate): Served {
  const day = slot.cycle.to < today ? slot.cycle.to : today;
  const meant = classes
    .filter(({ from, to }) => from <= day && (to === null || to >= day))
    .sort((a, b) => compare(a.unitId, b.unitId));
  const counts = meant.map((each) => ({ each, count: countOf(slot, each) }));
  const served = counts.filter(({ count }) => count.met);
  const { known, standing } = slot;
  const share = slot.rule.provides?.reach ?? 1;
  // Rounded against floating point: 0.8 of 5 classes is 4.
  const needed = Math.max(1, Math.ceil(meant.length * share - 1e-9));
  const dates = served.map(({ count }) => count.metOn ?? '').sort();
  const part: PartProgress = {
    kind: 'classes',
    unit: 'classes',
    needed,
    got: Math.min(needed, served.length),
    met: served.length >= needed,
  };
  const keeps = !part.met && standing !== null && known !== null;
  return {
    fulfilledOn: keeps ? known.fulfilledOn : part.met ? (dates[needed - 1] ?? null) : null,
    counted: keeps
      ? standing
      : served.flatMap(({ count }) => count.counted).sort((a, b) => compare(a.creditId, b.creditId)),
    keeps,
    alternatives: [{ met: part.met, parts: [part] }],
    mustInclude: [],
    reasons: [
      {
        rule: 'classes',
        served: served.length,
        classes: meant.length,
        needed,
        unserved: counts.filter(({ count }) => !count.met).map(({ each }) => each.unitId),
        since: null,
      },
    ],
  };
}

function countOf(slot: Slot, { credits }: ClassFact): CountResult {
  const [accepts] = slot.windows;
  return countCredits(slot.counting, accepts ? credits.filter(accepts) : []);
}
