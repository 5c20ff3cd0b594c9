import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { en } from './en';
import { ko } from './ko';

const SOURCES = join(__dirname, '..');
const PLURAL = /_(?:one|other)$/;

function leaves(value: object, path = ''): [string, string][] {
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]): [string, string][] =>
    typeof inner === 'object' && inner !== null ? leaves(inner, `${path}${key}.`) : [[path + key, String(inner)]],
  );
}

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'i18n' ? [] : sources(path);
    return /\.tsx?$/.test(entry.name) && !/\.spec\.ts$/.test(entry.name) ? [path] : [];
  });
}

const korean = new Map(leaves(ko));
const english = new Map(leaves(en));

describe('the words of the screens', () => {
  it('stand in both languages under the same keys', () => {
    expect([...english.keys()].sort()).toEqual([...korean.keys()].sort());
  });

  it('are empty nowhere', () => {
    expect([...korean, ...english].filter(([, words]) => words.trim() === '')).toEqual([]);
  });

  it('name the same values in both languages', () => {
    const values = (words = ''): string[] => (words.match(/\{\{\w+\}\}/g) ?? []).sort();
    const different = [...korean].filter(([key, words]) => {
      // A singular may say the number in words.
      if (key.endsWith('_one')) return false;
      return values(words).join() !== values(english.get(key)).join();
    });
    expect(different.map(([key]) => key)).toEqual([]);
  });

  it('exist for every key that a screen asks for', () => {
    const known = new Set([...korean.keys()].map((key) => key.replace(PLURAL, '')));
    const used = sources(SOURCES).flatMap((path) =>
      [...readFileSync(path, 'utf8').matchAll(/\bt\(\s*'([\w.-]+)'/g)].map((match) => match[1] ?? ''),
    );
    expect(used.length).toBeGreaterThan(200);
    expect(used.filter((key) => !known.has(key))).toEqual([]);
  });
});
