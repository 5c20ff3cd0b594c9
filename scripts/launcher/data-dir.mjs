// The data folder: can it be used, and the secrets that are made in it once.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readJson, writeJson } from './files.mjs';
import { diskFull, Refusal } from './say.mjs';

/** MariaDB's first files take about 200 MB, and a database that runs out of disk stops with it. */
const LEAST_FREE_BYTES = 300 * 1024 * 1024;

/** @param {string} dir */
export function ensureDataDir(dir) {
  const probe = join(dir, `.writable-${process.pid}`);
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    writeFileSync(probe, '');
    rmSync(probe);
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    if (code === 'ENOSPC' || code === 'EDQUOT') throw diskFull();
    throw new Refusal(
      `데이터 폴더 ${dir}에 쓸 수 없습니다(${code}). 권한을 고치거나 MADANG_DATA_DIR을 쓸 수 있는 폴더로 지정하세요.`,
      `The data folder ${dir} cannot be written (${code}). Correct its permissions, or point MADANG_DATA_DIR at a folder you can write.`,
    );
  }
  const { bavail, bsize } = statfsSync(dir);
  if (bavail * bsize < LEAST_FREE_BYTES) {
    throw diskFull(`${dir}: ${Math.floor((bavail * bsize) / 1024 / 1024)} MB < ${LEAST_FREE_BYTES / 1024 / 1024} MB`);
  }
}

/** @typedef {{ mysqlPassword: string, redisPassword: string, secret: string }} Secrets */

/** @returns {Secrets} */
export function makeSecrets() {
  const word = (/** @type {number} */ bytes) => randomBytes(bytes).toString('hex');
  return { mysqlPassword: word(24), redisPassword: word(24), secret: word(32) };
}

/**
 * @param {string} dir
 * @returns {Secrets}
 */
export function secretsOf(dir) {
  const file = join(dir, 'secrets.json');
  if (!existsSync(file)) writeJson(file, makeSecrets());
  const secrets = readJson(file);
  // Making new ones in silence would end every session, and void every link signed with the old ones.
  if (!/^[0-9a-f]{64}$/.test(secrets?.secret)) {
    throw new Refusal(
      `${file}을 읽을 수 없습니다. 백업에서 되돌리거나, 모든 로그인이 풀려도 괜찮다면 지우고 다시 시작하세요.`,
      `${file} cannot be read. Bring it back from a backup or, if everyone may be signed out, delete it and start again.`,
    );
  }
  return secrets;
}
