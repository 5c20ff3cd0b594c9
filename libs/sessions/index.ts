/** Owns: sessions that are held live, who attended, classes and their pupils' codes. */
export { ClassCourseService } from './class-courses.service.js';
export { ClassTransferService } from './class-transfer.service.js';
export { type ClassPage, ClassService, type ClassSummary, type CodeSheet } from './class.service.js';
export type { HeldSession } from './roster.queries.js';
export { SessionProofService } from './session-proof.service.js';
export { type OpenedSession, SessionQueries } from './session.queries.js';
export { type NewSession, SessionService } from './session.service.js';
export { SessionsModule } from './sessions.module.js';
export { SESSION_ROWS } from './person-rows.js';
