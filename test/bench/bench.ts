import { AccessModule } from '#libs/access';
import { AuditModule } from '#libs/audit';
import { CertificatesModule } from '#libs/certificates';
import { type Config, ConfigModule, loadConfig } from '#libs/config';
import { CoursesModule } from '#libs/courses';
import { createDataSource, Database, DatabaseModule } from '#libs/database';
import { JobsModule } from '#libs/jobs';
import { LearningModule } from '#libs/learning';
import { LogModule } from '#libs/log';
import { MandatesModule } from '#libs/mandates';
import { MessagesModule } from '#libs/messages';
import { PeopleModule } from '#libs/people';
import { ReportsModule } from '#libs/reports';
import { RostersModule } from '#libs/rosters';
import type { Clock } from '#libs/time';
import type { INestApplicationContext } from '@nestjs/common';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Figure } from './figures.js';

/** What a measurement gets: the product's own services for its data, over servers that are thrown away afterwards. */
export interface BenchContext {
  readonly config: Config;
  readonly app: INestApplicationContext;
  readonly db: Database;
  /** Size of the city, from `--people`; the bench's own where it is not given. */
  readonly people: number | undefined;
  readonly progress: (line: string) => void;
}

export type Bench = (context: BenchContext) => Promise<Figure[]>;

@Module({})
class BenchModule {}

/** Opens the context on an empty, migrated database, runs the work and closes it. */
export async function withBench<T>(
  people: number | undefined,
  progress: (line: string) => void,
  work: (context: BenchContext) => Promise<T>,
): Promise<T> {
  const config = loadConfig({ ...process.env, PORT: '0', METRICS_PORT: '0', LOG_LEVEL: 'warn', REDIS_PREFIX: 'bench' });
  const app = await openProduct(config);
  try {
    return await work({ config, app, db: app.get(Database), people, progress });
  } finally {
    await app.close();
  }
}

/** Migrates the database, and gives the product's services over it. */
export async function openProduct(config: Config, clock?: Clock): Promise<INestApplicationContext> {
  const dataSource = await createDataSource(config);
  await dataSource.runMigrations();
  await dataSource.destroy();
  return NestFactory.createApplicationContext(
    {
      module: BenchModule,
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
    },
    { logger: ['error', 'fatal'], abortOnError: false },
  );
}
