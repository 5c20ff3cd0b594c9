/** Below this many nothing is told: who they are could be guessed. */
export const SMALLEST_GROUP = 10;

export interface LearningGain {
  readonly persons: number;
  /** Mean share of right answers, 0–1. */
  readonly before: number;
  readonly after: number;
  /** Of what there was to gain, the share gained (Hake 1998); null where nothing was left to gain. */
  readonly normalized: number | null;
}

/** What a course taught, by the pre-test and the parallel final quiz of the same people; null for a small group. */
export function learningGain(persons: number, before: number, after: number): LearningGain | null {
  if (persons < SMALLEST_GROUP) return null;
  return { persons, before, after, normalized: before < 1 ? (after - before) / (1 - before) : null };
}
