import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';

import { http, unwrap } from './client';

export interface ReportFilter {
  unit?: string | undefined;
  mandate?: string | undefined;
  cycle?: string | undefined;
}

/** Every read of the rooms, so that a key stands in one place. */
export const queries = {
  me: () =>
    queryOptions({ queryKey: ['me'], queryFn: () => unwrap(http.GET('/api/v1/me')), staleTime: 60_000, retry: false }),

  obligations: () =>
    queryOptions({ queryKey: ['obligations'], queryFn: () => unwrap(http.GET('/api/v1/me/obligations')) }),

  certificates: () =>
    queryOptions({ queryKey: ['certificates'], queryFn: () => unwrap(http.GET('/api/v1/me/certificates')) }),

  courses: (track: string, q: string) =>
    infiniteQueryOptions({
      queryKey: ['courses', track, q],
      queryFn: ({ pageParam }) =>
        unwrap(
          http.GET('/api/v1/courses', {
            params: {
              query: { ...(track && { track }), ...(q && { q }), ...(pageParam && { cursor: pageParam }), limit: 24 },
            },
          }),
        ),
      initialPageParam: '',
      getNextPageParam: (last) => last.nextCursor,
    }),

  course: (code: string) =>
    queryOptions({
      queryKey: ['course', code],
      queryFn: () => unwrap(http.GET('/api/v1/courses/{code}', { params: { path: { code } } })),
    }),

  enrollment: (id: string) =>
    queryOptions({
      queryKey: ['enrollment', id],
      queryFn: () => unwrap(http.GET('/api/v1/enrollments/{id}', { params: { path: { id } } })),
    }),

  lesson: (id: string, lessonId: string, language: string) =>
    queryOptions({
      queryKey: ['lesson', id, lessonId, language],
      queryFn: () =>
        unwrap(
          http.GET('/api/v1/enrollments/{id}/lessons/{lessonId}', {
            params: { path: { id, lessonId }, query: { language } },
          }),
        ),
      // A quiz must not change its items under the learner's hands when the window gets focus.
      staleTime: Infinity,
    }),

  verify: (code: string) =>
    queryOptions({
      queryKey: ['verify', code],
      queryFn: () => unwrap(http.GET('/api/v1/verify/{code}', { params: { path: { code } } })),
    }),

  compliance: (filter: ReportFilter) =>
    queryOptions({
      queryKey: ['compliance', filter],
      queryFn: () => unwrap(http.GET('/api/v1/reports/compliance', { params: { query: given(filter) } })),
    }),

  compliancePeople: (filter: ReportFilter, state: string) =>
    infiniteQueryOptions({
      queryKey: ['compliance-people', filter, state],
      queryFn: ({ pageParam }) =>
        unwrap(
          http.GET('/api/v1/reports/compliance/people', {
            params: { query: { ...given(filter), state, ...(pageParam && { cursor: pageParam }), limit: 50 } },
          }),
        ),
      initialPageParam: '',
      getNextPageParam: (last) => last.nextCursor,
    }),

  paste: (filter: ReportFilter) =>
    queryOptions({
      queryKey: ['paste', filter],
      queryFn: () => unwrap(http.GET('/api/v1/messages/paste', { params: { query: given(filter) } })),
      gcTime: 0,
    }),

  studioCourses: () =>
    queryOptions({ queryKey: ['studio'], queryFn: () => unwrap(http.GET('/api/v1/studio/courses')) }),

  draft: (code: string) =>
    queryOptions({
      queryKey: ['draft', code],
      queryFn: () => unwrap(http.GET('/api/v1/studio/courses/{code}/draft', { params: { path: { code } } })),
      staleTime: Infinity,
      gcTime: 0,
    }),

  classes: () => queryOptions({ queryKey: ['classes'], queryFn: () => unwrap(http.GET('/api/v1/school/classes')) }),

  classOf: (unitId: string) =>
    queryOptions({
      queryKey: ['class', unitId],
      queryFn: () => unwrap(http.GET('/api/v1/school/classes/{unitId}', { params: { path: { unitId } } })),
    }),

  present: (courseCode: string, language: string) =>
    queryOptions({
      queryKey: ['present', courseCode, language],
      queryFn: () =>
        unwrap(
          http.GET('/api/v1/school/present/{courseCode}', { params: { path: { courseCode }, query: { language } } }),
        ),
      staleTime: Infinity,
    }),
};

function given(filter: ReportFilter): { unit?: string; mandate?: string; cycle?: string } {
  return {
    ...(filter.unit && { unit: filter.unit }),
    ...(filter.mandate && { mandate: filter.mandate }),
    ...(filter.cycle && { cycle: filter.cycle }),
  };
}
