import type { Ledger, LessonRecord, OpenedEnrollment } from './ledger.js';
import type { LateEntry, ProgressEvent } from './presence.rules.js';
import { type Span, merged } from './span.rules.js';

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
    record.watched = merged([...(record.watched ?? []), ...watched]).slice(0, MOST_PIECES);
  return record;
}
