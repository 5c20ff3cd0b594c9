// The launcher as its users meet it: real npm, real MariaDB and Redis, stub programs.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { readJson } from './files.mjs';
import { isAlive } from './identity.mjs';
import { npmCommand } from './install.mjs';
import { freePort } from './ports.mjs';
import { lockFileOf } from './product.mjs';
import { stubCheckout } from './stub-checkout.mjs';

const root = stubCheckout();
const folders = [root];
/** @type {Started[]} */
const running = [];

afterEach(async () => {
  const all = running.splice(0);
  for (const { npm: child } of all) child.kill('SIGTERM');
  for (const { end, env } of all) {
    await end;
    await gone(env.MADANG_DATA_DIR);
  }
});
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** @param {string} [base] */
function dataDir(base = tmpdir()) {
  const dir = mkdtempSync(join(base, 'madang-data-'));
  folders.push(dir);
  return dir;
}

/**
 * @typedef {object} Started
 * @property {import('node:child_process').ChildProcess} npm
 * @property {Record<string, string>} env
 * @property {Promise<{ code: number, said: string, stdout: string }>} end
 * @property {() => string} said
 */

/**
 * @param {string[]} args
 * @param {Record<string, string>} env
 * @returns {Started}
 */
function npm(args, env) {
  const [program, ...before] = npmCommand();
  const child = spawn(program, [...before, '--silent', ...args], {
    cwd: root,
    // As a person's shell would: npm puts its own variables into ours.
    env: { ...withoutNpm(process.env), METRICS_PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let [said, stdout] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text) => ((said += text), (stdout += text)));
  child.stderr.setEncoding('utf8').on('data', (text) => (said += text));
  const end = once(child, 'close').then(([code]) => ({ code, said, stdout }));
  const started = { npm: child, env, end, said: () => said };
  running.push(started);
  return started;
}

/** @param {NodeJS.ProcessEnv} env */
const withoutNpm = (env) =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('npm_lifecycle')));

/** @param {Record<string, string>} [env] */
async function begin(env = {}) {
  const MADANG_DATA_DIR = env.MADANG_DATA_DIR ?? dataDir();
  const PORT = env.PORT ?? String(await freePort());
  const run = npm(['start'], { ...env, MADANG_DATA_DIR, PORT });
  return {
    ...run,
    dir: MADANG_DATA_DIR,
    port: PORT,
    says: (/** @type {string} */ words) =>
      Promise.race([until(() => run.said().includes(words)), run.end.then(({ said }) => assert.fail(said))]),
    /** The number of the process that answers, none when nobody does. */
    ask: () =>
      fetch(`http://127.0.0.1:${PORT}`).then(
        (response) => response.text(),
        () => '',
      ),
  };
}

/** @param {Record<string, string>} [env] */
async function started(env) {
  const run = await begin(env);
  await run.says('Madang is running');
  return run;
}

/** @param {() => unknown} condition */
async function until(condition, limit = 120_000) {
  for (const deadline = Date.now() + limit; !(await condition()); await sleep(50)) {
    assert.ok(Date.now() < deadline, `waited ${limit} ms for ${condition}`);
  }
}

/** @param {string} dir */
function recorded(dir) {
  const run = join(dir, 'run');
  const names = existsSync(run) ? readdirSync(run) : [];
  return Object.fromEntries(names.map((name) => [name.replace(/\..*/, ''), readJson(join(run, name))]));
}

/** @param {string} dir */
async function gone(dir) {
  if (dir) await until(() => Object.values(recorded(dir)).every((identity) => !isAlive(identity)));
}

/** @param {string} said */
function assertPlain(said) {
  assert.match(said, /✗ .*[가-힣]/);
  assert.doesNotMatch(said, /^\s+at /m, 'no stack trace');
}

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
  test(`${signal} to npm stops everything in order`, async () => {
    const { npm: child, dir, end, ask } = await started();
    assert.match(await ask(), /^\d+$/);
    const programs = recorded(dir);
    assert.deepEqual(Object.keys(programs).sort(), ['api', 'launcher', 'mariadb', 'redis', 'worker']);
    child.kill(signal);
    const { code, said } = await end;
    assert.equal(code, 0, said);
    assert.match(said, /Stopped/);
    for (const program of Object.values(programs)) assert.equal(isAlive(program), false);
    assert.deepEqual(recorded(dir), {});
    const log = (/** @type {string} */ name) => readFileSync(join(dir, 'logs', `${name}.log`), 'utf8');
    assert.match(log('api'), /api drained/);
    assert.match(log('worker'), /worker drained/);
    assert.match(log('redis'), /ready to exit/);
    assert.match(log('mariadb'), /Shutdown complete/);
  });
}

test('after kill -9 of the launcher its programs go, and the next start recovers', async () => {
  const first = await started();
  const programs = recorded(first.dir);
  process.kill(programs.launcher.pid, 'SIGKILL');
  await until(() => !isAlive(programs.mariadb) && !isAlive(programs.redis) && !isAlive(programs.api));
  const second = await started({ MADANG_DATA_DIR: first.dir, PORT: first.port });
  assert.match(await second.ask(), /^\d+$/);
});

test('kill -9 of npm and of the launcher at once: the next start, begun in the same moment, recovers', async () => {
  const first = await started();
  first.npm.kill('SIGKILL');
  process.kill(recorded(first.dir).launcher.pid, 'SIGKILL');
  const second = await started({ MADANG_DATA_DIR: first.dir, PORT: first.port });
  assert.match(await second.ask(), /^\d+$/);
});

test('kill -9 of npm alone: the launcher notices and stops, and a next start waits for it', async () => {
  const first = await started();
  first.npm.kill('SIGKILL');
  const second = await started({ MADANG_DATA_DIR: first.dir, PORT: first.port });
  assert.match(await second.ask(), /^\d+$/);
});

test('kill -9 of everything, and the lock says a pid that is someone else by now', async () => {
  const first = await started();
  const programs = recorded(first.dir);
  for (const { pid } of Object.values(programs)) process.kill(pid, 'SIGKILL');
  await gone(first.dir);
  writeFileSync(lockFileOf(first.dir), JSON.stringify({ ...programs.launcher, pid: process.pid }));
  const second = await started({ MADANG_DATA_DIR: first.dir, PORT: first.port });
  assert.match(await second.ask(), /^\d+$/);
});

test('a server that is left of a killed start and holds the data is ended first', async () => {
  const first = await started();
  const { mariadb, launcher } = recorded(first.dir);
  // It does not hear the kernel's SIGTERM while it is stopped, as a server that hangs.
  process.kill(mariadb.pid, 'SIGSTOP');
  process.kill(launcher.pid, 'SIGKILL');
  const second = await begin({ MADANG_DATA_DIR: first.dir, PORT: first.port });
  await second.says('left behind');
  process.kill(mariadb.pid, 'SIGCONT');
  await second.says('Madang is running');
  assert.match(await second.ask(), /^\d+$/);
});

test('a second start on the same data is refused, and the first goes on', async () => {
  const first = await started();
  const second = npm(['start'], { MADANG_DATA_DIR: first.dir, PORT: String(await freePort()) });
  const { code, said } = await second.end;
  running.splice(running.indexOf(second), 1);
  assert.notEqual(code, 0);
  assertPlain(said);
  assert.match(said, /in use already: npm start, process \d+, http/);
  assert.match(await first.ask(), /^\d+$/);
});

test('a program that dies is started again', async () => {
  const { dir, ask } = await started();
  const before = await ask();
  process.kill(Number(before), 'SIGKILL');
  await until(async () => !['', before].includes(await ask()));

  const { redis } = recorded(dir);
  process.kill(redis.pid, 'SIGKILL');
  await until(() => recorded(dir).redis.pid !== redis.pid);
});

test('a program that dies again and again ends the start, with its last lines', async () => {
  const run = npm(['start'], { MADANG_DATA_DIR: dataDir(), PORT: String(await freePort()), STUB_CRASH: '1' });
  const { code, said } = await run.end;
  assert.notEqual(code, 0);
  assertPlain(said);
  assert.match(said, /the stub cannot go on/);
  assert.match(said, /api could not be run/);
});

test('a port that is taken', async () => {
  const port = await freePort();
  const other = createServer().listen(port, '127.0.0.1');
  const { code, said } = await npm(['start'], { MADANG_DATA_DIR: dataDir(), PORT: String(port) }).end;
  other.close();
  assert.notEqual(code, 0);
  assertPlain(said);
  assert.match(said, new RegExp(`Port ${port} is used by another program.*PORT=${port + 10} npm start`));
});

for (const [name, value] of [
  ['PORT', 'many'],
  ['PORT', '70000'],
  ['MYSQL_URL', 'postgres://u:secret@h/db'],
  ['REDIS_URL', 'not an address'],
]) {
  test(`a bad variable: ${name}=${value}`, async () => {
    const { code, said } = await npm(['start'], { MADANG_DATA_DIR: dataDir(), [name]: value }).end;
    assert.notEqual(code, 0);
    assertPlain(said);
    assert.match(said, new RegExp(`The variable ${name} is wrong`));
    assert.doesNotMatch(said, /secret/);
  });
}

test('a given server that does not answer', async () => {
  const MYSQL_URL = `mysql://u:secret@127.0.0.1:${await freePort()}/db`;
  const { code, said } = await npm(['start'], { MADANG_DATA_DIR: dataDir(), PORT: '0', MYSQL_URL }).end;
  assert.notEqual(code, 0);
  assertPlain(said);
  assert.match(said, /The server of MYSQL_URL .* does not answer/);
  assert.doesNotMatch(said, /secret/);
});

test('a setting that only the product knows', async () => {
  const { code, said } = await npm(['start'], { MADANG_DATA_DIR: dataDir(), PORT: '0', STUB_BAD_SETTING: '1' }).end;
  assert.notEqual(code, 0);
  assertPlain(said);
  assert.match(said, /bad configuration: SMTP_URL/);
});

test('a data folder that cannot be used', async () => {
  const file = join(dataDir(), 'file');
  writeFileSync(file, '');
  const { code, said } = await npm(['start'], { MADANG_DATA_DIR: join(file, 'data') }).end;
  assert.notEqual(code, 0);
  assertPlain(said);
  assert.match(said, /cannot be written/);
});

test('a full disk', { skip: canMount() ? false : 'needs the right to mount a small file system' }, async () => {
  const dir = dataDir();
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', dir]);
  try {
    const { code, said } = await npm(['start'], { MADANG_DATA_DIR: dir, PORT: '0' }).end;
    assert.notEqual(code, 0);
    assertPlain(said);
    assert.match(said, /The disk is full/);
  } finally {
    execFileSync('umount', [dir]);
  }
});

function canMount() {
  return process.platform === 'linux' && process.getuid?.() === 0;
}

test('where a socket path would be too long, loopback ports are used', async () => {
  const TMPDIR = join(dataDir(), 'x'.repeat(100));
  mkdirSync(TMPDIR);
  const { dir, ask } = await started({ TMPDIR });
  assert.match(await ask(), /^\d+$/);
  const { mysqlUrl, redisUrl } = recorded(dir).launcher;
  assert.match(mysqlUrl, /@127\.0\.0\.1:\d+\/madang$/);
  assert.match(redisUrl, /^redis:\/\/:\w+@127\.0\.0\.1:\d+$/);
});

test('an operator command uses the running servers, or starts them for as long as it takes', async () => {
  const show = async (/** @type {string} */ dir) => {
    const command = npm(['run', 'madang', '--', 'show', '--json'], { MADANG_DATA_DIR: dir });
    const { code, said, stdout } = await command.end;
    running.splice(running.indexOf(command), 1);
    assert.equal(code, 0, said);
    return JSON.parse(stdout).mysqlUrl;
  };
  const { dir, npm: child, end } = await started();
  const { mysqlUrl } = recorded(dir).launcher;
  assert.equal(await show(dir), mysqlUrl);
  child.kill('SIGTERM');
  await end;
  assert.notEqual(await show(dir), mysqlUrl);
  assert.deepEqual(recorded(dir), {});
});
