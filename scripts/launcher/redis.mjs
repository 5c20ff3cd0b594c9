// A private Redis (or Valkey) with its data in our folder.
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { spawnBound } from './children.mjs';
import { ask, findProgram, isAtLeast } from './program.mjs';
import { freePort } from './ports.mjs';
import { answersLikeRedis, until } from './wire.mjs';

/** @typedef {{ program: string, name: string, version: string }} Redis `name` is what the program must be called by */

const LEAST = '7.0';

/**
 * Debian's redis-tools bring the server's program under another name only (the redis-server package would enable a
 * system service): it looks at the name it is called by to know what to be.
 */
const KNOWN = [
  { file: 'redis-server', name: 'redis-server' },
  { file: 'valkey-server', name: 'valkey-server' },
  { file: 'redis-check-rdb', name: 'redis-server' },
  { file: 'valkey-check-rdb', name: 'valkey-server' },
];

/** @returns {Promise<Redis | null>} */
export async function findRedis() {
  for (const { file, name } of KNOWN) {
    const program = findProgram(file);
    const said = program && (await ask(program, ['--version'], name));
    const version = said?.match(/server v=(\d+\.\d+\.\d+)/)?.[1];
    if (program && version && isAtLeast(version, LEAST)) return { program, name, version };
  }
  return null;
}

/**
 * The program under the name by which it is a server.
 * @param {Redis} redis
 * @param {string} socketDir
 */
export function redisProgram({ program, name }, socketDir) {
  if (program.endsWith(`/${name}`)) return program;
  const link = join(socketDir, name);
  symlinkSync(program, link);
  return link;
}

/**
 * @param {string} program see {@link redisProgram}
 * @param {{ dir: string, socketDir: string, password: string }} options
 * @returns {Promise<{ member: import('./supervisor.mjs').Member, url: string }>}
 */
export async function privateRedis(program, { dir, socketDir, password }) {
  const dataDir = join(dir, 'redis');
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });

  const socket = join(socketDir, 'redis.sock');
  const onSocket = Buffer.byteLength(socket) <= 100;
  const address = onSocket ? { path: socket } : { host: '127.0.0.1', port: await freePort() };
  const listen =
    'path' in address
      ? ['port 0', `unixsocket ${socket}`, 'unixsocketperm 700']
      : ['bind 127.0.0.1', `port ${address.port}`, `requirepass ${password}`];
  const config = [
    ...listen,
    `dir "${dataDir}"`,
    // A queue may not lose what it was given: every command is written down, and nothing is thrown out.
    'appendonly yes',
    'save ""',
    'maxmemory-policy noeviction',
    'daemonize no',
  ];

  return {
    url: 'path' in address ? `unix://${socket}` : `redis://:${password}@127.0.0.1:${address.port}`,
    member: {
      name: 'redis',
      stage: 1,
      stopLimit: 15_000,
      readyLimit: 120_000,
      launch: (log) => {
        const child = spawnBound(program, ['-'], { stdio: ['pipe', log, log] });
        // By standard input, so that the password stands in no list of processes.
        child.stdin?.on('error', () => {}).end(`${config.join('\n')}\n`);
        return child;
      },
      ready: (_, ended) => until(() => answersLikeRedis(address, onSocket ? undefined : password), ended),
    },
  };
}
