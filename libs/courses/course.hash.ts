import { createHash } from 'node:crypto';

import type { CourseDocument } from './course.schema.js';

/** No real document nests deeper; what does is cut, and the schema then says what is wrong with it. */
const MAX_DEPTH = 40;

/**
 * The form in which texts are compared, checked and stored, so that a file and a form in the studio give the same:
 * Unicode NFC, line ends LF, no white space around, no byte order mark. Works on any JSON value.
 */
export function normalize(value: unknown, depth = 0): unknown {
  if (depth > MAX_DEPTH) return null;
  if (typeof value === 'string') return normalizeText(value);
  if (Array.isArray(value)) return value.map((element) => normalize(element, depth + 1));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, entry]) =>
        entry === undefined ? [] : [[key, normalize(entry, depth + 1)]],
      ),
    );
  return value;
}

export function normalizeText(value: string): string {
  return value.normalize('NFC').replace(/\r\n?/g, '\n').trim();
}

/** JSON with sorted keys: two objects that say the same give the same text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, entry: unknown) =>
    typeof entry === 'object' && entry !== null && !Array.isArray(entry)
      ? Object.fromEntries(Object.entries(entry).sort(([a], [b]) => (a < b ? -1 : 1)))
      : entry,
  );
}

export function hashOf(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value), 'utf8').digest('hex');
}

/**
 * SHA-256 of the document, hexadecimal. Figures, captions and films have no order in a folder, so none counts here;
 * that of lessons, items and choices does.
 */
export function contentHash(document: CourseDocument): string {
  const figures = [...document.figures].sort((a, b) => (a.name < b.name ? -1 : 1));
  const captions = [...document.captions].sort((a, b) => (a.path < b.path ? -1 : 1));
  const blobs = [...document.blobs].sort((a, b) => (a.path < b.path ? -1 : 1));
  return hashOf(normalize({ ...document, figures, captions, blobs }));
}
