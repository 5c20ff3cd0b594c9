// Folders under the system's temporary one: sockets (whose paths must be short) and throw-away servers.
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readJson, writeJson } from './files.mjs';
import { identify, isAlive } from './identity.mjs';

const PREFIX = 'madang-';
const OWNER = 'owner.json';

/** A new folder (0700), to be removed by the caller; should it be killed, `sweepTempDirs` does it later. */
export function makeTempDir() {
  const dir = mkdtempSync(join(tmpdir(), PREFIX));
  writeJson(join(dir, OWNER), identify(process.pid));
  return dir;
}

/** Removes the folders of processes that were killed. */
export function sweepTempDirs() {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const dir = join(tmpdir(), name);
    const owner = statSync(dir, { throwIfNoEntry: false })?.uid === process.getuid?.() && readJson(join(dir, OWNER));
    if (owner && !isAlive(owner)) rmSync(dir, { recursive: true, force: true });
  }
}
