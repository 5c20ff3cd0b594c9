import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';

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
      // Kept by sendProgress; the layout's banner tells of the missing network.
      send({ event }).catch(() => undefined);
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
  }, [send]);

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
