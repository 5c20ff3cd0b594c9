import { AccessModule } from '#libs/access';
import { CertificatesModule } from '#libs/certificates';
import { CoursesModule } from '#libs/courses';
import { LearningModule } from '#libs/learning';
import { MandatesModule } from '#libs/mandates';
import { MessagesModule } from '#libs/messages';
import { PeopleModule } from '#libs/people';
import { ReportsModule } from '#libs/reports';
import { RequestsModule } from '#libs/requests';
import { RostersModule } from '#libs/rosters';
import { SessionsModule } from '#libs/sessions';
import { type TestContext, withDatabase } from '../support/module.js';

describe('the schema', () => {
  let t: TestContext;
  beforeAll(async () => {
    t = await withDatabase([
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
    ]);
  });
  afterAll(() => t.close());

  it('is the same in the entities and in the migrations', async () => {
    const { upQueries } = await t.db.dataSource.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });

  it('has an entity for every table', async () => {
    const tables = await t.db.query<{ name: string }[]>(
      `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()
       AND table_name <> 'schema_migration' ORDER BY table_name`,
    );
    const mapped = new Set(t.db.dataSource.entityMetadatas.map(({ tableName }) => tableName));
    expect(tables.map(({ name }) => name).filter((name) => !mapped.has(name))).toEqual([]);
  });

  it('refuses what its checks forbid', async () => {
    await expect(
      t.db.query(`INSERT INTO person (id, language, created_at) VALUES (REPEAT('a', 16), 'xx', NOW())`),
    ).rejects.toThrow(/ck_person_language/);
  });
});
