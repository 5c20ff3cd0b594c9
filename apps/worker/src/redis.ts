import type { Config } from '#libs/config';
import { Redis, type RedisOptions } from 'ioredis';
import type { Logger } from 'pino';

/**
 * A connection that comes back by itself, however long Redis is away, and says so once instead of at every try.
 * The producer's fails at once while Redis is away, the workers' wait.
 */
export function connectRedis(config: Config, role: string, log: Logger): Redis {
  const options: RedisOptions = {
    connectionName: `madang-${role}`,
    retryStrategy: (times) => Math.min(100 * times, 2_000),
    ...(role === 'producer'
      ? { enableOfflineQueue: false, maxRetriesPerRequest: 0, commandTimeout: 10_000 }
      : { maxRetriesPerRequest: null }),
  };
  const url = new URL(config.REDIS_URL);
  const redis =
    url.protocol === 'unix:' ? new Redis({ ...options, path: url.pathname }) : new Redis(config.REDIS_URL, options);
  let away = false;
  redis.on('error', (error: Error & { code?: string }) => {
    if (!away) log.warn({ role, code: error.code ?? error.name }, 'redis cannot be reached; will keep trying');
    away = true;
  });
  redis.on('ready', () => {
    if (away) log.info({ role }, 'redis is back');
    away = false;
  });
  return redis;
}
