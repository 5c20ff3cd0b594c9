import { type LocalDate, daysBetween } from '#libs/time';

/** The reminder schedule of a mandate (the rule's `reminders`), in days from the due date. */
export interface ReminderSchedule {
  readonly before: readonly number[];
  readonly after: readonly number[];
  readonly escalateAfter?: number | undefined;
  /** At most so many reminders of one obligation in its cycle. */
  readonly perCycle: number;
}

/** What has been overdue for longer is no matter for reminders any more. */
export const FORGOTTEN_DAYS = 400;

/** The step at which the head of the unit is asked to help. */
export const ESCALATE = 'escalate';

/**
 * Where someone stands on the ladder today: the latest step that has been reached; null before the first. After a long
 * holiday, or in the first week of a new mandate, people get one reminder, not all that were missed.
 */
export function stepOn(schedule: ReminderSchedule, dueOn: LocalDate, today: LocalDate): string | null {
  const since = daysBetween(dueOn, today);
  if (since >= FORGOTTEN_DAYS) return null;
  return stepsOf(schedule).findLast(({ offset }) => offset <= since)?.step ?? null;
}

/** Whether the head is asked to help someone who is still open today. */
export function isEscalated(schedule: ReminderSchedule, dueOn: LocalDate, today: LocalDate): boolean {
  const since = daysBetween(dueOn, today);
  return schedule.escalateAfter !== undefined && since >= schedule.escalateAfter && since < FORGOTTEN_DAYS;
}

/** Days from the due date until the first step, as a positive number. */
export function leadDays(schedule: ReminderSchedule): number {
  return Math.max(0, ...schedule.before);
}

function stepsOf(schedule: ReminderSchedule): { step: string; offset: number }[] {
  return [
    ...schedule.before.map((days) => ({ step: `before-${String(days)}`, offset: -days })),
    ...schedule.after.map((days) => ({ step: `after-${String(days)}`, offset: days })),
  ].sort((a, b) => a.offset - b.offset);
}
