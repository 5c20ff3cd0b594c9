// Building what is stale: the server's programs into dist/, the web app into apps/web/dist/.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { alone } from './checkout.mjs';
import { run } from './children.mjs';
import { npmCommand } from './install.mjs';
import { blameDisk, Refusal, say } from './say.mjs';
import { ROOT } from './settings.mjs';

/**
 * @typedef {object} Target
 * @property {string} ko
 * @property {string} en
 * @property {string[]} inputs files and folders
 * @property {RegExp} ignore names of no account for the result
 * @property {string} output
 * @property {(output: string, signal: AbortSignal) => Promise<{ code: number, stdout: string, stderr: string }>} build
 */

/** @type {Target} */
const SERVER = {
  ko: '서버를',
  en: 'the server',
  inputs: [
    ...['apps/api', 'apps/worker', 'apps/cli', 'libs', 'test/bench', 'test/support'],
    ...['.swcrc', 'nest-cli.json', 'tsconfig.json', 'package.json', 'package-lock.json'],
  ],
  ignore: /^node_modules$|\.(?:spec|e2e-spec)\.ts$/,
  output: 'dist',
  build: buildServer,
};

/** @type {Target} */
const WEB = {
  ko: '웹 화면을',
  en: 'the web app',
  inputs: ['apps/web', 'package-lock.json'],
  ignore: /^node_modules$|^dist$|\.(?:spec|e2e-spec)\.tsx?$/,
  output: 'apps/web/dist',
  build: (output, signal) => {
    const [npm, ...before] = npmCommand();
    const args = ['run', 'build', '--workspace', 'apps/web', '--', '--outDir', output, '--emptyOutDir'];
    return run(npm, [...before, ...args], { cwd: ROOT, signal });
  },
};

/** Where a build is made, beside what is in use: on the same disk, and ignored by git and all tools. */
const DRAFTS = 'node_modules/.cache/madang';
/** The hash of its inputs, kept inside the output: both are replaced in the same step. */
const STAMP = '.inputs';

/**
 * @param {AbortSignal} signal
 * @param {{ web?: boolean }} [parts] the web app is left out where nobody opens it
 */
export async function ensureBuilt(signal, { web = true } = {}) {
  const stale = (web ? [SERVER, WEB] : [SERVER]).filter((target) => !isCurrent(target));
  if (stale.length === 0) return;
  await alone(signal, async () => {
    // Side by side: one is short, the other mostly a program of its own.
    await Promise.all(stale.map((target) => build(target, signal)));
  });
}

/** @param {Target} target */
function isCurrent(target) {
  const stamp = join(ROOT, target.output, STAMP);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === hashOf(target);
}

/**
 * @param {Target} target
 * @param {AbortSignal} signal
 */
async function build(target, signal) {
  // Another command may have built it while this one waited. The hash is taken before: a file saved during the
  // build makes the result stale.
  const hash = hashOf(target);
  const output = join(ROOT, target.output);
  if (isCurrent(target)) return;
  say(`${target.ko} 빌드합니다`, `Building ${target.en}`);

  const drafts = join(ROOT, DRAFTS, `${target.output.replaceAll('/', '-')}-${process.pid}`);
  const draft = join(drafts, 'new');
  rmSync(drafts, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  try {
    const { code, stdout, stderr } = await target.build(draft, signal);
    const said = `${stdout}\n${stderr}`.trim();
    if (code !== 0) {
      throw blameDisk(
        said,
        new Refusal(
          `${target.ko} 빌드하지 못했습니다. 위의 기록을 보세요.`,
          `Building ${target.en} failed. See what it said above.`,
          said.split('\n').slice(-40).join('\n'),
        ),
      );
    }
    writeFileSync(join(draft, STAMP), hash);
    mkdirSync(dirname(output), { recursive: true });
    if (existsSync(output)) renameSync(output, join(drafts, 'old'));
    renameSync(draft, output);
  } finally {
    rmSync(drafts, { recursive: true, force: true });
  }
}

/**
 * The mail template where it is stale; as `nest build --all` does by nest-cli.json, into another folder; then the
 * benchmarks, which are no application.
 * @param {string} output
 * @param {AbortSignal} signal
 */
async function buildServer(output, signal) {
  const node = (/** @type {string[]} */ ...args) => run(process.execPath, args, { cwd: ROOT, signal });
  const mails = await node('scripts/mail-templates.mjs');
  if (mails.code !== 0) return mails;
  const settings = JSON.parse(readFileSync(join(ROOT, 'nest-cli.json'), 'utf8'));
  settings.compilerOptions.builder.options.outDir = output;
  const config = join(dirname(output), 'nest-cli.json');
  writeFileSync(config, JSON.stringify(settings));
  // Nest takes the path of its configuration as relative to the checkout only.
  const nest = await node('node_modules/@nestjs/cli/bin/nest.js', 'build', '--all', '--config', relative(ROOT, config));
  const benches = ['test/bench', 'test/support'].filter((folder) => existsSync(join(ROOT, folder)));
  if (nest.code !== 0 || benches.length === 0) return nest;
  return node('node_modules/@swc/cli/bin/swc.js', ...benches, '--config-file', '.swcrc', '--out-dir', output);
}

/** @param {Target} target */
function hashOf({ inputs, ignore }) {
  const hash = createHash('sha256').update(process.version);
  for (const input of inputs) {
    for (const file of filesUnder(join(ROOT, input), ignore)) {
      hash.update(`\0${relative(ROOT, file).split(sep).join('/')}\0`).update(readFileSync(file));
    }
  }
  return hash.digest('hex');
}

/**
 * @param {string} path
 * @param {RegExp} ignore
 * @returns {string[]} in an order that is always the same
 */
function filesUnder(path, ignore) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return [];
  if (stat.isFile()) return [path];
  return readdirSync(path)
    .filter((name) => !ignore.test(name))
    .sort()
    .flatMap((name) => filesUnder(join(path, name), ignore));
}
