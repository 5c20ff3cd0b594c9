import { AccessModule } from '#libs/access';
import { AuditModule } from '#libs/audit';
import { CertificatesModule } from '#libs/certificates';
import { type Config, ConfigModule } from '#libs/config';
import { CoursesModule } from '#libs/courses';
import { DatabaseModule } from '#libs/database';
import { JobsModule } from '#libs/jobs';
import { LearningModule } from '#libs/learning';
import { LogModule } from '#libs/log';
import { MandatesModule } from '#libs/mandates';
import { MessagesModule } from '#libs/messages';
import { PeopleModule } from '#libs/people';
import { ReportsModule } from '#libs/reports';
import { RostersModule } from '#libs/rosters';
import type { Clock } from '#libs/time';
import { type DynamicModule, Module } from '@nestjs/common';
import { handlersProvider } from './handlers.js';
import { WorkerMetrics } from './metrics.js';
import { Queues } from './queues.js';
import { Relay } from './relay.js';
import { JobRunner } from './run-job.js';

@Module({})
export class WorkerModule {
  static for(config: Config, clock?: Clock): DynamicModule {
    return {
      module: WorkerModule,
      imports: [
        ConfigModule.for(config, clock),
        LogModule,
        DatabaseModule,
        JobsModule,
        AuditModule,
        PeopleModule,
        AccessModule,
        CoursesModule,
        MandatesModule,
        RostersModule,
        LearningModule,
        CertificatesModule,
        MessagesModule,
        ReportsModule,
      ],
      providers: [handlersProvider, JobRunner, WorkerMetrics, Queues, Relay],
    };
  }
}
