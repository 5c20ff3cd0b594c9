import { RateLimit } from '#libs/access';
import { systemActor } from '#libs/actor';
import { AUDIT_STREAM, SealService } from '#libs/audit';
import { CertificateService, VerificationService } from '#libs/certificates';
import { FlagService } from '#libs/courses';
import { Database } from '#libs/database';
import { type JobData, type JobName, Outbox, type SCHEDULES } from '#libs/jobs';
import { StatisticsQueries } from '#libs/learning';
import { EvaluationService, HistoryService, SimulationService, TallyService, VersionService } from '#libs/mandates';
import { DeliveryService, ReminderPlanner } from '#libs/messages';
import { ExportService, ScheduleService } from '#libs/reports';
import { ImportService } from '#libs/rosters';
import type { FactoryProvider } from '@nestjs/common';

export const HANDLERS = Symbol('handlers');

/**
 * Exactly one handler for each job of the catalogue, each a call of one service. The service marks the outbox row done
 * in the transaction of its own result; the row's id is null where a schedule started the job.
 */
export type Handlers = { readonly [N in JobName]: (data: JobData<N>, outboxId: OutboxId<N>) => Promise<unknown> };
type OutboxId<N extends JobName> = N extends (typeof SCHEDULES)[number]['name'] ? string | null : string;

export const handlersProvider: FactoryProvider<Handlers> = {
  provide: HANDLERS,
  inject: [
    CertificateService,
    DeliveryService,
    ReminderPlanner,
    EvaluationService,
    TallyService,
    VersionService,
    ImportService,
    FlagService,
    StatisticsQueries,
    HistoryService,
    SimulationService,
    ExportService,
    ScheduleService,
    SealService,
    Outbox,
    RateLimit,
    VerificationService,
    Database,
  ],
  useFactory: (
    certificates: CertificateService,
    delivery: DeliveryService,
    planner: ReminderPlanner,
    evaluation: EvaluationService,
    tallies: TallyService,
    versions: VersionService,
    imports: ImportService,
    flags: FlagService,
    statistics: StatisticsQueries,
    history: HistoryService,
    simulations: SimulationService,
    exports: ExportService,
    schedules: ScheduleService,
    seals: SealService,
    outbox: Outbox,
    limit: RateLimit,
    verification: VerificationService,
    db: Database,
  ): Handlers => {
    // Rounds that look for work by themselves: doing one again after a crash finds nothing left to do.
    const round = async (outboxId: string | null, work: () => Promise<unknown>): Promise<void> => {
      await work();
      if (outboxId !== null) await db.run(() => outbox.done(outboxId));
    };
    return {
      'certificate.issue': ({ completionId }, outboxId) => certificates.issue(completionId, outboxId),
      'certificate.file': ({ certificateId }, outboxId) => certificates.makeFile(certificateId, outboxId),
      'completion.notify': ({ completionId }, outboxId) => delivery.announceCompletion(completionId, outboxId),
      'message.deliver': ({ messageId }, outboxId) => delivery.deliver(messageId, outboxId),
      'import.proceed': ({ runId }, outboxId) => imports.proceed(runId, outboxId),
      'simulation.run': ({ simulationId }, outboxId) => simulations.run(simulationId, outboxId),
      'report.export': ({ exportId }, outboxId) => exports.run(exportId, outboxId),
      'report.tell': ({ exportId }, outboxId) => schedules.tell(exportId, outboxId),
      'report.schedules': (_, outboxId) => round(outboxId, () => schedules.plan()),
      'reminders.plan': (_, outboxId) => round(outboxId, () => planner.plan()),
      'evaluation.run-due': (_, outboxId) => evaluation.runDue(outboxId),
      'tally.fold': (_, outboxId) => tallies.fold(outboxId),
      'courses.notice': (_, outboxId) =>
        round(outboxId, async () => flags.notice(systemActor, await statistics.tooEasy())),
      'history.seal': (_, outboxId) =>
        round(outboxId, async () => {
          await history.seal();
          await seals.seal(AUDIT_STREAM);
        }),
      'upkeep.sweep': (_, outboxId) =>
        round(outboxId, async () => {
          await certificates.sweep();
          await delivery.sweep();
          await exports.sweep();
          await versions.enforceDue();
          await outbox.sweep();
          await limit.sweep();
          await verification.sweep();
        }),
    };
  },
};
