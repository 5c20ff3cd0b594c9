import { AccessModule } from '#libs/access';
import { AuditModule } from '#libs/audit';
import { type Config, ConfigModule } from '#libs/config';
import { DatabaseModule } from '#libs/database';
import { JobsModule } from '#libs/jobs';
import { LogModule } from '#libs/log';
import { PeopleModule } from '#libs/people';
import type { Clock } from '#libs/time';
import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { HealthController } from './health/health.controller.js';
import { PermissionGuard } from './http/permission.guard.js';
import { ProblemFilter } from './http/problem.filter.js';
import { RouteInterceptor } from './http/route.interceptor.js';
import { MeController } from './me/me.controller.js';
import { SessionController } from './session/session.controller.js';

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
      ],
      controllers: [HealthController, SessionController, MeController],
      providers: [
        { provide: APP_GUARD, useClass: PermissionGuard },
        { provide: APP_INTERCEPTOR, useClass: RouteInterceptor },
        { provide: APP_FILTER, useClass: ProblemFilter },
      ],
    };
  }
}
