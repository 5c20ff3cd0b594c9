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
import { RequestsModule } from '#libs/requests';
import { RostersModule } from '#libs/rosters';
import { SessionsModule } from '#libs/sessions';
import type { Clock } from '#libs/time';
import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { CertificatesController } from './certificates/certificates.controller.js';
import { CoursesController } from './courses/courses.controller.js';
import { DevMailController } from './dev-mail/dev-mail.controller.js';
import { ArguedCasesController } from './enrollments/argued-cases.controller.js';
import { EnrollmentsController } from './enrollments/enrollments.controller.js';
import { LessonsController } from './enrollments/lessons.controller.js';
import { GlossaryController } from './glossary/glossary.controller.js';
import { HealthController } from './health/health.controller.js';
import { PermissionGuard } from './http/permission.guard.js';
import { ProblemFilter } from './http/problem.filter.js';
import { RouteInterceptor } from './http/route.interceptor.js';
import { MandatesController } from './mandates/mandates.controller.js';
import { DoublesController } from './imports/doubles.controller.js';
import { SourcesController } from './imports/sources.controller.js';
import { ImportsController } from './imports/imports.controller.js';
import { MeController } from './me/me.controller.js';
import { InboxController } from './messages/inbox.controller.js';
import { MessagesController } from './messages/messages.controller.js';
import { ObligationsController } from './obligations/obligations.controller.js';
import { ExportsController } from './reports/exports.controller.js';
import { ReportsController } from './reports/reports.controller.js';
import { SchedulesController } from './reports/schedules.controller.js';
import { RequestsController } from './requests/requests.controller.js';
import { SchoolController } from './school/school.controller.js';
import { SessionController } from './session/session.controller.js';
import { FlagsController } from './studio/flags.controller.js';
import { SessionsController } from './sessions/sessions.controller.js';
import { ReviewsController } from './studio/reviews.controller.js';
import { StudioController } from './studio/studio.controller.js';
import { TransferController } from './studio/transfer.controller.js';
import { VersionsController } from './studio/versions.controller.js';
import { TeachingController } from './studio/teaching.controller.js';

@Module({})
export class AppModule {
  static for(config: Config, clock?: Clock): DynamicModule {
    return {
      module: AppModule,
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
        RequestsModule,
        RostersModule,
        LearningModule,
        SessionsModule,
        CertificatesModule,
        MessagesModule,
        ReportsModule,
      ],
      controllers: [
        HealthController,
        SessionController,
        MeController,
        ObligationsController,
        MandatesController,
        CoursesController,
        GlossaryController,
        EnrollmentsController,
        LessonsController,
        ArguedCasesController,
        CertificatesController,
        ReportsController,
        ExportsController,
        SchedulesController,
        RequestsController,
        InboxController,
        MessagesController,
        StudioController,
        VersionsController,
        TransferController,
        FlagsController,
        ReviewsController,
        TeachingController,
        SchoolController,
        ImportsController,
        DoublesController,
        SourcesController,
        SessionsController,
        DevMailController,
      ],
      providers: [
        { provide: APP_GUARD, useClass: PermissionGuard },
        { provide: APP_INTERCEPTOR, useClass: RouteInterceptor },
        { provide: APP_FILTER, useClass: ProblemFilter },
      ],
    };
  }
}
