import { Unreachable } from './errors';
import { http, unwrap } from './client';

/*
 * What a learner did while the server could not be reached. Kept in this browser, one entry a lesson (the last place
 * read, and whether the lesson was finished), and sent again when the network returns. Time is measured by the
 * server from what reaches it, so lost beats are not made up.
 */

export interface Progress {
  event: 'open' | 'beat' | 'leave';
  done?: boolean;
  position?: string;
}

const PREFIX = 'madang.pending.';

function keyOf(enrollmentId: string, lessonId: string): string {
  return `${PREFIX}${enrollmentId}.${lessonId}`;
}

function read(key: string): Progress | null {
  try {
    const found = localStorage.getItem(key);
    return found === null ? null : (JSON.parse(found) as Progress);
  } catch {
    return null;
  }
}

function keep(key: string, progress: Progress): void {
  const before = read(key);
  try {
    localStorage.setItem(
      key,
      JSON.stringify({ ...before, ...progress, done: before?.done === true || progress.done === true }),
    );
  } catch {
    // Without storage the learner only loses the place, and `finish` says that it was not saved.
  }
}

function put(enrollmentId: string, lessonId: string, body: Progress) {
  return unwrap(
    http.PUT('/api/v1/enrollments/{id}/lessons/{lessonId}/progress', {
      params: { path: { id: enrollmentId, lessonId } },
      body,
      // Outlives the page: the last word of a learner who closes the tab.
      keepalive: body.event === 'leave',
    }),
  );
}

/** Sends progress, together with what waited for this lesson; keeps it when there is no answer. @throws ApiError, Unreachable */
export async function sendProgress(enrollmentId: string, lessonId: string, progress: Progress) {
  const key = keyOf(enrollmentId, lessonId);
  const waiting = read(key);
  const done = waiting?.done === true || progress.done === true;
  const body: Progress = { ...waiting, ...progress, ...(done && { done: true }) };
  if (!done) delete body.done;
  try {
    const answer = await put(enrollmentId, lessonId, body);
    localStorage.removeItem(key);
    return answer;
  } catch (error) {
    if (error instanceof Unreachable) keep(key, progress);
    throw error;
  }
}

/** Sends all that waits; what is refused is dropped, since a later try would be refused too. */
export async function flushProgress(): Promise<void> {
  for (const key of pendingKeys()) {
    const [enrollmentId, lessonId] = key.slice(PREFIX.length).split('.');
    const progress = read(key);
    if (!enrollmentId || !lessonId || !progress) continue;
    try {
      await put(enrollmentId, lessonId, { ...progress, event: 'beat' });
    } catch (error) {
      if (error instanceof Unreachable) return;
    }
    localStorage.removeItem(key);
  }
}

function pendingKeys(): string[] {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  } catch {
    return [];
  }
}
