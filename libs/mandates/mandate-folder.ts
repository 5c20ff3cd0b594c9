import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { type CheckedMandate, checkMandateFile } from './mandate-file.js';
import type { MandateDocument } from './rule.schema.js';
import { type Offer, catalogueProblems, togetherProblems } from './rules-together.rules.js';

export type CheckedFile = CheckedMandate & { readonly file: string };

/**
 * Checks every `*.yaml` of a folder such as `courses/mandates`, in order of names: each by itself, then beside those
 * before it, and against what is offered when that is given.
 */
export async function checkMandateFolder(folder: string, offers?: readonly Offer[]): Promise<readonly CheckedFile[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort();
  const checked: CheckedFile[] = [];
  const before: MandateDocument[] = [];
  for (const name of names) {
    const file = join(folder, name);
    const { document, problems } = checkMandateFile(file, await readFile(file, 'utf8'));
    const more =
      document === null
        ? []
        : [
            ...togetherProblems(document, before, null),
            ...(offers === undefined ? [] : catalogueProblems(document, offers)),
          ];
    checked.push({
      file,
      document,
      problems: [...problems, ...more.map(({ path, message }) => ({ file, line: 0, path: path.join('.'), message }))],
    });
    if (document !== null) before.push(document);
  }
  return checked;
}

/** A folder and those in it, each a set of rules of its own. */
export async function mandateFolders(root: string): Promise<readonly string[]> {
  const entries = await readdir(root, { withFileTypes: true });
  const below = entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(root, name));
  return [root, ...below.sort()];
}
