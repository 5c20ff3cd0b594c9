/** Owns: enrollments, progress in lessons, attempts with the items shown, completions. */
export { AttemptService } from './attempts.service.js';
export { Completion } from './completion.entity.js';
export { type EnrollmentItem, EnrollmentService } from './enrollments.service.js';
export type { FrozenCompletion } from './completion.rules.js';
export { LearningModule } from './learning.module.js';
export { LessonService } from './lessons.service.js';
