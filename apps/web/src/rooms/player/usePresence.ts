import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';

import { queries } from '../../api/queries';
import type { Enrollment, LessonState } from '../../api/types';
import { flushProgress, type Progress, sendProgress, type Span } from '../../api/pending-progress';

const BEAT_MS = 15_000;

/** What a film adds: it goes on while the page is not looked at, and tells which of its seconds were played. */
export interface Playing {
  isPlaying: () => boolean;
  played: () => Span[];
}

interface Presence {
  /** Remembers where the learner is; goes with the next beat. */
  at: (position: string) => void;
  /** Marks the lesson as finished. @throws ApiError, Unreachable (then it is kept and sent later) */
  finish: () => Promise<{ completed: boolean }>;
}

/**
 * Tells the server that the lesson is open and looked at: a beat each 15 seconds while the page is visible.
 * @param film a constant
 */
export function usePresence(enrollmentId: string, lessonId: string, film?: Playing): Presence {
  const client = useQueryClient();
  const position = useRef<string | undefined>(undefined);

  /** Of the last sign of life, by this device's clock; null while nobody looks. */
  const last = useRef<number | null>(null);

  const send = useCallback(
    (progress: Progress) => {
      const now = Date.now();
      const seconds = last.current === null || progress.event === 'open' ? 0 : (now - last.current) / 1000;
      last.current = progress.event === 'leave' ? null : now;
      const played = film?.played() ?? [];
      return sendProgress(
        enrollmentId,
        lessonId,
        {
          ...progress,
          ...(position.current !== undefined && { position: position.current }),
          ...(played.length > 0 && { watched: played }),
        },
        // A device that slept did not learn meanwhile.
        seconds > (2 * BEAT_MS) / 1000 ? 0 : seconds,
      );
    },
    [enrollmentId, film, lessonId],
  );

  useEffect(() => {
    position.current = undefined;
    const quietly = (event: Progress['event']): void => {
      send({ event }).then(
        ({ state, watchedSeconds }) => {
          client.setQueryData(queries.enrollment(enrollmentId).queryKey, (before) =>
            withState(before, lessonId, { state, watchedSeconds }),
          );
        },
        // Kept by sendProgress; the layout's banner tells of the missing network.
        () => undefined,
      );
    };
    const visible = (): boolean => document.visibilityState === 'visible' || film?.isPlaying() === true;
    const onVisibility = (): void => {
      quietly(visible() ? 'open' : 'leave');
    };
    // A film that goes on in a hidden tab is told when the tab is closed: nothing else tells of that.
    const onPageHide = (): void => {
      if (film?.isPlaying() === true) quietly('leave');
    };
    const onOnline = (): void => {
      void flushProgress();
    };
    quietly('open');
    const timer = setInterval(() => {
      if (visible()) quietly('beat');
    }, BEAT_MS);
    document.addEventListener('visibilitychange', onVisibility);
    window.addEventListener('pagehide', onPageHide);
    window.addEventListener('online', onOnline);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', onVisibility);
      window.removeEventListener('pagehide', onPageHide);
      window.removeEventListener('online', onOnline);
      quietly('leave');
    };
  }, [client, enrollmentId, film, lessonId, send]);

  const finish = useCallback(async () => {
    const answer = await send({ event: 'beat', done: true });
    await client.invalidateQueries({ queryKey: ['enrollment', enrollmentId] });
    void client.invalidateQueries({ queryKey: ['obligations'] });
    return { completed: answer.enrollment.completion !== null };
  }, [client, enrollmentId, send]);

  return {
    at: useCallback((where) => {
      position.current = where;
    }, []),
    finish,
  };
}

/** The list beside the lesson shows at once that it was begun. */
function withState(
  enrollment: Enrollment | undefined,
  lessonId: string,
  now: Pick<LessonState, 'state' | 'watchedSeconds'>,
): Enrollment | undefined {
  if (!enrollment) return undefined;
  return {
    ...enrollment,
    lessons: enrollment.lessons.map((lesson) => (lesson.id === lessonId ? { ...lesson, ...now } : lesson)),
  };
}
