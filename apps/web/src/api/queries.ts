import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';

import type { Language } from '../i18n';
import { http, unwrap } from './client';
import type { Track } from './types';

/** Which people a list shows. */
export const PEOPLE_STATES = ['open', 'overdue', 'fulfilled', 'exempt', 'all'] as const;
export type PeopleState = (typeof PEOPLE_STATES)[number];

/** What can have become of a message. */
export const MESSAGE_STATES = ['planned', 'claimed', 'sent', 'skipped', 'failed', 'bounced'] as const;
export type MessageState = (typeof MESSAGE_STATES)[number];

/** Which rows of a list are shown. */
export type ImportFilter = 'attention' | 'confirm' | 'all';

export interface ReportFilter {
  unit?: string;
  mandate?: string;
  cycle?: string;
  /** A local day: what was known at its end. */
  asOf?: string | undefined;
}

/** Every read of the rooms, so that a key stands in one place. */
export const queries = {
  me: () =>
    queryOptions({ queryKey: ['me'], queryFn: () => unwrap(http.GET('/api/v1/me')), staleTime: 60_000, retry: false }),

  obligations: () =>
    queryOptions({ queryKey: ['obligations'], queryFn: () => unwrap(http.GET('/api/v1/me/obligations')) }),

  myRequests: () =>
    queryOptions({ queryKey: ['requests', 'mine'], queryFn: () => unwrap(http.GET('/api/v1/me/requests')) }),

  requests: (state: 'open' | 'decided') =>
    infiniteQueryOptions({
      queryKey: ['requests', state],
      queryFn: ({ pageParam }) =>
        unwrap(
          http.GET('/api/v1/requests', {
            params: { query: { state, ...(pageParam && { cursor: pageParam }), limit: 30 } },
          }),
        ),
      initialPageParam: '',
      getNextPageParam: (last) => last.nextCursor,
    }),

  certificates: () =>
    queryOptions({ queryKey: ['certificates'], queryFn: () => unwrap(http.GET('/api/v1/me/certificates')) }),

  courses: (track: Track | null, q: string) =>
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

  enrollments: () =>
    queryOptions({ queryKey: ['enrollments'], queryFn: () => unwrap(http.GET('/api/v1/enrollments')) }),

  enrollment: (id: string) =>
    queryOptions({
      queryKey: ['enrollment', id],
      queryFn: () => unwrap(http.GET('/api/v1/enrollments/{id}', { params: { path: { id } } })),
    }),

  lesson: (id: string, lessonId: string, language: Language) =>
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

  reflection: (id: string, lessonId: string) =>
    queryOptions({
      queryKey: ['reflection', id, lessonId],
      queryFn: () =>
        unwrap(
          http.GET('/api/v1/enrollments/{id}/lessons/{lessonId}/reflection', { params: { path: { id, lessonId } } }),
        ),
      staleTime: Infinity,
      // Private: not kept in memory after the page is left.
      gcTime: 0,
    }),

  certificate: (id: string) =>
    queryOptions({
      queryKey: ['certificate', id],
      queryFn: () => unwrap(http.GET('/api/v1/certificates/{id}', { params: { path: { id } } })),
    }),

  testOut: (id: string, language: Language) =>
    queryOptions({
      queryKey: ['test-out', id, language],
      queryFn: () =>
        unwrap(http.POST('/api/v1/enrollments/{id}/test-out', { params: { path: { id }, query: { language } } })),
      staleTime: Infinity,
      gcTime: 0,
      retry: false,
    }),

  arguedCases: (id: string, language: Language) =>
    queryOptions({
      queryKey: ['argued', id, language],
      queryFn: () =>
        unwrap(http.GET('/api/v1/enrollments/{id}/argued-cases', { params: { path: { id }, query: { language } } })),
    }),

  sessions: () => queryOptions({ queryKey: ['sessions'], queryFn: () => unwrap(http.GET('/api/v1/sessions')) }),

  roll: (id: string) =>
    queryOptions({
      queryKey: ['roll', id],
      queryFn: () => unwrap(http.GET('/api/v1/sessions/{id}/roll', { params: { path: { id } } })),
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

  compliancePeople: (filter: ReportFilter, state: PeopleState) =>
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

  breakdown: (filter: ReportFilter) =>
    queryOptions({
      queryKey: ['compliance-breakdown', filter],
      queryFn: () => unwrap(http.GET('/api/v1/reports/compliance/breakdown', { params: { query: given(filter) } })),
    }),

  provided: (filter: ReportFilter) =>
    queryOptions({
      queryKey: ['compliance-provided', filter],
      queryFn: () => unwrap(http.GET('/api/v1/reports/compliance/provided', { params: { query: given(filter) } })),
    }),

  reportSchedules: () =>
    queryOptions({
      queryKey: ['report-schedules'],
      queryFn: () => unwrap(http.GET('/api/v1/reports/schedules')),
    }),

  reportFiles: () =>
    queryOptions({
      queryKey: ['report-files'],
      queryFn: () => unwrap(http.GET('/api/v1/reports/exports')),
      // While one is being written, how far it is.
      refetchInterval: ({ state }) => (state.data?.items.some((file) => file.state === 'running') ? 1_500 : false),
    }),

  paste: (filter: { unit: string; mandate: string; cycle: string }) =>
    queryOptions({
      queryKey: ['paste', filter],
      queryFn: () => unwrap(http.GET('/api/v1/messages/paste', { params: { query: filter } })),
      gcTime: 0,
    }),

  inbox: () => queryOptions({ queryKey: ['inbox'], queryFn: () => unwrap(http.GET('/api/v1/me/messages')) }),

  unread: () =>
    queryOptions({
      queryKey: ['unread'],
      queryFn: () => unwrap(http.GET('/api/v1/me/messages/unread')),
      staleTime: 60_000,
    }),

  messages: (state: MessageState | null) =>
    infiniteQueryOptions({
      queryKey: ['messages', state],
      queryFn: ({ pageParam }) =>
        unwrap(
          http.GET('/api/v1/messages', {
            params: { query: { ...(state && { state }), ...(pageParam && { cursor: pageParam }) } },
          }),
        ),
      initialPageParam: '',
      getNextPageParam: (last) => last.nextCursor,
    }),

  messageText: (id: string) =>
    queryOptions({
      queryKey: ['message-text', id],
      queryFn: () => unwrap(http.GET('/api/v1/messages/{id}/text', { params: { path: { id } } })),
    }),

  messagePreview: () =>
    queryOptions({ queryKey: ['message-preview'], queryFn: () => unwrap(http.GET('/api/v1/messages/preview')) }),

  pauses: () => queryOptions({ queryKey: ['pauses'], queryFn: () => unwrap(http.GET('/api/v1/messages/pauses')) }),

  glossary: () =>
    queryOptions({
      queryKey: ['glossary'],
      queryFn: () => unwrap(http.GET('/api/v1/glossary')),
      staleTime: 600_000,
    }),

  cases: () =>
    queryOptions({ queryKey: ['cases'], queryFn: () => unwrap(http.GET('/api/v1/cases')), staleTime: 600_000 }),

  makers: (code: string) =>
    queryOptions({
      queryKey: ['makers', code],
      queryFn: () => unwrap(http.GET('/api/v1/courses/{code}/makers', { params: { path: { code } } })),
    }),

  guide: (code: string, language: Language) =>
    queryOptions({
      queryKey: ['guide', code, language],
      queryFn: () =>
        unwrap(http.GET('/api/v1/courses/{code}/guide', { params: { path: { code }, query: { language } } })),
    }),

  reviews: () => queryOptions({ queryKey: ['reviews'], queryFn: () => unwrap(http.GET('/api/v1/reviews')) }),

  versions: (code: string) =>
    queryOptions({
      queryKey: ['versions', code],
      queryFn: () => unwrap(http.GET('/api/v1/studio/courses/{code}/versions', { params: { path: { code } } })),
    }),

  version: (code: string, number: number) =>
    queryOptions({
      queryKey: ['versions', code, number],
      queryFn: () =>
        unwrap(http.GET('/api/v1/studio/courses/{code}/versions/{number}', { params: { path: { code, number } } })),
    }),

  versionLesson: (code: string, number: number, slug: string, language: Language) =>
    queryOptions({
      queryKey: ['versions', code, number, slug, language],
      queryFn: () =>
        unwrap(
          http.GET('/api/v1/studio/courses/{code}/versions/{number}/lessons/{slug}', {
            params: { path: { code, number, slug }, query: { language } },
          }),
        ),
    }),

  differences: (code: string, from: number | null, to: number) =>
    queryOptions({
      queryKey: ['versions', code, 'differences', from, to],
      queryFn: () =>
        unwrap(
          http.GET('/api/v1/studio/courses/{code}/differences', {
            params: { path: { code }, query: { ...(from !== null && { from }), to } },
          }),
        ),
    }),

  waitingCases: (language: Language) =>
    queryOptions({
      queryKey: ['waiting-cases', language],
      queryFn: () => unwrap(http.GET('/api/v1/studio/argued-cases', { params: { query: { language } } })),
    }),

  statistics: (code: string) =>
    queryOptions({
      queryKey: ['statistics', code],
      queryFn: () => unwrap(http.GET('/api/v1/studio/courses/{code}/statistics', { params: { path: { code } } })),
    }),

  translation: (code: string) =>
    queryOptions({
      queryKey: ['translation', code],
      queryFn: () => unwrap(http.GET('/api/v1/studio/courses/{code}/translation', { params: { path: { code } } })),
    }),

  flags: () => queryOptions({ queryKey: ['flags'], queryFn: () => unwrap(http.GET('/api/v1/course-flags')) }),

  seats: () => queryOptions({ queryKey: ['seats'], queryFn: () => unwrap(http.GET('/api/v1/review-seats')) }),

  candidates: () =>
    queryOptions({ queryKey: ['candidates'], queryFn: () => unwrap(http.GET('/api/v1/review-candidates')) }),

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

  classCourses: (unitId: string) =>
    queryOptions({
      queryKey: ['class-courses', unitId],
      queryFn: () => unwrap(http.GET('/api/v1/school/classes/{unitId}/courses', { params: { path: { unitId } } })),
    }),

  imports: () => queryOptions({ queryKey: ['imports'], queryFn: () => unwrap(http.GET('/api/v1/imports')) }),

  importUnits: () =>
    queryOptions({ queryKey: ['import-units'], queryFn: () => unwrap(http.GET('/api/v1/imports/units')) }),

  importSources: () =>
    queryOptions({ queryKey: ['import-sources'], queryFn: () => unwrap(http.GET('/api/v1/import-sources')) }),

  importRun: (id: string) =>
    queryOptions({
      queryKey: ['import', id],
      queryFn: () => unwrap(http.GET('/api/v1/imports/{id}', { params: { path: { id } } })),
    }),

  importRows: (id: string, filter: ImportFilter) =>
    infiniteQueryOptions({
      queryKey: ['import', id, 'rows', filter],
      queryFn: ({ pageParam }) =>
        unwrap(
          http.GET('/api/v1/imports/{id}/rows', {
            params: { path: { id }, query: { filter, after: pageParam, limit: 50 } },
          }),
        ),
      initialPageParam: 0,
      getNextPageParam: (last) => last.next,
    }),

  doubles: () => queryOptions({ queryKey: ['doubles'], queryFn: () => unwrap(http.GET('/api/v1/doubles')) }),

  present: (courseCode: string, language: Language) =>
    queryOptions({
      queryKey: ['present', courseCode, language],
      queryFn: () =>
        unwrap(
          http.GET('/api/v1/school/present/{code}', { params: { path: { code: courseCode }, query: { language } } }),
        ),
      staleTime: Infinity,
    }),
};

function given(filter: ReportFilter): { unit?: string; mandate?: string; cycle?: string; asOf?: string } {
  return {
    ...(filter.unit && { unit: filter.unit }),
    ...(filter.mandate && { mandate: filter.mandate }),
    ...(filter.cycle && { cycle: filter.cycle }),
    ...(filter.asOf && { asOf: filter.asOf }),
  };
}
