import { z } from 'zod';

export const QUEUES = ['certificates', 'mail', 'imports', 'reports', 'upkeep'] as const;
export type QueueName = (typeof QUEUES)[number];

interface JobKind {
  readonly queue: QueueName;
  /** How often it is tried when it fails for a reason that may pass. */
  readonly attempts: number;
  /** First delay in milliseconds; doubled each time. */
  readonly backoff: number;
  /** Ids only: nothing private may stand in Redis. */
  readonly schema: z.ZodType;
}

/** Every job there is. The worker has exactly one handler for each. */
export const JOBS = {
  'certificate.issue': {
    queue: 'certificates',
    attempts: 8,
    backoff: 1_000,
    schema: z.strictObject({ completionId: z.uuid() }),
  },
  'certificate.file': {
    queue: 'certificates',
    attempts: 8,
    backoff: 1_000,
    schema: z.strictObject({ certificateId: z.uuid() }),
  },
  'message.deliver': { queue: 'mail', attempts: 8, backoff: 5_000, schema: z.strictObject({ messageId: z.uuid() }) },
  'completion.notify': {
    queue: 'mail',
    attempts: 8,
    backoff: 5_000,
    schema: z.strictObject({ completionId: z.uuid() }),
  },
  'import.proceed': {
    queue: 'imports',
    attempts: 5,
    backoff: 2_000,
    schema: z.strictObject({ runId: z.uuid() }),
  },
  'simulation.run': {
    queue: 'imports',
    attempts: 5,
    backoff: 2_000,
    schema: z.strictObject({ simulationId: z.uuid() }),
  },
  'report.export': { queue: 'reports', attempts: 3, backoff: 5_000, schema: z.strictObject({ exportId: z.uuid() }) },
  'report.tell': { queue: 'mail', attempts: 8, backoff: 5_000, schema: z.strictObject({ exportId: z.uuid() }) },
  'report.schedules': { queue: 'upkeep', attempts: 3, backoff: 10_000, schema: z.strictObject({}) },
  'reminders.plan': { queue: 'upkeep', attempts: 3, backoff: 10_000, schema: z.strictObject({}) },
  'evaluation.run-due': { queue: 'upkeep', attempts: 3, backoff: 5_000, schema: z.strictObject({}) },
  'tally.fold': { queue: 'upkeep', attempts: 3, backoff: 5_000, schema: z.strictObject({}) },
  'courses.notice': { queue: 'upkeep', attempts: 3, backoff: 60_000, schema: z.strictObject({}) },
  'history.seal': { queue: 'upkeep', attempts: 3, backoff: 5_000, schema: z.strictObject({}) },
  'upkeep.sweep': { queue: 'upkeep', attempts: 3, backoff: 5_000, schema: z.strictObject({}) },
} as const satisfies Record<string, JobKind>;

export type JobName = keyof typeof JOBS;
export type JobData<N extends JobName> = z.infer<(typeof JOBS)[N]['schema']>;

/** What runs by the clock rather than by request: job and interval in milliseconds. */
export const SCHEDULES = [
  { name: 'reminders.plan', every: 15 * 60_000 },
  { name: 'report.schedules', every: 15 * 60_000 },
  { name: 'evaluation.run-due', every: 10_000 },
  { name: 'tally.fold', every: 60_000 },
  { name: 'courses.notice', every: 24 * 3_600_000 },
  { name: 'history.seal', every: 10_000 },
  { name: 'upkeep.sweep', every: 60_000 },
] as const satisfies readonly { name: JobName; every: number }[];
