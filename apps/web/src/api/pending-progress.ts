import { Unreachable } from './errors';
import { http, newKey, unwrap } from './client';

/*
 * What a learner did while the server could not be reached. Kept in this browser, one entry a lesson (the last place
 * read, whether the lesson was finished, stretches of time and what of a film was played), and sent when the network
 * returns. Each stretch has a key: what reaches the server twice counts once.
 */

/** Seconds of a film, from and to. */
export type Span = [number, number];

export interface Progress {
  event: 'open' | 'beat' | 'leave';
  done?: boolean;
  position?: string;
  watched?: Span[];
}

/** A stretch of learning that could not be told at its time; `at` is its end by this device's clock, in milliseconds. */
interface Late {
  key: string;
  at: number;
  seconds: number;
}

interface Pending extends Progress {
  late?: Late[];
}

const PREFIX = 'madang.pending.';
/** Bounds of the API. */
const MOST_LATE = 240;
const MOST_SECONDS = 120;
const MOST_PIECES = 50;
const REACH_MS = 12 * 3_600_000;

/** Tells this tab from others of the same person. */
const TAB = newKey().slice(0, 16);

function keyOf(enrollmentId: string, lessonId: string): string {
  return `${PREFIX}${enrollmentId}.${lessonId}`;
}

function read(key: string): { raw: string | null; pending: Pending | null } {
  try {
    const raw = localStorage.getItem(key);
    return { raw, pending: raw === null ? null : (JSON.parse(raw) as Pending) };
  } catch {
    return { raw: null, pending: null };
  }
}

function keep(key: string, progress: Progress, seconds: number): void {
  const before = read(key).pending;
  const late = withStretch(before?.late ?? [], Date.now(), seconds);
  const watched = joined(before, progress);
  const done = before?.done === true || progress.done === true;
  try {
    localStorage.setItem(key, JSON.stringify({ ...before, ...progress, done, late, watched } satisfies Pending));
  } catch {
    // Without storage the learner only loses the place, and `finish` says that it was not saved.
  }
}

/** A stretch that follows on the last one lengthens it, so that hours without a network fit into what may be sent. */
export function withStretch(late: readonly Late[], now: number, seconds: number): Late[] {
  if (seconds <= 0) return [...late];
  const last = late.at(-1);
  const together = last === undefined ? Infinity : last.seconds + (now - last.at) / 1000;
  if (last !== undefined && now - last.at <= seconds * 1000 + 1000 && together <= MOST_SECONDS)
    return [...late.slice(0, -1), { key: last.key, at: now, seconds: together }];
  return [...late, { key: newKey(), at: now, seconds: Math.min(MOST_SECONDS, seconds) }].slice(-MOST_LATE);
}

function joined(a: Progress | null, b: Progress): Span[] {
  return [...(a?.watched ?? []), ...(b.watched ?? [])].slice(-MOST_PIECES);
}

function bodyOf(pending: Pending | null, progress: Progress) {
  const now = Date.now();
  const position = progress.position ?? pending?.position;
  const watched = joined(pending, progress);
  const late = (pending?.late ?? []).filter(({ at }) => at <= now && now - at < REACH_MS);
  return {
    event: progress.event,
    tab: TAB,
    ...((pending?.done === true || progress.done === true) && { done: true }),
    ...(position !== undefined && { position }),
    ...(watched.length > 0 && { watched }),
    ...(late.length > 0 && {
      late: late.map(({ key, at, seconds }) => ({ key, ago: (now - at) / 1000, seconds })),
    }),
  };
}

function put(enrollmentId: string, lessonId: string, body: ReturnType<typeof bodyOf>) {
  return unwrap(
    http.PUT('/api/v1/enrollments/{id}/lessons/{lessonId}/progress', {
      params: { path: { id: enrollmentId, lessonId } },
      body,
      // Outlives the page: the last word of a learner who closes the tab.
      keepalive: body.event === 'leave',
    }),
  );
}

/** What another call added while this one was under way stays, and is sent by the next: its keys make that safe. */
function forget(key: string, sent: string | null): void {
  try {
    if (localStorage.getItem(key) === sent) localStorage.removeItem(key);
  } catch {
    // Nothing was kept.
  }
}

/**
 * Sends progress, together with what waited for this lesson; keeps it when there is no answer.
 * @param seconds since the last sign of life, which are kept too
 * @throws ApiError, Unreachable
 */
export async function sendProgress(enrollmentId: string, lessonId: string, progress: Progress, seconds = 0) {
  const key = keyOf(enrollmentId, lessonId);
  const { raw, pending } = read(key);
  try {
    const answer = await put(enrollmentId, lessonId, bodyOf(pending, progress));
    forget(key, raw);
    return answer;
  } catch (error) {
    if (error instanceof Unreachable) keep(key, progress, seconds);
    throw error;
  }
}

/** Sends all that waits; what is refused is dropped, since a later try would be refused too. */
export async function flushProgress(): Promise<void> {
  for (const key of pendingKeys()) {
    const [enrollmentId, lessonId] = key.slice(PREFIX.length).split('.');
    const { raw, pending } = read(key);
    if (!enrollmentId || !lessonId || !pending) continue;
    try {
      // Not a sign that the lesson is open now: only what was kept counts.
      await put(enrollmentId, lessonId, bodyOf(pending, { event: 'open' }));
    } catch (error) {
      if (error instanceof Unreachable) return;
    }
    forget(key, raw);
  }
}

function pendingKeys(): string[] {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  } catch {
    return [];
  }
}
