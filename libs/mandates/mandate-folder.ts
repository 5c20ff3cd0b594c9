import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { type CheckedMandate, checkMandateFile } from './mandate-file.js';

/** Checks every `*.yaml` of a folder such as `courses/mandates`, in order of names. */
export async function checkMandateFolder(
  folder: string,
): Promise<readonly (CheckedMandate & { readonly file: string })[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort();
  const checked: (CheckedMandate & { readonly file: string })[] = [];
  for (const name of names) {
    const file = join(folder, name);
    checked.push({ file, ...checkMandateFile(file, await readFile(file, 'utf8')) });
  }
  return checked;
}
