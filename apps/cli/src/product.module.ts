import { AccessModule } from '#libs/access';
import { AuditModule } from '#libs/audit';
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
import { SessionsModule } from '#libs/sessions';
import { type DynamicModule, Module } from '@nestjs/common';

/** What the operator's commands work on: the same libs as the API, without transport. */
@Module({})
export class ProductModule {
  static for(config: Config): DynamicModule {
    return {
      module: ProductModule,
      imports: [
        ConfigModule.for(config),
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
        SessionsModule,
        MessagesModule,
        ReportsModule,
      ],
    };
  }
}
