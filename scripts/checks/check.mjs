// Runs the steps of `npm test`, tells each one's result, and sums up.
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensurePackages } from '../launcher/install.mjs';
import { Interrupted, print, Refusal } from '../launcher/say.mjs';
import { SIZES } from '../launcher/servers.mjs';
import { stopSignal } from '../launcher/signals.mjs';
import { throwaway } from '../launcher/throwaway.mjs';
import { installTools } from '../launcher/tools.mjs';
import { STEPS } from './steps.mjs';

/** @typedef {import('./steps.mjs').Step} Step */
/** @typedef {import('./steps.mjs').Context} Context */
/** @typedef {{ name: string, passed: number, failed: number, skipped: number, seconds: number }} Result */

/** Of a failing step's output, what is shown (bytes from its end). */
const SHOWN = 200_000;

/** How many steps run beside each other where they may. */
const LANES = 2;

/**
 * @param {string[]} argv names of steps; what follows `--` is for Jest
 * @returns {Promise<number>} exit code
 */
export async function check(argv) {
  const { steps, jestArgs } = parse(argv);
  const stop = stopSignal();
  await ensurePackages(stop.signal);
  const own = throwaway({ size: SIZES.test, signal: stop.signal });
  try {
    const said = await installTools(new Set(steps.flatMap(({ tools }) => tools)), stop.signal);
    if (said) print(said);
    const tmp = join(own.dir, 'tmp');
    mkdirSync(tmp);
    const context = {
      ...{ dir: own.dir, env: cleanEnv(tmp), jestArgs, servers: own.servers, signal: stop.signal },
      // One step alone may be watched; several would speak at once or for very long.
      live: steps.length === 1,
    };
    return summarise(await runAll(steps, context));
  } finally {
    await own.close();
  }
}

/** @param {string[]} argv */
function parse(argv) {
  const end = argv.indexOf('--');
  const names = end === -1 ? argv : argv.slice(0, end);
  const known = STEPS.map(({ name }) => name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new Refusal(
      `그런 단계는 없습니다: ${unknown.join(', ')}. 있는 단계: ${known.join(', ')}`,
      `There is no such step: ${unknown.join(', ')}. There are: ${known.join(', ')}`,
    );
  }
  return {
    steps: names.length === 0 ? STEPS : STEPS.filter(({ name }) => names.includes(name)),
    jestArgs: end === -1 ? [] : argv.slice(end + 1),
  };
}

/**
 * The environment without the settings of `npm start`: tests may not reach its data by accident.
 * @param {string} tmp
 */
function cleanEnv(tmp) {
  const setting = /^(?:MADANG_|MYSQL_|REDIS_|SMTP_|MAIL_|NODE_ENV$|HOST$|PORT$|METRICS_PORT$|LOG_LEVEL$)/;
  const kept = Object.entries(process.env).filter(([name]) => !setting.test(name));
  return { ...Object.fromEntries(kept), TMPDIR: tmp };
}

/**
 * @param {Step[]} steps
 * @param {Omit<Context, 'output'> & { live: boolean }} context
 */
async function runAll(steps, context) {
  /** @type {Result[]} */
  const results = [];
  const queue = [...steps];
  const lane = async (/** @type {(step: Step) => boolean} */ takes) => {
    for (let step = queue[0]; step && takes(step); step = queue[0]) {
      queue.shift();
      results.push(await runStep(step, context));
    }
  };
  await Promise.all(Array.from({ length: LANES }, () => lane((step) => step.alongside === true)));
  await lane(() => true);
  return results;
}

/**
 * @param {Step} step
 * @param {Omit<Context, 'output'> & { live: boolean }} context
 * @returns {Promise<Result>}
 */
async function runStep(step, context) {
  const began = Date.now();
  const log = join(context.dir, `${step.name.replace(':', '-')}.log`);
  const fd = openSync(log, 'a');
  /** @type {import('./steps.mjs').Counts} */
  let counts;
  let why = '';
  try {
    const output = context.live ? /** @type {const} */ ('inherit') : fd;
    counts = (await step.check({ ...context, output })) ?? { passed: 0, failed: 0, skipped: 0 };
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    counts = { passed: 0, failed: 1, skipped: 0 };
    why = error instanceof Refusal ? [error.detail, error.ko, error.en].filter(Boolean).join('\n') : String(error);
  } finally {
    closeSync(fd);
  }
  const result = { name: step.name, ...counts, seconds: (Date.now() - began) / 1000 };
  if (counts.failed > 0) {
    print(`\n──── ${step.name} ────\n${readFileSync(log).subarray(-SHOWN).toString('utf8').trimEnd()}\n${why}`);
  }
  print(line(result));
  return result;
}

/** @param {Result} result */
function line({ name, passed, failed, skipped, seconds }) {
  const tests = [passed && `${passed} passed`, failed && `${failed} failed`, skipped && `${skipped} skipped`];
  return `${failed > 0 ? '✗' : '✓'} ${name.padEnd(14)} ${seconds.toFixed(1).padStart(7)} s  ${tests.filter(Boolean).join(', ')}`;
}

/**
 * @param {Result[]} results
 * @returns {number} exit code
 */
function summarise(results) {
  const sum = (/** @type {'passed' | 'failed' | 'skipped' | 'seconds'} */ key) =>
    results.reduce((total, result) => total + result[key], 0);
  const wrong = results.filter(({ failed }) => failed > 0);
  print('');
  if (wrong.length > 0) {
    print('실패한 단계 — Failed steps');
    for (const result of wrong) print(line(result));
    print('');
  }
  const skipped = sum('skipped');
  print(`${sum('passed')} passed, ${sum('failed')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  return wrong.length > 0 ? 1 : 0;
}
