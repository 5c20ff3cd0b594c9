import { type Config, loadConfig } from '#libs/config';
import { createDataSource } from '#libs/database';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Connection, createConnection } from 'mysql2/promise';
import { required, workerName } from './servers.js';

interface Name {
  name: string;
}

/** A valid configuration for tests, over the schema of this Jest worker. */
export function testConfig(overrides: Readonly<Record<string, string>> = {}): Config {
  const url = new URL(required('TEST_MYSQL_URL'));
  url.pathname = `/${workerName()}`;
  return loadConfig({
    NODE_ENV: 'test',
    MYSQL_URL: url.href,
    REDIS_URL: required('TEST_REDIS_URL'),
    REDIS_PREFIX: workerName().replaceAll('_', '-'),
    MADANG_SECRET: '5ec2e7'.repeat(11).slice(0, 64),
    MADANG_DATA_DIR: join(tmpdir(), workerName()),
    PORT: '0',
    METRICS_PORT: '0',
    LOG_LEVEL: 'silent',
    ...overrides,
  });
}

/** The worker's schema: made by the real migrations the first time, emptied of rows after that. */
export async function emptyDatabase(): Promise<Config> {
  const config = testConfig();
  await asAdmin(async (admin) => {
    await createSchema(admin, workerName());
    const dataSource = await createDataSource(config);
    try {
      await dataSource.runMigrations();
    } finally {
      await dataSource.destroy();
    }
    await withoutForeignKeys(
      admin,
      (await tablesOf(admin, workerName())).map((table) => `DELETE FROM \`${table}\``),
    );
  });
  return config;
}

/**
 * What `fill` writes into the empty schema, the first time by `fill` itself; later test files of this Jest worker get
 * the same rows copied, in a tenth of the time.
 */
export async function fillDatabase(fill: () => Promise<void>): Promise<void> {
  await asAdmin(async (admin) => {
    const [schema, copy] = [workerName(), `${workerName()}_filled`];
    const [found] = await admin.query('SHOW DATABASES LIKE ?', [copy]);
    const tables = await tablesOf(admin, schema);
    if ((found as unknown[]).length > 0) {
      const inserts = await Promise.all(
        tables.map(async (table) => {
          const columns = await storedColumns(admin, schema, table);
          return `INSERT INTO \`${table}\` (${columns}) SELECT ${columns} FROM \`${copy}\`.\`${table}\``;
        }),
      );
      await withoutForeignKeys(admin, inserts);
      return;
    }
    await fill();
    await createSchema(admin, copy);
    for (const table of tables) {
      await admin.query(`CREATE TABLE \`${copy}\`.\`${table}\` AS SELECT * FROM \`${schema}\`.\`${table}\``);
    }
  });
}

async function asAdmin(work: (admin: Connection) => Promise<void>): Promise<void> {
  const server = new URL(required('TEST_MYSQL_URL'));
  const admin = await createConnection({
    host: server.hostname,
    port: Number(server.port || 3306),
    socketPath: server.searchParams.get('socketPath') ?? undefined,
    user: decodeURIComponent(server.username),
    password: decodeURIComponent(server.password),
    multipleStatements: true,
  });
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}

async function createSchema(admin: Connection, schema: string): Promise<void> {
  await admin.query(
    `CREATE DATABASE IF NOT EXISTS \`${schema}\` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci; USE \`${schema}\``,
  );
}

async function tablesOf(admin: Connection, schema: string): Promise<string[]> {
  const [tables] = await admin.query(
    `SELECT table_name AS name FROM information_schema.tables
     WHERE table_schema = ? AND table_name <> 'schema_migration' AND table_type = 'BASE TABLE'`,
    [schema],
  );
  return (tables as Name[]).map(({ name }) => name);
}

/** The columns of a table that rows are inserted with: the others are derived from them. */
async function storedColumns(admin: Connection, schema: string, table: string): Promise<string> {
  const [columns] = await admin.query(
    `SELECT column_name AS name FROM information_schema.columns
     WHERE table_schema = ? AND table_name = ? AND extra NOT LIKE '%GENERATED%' ORDER BY ordinal_position`,
    [schema, table],
  );
  return (columns as Name[]).map(({ name }) => `\`${name}\``).join(', ');
}

async function withoutForeignKeys(admin: Connection, statements: readonly string[]): Promise<void> {
  await admin.query(
    `USE \`${workerName()}\`; SET FOREIGN_KEY_CHECKS = 0; ${statements.join('; ')}; SET FOREIGN_KEY_CHECKS = 1`,
  );
}
