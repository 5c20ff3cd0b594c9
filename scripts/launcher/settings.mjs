// What the launcher itself reads of the environment and of `.env`; all the rest is checked by libs/config.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import { Refusal } from './say.mjs';

/** The checkout. */
export const ROOT = resolve(fileURLToPath(import.meta.url), '../../..');

/**
 * @typedef {object} Settings
 * @property {NodeJS.ProcessEnv} env the environment over `.env`: what programs of the product are given
 * @property {string} dataDir absolute
 * @property {string} host
 * @property {number} port
 * @property {number} metricsPort
 * @property {string | undefined} mysqlUrl
 * @property {string | undefined} redisUrl
 */

/**
 * @param {NodeJS.ProcessEnv} [environment]
 * @returns {Settings}
 */
export function readSettings(environment = process.env) {
  const env = { ...readEnvFile(join(ROOT, '.env')), ...environment };
  const value = (/** @type {string} */ name) => env[name] || undefined;
  return {
    env,
    dataDir: resolve(ROOT, value('MADANG_DATA_DIR') ?? '.data'),
    host: value('HOST') ?? '127.0.0.1',
    port: portOf(value('PORT') ?? '3000', 'PORT'),
    metricsPort: portOf(value('METRICS_PORT') ?? '9464', 'METRICS_PORT'),
    mysqlUrl: addressOf(value('MYSQL_URL'), 'MYSQL_URL', ['mysql', 'mariadb']),
    redisUrl: addressOf(value('REDIS_URL'), 'REDIS_URL', ['redis', 'rediss', 'unix']),
  };
}

/** @param {string} file */
function readEnvFile(file) {
  try {
    return parseEnv(readFileSync(file, 'utf8'));
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return {};
    throw error;
  }
}

/**
 * @param {string} text
 * @param {string} name
 */
function portOf(text, name) {
  const port = Number(text);
  if (/^\d+$/.test(text.trim()) && port <= 65_535) return port;
  throw wrong(name, '0–65535 사이의 정수여야 합니다', 'must be a whole number from 0 to 65535');
}

/**
 * @param {string | undefined} text
 * @param {string} name
 * @param {string[]} schemes
 */
function addressOf(text, name, schemes) {
  if (text === undefined) return undefined;
  const known = schemes.map((scheme) => `${scheme}://`);
  if (known.some((start) => text.startsWith(start)) && URL.canParse(text)) return text;
  throw wrong(
    name,
    `${known.join(', ')} 중 하나로 시작하는 주소여야 합니다`,
    `must be an address beginning with ${known.join(' or ')}`,
  );
}

/**
 * Values are not repeated: an address may hold a password.
 * @param {string} name
 * @param {string} ko
 * @param {string} en
 */
function wrong(name, ko, en) {
  return new Refusal(
    `환경 변수 ${name}이(가) 잘못되었습니다: ${ko}. 고치거나 지우세요(.env.example 참고).`,
    `The variable ${name} is wrong: it ${en}. Correct or remove it (see .env.example).`,
  );
}
