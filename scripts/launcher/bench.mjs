// Measurements: servers of their own, as careful with their data as those of `npm start`.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilt } from './build.mjs';
import { run } from './children.mjs';
import { makeSecrets } from './data-dir.mjs';
import { ensurePackages } from './install.mjs';
import { sayOnStderr } from './say.mjs';
import { SIZES } from './servers.mjs';
import { ROOT } from './settings.mjs';
import { stopSignal } from './signals.mjs';
import { throwaway } from './throwaway.mjs';

/**
 * @param {string[]} args all are handed on; `--buffer-pool` is for the database
 * @returns {Promise<number>} exit code
 */
export async function bench(args) {
  // Standard output belongs to the figures.
  sayOnStderr();
  const { signal } = stopSignal();
  const { values } = parseArgs({ args, strict: false, options: { 'buffer-pool': { type: 'string' } } });
  const bufferPool = String(values['buffer-pool'] ?? SIZES.bench.bufferPool);
  await ensurePackages(signal);
  await ensureBuilt(signal);

  const own = throwaway({ size: { ...SIZES.bench, bufferPool }, signal });
  try {
    const { mysqlUrl, redisUrl } = await own.servers();
    const env = {
      ...process.env,
      ...{ MYSQL_URL: mysqlUrl, REDIS_URL: redisUrl, MADANG_SECRET: makeSecrets().secret },
      ...{ MADANG_DATA_DIR: join(own.dir, 'data'), NODE_ENV: 'production' },
    };
    const command = [join(ROOT, 'dist/test/bench/main.js'), ...args];
    const { code } = await run(process.execPath, command, {
      ...{ cwd: ROOT, env, signal },
      ...{ stdout: 'inherit', stderr: 'inherit' },
    });
    return code;
  } finally {
    await own.close();
  }
}
