// The product's own programs, and what they are told.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from './settings.mjs';

/** @param {'api' | 'worker' | 'cli'} app */
export const programOf = (app) => join(ROOT, 'dist/apps', app, 'src/main.js');

/**
 * What Node is told for API and worker: a larger nursery. A request under way is no longer moved into the old generation,
 * so that a third less CPU goes into collecting it (docs/performance.md; Dockerfile and test/support say the same).
 */
const NODE_FLAGS = ['--max-semi-space-size=64'];

/** Who runs the servers of a data folder, and where they are. */
export const lockFileOf = (/** @type {string} */ dataDir) => join(dataDir, 'run', 'launcher.lock');

/**
 * @param {import('./settings.mjs').Settings} settings
 * @param {{ mysqlUrl: string, redisUrl: string }} servers
 * @param {import('./data-dir.mjs').Secrets} secrets
 * @returns {NodeJS.ProcessEnv}
 */
export function productEnv(settings, servers, secrets) {
  return {
    ...settings.env,
    MYSQL_URL: servers.mysqlUrl,
    REDIS_URL: servers.redisUrl,
    PORT: String(settings.port),
    MADANG_DATA_DIR: settings.dataDir,
    MADANG_SECRET: settings.env.MADANG_SECRET || secrets.secret,
  };
}

/**
 * An application as the supervisor runs it: a child with a channel, over which it says that it is ready, and ends
 * when the channel closes. So it does not outlive a launcher that was killed, and leaves its work in order.
 * @param {'api' | 'worker'} name
 * @param {number} stopLimit milliseconds to finish what is under way
 * @param {NodeJS.ProcessEnv} env
 * @returns {import('./supervisor.mjs').Member}
 */
export function application(name, stopLimit, env) {
  return {
    name,
    // Both at once, before the servers they use.
    stage: 2,
    stopLimit,
    readyLimit: 90_000,
    launch: (log) =>
      spawn(process.execPath, [...NODE_FLAGS, programOf(name)], {
        cwd: ROOT,
        env,
        stdio: ['ignore', log, log, 'ipc'],
        detached: true,
      }),
    ready: (child) =>
      new Promise((resolve) => {
        child.on('message', (message) => {
          if (/** @type {{ ready?: boolean }} */ (message).ready) resolve();
        });
      }),
  };
}
