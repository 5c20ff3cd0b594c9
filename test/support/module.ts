import { AuditModule } from '#libs/audit';
import { ConfigModule } from '#libs/config';
import { Database, DatabaseModule } from '#libs/database';
import { JobsModule } from '#libs/jobs';
import { LogModule } from '#libs/log';
import { FixedClock } from '#libs/time';
import type { DynamicModule, Type } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { emptyDatabase } from './database.js';

export interface TestContext {
  readonly module: TestingModule;
  readonly db: Database;
  readonly clock: FixedClock;
  get<T>(type: abstract new (...args: never[]) => T): T;
  close(): Promise<void>;
}

/** Noon of a working day in Seoul, late in the year: the usual "now" of tests. */
export const NOON = '2026-11-24T03:00:00.000Z';

/**
 * The given feature modules over a real, empty database of this Jest worker, with a clock that the test moves.
 * Call in `beforeAll`, close in `afterAll`.
 */
export async function withDatabase(imports: readonly (Type | DynamicModule)[], now = NOON): Promise<TestContext> {
  const config = await emptyDatabase();
  const clock = new FixedClock(new Date(now), config.MADANG_TIME_ZONE);
  const module = await Test.createTestingModule({
    imports: [ConfigModule.for(config, clock), LogModule, DatabaseModule, JobsModule, AuditModule, ...imports],
  }).compile();
  await module.init();
  return {
    module,
    db: module.get(Database),
    clock,
    get: (type) => module.get(type as Type),
    close: () => module.close(),
  };
}
