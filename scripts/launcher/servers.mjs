// Where the database and the queue come from: given by address, or private ones that we start and stop ourselves.
// A server that was neither given nor started here is never touched.
import { aptInstall } from './apt.mjs';
import { dockerAnswers, dockerMysql, dockerRedis } from './docker.mjs';
import { accountsSql, findMariadb, privateMariadb } from './mariadb.mjs';
import { findRedis, privateRedis, redisProgram } from './redis.mjs';
import { Refusal, say } from './say.mjs';
import { accepts } from './wire.mjs';

/**
 * How big and how careful the database is.
 * start: an office's data, nothing committed is lost; test: quick, thrown away; bench: as start, bigger.
 */
export const SIZES = {
  start: { bufferPool: '256M', logFile: '64M', durable: true, everySchema: false },
  test: { bufferPool: '128M', logFile: '16M', durable: false, everySchema: true },
  bench: { bufferPool: '1G', logFile: '512M', durable: true, everySchema: true },
};

/**
 * @typedef {object} ServersOptions
 * @property {import('./supervisor.mjs').Supervisor} supervisor starts and keeps what is private
 * @property {string} dir the data of private servers
 * @property {string} socketDir a short path only we can enter
 * @property {import('./data-dir.mjs').Secrets} secrets
 * @property {typeof SIZES.start} size
 * @property {string} [mysqlUrl] given: used as it is
 * @property {string} [redisUrl] given: used as it is
 * @property {AbortSignal} signal
 */

/**
 * @param {ServersOptions} options
 * @returns {Promise<{ mysqlUrl: string, redisUrl: string, redisServer: string | null }>} `redisServer` is the
 *   program of the private Redis, for tests that stop and start one of their own
 */
export async function provideServers(options) {
  const { mysqlUrl, redisUrl, supervisor, dir, socketDir, secrets, size, signal } = options;
  const means = await findMeans(!mysqlUrl, !redisUrl, signal);
  const shared = { dir, socketDir, keep: !size.everySchema, size, signal };

  const database = async () => {
    if (mysqlUrl) return requireAnswer(mysqlUrl, 'MYSQL_URL', 3306);
    const password = secrets.mysqlPassword;
    const { member, url } = means.mariadb
      ? await privateMariadb(means.mariadb, { ...shared, password })
      : await dockerMysql({ ...shared, password, accountsSql: accountsSql(password, '%', size.everySchema) });
    await supervisor.add(member);
    return url;
  };
  const redisServer = means.redis && redisProgram(means.redis, socketDir);
  const queue = async () => {
    if (redisUrl) return requireAnswer(redisUrl, 'REDIS_URL', 6379);
    const password = secrets.redisPassword;
    const { member, url } = redisServer
      ? await privateRedis(redisServer, { ...shared, password })
      : await dockerRedis({ ...shared, password });
    await supervisor.add(member);
    return url;
  };
  const [mysql, redis] = await Promise.all([database(), queue()]);
  return { mysqlUrl: mysql, redisUrl: redis, redisServer };
}

/**
 * The first that applies: programs on this machine, Debian's packages, containers.
 * @param {boolean} needDatabase
 * @param {boolean} needQueue
 * @param {AbortSignal} signal
 */
export async function findMeans(needDatabase, needQueue, signal) {
  const find = async () => ({
    mariadb: needDatabase ? await findMariadb() : null,
    redis: needQueue ? await findRedis() : null,
  });
  const missing = (/** @type {Awaited<ReturnType<typeof find>>} */ found) => ({
    database: needDatabase && !found.mariadb,
    queue: needQueue && !found.redis,
  });
  let means = await find();
  let lacks = missing(means);
  if (!lacks.database && !lacks.queue) return means;

  // Without the packages that would enable a service of the system: only the programs.
  const packages = [
    ...(lacks.database ? ['mariadb-server-core', 'mariadb-client-core'] : []),
    ...(lacks.queue ? ['redis-tools'] : []),
  ];
  /** @type {unknown} */
  let refusal = null;
  try {
    if (await aptInstall(packages, signal)) means = await find();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    refusal = error;
  }
  lacks = missing(means);
  if (!lacks.database && !lacks.queue) return means;

  if (await dockerAnswers()) {
    say('데이터베이스와 큐를 도커로 실행합니다', 'Running the servers as Docker containers');
    return means;
  }
  throw refusal ?? noMeans(lacks);
}

/** @param {{ database: boolean, queue: boolean }} lacks */
function noMeans(lacks) {
  const programs = [lacks.database ? 'MariaDB ≥ 10.11' : '', lacks.queue ? 'Redis ≥ 7' : ''].filter(Boolean).join(', ');
  const variables = [lacks.database ? 'MYSQL_URL' : '', lacks.queue ? 'REDIS_URL' : ''].filter(Boolean).join(', ');
  return new Refusal(
    `${programs}이(가) 없습니다. 셋 중 하나를 하세요: ① 설치하기(데비안·우분투: sudo apt-get install mariadb-server-core mariadb-client-core redis-tools) ② 도커 엔진 켜기 ③ ${variables}에 쓸 서버의 주소 넣기.`,
    `${programs} is missing. Do one of three: ① install it (Debian, Ubuntu: sudo apt-get install mariadb-server-core mariadb-client-core redis-tools) ② start a Docker engine ③ set ${variables} to the address of a server to use.`,
  );
}

/**
 * @param {string} url
 * @param {string} variable
 * @param {number} defaultPort
 */
async function requireAnswer(url, variable, defaultPort) {
  const { protocol, hostname, port, pathname, searchParams } = new URL(url);
  const path = protocol === 'unix:' ? pathname : searchParams.get('socketPath');
  const address = path ? { path } : { host: hostname || 'localhost', port: Number(port) || defaultPort };
  if (await accepts(address, 10_000)) return url;
  const place = path ?? `${hostname}:${port || defaultPort}`;
  throw new Refusal(
    `${variable}의 서버(${place})가 응답하지 않습니다. 서버를 켜거나 주소를 고치세요. ${variable}을 지우면 자체 서버를 실행합니다.`,
    `The server of ${variable} (${place}) does not answer. Start it or correct the address. Without ${variable}, a private server is run.`,
  );
}
