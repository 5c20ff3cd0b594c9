// The same two servers as containers, for machines without the programs but with a Docker engine.
import { createHash } from 'node:crypto';
import { run, spawnBound } from './children.mjs';
import { ask, findProgram } from './program.mjs';
import { freePort } from './ports.mjs';
import { Refusal, say } from './say.mjs';
import { answersLikeRedis, greetsLikeMysql, until } from './wire.mjs';

const IMAGES = { mysql: 'mysql:8.4', redis: 'redis:7' };
const START_LIMIT = 180_000;

export async function dockerAnswers() {
  const docker = findProgram('docker');
  return docker !== null && (await ask(docker, ['info', '--format', '{{.ServerVersion}}'])) !== null;
}

/**
 * @typedef {object} ContainerOptions
 * @property {string} dir whose data it is
 * @property {boolean} keep whether the data outlives the container
 * @property {AbortSignal} signal
 */

/**
 * Prepares a container that runs in the foreground: `docker run` hands our SIGTERM on and ends with it.
 * @param {'mysql' | 'redis'} kind
 * @param {number} innerPort
 * @param {ContainerOptions & { folder: string, secrets?: Record<string, string>, command: string[] }} options
 */
async function container(kind, innerPort, { dir, keep, folder, secrets = {}, command, signal }) {
  const image = IMAGES[kind];
  const owner = createHash('sha256').update(dir).digest('hex').slice(0, 12);
  const name = `madang-${owner}-${kind}`;
  const label = `madang.data=${dir}`;
  if ((await ask('docker', ['image', 'inspect', image])) === null) {
    say(`도커 이미지 ${image}을(를) 받습니다`, `Pulling the Docker image ${image}`);
    const { code, stderr } = await run('docker', ['pull', '--quiet', image], { signal });
    if (code !== 0) {
      throw new Refusal(
        `도커 이미지 ${image}을(를) 받지 못했습니다. 인터넷 연결을 확인하거나 MYSQL_URL과 REDIS_URL을 지정하세요.`,
        `The Docker image ${image} could not be pulled. Check the network, or set MYSQL_URL and REDIS_URL.`,
        stderr,
      );
    }
  }
  // Left by a launcher that was killed: the label says that it is ours.
  const left = await ask('docker', [
    'ps',
    '--all',
    '--quiet',
    '--filter',
    `name=^${name}$`,
    '--filter',
    `label=${label}`,
  ]);
  for (const id of left?.split('\n').filter(Boolean) ?? []) await run('docker', ['rm', '--force', id], { signal });

  const port = await freePort();
  const args = [
    ...['run', '--rm', '--name', name, '--label', label, '--publish', `127.0.0.1:${port}:${innerPort}`],
    ...(keep ? ['--volume', `${name}:${folder}`] : []),
    // Names only: the values come from the environment and stand in no list of processes.
    ...Object.keys(secrets).flatMap((variable) => ['--env', variable]),
    ...[image, ...command],
  ];
  return {
    name,
    port,
    launch: (/** @type {number} */ log) =>
      spawnBound('docker', args, { env: { ...process.env, ...secrets }, stdio: ['ignore', log, log] }),
  };
}

/**
 * @param {ContainerOptions & {
 *   password: string, accountsSql: string, size: import('./mariadb.mjs').MariadbOptions['size'],
 * }} options
 * @returns {Promise<{ member: import('./supervisor.mjs').Member, url: string }>}
 */
export async function dockerMysql({ password, accountsSql, size, ...options }) {
  const { name, port, launch } = await container('mysql', 3306, {
    ...options,
    folder: '/var/lib/mysql',
    secrets: { MYSQL_ROOT_PASSWORD: password },
    command: [
      '--character-set-server=utf8mb4',
      '--transaction-isolation=READ-COMMITTED',
      '--default-time-zone=+00:00',
      '--max-allowed-packet=64M',
      '--skip-log-bin',
      `--innodb-buffer-pool-size=${size.bufferPool}`,
      `--innodb-redo-log-capacity=${size.logFile}`,
      `--innodb-flush-log-at-trx-commit=${size.durable ? 1 : 0}`,
    ],
  });
  return {
    url: `mysql://madang:${password}@127.0.0.1:${port}/madang`,
    member: {
      name: 'mysql-container',
      stage: 0,
      stopLimit: 60_000,
      readyLimit: START_LIMIT,
      launch,
      ready: async (_, ended) => {
        await until(() => greetsLikeMysql({ host: '127.0.0.1', port }), ended);
        if (!ended.aborted) await setAccounts(name, password, accountsSql);
      },
    },
  };
}

/**
 * @param {string} name of the container
 * @param {string} password of its root account
 * @param {string} sql
 */
async function setAccounts(name, password, sql) {
  const env = { ...process.env, MYSQL_PWD: password };
  const args = ['exec', '--interactive', '--env', 'MYSQL_PWD', name, 'mysql', '--user=root'];
  const { code, stderr } = await run('docker', args, { env, input: sql });
  if (code === 0) return;
  throw new Refusal(
    `도커의 데이터베이스가 계정을 받아들이지 않습니다. 데이터 폴더의 secrets.json이 바뀌었다면 되돌리세요(볼륨 ${name}).`,
    `The database in Docker does not take its accounts. Where secrets.json of the data folder was changed, bring it back (volume ${name}).`,
    stderr,
  );
}

/**
 * @param {ContainerOptions & { password: string }} options
 * @returns {Promise<{ member: import('./supervisor.mjs').Member, url: string }>}
 */
export async function dockerRedis({ password, ...options }) {
  const { port, launch } = await container('redis', 6379, {
    ...options,
    folder: '/data',
    secrets: { REDIS_PASSWORD: password },
    // By a file made in the container, so that the password stands in no list of processes here.
    command: [
      ...['sh', '-c'],
      'printf "requirepass %s\\nappendonly yes\\nsave \\"\\"\\nmaxmemory-policy noeviction\\n" "$REDIS_PASSWORD" > /tmp/redis.conf && exec redis-server /tmp/redis.conf',
    ],
  });
  return {
    url: `redis://:${password}@127.0.0.1:${port}`,
    member: {
      name: 'redis-container',
      stage: 1,
      stopLimit: 15_000,
      readyLimit: START_LIMIT,
      launch,
      ready: (_, ended) => until(() => answersLikeRedis({ host: '127.0.0.1', port }, password), ended),
    },
  };
}
