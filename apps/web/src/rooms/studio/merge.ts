import type { Path } from './document';

/** A place that both sides changed, each in their own way. */
export interface Clash {
  path: Path;
  mine: unknown;
  theirs: unknown;
}

export interface Merged<T> {
  /** Everything that either side changed; at a clash, mine. */
  document: T;
  clashes: Clash[];
}

const NAMES = ['slug', 'id', 'code'] as const;

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function nameOf(entry: unknown): string | null {
  if (!isRecord(entry)) return null;
  for (const name of NAMES) {
    const found = entry[name];
    if (typeof found === 'string') return found;
  }
  return null;
}

export function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/**
 * Joins two edits of one document that began from `base`, so that neither loses a word. Entries of lists are matched
 * by their name (slug, id, code), not by their place, since lessons are moved about.
 */
export function merge<T>(base: T, mine: T, theirs: T): Merged<T> {
  const clashes: Clash[] = [];
  const document = join(base, mine, theirs, [], clashes) as T;
  return { document, clashes };
}

function join(base: unknown, mine: unknown, theirs: unknown, path: Path, clashes: Clash[]): unknown {
  if (same(mine, theirs) || same(base, theirs)) return mine;
  if (same(base, mine)) return theirs;
  if (isRecord(mine) && isRecord(theirs)) return joinRecords(isRecord(base) ? base : {}, mine, theirs, path, clashes);
  if (isNamedList(mine) && isNamedList(theirs))
    return joinLists(isNamedList(base) ? base : [], mine, theirs, path, clashes);
  clashes.push({ path, mine, theirs });
  return mine;
}

function joinRecords(
  base: Record<string, unknown>,
  mine: Record<string, unknown>,
  theirs: Record<string, unknown>,
  path: Path,
  clashes: Clash[],
): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const key of new Set([...Object.keys(mine), ...Object.keys(theirs)])) {
    const value = join(base[key], mine[key], theirs[key], [...path, key], clashes);
    if (value !== undefined) result[key] = value;
  }
  return result;
}

function isNamedList(value: unknown): value is unknown[] {
  return Array.isArray(value) && value.every((entry) => nameOf(entry) !== null);
}

/** Mine in my order, then what only they added after its old neighbour; what one side removed untouched is gone. */
function joinLists(base: unknown[], mine: unknown[], theirs: unknown[], path: Path, clashes: Clash[]): unknown[] {
  const find = (list: unknown[], name: string | null): unknown => list.find((entry) => nameOf(entry) === name);
  const result: unknown[] = [];
  for (const entry of mine) {
    const name = nameOf(entry);
    const old = find(base, name);
    const other = find(theirs, name);
    // They removed what I left alone: gone. They removed what I changed: kept, a change outweighs a removal.
    if (other === undefined && old !== undefined && same(old, entry)) continue;
    result.push(other === undefined ? entry : join(old, entry, other, [...path, result.length], clashes));
  }
  theirs.forEach((entry, index) => {
    const name = nameOf(entry);
    if (find(mine, name) !== undefined) return;
    const old = find(base, name);
    if (old !== undefined && same(old, entry)) return;
    const before = nameOf(theirs[index - 1]);
    const at = result.findIndex((each) => nameOf(each) === before);
    result.splice(at + 1, 0, entry);
  });
  return result;
}
