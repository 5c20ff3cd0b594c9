/** No single silence between two signs of life counts for more than this: the player beats every 15 seconds. */
export const BEAT_CAP_MS = 30_000;

export type ProgressEvent = 'open' | 'beat' | 'leave';

/**
 * Engaged time since the last sign of life of this enrollment, from whichever tab or device, so that time spent in two
 * at once counts once. By the server's clock alone: a repeated or late call finds less time to credit, never more.
 *
 * @param lastBeatAt up to when time has been credited; null before the first sign of life
 * @returns milliseconds for the lesson that reports, and up to when time is credited now
 */
export function engagedSince(
  lastBeatAt: Date | null,
  now: Date,
  event: ProgressEvent,
): { creditMs: number; lastBeatAt: Date } {
  const gap = lastBeatAt === null ? null : now.getTime() - lastBeatAt.getTime();
  if (lastBeatAt === null || gap === null) return { creditMs: 0, lastBeatAt: now };
  // Another process's clock may be ahead of ours: what it credited stays credited.
  if (gap <= 0) return { creditMs: 0, lastBeatAt };
  // Opening a lesson begins an interval. While another tab is alive, its interval goes on and the next beat takes it.
  if (event === 'open') return { creditMs: 0, lastBeatAt: gap <= BEAT_CAP_MS ? lastBeatAt : now };
  return { creditMs: Math.min(gap, BEAT_CAP_MS), lastBeatAt: now };
}
