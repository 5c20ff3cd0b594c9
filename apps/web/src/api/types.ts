import type { paths } from './schema';

/*
 * Names for the shapes of the OpenAPI document that the rooms speak of. Instants are ISO 8601 in UTC, dates
 * `YYYY-MM-DD` in the city's time zone.
 */
type Responses<P extends keyof paths, M extends keyof paths[P]> = paths[P][M] extends { responses: infer R }
  ? R
  : never;
type Body<R> = R extends { content: { 'application/json': infer B } } ? B : never;
type Get<P extends keyof paths> = Body<Responses<P, 'get'> extends { 200: infer R } ? R : never>;
type Post<P extends keyof paths> = Body<Responses<P, 'post'> extends { 201: infer R } ? R : never>;
type Answered<P extends keyof paths> = Body<Responses<P, 'post'> extends { 200: infer R } ? R : never>;
type Sent<P extends keyof paths, M extends keyof paths[P]> = paths[P][M] extends {
  requestBody: { content: { 'application/json': infer B } };
}
  ? B
  : never;

export type Me = Get<'/api/v1/me'>;
export type Obligation = Get<'/api/v1/me/obligations'>['obligations'][number];
export type Basis = Obligation['mandate']['basis'][number];
export type Alternative = Obligation['alternatives'][number];
export type Part = Alternative['parts'][number];
export type DutyCourse = Obligation['courses'][number];
export type CourseCard = Get<'/api/v1/courses'>['items'][number];
export type CourseDetail = Get<'/api/v1/courses/{code}'>;
export type Source = CourseDetail['sources'][number];
export type Track = CourseCard['track'];
export type EnrollmentItem = Get<'/api/v1/enrollments'>['items'][number];
export type Enrollment = Get<'/api/v1/enrollments/{id}'>;
export type LessonState = Enrollment['lessons'][number];
export type Lesson = Get<'/api/v1/enrollments/{id}/lessons/{lessonId}'>;
export type ScenarioView = NonNullable<Lesson['scenario']>;
export type QuizView = NonNullable<Lesson['quiz']>;
export type Answers = Sent<'/api/v1/enrollments/{id}/lessons/{lessonId}/attempts', 'post'>['answers'];
export type AttemptResult = Post<'/api/v1/enrollments/{id}/lessons/{lessonId}/attempts'>;
export type ArguedCases = Get<'/api/v1/enrollments/{id}/argued-cases'>;
export type LiveSession = Get<'/api/v1/sessions'>['items'][number];
export type Roll = Get<'/api/v1/sessions/{id}/roll'>;
export type NewEvent = Sent<'/api/v1/sessions', 'post'>;
export type Certificate = Get<'/api/v1/me/certificates'>['items'][number];
export type Verification = Get<'/api/v1/verify/{code}'>;
export type FileCheck = Answered<'/api/v1/verify'>;
export type Compliance = Get<'/api/v1/reports/compliance'>;
export type Totals = Compliance['totals'];
export type UnitRow = Compliance['units'][number];
export type PeoplePage = Get<'/api/v1/reports/compliance/people'>;
export type PersonRow = PeoplePage['items'][number];
export type ReportBreakdown = Get<'/api/v1/reports/compliance/breakdown'>;
export type ProvidedRow = Get<'/api/v1/reports/compliance/provided'>['items'][number];
export type ReportSchedule = Get<'/api/v1/reports/schedules'>['items'][number];
export type ReportFile = Get<'/api/v1/reports/exports'>['items'][number];
export type InboxMessage = Get<'/api/v1/me/messages'>['items'][number];
export type SentMessage = Get<'/api/v1/messages'>['items'][number];
export type PreviewDay = Get<'/api/v1/messages/preview'>['days'][number];
export type PreviewStep = PreviewDay['steps'][number];
export type Paste = Get<'/api/v1/messages/paste'>;
export type StudioCourse = Get<'/api/v1/studio/courses'>['items'][number];
export type LoadedDraft = Get<'/api/v1/studio/courses/{code}/draft'>;
export type Problem = LoadedDraft['problems'][number];
export type ClassRow = Get<'/api/v1/school/classes'>['items'][number];
export type ClassDetail = Get<'/api/v1/school/classes/{unitId}'>;
export type CodeSheets = Post<'/api/v1/school/classes/{unitId}/codes'>;
export type NewSession = Sent<'/api/v1/school/classes/{unitId}/sessions', 'post'>;
export type Topic = NewSession['topics'][number];
export type ImportHead = Get<'/api/v1/imports'>['items'][number];
export type ImportUnit = Get<'/api/v1/imports/units'>['items'][number];
export type ImportSource = Get<'/api/v1/import-sources'>['items'][number];
export type ImportDetail = Get<'/api/v1/imports/{id}'>;
export type ImportSummary = NonNullable<ImportDetail['summary']>;
export type ImportField = ImportDetail['mapping']['columns'][number];
export type ImportRow = Get<'/api/v1/imports/{id}/rows'>['items'][number];
export type DoublePair = Get<'/api/v1/doubles'>['items'][number];
export type Present = Get<'/api/v1/school/present/{code}'>;
export type PresentedLesson = Present['lessons'][number];
export type Text = Obligation['missing'];
export type Unit = Compliance['unit'];
export type Term = Get<'/api/v1/glossary'>['items'][number];
export type SharedCase = Get<'/api/v1/cases'>['items'][number];
export type Norm = SharedCase['norms'][number];
export type Makers = Get<'/api/v1/courses/{code}/makers'>;
export type CourseVersion = Get<'/api/v1/studio/courses/{code}/versions'>['items'][number];
export type WholeVersion = Get<'/api/v1/studio/courses/{code}/versions/{number}'>;
export type Difference = Get<'/api/v1/studio/courses/{code}/differences'>['items'][number];
export type WaitingCase = Get<'/api/v1/studio/argued-cases'>['items'][number];
export type CourseFlag = Get<'/api/v1/course-flags'>['items'][number];
export type SeatHolder = Get<'/api/v1/review-seats'>['items'][number];
export type Seat = WholeVersion['mySeats'][number];
export type MyRequests = Get<'/api/v1/me/requests'>;
export type DutyRequest = MyRequests['items'][number];
export type AskOptions = MyRequests['options'][number];
export type NewRequest = Sent<'/api/v1/requests', 'post'>;
export type Decision = Sent<'/api/v1/requests/{id}/decision', 'post'>;
export type Proof = Post<'/api/v1/me/proofs'>;
