/** Owns: enrollments, engaged time, progress in lessons, attempts with the items shown, other proof, completions. */
export { ArguedCaseService } from './argued-cases.service.js';
export { AttemptService } from './attempts.service.js';
export { Completion } from './completion.entity.js';
export { basisLines, type FrozenCompletion } from './completion.rules.js';
export { ORIGINS, ROUTES } from './enrollment.rules.js';
export { type EnrollmentItem, EnrollmentQueries } from './enrollments.queries.js';
export { EnrollmentService } from './enrollments.service.js';
export { EVIDENCE_GRADES, PROOF_KINDS } from './evidence.rules.js';
export { LearningModule } from './learning.module.js';
export { LessonService } from './lessons.service.js';
export { ReflectionService } from './reflections.service.js';
export { StatisticsQueries } from './statistics.queries.js';
export { LEARNING_ROWS } from './person-rows.js';
