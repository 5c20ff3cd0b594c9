import { FASTEST_FILM } from './evidence.rules.js';
import type { Ledger, LessonRecord, OpenedEnrollment } from './ledger.js';
import type { LateEntry, ProgressEvent } from './presence.rules.js';
import { type Span, covered, gaps, merged } from './span.rules.js';

export interface Progress {
  readonly event: ProgressEvent;
  /** A reading, film or reflection is finished; it cannot be unfinished. */
  readonly done?: boolean | undefined;
  readonly position?: string | undefined;
  /** Tells tabs and devices apart; those that do not say are one. */
  readonly tab?: string | undefined;
  /** What could not be sent at its time. */
  readonly late?: readonly LateEntry[] | undefined;
  /** Seconds of a film played since the last call, as from–to. */
  readonly watched?: readonly Span[] | undefined;
}

/** A long film played in short pieces; what is more than this is one piece too many to be a person. */
const MOST_PIECES = 500;

/** What no clock explains: the jitter between a film's time and two calls. */
const SLACK_SECONDS = 5;

/**
 * What was played since the last call, as far as the time explains it in which the server saw the lesson open: nobody
 * follows a film at more than twice its speed. What is more is not counted, and nobody is refused.
 */
export function withWatched(before: readonly Span[], played: readonly Span[], engagedMs: number): Span[] {
  const known = merged(before);
  let room = (engagedMs / 1000) * FASTEST_FILM + SLACK_SECONDS - covered(known);
  const fresh: Span[] = [];
  for (const [from, to] of merged(played).flatMap((piece) => gaps(known, piece))) {
    const seconds = Math.min(to - from, Math.max(0, room));
    fresh.push([from, from + seconds]);
    room -= seconds;
  }
  return merged([...known, ...fresh]).slice(0, MOST_PIECES);
}

/** Writes a sign of life into the ledger. */
export function applyProgress(
  ledger: Ledger,
  enrollment: OpenedEnrollment,
  lessonId: string,
  { event, tab = '', late = [], position, watched }: Progress,
): LessonRecord {
  const record = ledger.witness(enrollment, lessonId, { event, tab, late });
  if (position !== undefined) record.position = position;
  if (watched !== undefined && watched.length > 0)
    record.watched = withWatched(record.watched ?? [], watched, record.engagedMs);
  return record;
}
