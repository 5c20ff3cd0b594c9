/** Owns: courses, their immutable versions with lessons and items, drafts; the course format and its rendering. */
export { listCourseFolders, readCourseFolder, readShared } from './course.disk.js';
export { type CoursePlace, type ParsedCourse, parseCourse } from './course.folder.js';
export { courseJsonSchemas } from './course.json-schema.js';
export { type DocumentProblem, pathText } from './course.problems.js';
export { type CourseReport, courseReport } from './course.report.js';
export { type LibraryCourse, libraryMap, libraryTable, type TopicNeed, withGenerated } from './library.rules.js';
export type { CourseDocument, Item, Lesson, QuizSettings, Scenario } from './course.schema.js';
export {
  CASE_TYPES,
  ITEM_KINDS,
  LESSON_KINDS,
  LEVELS,
  type LessonKind,
  MODES,
  PURPOSES,
  ROUTES,
  type Route,
  type Seat,
  SEATS,
  TRACKS,
  type Track,
  CHANGE_SCOPES,
  FLAG_REASONS,
  VERSION_STATES,
} from './course.vocabulary.js';
export { CourseVersion } from './course-version.entity.js';
export { Course } from './course.entity.js';
export { CoursesModule } from './courses.module.js';
export { type CoursePage, CourseQueries, type CourseSummary } from './courses.queries.js';
export { type BrokenFolder, CourseService, type PresentedCourse } from './courses.service.js';
export { ItemRow } from './item.entity.js';
export { LessonRow } from './lesson.entity.js';
export type { CourseFiles, CourseProblem } from './folder.files.js';
export { comparable } from './answer.rules.js';
export { choiceId, itemId, renderInline, type LessonView, type QuizView, viewQuizItems } from './lesson.view.js';
export type { Film } from './media.service.js';
export { renderMarkdown, type RenderContext } from './markdown.render.js';
export { plainMarkdown } from './markdown.tree.js';
export { COURSE_ROWS } from './person-rows.js';
export type { Published } from './publisher.js';
export { drawQuiz, type Random, type ShownItem } from './quiz.rules.js';
export { type EasyItem, FlagService, type FlagView } from './flags.service.js';
export { ReviewService } from './reviews.service.js';
export { unzipCourse, zipOf } from './course.zip.js';
export { TransferService } from './transfer.service.js';
export { TRANSLATION_STATES } from './translation.rules.js';
export { VersionQueries, type VersionView } from './versions.queries.js';
export { SharedContentService } from './shared.service.js';
export { StudioService } from './studio.service.js';
export type { VersionContent, VersionLesson } from './version.store.js';
