import { type LocalDate, addDays } from '#libs/time';

/** The reminder schedule of a mandate (the rule's `reminders`), in days from the due date. */
export interface ReminderSchedule {
  readonly before: readonly number[];
  readonly after: readonly number[];
  readonly escalateAfter?: number | undefined;
  /** At most so many reminders of one obligation in its cycle. */
  readonly perCycle: number;
}

/** A step of the ladder with the due dates for which it is the current one on a given day. */
export interface Rung {
  readonly step: string;
  /** Exclusive. */
  readonly dueAfter: LocalDate;
  /** Inclusive. */
  readonly dueUntil: LocalDate;
}

/** What has been overdue for longer is no matter for reminders any more. */
const FORGOTTEN_DAYS = 400;

/**
 * The person's ladder today. Each due date has at most one current step, the latest that has been reached: after a
 * long holiday, or in the first week of a new mandate, people get one reminder, not all that were missed.
 */
export function rungsOn(schedule: ReminderSchedule, today: LocalDate): Rung[] {
  const steps = [
    ...schedule.before.map((days) => ({ step: `before-${String(days)}`, offset: -days })),
    ...schedule.after.map((days) => ({ step: `after-${String(days)}`, offset: days })),
  ].sort((a, b) => a.offset - b.offset);
  return steps.map(({ step, offset }, i) => ({
    step,
    dueAfter: addDays(today, -(steps[i + 1]?.offset ?? FORGOTTEN_DAYS)),
    dueUntil: addDays(today, -offset),
  }));
}

/** The step at which the head of the unit is asked to help; null where the mandate has none. */
export function escalationOn(schedule: ReminderSchedule, today: LocalDate): Rung | null {
  if (schedule.escalateAfter === undefined) return null;
  return {
    step: ESCALATE,
    dueAfter: addDays(today, -FORGOTTEN_DAYS),
    dueUntil: addDays(today, -schedule.escalateAfter),
  };
}

export const ESCALATE = 'escalate';
