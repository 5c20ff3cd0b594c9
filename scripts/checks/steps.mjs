// What `npm test` checks, in this order: cheap first.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from '../launcher/build.mjs';
import { run } from '../launcher/children.mjs';
import { readJson } from '../launcher/files.mjs';
import { npmCommand } from '../launcher/install.mjs';
import { ROOT } from '../launcher/settings.mjs';
import { requireTool } from '../launcher/tools.mjs';

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/**
 * @typedef {object} Context
 * @property {string} dir for files that are gone afterwards
 * @property {NodeJS.ProcessEnv} env without the settings of `npm start`
 * @property {import('../launcher/children.mjs').Output} output where what the step's program says goes
 * @property {string[]} jestArgs
 * @property {() => Promise<{ mysqlUrl: string, redisUrl: string, redisServer: string | null }>} servers
 * @property {AbortSignal} signal
 */

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {import('../launcher/tools.mjs').Tool[]} tools
 * @property {boolean} [alongside] may run beside its neighbour: it neither needs nor disturbs anything
 * @property {(context: Context) => Promise<Counts | undefined>} check no counts where it is no runner of tests;
 *   throws when it cannot be run or fails without counting
 */

const PDF = /** @type {const} */ (['pdftotext', 'zbarimg', 'qpdf']);
const SERVERS = /** @type {const} */ (['mariadb', 'redis']);
const BROWSER = /** @type {const} */ (['chromium', 'korean fonts']);

/** @type {Step[]} */
export const STEPS = [
  ...['format:check', 'lint', 'typecheck', 'deps', 'knip'].map(script),
  { name: 'build', tools: [], check: ({ signal }) => ensureBuilt(signal).then(() => undefined) },
  {
    name: 'client',
    tools: [],
    check: async (context) => {
      await succeed(process.execPath, ['scripts/api-client.mjs', '--check'], context);
      return undefined;
    },
  },
  jest('unit', [...PDF], { workers: 2 }),
  jest('db', [...PDF, ...SERVERS], { workers: 2 }),
  jest('api', [...PDF, ...SERVERS], { workers: 2, built: true }),
  // Of these two each test keeps several programs of its own busy.
  jest('worker', [...PDF, ...SERVERS], { workers: 1, built: true }),
  jest('web', [...PDF, ...SERVERS, ...BROWSER], { workers: 1, built: true }),
  { name: 'launcher', tools: [...SERVERS], check: launcher },
];

/** How long a step may take before it counts as hung (milliseconds). */
const LIMIT = 20 * 60_000;

/**
 * @param {string} name of a script of package.json
 * @returns {Step}
 */
function script(name) {
  return {
    name,
    tools: [],
    alongside: true,
    check: async ({ env, output, signal }) => {
      const [npm, ...before] = npmCommand();
      await succeed(npm, [...before, 'run', '--silent', name], { env, output, signal });
      return undefined;
    },
  };
}

/**
 * @param {string} project of jest.config.mjs
 * @param {import('../launcher/tools.mjs').Tool[]} tools
 * @param {{ workers: number, built?: boolean }} options `built`: its tests run the built product
 * @returns {Step}
 */
function jest(project, tools, { workers, built = false }) {
  return {
    name: project,
    tools,
    check: async ({ dir, env, output, signal, servers, jestArgs }) => {
      if (built) await ensureBuilt(signal);
      const given = { ...env };
      if (tools.includes('mariadb')) {
        const { mysqlUrl, redisUrl, redisServer } = await servers();
        Object.assign(given, {
          TEST_MYSQL_URL: mysqlUrl,
          TEST_REDIS_URL: redisUrl,
          TEST_REDIS_SERVER: redisServer ?? '',
        });
      }
      if (tools.includes('chromium')) given.TEST_CHROMIUM = await requireTool('chromium');
      const results = join(dir, `jest-${project}.json`);
      const args = [
        'node_modules/jest/bin/jest.js',
        ...['--selectProjects', project, '--maxWorkers', String(workers)],
        // Of its own: the default one lies in the temporary folder, which is gone after this run.
        ...['--cacheDirectory', 'node_modules/.cache/jest', '--json', '--outputFile', results],
        ...jestArgs,
      ];
      const { code, timedOut } = await run(process.execPath, args, {
        ...{ cwd: ROOT, env: given, signal, limit: LIMIT },
        // Standard output carries the results once more; what is for people is on standard error.
        stdout: 'capture',
        stderr: output,
      });
      return jestCounts(readJson(results), code, timedOut);
    },
  };
}

/**
 * @param {any} results
 * @param {number} code
 * @param {boolean} timedOut
 * @returns {Counts}
 */
function jestCounts(results, code, timedOut) {
  if (timedOut) throw new Error(`did not end within ${LIMIT / 60_000} minutes`);
  if (!results) throw new Error(`Jest gave no results (exit code ${code})`);
  const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites, numPendingTests, numTodoTests } = results;
  // A file that could not be run hides tests nobody can count.
  const failed = numFailedTests + numRuntimeErrorTestSuites;
  if (numPassedTests + failed === 0) throw new Error('no test was run');
  if (code !== 0 && failed === 0) throw new Error(`Jest failed (exit code ${code})`);
  return { passed: numPassedTests, failed, skipped: numPendingTests + numTodoTests };
}

/** @param {Context} context */
async function launcher({ dir, env, output, signal }) {
  await ensureBuilt(signal);
  const folder = 'scripts/launcher';
  const files = readdirSync(join(ROOT, folder)).filter((name) => name.endsWith('.test.mjs'));
  const results = join(dir, 'launcher.tap');
  const args = [
    '--test',
    ...['--test-concurrency', '1', '--test-reporter', 'spec', '--test-reporter-destination', 'stdout'],
    ...['--test-reporter', 'tap', '--test-reporter-destination', results],
    ...files.map((name) => join(folder, name)),
  ];
  const { code, timedOut } = await run(process.execPath, args, {
    ...{ cwd: ROOT, env, signal, limit: LIMIT },
    ...{ stdout: output, stderr: output },
  });
  if (timedOut) throw new Error(`did not end within ${LIMIT / 60_000} minutes`);
  const tap = readFileSync(results, 'utf8');
  const count = (/** @type {string} */ word) => Number(tap.match(new RegExp(`^# ${word} (\\d+)$`, 'm'))?.[1] ?? 0);
  const counts = { passed: count('pass'), failed: count('fail') + count('cancelled'), skipped: count('skipped') };
  if (code !== 0 && counts.failed === 0) throw new Error(`Node's test runner failed (exit code ${code})`);
  return counts;
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {Pick<Context, 'env' | 'output' | 'signal'>} options
 */
async function succeed(command, args, { env, output, signal }) {
  const options = { cwd: ROOT, env, signal, limit: LIMIT, stdout: output, stderr: output };
  const { code, timedOut } = await run(command, args, options);
  if (timedOut) throw new Error(`did not end within ${LIMIT / 60_000} minutes`);
  if (code !== 0) throw new Error(`exit code ${code}`);
}
