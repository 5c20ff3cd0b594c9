import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';

import { http, once, unwrap } from '../../api/client';

/** Starts a course, or takes up the running one: the server answers with the same enrollment either way. */
export function useEnroll() {
  const client = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (course: string) =>
      unwrap(http.POST('/api/v1/enrollments', { params: { header: once() }, body: { course } })),
    onSuccess: async ({ id }) => {
      void client.invalidateQueries({ queryKey: ['obligations'] });
      void client.invalidateQueries({ queryKey: ['course'] });
      await navigate({ to: '/learn/$enrollmentId', params: { enrollmentId: id } });
    },
  });
}
