import { type LocalDate, addDays } from '#libs/time';
import { type ReminderSchedule, isEscalated, stepOn } from './ladder.rules.js';
import { isQuietDay, isWeekStart } from './quiet-days.js';

/** All obligations of one mandate version that are due on the same day: they stand on the same step. */
export interface DueGroup<K> {
  readonly key: K;
  readonly dueOn: LocalDate;
  readonly schedule: ReminderSchedule;
}

/** A step that a group reaches on a day. */
export interface ComingStep<K> {
  readonly group: DueGroup<K>;
  readonly step: string;
  /** Steps of the group that come before it within the preview: they count towards the budget. */
  readonly earlier: readonly string[];
}

export interface ComingDay<K> {
  readonly on: LocalDate;
  readonly steps: readonly ComingStep<K>[];
  /** Groups whose heads are asked for help on this day. */
  readonly escalated: readonly DueGroup<K>[];
}

/** The working days of the next `days` days with what each brings, by the same rules as the plan of the day. */
export function comingDays<K>(groups: readonly DueGroup<K>[], from: LocalDate, days: number): ComingDay<K>[] {
  const taken = new Map<DueGroup<K>, { steps: string[]; escalated: boolean }>();
  const coming: ComingDay<K>[] = [];
  for (let on = from; on < addDays(from, days); on = addDays(on, 1)) {
    if (isQuietDay(on)) continue;
    const steps: ComingStep<K>[] = [];
    const escalated: DueGroup<K>[] = [];
    for (const group of groups) {
      const state = taken.get(group) ?? { steps: [], escalated: false };
      taken.set(group, state);
      const step = stepOn(group.schedule, group.dueOn, on);
      if (step !== null && step !== state.steps.at(-1)) {
        steps.push({ group, step, earlier: [...state.steps] });
        state.steps.push(step);
      }
      if (!state.escalated && isWeekStart(on) && isEscalated(group.schedule, group.dueOn, on)) {
        escalated.push(group);
        state.escalated = true;
      }
    }
    coming.push({ on, steps, escalated });
  }
  return coming;
}
