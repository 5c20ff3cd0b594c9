import { systemActor } from '#libs/actor';
import { CourseService } from '#libs/courses';
import { Database } from '#libs/database';
import { EvaluationService, MandateService } from '#libs/mandates';
import { join } from 'node:path';
import type { CommandContext } from './context.js';
import { brokenLines } from './courses.js';
import { seedCity } from './seed/demo-city.js';
import { seedHistory } from './seed/demo-history.js';

export interface Prepared {
  readonly migrations: number;
  readonly seeded: boolean;
  readonly courses: number;
  /** Folders that could not be published as they are. */
  readonly brokenCourses: number;
  readonly mandates: number;
}

/**
 * Everything that must stand before API and worker start: the schema, the demo city when the database is empty, the
 * courses and mandates from their files. Each part can be repeated; killed anywhere, the next run finishes the rest.
 */
export async function prepare(context: CommandContext): Promise<Prepared> {
  const migrations = await context.database((dataSource) => dataSource.runMigrations());
  context.progress(`구조 / schema: ${String(migrations.length)}`);
  return context.product(async (app) => {
    const db = app.get(Database);
    const empty = (await db.query<unknown[]>('SELECT 1 FROM authority LIMIT 1')).length === 0;
    if (empty) {
      context.progress('시범 도시를 만듭니다 / making the demo city');
      await seedCity(app);
    }
    // The good ones are published; a broken one is told and keeps nobody from learning the others.
    const { published, broken } = await app.get(CourseService).publishAll(systemActor, join(process.cwd(), 'courses'));
    for (const line of broken.flatMap(brokenLines)) context.progress(line);
    const mandates = await app.get(MandateService).publishFolder(systemActor, join(process.cwd(), 'courses/mandates'));
    context.progress(`과정과 기준 / courses and mandates`);
    await app.get(EvaluationService).runDue(null);
    // Unfinished since a kill, or the first time: told by what it leaves behind, in one transaction.
    const seeded = await seedHistory(app);
    return {
      migrations: migrations.length,
      seeded: empty || seeded,
      courses: published.length,
      brokenCourses: broken.length,
      mandates: mandates.length,
    };
  });
}
