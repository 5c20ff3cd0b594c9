// Finding programs on this machine.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';

/** Debian keeps servers in sbin folders, which are not on the PATH of everyone. */
const ALSO = ['/usr/local/sbin', '/usr/sbin', '/sbin', '/usr/local/bin', '/usr/bin', '/opt/homebrew/bin'];

/** @param {string} name */
export function findProgram(name) {
  const dirs = [...(process.env.PATH ?? '').split(delimiter), ...ALSO];
  return dirs.map((dir) => join(dir, name)).find(isProgram) ?? null;
}

/** @param {string} file */
function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/**
 * @param {string} program
 * @param {string[]} args
 * @param {string} [argv0] the name it is to be called by
 * @returns {Promise<string | null>} what it says, null when it fails
 */
export async function ask(program, args, argv0) {
  const child = spawn(program, args, { argv0, stdio: ['ignore', 'pipe', 'ignore'], timeout: 15_000 });
  try {
    const [said, [code]] = await Promise.all([text(child.stdout), once(child, 'close')]);
    return code === 0 ? said : null;
  } catch {
    return null;
  }
}

/**
 * @param {string} version such as 10.11.19
 * @param {string} least such as 10.11
 */
export function isAtLeast(version, least) {
  const [have, want] = [version, least].map((text) => text.split('.').map(Number));
  const at = want.findIndex((part, index) => have[index] !== part);
  return at === -1 || have[at] > want[at];
}
