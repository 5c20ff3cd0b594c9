import { type Config, loadConfig } from '#libs/config';
import { createDataSource } from '#libs/database';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { required, workerName } from './servers.js';

interface TableName {
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
    const schema = workerName();
    await admin.query(
      `CREATE DATABASE IF NOT EXISTS \`${schema}\` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci; USE \`${schema}\``,
    );
    const dataSource = await createDataSource(config);
    try {
      await dataSource.runMigrations();
    } finally {
      await dataSource.destroy();
    }
    const [tables] = await admin.query(
      `SELECT table_name AS name FROM information_schema.tables
       WHERE table_schema = ? AND table_name <> 'schema_migration' AND table_type = 'BASE TABLE'`,
      [schema],
    );
    const deletes = (tables as TableName[]).map(({ name }) => `DELETE FROM \`${name}\``).join('; ');
    await admin.query(`SET FOREIGN_KEY_CHECKS = 0; ${deletes}; SET FOREIGN_KEY_CHECKS = 1`);
  } finally {
    await admin.end();
  }
  return config;
}
