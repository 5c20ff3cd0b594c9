// An operator's command, with what it needs.
import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { ensureBuilt } from './build.mjs';
import { run } from './children.mjs';
import { ensureDataDir, secretsOf } from './data-dir.mjs';
import { ensurePackages } from './install.mjs';
import { holderOf, tryLock } from './lock.mjs';
import { lockFileOf, productEnv, programOf } from './product.mjs';
import { reclaim } from './reclaim.mjs';
import { Interrupted, say, sayOnStderr } from './say.mjs';
import { provideServers, SIZES } from './servers.mjs';
import { readSettings, ROOT } from './settings.mjs';
import { stopSignal } from './signals.mjs';
import { Supervisor } from './supervisor.mjs';
import { makeTempDir, sweepTempDirs } from './temp.mjs';

/**
 * @param {string[]} args
 * @returns {Promise<number>} exit code
 */
export async function madang(args) {
  // Standard output belongs to the command.
  sayOnStderr();
  const { signal } = stopSignal();
  const settings = readSettings();
  await ensurePackages(signal);
  await ensureBuilt(signal, { web: false });
  const command = async (/** @type {NodeJS.ProcessEnv} */ env) => {
    const { code } = await run(process.execPath, [programOf('cli'), ...args], {
      ...{ cwd: ROOT, env, signal },
      ...{ stdin: 'inherit', stdout: 'inherit', stderr: 'inherit' },
    });
    return code;
  };
  if (needsNoServers(args)) return command(settings.env);

  ensureDataDir(settings.dataDir);
  const secrets = secretsOf(settings.dataDir);
  const { mysqlUrl, redisUrl, dataDir: dir } = settings;
  if (mysqlUrl && redisUrl) return command(productEnv(settings, { mysqlUrl, redisUrl }, secrets));
  const found = await lockOrServers(settings.dataDir, `madang ${args[0]}`, signal);
  if ('mysqlUrl' in found) return command(productEnv(settings, found, secrets));

  const socketDir = makeTempDir();
  const supervisor = new Supervisor({ dir, signal });
  try {
    sweepTempDirs();
    await reclaim(dir);
    const given = { supervisor, dir, socketDir, secrets, mysqlUrl, redisUrl, size: SIZES.start, signal };
    return await command(productEnv(settings, await provideServers(given), secrets));
  } finally {
    await supervisor.stop();
    rmSync(socketDir, { recursive: true, force: true });
    found.release();
  }
}

/** @param {string[]} args */
function needsNoServers(args) {
  if (args.length === 0 || args.some((arg) => ['--help', '-h', '--version', '-V'].includes(arg))) return true;
  return args[0] === 'help' || (args[0] === 'courses' && args[1] === 'check');
}

/**
 * The servers of a running `npm start`, or else the right to start them. One that is about to be ready or to end,
 * and another command, are waited for.
 * @param {string} dataDir
 * @param {string} command
 * @param {AbortSignal} signal
 * @returns {Promise<import('./lock.mjs').Lock | { mysqlUrl: string, redisUrl: string }>}
 */
async function lockOrServers(dataDir, command, signal) {
  const file = lockFileOf(dataDir);
  for (let told = false; ;) {
    const lock = tryLock(file, command);
    if (lock) return lock;
    const holder = holderOf(file);
    if (holder?.mysqlUrl && holder.redisUrl && !holder.stopping) {
      return { mysqlUrl: holder.mysqlUrl, redisUrl: holder.redisUrl };
    }
    if (holder && !told) {
      say(
        `다른 명령(${holder.command}, 프로세스 ${holder.pid})을 기다립니다`,
        `Waiting for another command (${holder.command}, process ${holder.pid})`,
      );
      told = true;
    }
    await sleep(200);
    if (signal.aborted) throw new Interrupted();
  }
}
