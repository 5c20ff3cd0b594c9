import type {
  AttemptResult,
  Certificate,
  ClassDetail,
  ClassRow,
  CodeSheets,
  Compliance,
  CourseCard,
  CourseDetail,
  Enrollment,
  Lesson,
  Me,
  Obligation,
  Paste,
  PersonRow,
  Present,
  Problem,
  StudioCourse,
  Verification,
} from './types';

interface Op<Ok, Body = never, Path = never, Query = never> {
  parameters: { query?: Query; header?: { 'Idempotency-Key'?: string }; cookie?: never } & ([Path] extends [never]
    ? { path?: never }
    : { path: Path });
  requestBody?: [Body] extends [never] ? never : { content: { 'application/json': Body } };
  responses: { 200: { headers: Record<string, unknown>; content: { 'application/json': Ok } } };
}
interface Id {
  id: string;
}
interface Code {
  code: string;
}
interface UnitId {
  unitId: string;
}
interface LessonPath {
  id: string;
  lessonId: string;
}
interface ReportQuery {
  unit?: string;
  mandate?: string;
  cycle?: string;
}

export interface paths {
  '/api/v1/session': { post: Op<void, { login: string; password: string }>; delete: Op<void> };
  '/api/v1/me': { get: Op<Me> };
  '/api/v1/me/settings': { put: Op<void, { language: 'ko' | 'en' }> };
  '/api/v1/me/password': { put: Op<void, { current: string; next: string }> };
  '/api/v1/me/obligations': { get: Op<{ today: string; obligations: Obligation[] }> };
  '/api/v1/me/certificates': { get: Op<{ items: Certificate[] }> };
  '/api/v1/courses': {
    get: Op<
      { items: CourseCard[]; nextCursor: string | null },
      never,
      never,
      { track?: string; q?: string; cursor?: string; limit?: number }
    >;
  };
  '/api/v1/courses/{code}': { get: Op<CourseDetail, never, Code> };
  '/api/v1/enrollments': { post: Op<{ id: string }, { course: string }> };
  '/api/v1/enrollments/{id}': { get: Op<Enrollment, never, Id> };
  '/api/v1/enrollments/{id}/lessons/{lessonId}': { get: Op<Lesson, never, LessonPath, { language?: string }> };
  '/api/v1/enrollments/{id}/lessons/{lessonId}/progress': {
    put: Op<
      { state: string; engagedSeconds: number; enrollment: { state: string; completion: { id: string } | null } },
      { event: 'open' | 'beat' | 'leave'; done?: boolean; position?: string },
      LessonPath
    >;
  };
  '/api/v1/enrollments/{id}/lessons/{lessonId}/attempts': {
    post: Op<
      AttemptResult,
      { answers: ({ item: string; choices: string[] } | { situation: string; choice: string })[] },
      LessonPath
    >;
  };
  '/api/v1/verify/{code}': { get: Op<Verification, never, Code> };
  '/api/v1/reports/compliance': { get: Op<Compliance, never, never, ReportQuery> };
  '/api/v1/reports/compliance/people': {
    get: Op<
      { items: PersonRow[]; nextCursor: string | null; total: number },
      never,
      never,
      ReportQuery & { state?: string; cursor?: string; limit?: number }
    >;
  };
  '/api/v1/messages/paste': { get: Op<Paste, never, never, ReportQuery> };
  '/api/v1/studio/courses': {
    get: Op<{ items: StudioCourse[] }>;
    post: Op<{ code: string; revision: number }, { code: string; track: string; title: { ko: string; en: string } }>;
  };
  '/api/v1/studio/courses/{code}/draft': {
    get: Op<{ code: string; revision: number; document: Record<string, unknown>; problems: Problem[] }, never, Code>;
    put: Op<{ revision: number; problems: Problem[] }, { revision: number; document: Record<string, unknown> }, Code>;
  };
  '/api/v1/studio/courses/{code}/publish': {
    post: Op<{ number: number; hash: string; pilot: boolean }, { revision: number }, Code>;
  };
  '/api/v1/studio/preview': { post: Op<{ html: string }, { markdown: string; language: string }> };
  '/api/v1/school/classes': { get: Op<{ items: ClassRow[] }> };
  '/api/v1/school/classes/{unitId}': { get: Op<ClassDetail, never, UnitId> };
  '/api/v1/school/classes/{unitId}/codes': { post: Op<CodeSheets, { personIds?: string[] }, UnitId> };
  '/api/v1/school/classes/{unitId}/sessions': {
    post: Op<
      { id: string },
      {
        heldOn: string;
        title: string;
        course?: string;
        minutes: number;
        topics: string[];
        mode: string;
        method: string;
        partner?: string;
        absent: string[];
      },
      UnitId
    >;
  };
  '/api/v1/school/present/{courseCode}': { get: Op<Present, never, { courseCode: string }, { language?: string }> };
}
