/** Owns: the outbox, and the catalogue of everything that happens later. */
export { type JobData, type JobName, type QueueName, JOBS, QUEUES, SCHEDULES } from './catalogue.js';
export { JobsModule } from './jobs.module.js';
export { type Backlog, type OutboxRow, Outbox } from './outbox.service.js';
