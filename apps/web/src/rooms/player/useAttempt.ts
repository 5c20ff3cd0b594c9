import { useMutation, useQueryClient } from '@tanstack/react-query';

import { http, unwrap } from '../../api/client';
import type { Answers, Lesson } from '../../api/types';

/** Sends an attempt. Sent again after a lost answer, the same attempt gets the result it had. */
export function useAttempt(enrollmentId: string, lessonId: string, language: Lesson['language']) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (answers: Answers) =>
      unwrap(
        http.POST('/api/v1/enrollments/{id}/lessons/{lessonId}/attempts', {
          params: { path: { id: enrollmentId, lessonId }, query: { language } },
          body: { answers },
        }),
      ),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['enrollment', enrollmentId] });
      void client.invalidateQueries({ queryKey: ['obligations'] });
    },
  });
}
