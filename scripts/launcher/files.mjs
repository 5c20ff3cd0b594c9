// Small files that two processes may meet at.
import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const besides = (/** @type {string} */ file) => `${file}.${process.pid}-${randomBytes(3).toString('hex')}`;

/**
 * @param {string} file
 * @returns {any} null when there is no such file, or none that can be read
 */
export function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

/**
 * Replaces the file in one step: a reader sees the old text or the new one, also after a crash.
 * @param {string} file
 * @param {unknown} value
 */
export function writeJson(file, value) {
  const draft = besides(file);
  writeDraft(draft, value);
  renameSync(draft, file);
}

/**
 * @param {string} file
 * @param {unknown} value
 * @returns {boolean} false when the file exists already
 */
export function createJson(file, value) {
  const draft = besides(file);
  writeDraft(draft, value);
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/**
 * Removes the file only where it still is what the caller read: between reading and removing, another process
 * may have replaced it by its own.
 * @param {string} file
 * @param {unknown} expected
 */
export function removeJson(file, expected) {
  const aside = besides(file);
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  const found = readJson(aside);
  if (JSON.stringify(found) !== JSON.stringify(expected)) createJson(file, found);
  rmSync(aside, { force: true });
}

/**
 * @param {string} draft
 * @param {unknown} value
 */
function writeDraft(draft, value) {
  mkdirSync(dirname(draft), { recursive: true, mode: 0o700 });
  // 0600: these files may hold addresses with passwords.
  writeFileSync(draft, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
}
