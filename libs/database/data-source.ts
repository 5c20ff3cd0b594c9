import type { Config } from '#libs/config';
import { DataSource, type DataSourceOptions, type MixedList } from 'typeorm';
import { migrations } from './migrations/index.js';

interface Connection {
  query(sql: string): unknown;
}

/**
 * The options for TypeORM. `mysql:` or `mariadb:` in the address chooses the driver type; `?socketPath=` a Unix socket.
 */
export function dataSourceOptions(
  config: Pick<Config, 'MYSQL_URL' | 'MADANG_POOL'>,
  entities?: MixedList<new () => object>,
): DataSourceOptions {
  const url = new URL(config.MYSQL_URL);
  const socketPath = url.searchParams.get('socketPath') ?? undefined;
  return {
    type: url.protocol === 'mariadb:' ? 'mariadb' : 'mysql',
    ...(socketPath === undefined ? { host: url.hostname, port: Number(url.port || 3306) } : { socketPath }),
    username: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: decodeURIComponent(url.pathname.slice(1)),
    charset: 'utf8mb4_unicode_ci',
    timezone: 'Z',
    dateStrings: ['DATE'],
    supportBigNumbers: true,
    poolSize: config.MADANG_POOL,
    synchronize: false,
    migrations,
    migrationsTableName: 'schema_migration',
    migrationsTransactionMode: 'each',
    logging: false,
    ...(entities === undefined ? {} : { entities: entities as never }),
    extra: { connectTimeout: 10_000, decimalNumbers: true },
  };
}

const SESSION = 'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED';

/** Opens the pool. Each connection is set to READ COMMITTED once, which saves a round trip in each transaction. */
export async function openDataSource(options: DataSourceOptions): Promise<DataSource> {
  const dataSource = new DataSource(options);
  await dataSource.initialize();
  const { pool } = dataSource.driver as unknown as {
    pool: { on(event: 'connection', listener: (connection: Connection) => void): void };
  };
  pool.on('connection', (connection) => {
    connection.query(SESSION);
  });
  // The one connection that initialize() opened before anyone could listen.
  await dataSource.query(SESSION);
  return dataSource;
}

export function createDataSource(
  config: Pick<Config, 'MYSQL_URL' | 'MADANG_POOL'>,
  entities?: MixedList<new () => object>,
): Promise<DataSource> {
  return openDataSource(dataSourceOptions(config, entities));
}
