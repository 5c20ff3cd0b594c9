// A private MariaDB (or MySQL) with its data in our folder.
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, spawnBound } from './children.mjs';
import { ask, findProgram, isAtLeast } from './program.mjs';
import { freePort } from './ports.mjs';
import { blameDisk, Refusal, say } from './say.mjs';
import { greetsLikeMysql, until } from './wire.mjs';

/** @typedef {{ flavour: 'mariadb' | 'mysql', server: string, installer: string, version: string }} Mariadb */

const LEAST = { mariadb: '10.11', mysql: '8.0' };

/** @returns {Promise<Mariadb | null>} */
export async function findMariadb() {
  for (const server of ['mariadbd', 'mysqld'].map(findProgram)) {
    const said = server && (await ask(server, ['--no-defaults', '--version']));
    const version = said?.match(/\bVer (\d+\.\d+\.\d+)/)?.[1];
    if (!server || !said || !version) continue;
    const flavour = said.includes('MariaDB') ? 'mariadb' : 'mysql';
    const installer = flavour === 'mysql' ? server : findProgram('mariadb-install-db');
    if (installer && isAtLeast(version, LEAST[flavour])) return { flavour, server, installer, version };
  }
  return null;
}

/**
 * @typedef {object} MariadbOptions
 * @property {string} dir holds the data (`mysql`)
 * @property {string} socketDir a short path only we can enter
 * @property {string} password of the account `madang`
 * @property {{ bufferPool: string, logFile: string, durable: boolean, everySchema: boolean }} size
 * @property {AbortSignal} signal
 */

/**
 * @param {Mariadb} mariadb
 * @param {MariadbOptions} options
 * @returns {Promise<{ member: import('./supervisor.mjs').Member, url: string }>}
 */
export async function privateMariadb(mariadb, { dir, socketDir, password, size, signal }) {
  const dataDir = join(dir, 'mysql');
  requireOwnFlavour(mariadb, dataDir);
  if (!existsSync(dataDir)) await install(mariadb, dataDir, signal);

  // Its own: a server that starts clears the temporary tables of the folder, also those of another server.
  const tmpDir = join(dir, 'mysql-tmp');
  mkdirSync(tmpDir, { recursive: true, mode: 0o700 });
  const socket = join(socketDir, 'mysql.sock');
  // Over 107 bytes a socket's path is refused: then a port that only this machine reaches.
  const address = Buffer.byteLength(socket) > 100 ? { host: '127.0.0.1', port: await freePort() } : { path: socket };
  const initFile = join(socketDir, 'accounts.sql');
  const listen =
    'path' in address
      ? ['--skip-networking', `--socket=${socket}`]
      : ['--bind-address=127.0.0.1', `--port=${address.port}`, `--socket=mysql.sock`];

  const launch = (/** @type {number} */ log) => {
    const accounts = ['localhost', '127.0.0.1'].map((host) => accountsSql(password, host, size.everySchema));
    writeFileSync(initFile, accounts.join(''), { mode: 0o600 });
    return spawnBound(
      mariadb.server,
      [
        '--no-defaults',
        `--datadir=${dataDir}`,
        `--tmpdir=${tmpDir}`,
        ...listen,
        ...asRoot(),
        `--init-file=${initFile}`,
        `--pid-file=${join(socketDir, 'mysql.pid')}`,
        '--character-set-server=utf8mb4',
        '--collation-server=utf8mb4_unicode_ci',
        '--transaction-isolation=READ-COMMITTED',
        '--default-time-zone=+00:00',
        '--max-allowed-packet=64M',
        `--innodb-buffer-pool-size=${size.bufferPool}`,
        `--innodb-flush-log-at-trx-commit=${size.durable ? 1 : 0}`,
        ...(mariadb.flavour === 'mariadb'
          ? [`--innodb-log-file-size=${size.logFile}`]
          : [`--innodb-redo-log-capacity=${size.logFile}`, '--skip-log-bin', '--mysqlx=OFF']),
      ],
      { stdio: ['ignore', log, log] },
    );
  };

  const target = 'path' in address ? 'localhost' : `127.0.0.1:${address.port}`;
  const query = 'path' in address ? `?socketPath=${encodeURIComponent(socket)}` : '';
  return {
    url: `${mariadb.flavour}://madang:${password}@${target}/madang${query}`,
    member: {
      name: 'mariadb',
      stage: 0,
      stopLimit: 60_000,
      readyLimit: 180_000,
      launch,
      ready: async (_, ended) => {
        await until(() => greetsLikeMysql(address), ended);
        rmSync(initFile, { force: true });
      },
    },
  };
}

/**
 * The first files of a database. They are made beside and moved into place: a half-made folder is never used.
 * @param {Mariadb} mariadb
 * @param {string} dataDir
 * @param {AbortSignal} signal
 */
async function install({ flavour, installer }, dataDir, signal) {
  say('데이터베이스를 만듭니다', 'Creating the database');
  const draft = `${dataDir}.new`;
  rmSync(draft, { recursive: true, force: true });
  const args =
    flavour === 'mariadb'
      ? ['--no-defaults', '--force', '--skip-test-db', '--skip-name-resolve', '--innodb-log-file-size=16M']
      : ['--no-defaults', '--initialize-insecure', '--innodb-redo-log-capacity=16M'];
  const { code, stdout, stderr } = await run(installer, [...args, `--datadir=${draft}`, ...asRoot()], { signal });
  if (code !== 0) {
    const said = `${stdout}\n${stderr}`.trim().split('\n').slice(-12).join('\n');
    throw blameDisk(
      said,
      new Refusal(
        `데이터베이스를 만들지 못했습니다(${installer}). 위의 기록을 보세요.`,
        `The database could not be created (${installer}). See what it said above.`,
        said,
      ),
    );
  }
  renameSync(draft, dataDir);
}

/**
 * @param {string} password letters and digits only
 * @param {string} host from where the account may come
 * @param {boolean} everySchema tests and benchmarks make schemas of their own
 */
export function accountsSql(password, host, everySchema) {
  const account = `'madang'@'${host}'`;
  const rights = everySchema ? '*.*' : '`madang%`.*';
  // One statement a line, as an init file wants it.
  return [
    'CREATE DATABASE IF NOT EXISTS `madang` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;',
    `CREATE USER IF NOT EXISTS ${account} IDENTIFIED BY '${password}';`,
    // Again for an account that exists: its password may be that of secrets since lost.
    `ALTER USER ${account} IDENTIFIED BY '${password}';`,
    `GRANT ALL PRIVILEGES ON ${rights} TO ${account}${everySchema ? ' WITH GRANT OPTION' : ''};`,
    '',
  ].join('\n');
}

/** As root the servers want to be told that this is meant; another user could not enter a home folder of 0700. */
function asRoot() {
  return process.getuid?.() === 0 ? ['--user=root'] : [];
}

/**
 * @param {Mariadb} mariadb
 * @param {string} dataDir
 */
function requireOwnFlavour({ flavour }, dataDir) {
  if (!existsSync(dataDir)) return;
  const made = existsSync(join(dataDir, 'aria_log_control')) ? 'mariadb' : 'mysql';
  if (made === flavour) return;
  throw new Refusal(
    `${dataDir}의 데이터는 ${made}의 것인데 이 컴퓨터에는 ${flavour}만 있습니다. ${made}을(를) 설치하거나 다른 MADANG_DATA_DIR로 시작하세요.`,
    `The data in ${dataDir} was made by ${made}, but this machine has ${flavour} only. Install ${made}, or start with another MADANG_DATA_DIR.`,
  );
}
