import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';

import { queries } from '../../api/queries';
import type { Enrollment, LessonState } from '../../api/types';
import { flushProgress, type Progress, sendProgress } from '../../api/pending-progress';

const BEAT_MS = 15_000;

interface Presence {
  /** Remembers where the learner is; goes with the next beat. */
  at: (position: string) => void;
  /** Marks the lesson as finished. @throws ApiError, Unreachable (then it is kept and sent later) */
  finish: () => Promise<{ completed: boolean }>;
}

/** Tells the server that the lesson is open and looked at: a beat each 15 seconds while the page is visible. */
export function usePresence(enrollmentId: string, lessonId: string): Presence {
  const client = useQueryClient();
  const position = useRef<string | undefined>(undefined);

  const send = useCallback(
    (progress: Progress) =>
      sendProgress(enrollmentId, lessonId, {
        ...progress,
        ...(position.current !== undefined && { position: position.current }),
      }),
    [enrollmentId, lessonId],
  );

  useEffect(() => {
    position.current = undefined;
    const quietly = (event: Progress['event']): void => {
      send({ event }).then(
        ({ state }) => {
          client.setQueryData(queries.enrollment(enrollmentId).queryKey, (before) =>
            withState(before, lessonId, state),
          );
        },
        // Kept by sendProgress; the layout's banner tells of the missing network.
        () => undefined,
      );
    };
    const visible = (): boolean => document.visibilityState === 'visible';
    const onVisibility = (): void => {
      quietly(visible() ? 'open' : 'leave');
    };
    const onOnline = (): void => {
      void flushProgress();
    };
    quietly('open');
    const timer = setInterval(() => {
      if (visible()) quietly('beat');
    }, BEAT_MS);
    document.addEventListener('visibilitychange', onVisibility);
    window.addEventListener('online', onOnline);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', onVisibility);
      window.removeEventListener('online', onOnline);
      quietly('leave');
    };
  }, [client, enrollmentId, lessonId, send]);

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
  state: LessonState['state'],
): Enrollment | undefined {
  if (!enrollment) return undefined;
  return {
    ...enrollment,
    lessons: enrollment.lessons.map((lesson) => (lesson.id === lessonId ? { ...lesson, state } : lesson)),
  };
}
