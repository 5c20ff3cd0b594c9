import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';

import type { Enrollment } from '../../api/types';

/** The way on from a lesson: the next one not done, else the next in order, else the end of the course. */
export function nextLesson(enrollment: Enrollment, current: string): string | null {
  const at = enrollment.lessons.findIndex((lesson) => lesson.id === current);
  const after = enrollment.lessons.slice(at + 1);
  const open = after.find((lesson) => lesson.state !== 'done');
  const before = enrollment.lessons.slice(0, at).find((lesson) => lesson.state !== 'done' && lesson.required);
  return (open ?? before ?? after[0])?.id ?? null;
}

/** Goes on; a course finished just now goes to its end, where the certificate is. */
export function useNext(enrollment: Enrollment, current: string): (completedNow: boolean) => void {
  const navigate = useNavigate();
  return useCallback(
    (completedNow) => {
      const lessonId = nextLesson(enrollment, current);
      const ended = (completedNow && enrollment.completion === null) || lessonId === null;
      if (ended) void navigate({ to: '/learn/$enrollmentId/finished', params: { enrollmentId: enrollment.id } });
      else void navigate({ to: '/learn/$enrollmentId/$lessonId', params: { enrollmentId: enrollment.id, lessonId } });
    },
    [current, enrollment, navigate],
  );
}
