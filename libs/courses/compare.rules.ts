import { canonicalJson } from './course.hash.js';
import { looseRecord, looseText } from './loose.js';
import { type Piece, piecesOf } from './word-diff.js';

/** Where in a course something differs, for a reader: its settings, a lesson, an item of the bank, a source, a file. */
export type DifferencePart = 'settings' | 'lesson' | 'item' | 'source' | 'figure' | 'guide' | 'file';

export interface Difference {
  part: DifferencePart;
  /** Slug, code or id of what differs; empty for the course's settings. */
  name: string;
  /** Place inside it, such as `body.ko` or `choices.a.feedback.en`. */
  place: string;
  kind: 'added' | 'removed' | 'changed' | 'moved';
  /** Words for people to read; a setting as JSON. Null where there was, or is, nothing. */
  before: string | null;
  after: string | null;
  /** The two laid over each other, for texts that changed. */
  pieces: Piece[] | null;
}

/** What an entry of a list is known by, so that one that moved is not taken for another. */
const KEYS = ['slug', 'code', 'id', 'name', 'path'] as const;

const PARTS: Readonly<Record<string, DifferencePart>> = {
  lessons: 'lesson',
  items: 'item',
  sources: 'source',
  figures: 'figure',
  guide: 'guide',
  captions: 'file',
  blobs: 'file',
};

interface Change {
  path: string[];
  kind: Difference['kind'];
  before: unknown;
  after: unknown;
}

/** Everything in which two course documents differ, in the order of the newer one. */
export function compareCourses(before: unknown, after: unknown): Difference[] {
  return changes(before, after, []).map(readable);
}

function changes(before: unknown, after: unknown, path: string[]): Change[] {
  if (canonicalJson(before ?? null) === canonicalJson(after ?? null)) return [];
  if (before === undefined) return [{ path, kind: 'added', before, after }];
  if (after === undefined) return [{ path, kind: 'removed', before, after }];
  if (Array.isArray(before) && Array.isArray(after)) return listChanges(before, after, path);
  if (isRecord(before) && isRecord(after)) {
    const keys = new Set([...Object.keys(after), ...Object.keys(before)]);
    return [...keys].flatMap((key) => changes(before[key], after[key], [...path, key]));
  }
  return [{ path, kind: 'changed', before, after }];
}

function listChanges(before: readonly unknown[], after: readonly unknown[], path: string[]): Change[] {
  const [old, fresh] = [keyed(before), keyed(after)];
  const found = [
    ...[...fresh].flatMap(([key, entry]) => changes(old.get(key), entry, [...path, key])),
    ...[...old].flatMap(([key, entry]) => (fresh.has(key) ? [] : changes(entry, undefined, [...path, key]))),
  ];
  const kept = [...old.keys()].filter((key) => fresh.has(key));
  const order = [...fresh.keys()].filter((key) => old.has(key));
  // Figures and files have no order.
  const moved = !UNORDERED.has(path[0] ?? '') && kept.some((key, at) => key !== order[at]);
  return moved ? [...found, { path, kind: 'moved', before: kept.join(', '), after: order.join(', ') }] : found;
}

const UNORDERED = new Set(['figures', 'captions', 'blobs']);

/** Entries by what they are known by, else by the words themselves, else by their place. */
function keyed(list: readonly unknown[]): Map<string, unknown> {
  const found = new Map<string, unknown>();
  for (const [index, entry] of list.entries()) {
    const record = looseRecord(entry);
    const known = KEYS.map((key) => looseText(record[key])).find((value) => value !== '');
    const name = known ?? (typeof entry === 'string' ? entry : String(index + 1));
    found.set(found.has(name) ? `${name} (${String(index + 1)})` : name, entry);
  }
  return found;
}

function readable({ path, kind, before, after }: Change): Difference {
  const [head = '', second = '', ...rest] = path;
  const part = PARTS[head] ?? 'settings';
  const single = part === 'settings' || part === 'guide';
  const isText = typeof before === 'string' && typeof after === 'string' && kind === 'changed';
  return {
    part,
    name: single ? '' : second,
    place: (single ? path : rest).join('.'),
    kind,
    before: words(before),
    after: words(after),
    pieces: isText && isWriting(path) ? piecesOf(before, after) : null,
  };
}

function words(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}

/** Whether a place holds what people read, in one language, and not a setting. */
function isWriting(path: readonly string[]): boolean {
  const last = path.at(-1);
  return (last === 'ko' || last === 'en' || last === 'easy') && !path.includes('captions') && !path.includes('accept');
}

/** More of a text than this is not a typo. */
const MINOR_SHARE = 0.2;
const MINOR_CHARACTERS = 40;

/**
 * What makes a change more than typos and citations, empty where nothing does: anything that is not a source, or a small
 * correction of a text that was there.
 */
export function beyondMinor(differences: readonly Difference[]): Difference[] {
  return differences.filter((difference) => {
    const { part, kind, pieces, before } = difference;
    if (part === 'source') return kind === 'removed';
    if (kind !== 'changed' || pieces === null) return true;
    const touched = pieces.filter((piece) => piece.kind !== 'same').reduce((sum, { text }) => sum + text.length, 0);
    return touched > Math.max(MINOR_CHARACTERS, (before?.length ?? 0) * MINOR_SHARE);
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
