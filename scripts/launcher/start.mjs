// `npm start`, from a fresh checkout to the running product and to its orderly end.
import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { printBanner } from './banner.mjs';
import { ensureBuilt } from './build.mjs';
import { run } from './children.mjs';
import { ensureDataDir, secretsOf } from './data-dir.mjs';
import { isAlive } from './identity.mjs';
import { ensurePackages } from './install.mjs';
import { holderOf, tryLock } from './lock.mjs';
import { freePort, requirePort } from './ports.mjs';
import { application, lockFileOf, productEnv, programOf } from './product.mjs';
import { reclaim } from './reclaim.mjs';
import { blameDisk, Interrupted, Refusal, say } from './say.mjs';
import { provideServers, SIZES } from './servers.mjs';
import { readSettings, ROOT } from './settings.mjs';
import { stopSignal } from './signals.mjs';
import { Supervisor } from './supervisor.mjs';
import { makeTempDir, sweepTempDirs } from './temp.mjs';
import { together } from './together.mjs';

export async function start() {
  const began = Date.now();
  const stop = stopSignal();
  const settings = readSettings();
  ensureDataDir(settings.dataDir);
  const lock = await claim(settings.dataDir);
  const socketDir = makeTempDir();
  /** @type {Refusal | undefined} */
  let failure;
  const supervisor = new Supervisor({
    dir: settings.dataDir,
    signal: stop.signal,
    onGiveUp: (reason) => {
      failure = reason;
      stop.abort();
    },
  });
  try {
    sweepTempDirs();
    await reclaim(settings.dataDir);
    await requirePorts(settings);
    await ensurePackages(stop.signal);

    const secrets = secretsOf(settings.dataDir);
    const { dataDir: dir, mysqlUrl, redisUrl } = settings;
    say('서버를 시작합니다', 'Starting the servers');
    const [servers] = await together(
      stop,
      provideServers({
        ...{ supervisor, dir, socketDir, secrets, mysqlUrl, redisUrl },
        size: SIZES.start,
        signal: stop.signal,
      }),
      ensureBuilt(stop.signal),
    );
    lock.publish(servers);

    const env = productEnv(settings, servers, secrets);
    await prepare(env, stop.signal);
    say('마당을 시작합니다', 'Starting Madang');
    const [, accounts] = await together(
      stop,
      startProduct(supervisor, settings.metricsPort, env),
      demoAccounts(env, stop.signal),
    );
    // As in mails and certificates: signed in under another name of this machine, one would be signed out there.
    const url = settings.env.MADANG_ORIGIN || `http://localhost:${settings.port}`;
    lock.publish({ url });
    printBanner({ url, settings, accounts, seconds: (Date.now() - began) / 1000 });
    await untilAborted(stop.signal);
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
  } finally {
    await finish(supervisor, lock);
    rmSync(socketDir, { recursive: true, force: true });
  }
  if (failure) throw failure;
}

/**
 * @param {Supervisor} supervisor
 * @param {import('./lock.mjs').Lock} lock
 */
async function finish(supervisor, lock) {
  const started = supervisor.isRunning;
  if (started) say('끝내는 중입니다', 'Stopping');
  try {
    lock.publish({ stopping: true });
  } catch {
    // A full disk, perhaps the very reason why we stop: the rest must be stopped all the same.
  }
  await supervisor.stop();
  lock.release();
  if (started) say('끝냈습니다', 'Stopped');
}

/**
 * Takes the data folder, or says who has it.
 * @param {string} dataDir
 */
async function claim(dataDir) {
  const file = lockFileOf(dataDir);
  for (let told = false; ;) {
    const lock = tryLock(file, 'npm start');
    if (lock) return lock;
    const holder = holderOf(file);
    if (!holder) continue;
    // Its npm was killed, so it is about to stop: see `stopSignal`.
    const leaving = holder.stopping || (holder.parent && !isAlive(holder.parent));
    if (!leaving) {
      throw new Refusal(
        `이 데이터 폴더(${dataDir})는 이미 쓰이고 있습니다: ${holder.command}, 프로세스 ${holder.pid}${holder.url ? `, ${holder.url}` : ''}. 그것을 끝내거나(kill ${holder.pid}) 다른 MADANG_DATA_DIR과 PORT로 시작하세요.`,
        `The data folder ${dataDir} is in use already: ${holder.command}, process ${holder.pid}${holder.url ? `, ${holder.url}` : ''}. Stop that one (kill ${holder.pid}), or start with another MADANG_DATA_DIR and PORT.`,
      );
    }
    if (!told) say('이전 실행이 끝나기를 기다립니다', 'Waiting for the run before this one to stop');
    told = true;
    await sleep(100);
  }
}

/** @param {import('./settings.mjs').Settings} settings */
async function requirePorts(settings) {
  const { host, port, metricsPort } = settings;
  // The address stands in certificates and mails, so an accidental port must be known before anything starts.
  if (port === 0) settings.port = await freePort();
  else await requirePort(host, port, 'PORT');
  if (metricsPort === 0) return;
  await requirePort(host, metricsPort, 'METRICS_PORT');
  await requirePort(host, workerMetricsPort(metricsPort), 'METRICS_PORT');
}

/**
 * Two programs of one machine cannot show their figures on one port: the worker has the next one.
 * @param {number} metricsPort
 */
const workerMetricsPort = (metricsPort) => (metricsPort === 0 ? 0 : metricsPort + 1);

/**
 * Migrations, courses and, in an empty database, the demo city.
 * @param {NodeJS.ProcessEnv} env
 * @param {AbortSignal} signal
 */
async function prepare(env, signal) {
  say('데이터를 준비합니다', 'Preparing the data');
  const { code, stderr } = await run(process.execPath, [programOf('cli'), 'prepare'], {
    ...{ cwd: ROOT, env, signal },
    stdout: 'inherit',
    stderr: 'tee',
  });
  if (code === 0) return;
  throw blameDisk(
    stderr,
    new Refusal(
      '데이터를 준비하지 못했습니다. 위의 내용을 보고, 설정이 틀렸다면 환경 변수나 .env를 고친 뒤 다시 시작하세요(.env.example 참고).',
      'The data could not be prepared. See above; where a setting is wrong, correct the variable or .env and start again (see .env.example).',
    ),
  );
}

/**
 * @param {Supervisor} supervisor
 * @param {number} metricsPort
 * @param {NodeJS.ProcessEnv} env
 */
async function startProduct(supervisor, metricsPort, env) {
  const workerEnv = { ...env, METRICS_PORT: String(workerMetricsPort(metricsPort)) };
  await Promise.all([
    supervisor.add(application('api', 15_000, env)),
    supervisor.add(application('worker', 30_000, workerEnv)),
  ]);
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {AbortSignal} signal
 * @returns {Promise<import('./banner.mjs').DemoAccount[]>} none where the database is not the demo city
 */
async function demoAccounts(env, signal) {
  const args = [programOf('cli'), 'demo-accounts', '--json'];
  const { code, stdout } = await run(process.execPath, args, { cwd: ROOT, env, signal });
  try {
    return code === 0 ? JSON.parse(stdout) : [];
  } catch {
    return [];
  }
}

/** @param {AbortSignal} signal */
function untilAborted(signal) {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener('abort', resolve);
  });
}
