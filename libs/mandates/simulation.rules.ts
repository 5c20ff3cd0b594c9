import type { LocalDate } from '#libs/time';
import type { EvaluatedObligation, MandateFact, ObligationState } from './evaluation.types.js';
import type { MandateDocument } from './rule.schema.js';

export const EFFECTS = ['gains', 'loses', 'due', 'state', 'amount'] as const;
export type Effect = (typeof EFFECTS)[number];

/** One duty that would be different under the draft. */
export interface SimulatedChange {
  readonly mandateId: string;
  readonly cycleKey: string;
  readonly unitId: string | null;
  readonly effect: Effect;
  readonly stateBefore: ObligationState | null;
  readonly stateAfter: ObligationState | null;
  readonly dueBefore: LocalDate | null;
  readonly dueAfter: LocalDate | null;
  readonly minutes: number;
}

type Row = Pick<EvaluatedObligation, 'mandateId' | 'cycleKey' | 'state' | 'dueOn' | 'reportingUnitId' | 'result'>;

/** Owed in some way; what was withdrawn or absorbed is nobody's duty. */
const THERE: ReadonlySet<ObligationState> = new Set([
  'upcoming',
  'open',
  'paused',
  'exempt',
  'fulfilled',
  'closed-unmet',
]);
const STILL_TO_DO: ReadonlySet<ObligationState> = new Set(['upcoming', 'open', 'paused']);

/** The mandates as they would be with the draft as the newest version of its mandate. */
export function withDraft(mandates: readonly MandateFact[], draft: MandateDocument, draftId: string): MandateFact[] {
  const known = mandates.find(({ code }) => code === draft.code);
  const number = Math.max(0, ...(known?.versions ?? []).map((version) => version.number)) + 1;
  const version = { id: draftId, number, rule: draft };
  if (!known) return [...mandates, { id: draftId, code: draft.code, versions: [version] }];
  return mandates.map((mandate) =>
    mandate === known ? { ...mandate, versions: [...mandate.versions, version] } : mandate,
  );
}

/** What is different, duty by duty: gained, lost, due on another day, in another state, or of another amount. */
export function simulatedChanges(
  before: readonly Row[],
  after: readonly Row[],
  minutesPerTime: number,
): readonly SimulatedChange[] {
  const there = (rows: readonly Row[]): Map<string, Row> =>
    new Map(rows.filter(({ state }) => THERE.has(state)).map((row) => [`${row.mandateId}|${row.cycleKey}`, row]));
  const [then, now] = [there(before), there(after)];
  return [...new Set([...then.keys(), ...now.keys()])].flatMap((key): SimulatedChange[] => {
    const [was, is] = [then.get(key), now.get(key)];
    const row = is ?? was;
    if (!row) return [];
    const minutes = leftMinutes(is, minutesPerTime) - leftMinutes(was, minutesPerTime);
    const effect = effectOf(was, is, minutes);
    return effect === null
      ? []
      : [
          {
            mandateId: row.mandateId,
            cycleKey: row.cycleKey,
            unitId: row.reportingUnitId,
            effect,
            stateBefore: was?.state ?? null,
            stateAfter: is?.state ?? null,
            dueBefore: was?.dueOn ?? null,
            dueAfter: is?.dueOn ?? null,
            minutes,
          },
        ];
  });
}

function effectOf(was: Row | undefined, is: Row | undefined, minutes: number): Effect | null {
  if (!was) return 'gains';
  if (!is) return 'loses';
  if (was.state !== is.state) return 'state';
  if (was.dueOn !== is.dueOn) return 'due';
  return minutes === 0 ? null : 'amount';
}

/** Minutes still to be learned by the shortest way; a time and a course count as so many minutes each. */
function leftMinutes(row: Row | undefined, minutesPerTime: number): number {
  if (!row || !STILL_TO_DO.has(row.state)) return 0;
  const ways = row.result.alternatives.map(({ parts }) =>
    parts.reduce((sum, { unit, needed, got }) => {
      const missing = Math.max(0, needed - got);
      return sum + (unit === 'minutes' ? missing : missing * minutesPerTime);
    }, 0),
  );
  return ways.length === 0 ? 0 : Math.min(...ways);
}
