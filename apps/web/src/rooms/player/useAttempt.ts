import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';

import { http, newKey, once, unwrap } from '../../api/client';
import { ApiError } from '../../api/errors';
import type { Answers, Lesson } from '../../api/types';

/** Sends an attempt. Tried again after a lost answer, it carries the same key, so that it counts once. */
export function useAttempt(enrollmentId: string, lessonId: string, language: Lesson['language']) {
  const client = useQueryClient();
  const key = useRef(newKey());
  return useMutation({
    mutationFn: (answers: Answers) =>
      unwrap(
        http.POST('/api/v1/enrollments/{id}/lessons/{lessonId}/attempts', {
          params: { path: { id: enrollmentId, lessonId }, query: { language }, header: once(key.current) },
          body: { answers },
        }),
      ),
    onSuccess: () => {
      key.current = newKey();
      void client.invalidateQueries({ queryKey: ['enrollment', enrollmentId] });
      void client.invalidateQueries({ queryKey: ['obligations'] });
    },
    onError: (error) => {
      // Refused for good: what is sent next is something else.
      if (error instanceof ApiError) key.current = newKey();
    },
  });
}
