import { FIELDS, type Field, HEADER_PATTERNS } from './fields.js';
import type { TableRow } from './table.js';

/** Which column is what, and where the people begin. */
export interface Mapping {
  /** Rows up to this one are titles and headers; 0 where the list begins with people. */
  readonly headerRow: number;
  /** By column, from the left. */
  readonly columns: readonly Field[];
}

export interface Guess extends Mapping {
  /** What the columns are called in the list itself; empty where it has no header. */
  readonly headers: readonly string[];
  /** False where a name was not found: a person has to say. */
  readonly sure: boolean;
}

/** Rows looked at for a header: titles, approval boxes and notes stand above it. */
export const HEADER_ROWS = 30;
/** A single recognised word may be chance ("반" in a title); two in one row are a header. */
const LEAST = 2;

/** A header as it is compared: no spaces, signs, notes in brackets or case. `성명(한글) *` is `성명`. */
export function headerKey(header: string): string {
  const plain = header.normalize('NFKC').toLowerCase();
  const outside = plain.replace(/[([{<].*?[)\]}>]/g, '');
  // What stands in brackets may be what matters: `성명(영문)`.
  const language = /[([]\s*(영문|로마자|english)[^)\]]*[)\]]/.exec(plain)?.[1] ?? '';
  return (outside + (language === '' ? '' : '영문')).replace(/[^\p{L}\p{N}]/gu, '').replace(/(필수|선택|예시)$/, '');
}

export function fieldOf(header: string): Field | null {
  const key = headerKey(header);
  if (key === '' || key.length > 30) return null;
  return HEADER_PATTERNS.find(([, pattern]) => pattern.test(key))?.[0] ?? null;
}

/**
 * Finds the header and says what each column holds.
 * @param remembered what a person chose for this source before, by {@link headerKey}; goes before any guess
 */
export function guessMapping(rows: readonly TableRow[], remembered: Readonly<Record<string, string>> = {}): Guess {
  const known = (header: string): Field | null => {
    const chosen = remembered[headerKey(header)];
    return FIELDS.find((field) => field === chosen) ?? fieldOf(header);
  };
  const scored = rows.slice(0, HEADER_ROWS).map((row) => ({ row, fields: row.cells.map(known) }));
  const score = (fields: readonly (Field | null)[]): number => new Set(fields.filter((f) => f !== null)).size;
  const best = scored.reduce<(typeof scored)[number] | null>(
    (found, each) => (score(each.fields) > (found === null ? LEAST - 1 : score(found.fields)) ? each : found),
    null,
  );
  if (!best) return withoutHeader(rows);
  const at = scored.indexOf(best);
  const [above, below] = [scored[at - 1], scored[at + 1]];
  // A header of two rows, e.g. "소속" over "국" and "과": each column takes what is said of it, the lower one first.
  const lower = below && isHeaderToo(below.fields, best.fields) ? below : null;
  const upper = lower === null && above && isHeaderToo(above.fields, best.fields) ? above : null;
  const width = Math.max(best.row.cells.length, lower?.row.cells.length ?? 0, upper?.row.cells.length ?? 0);
  const columns = Array.from(
    { length: width },
    (_, i) => lower?.fields[i] ?? best.fields[i] ?? upper?.fields[i] ?? ('ignore' as const),
  );
  const headers = Array.from(
    { length: width },
    (_, i) => (lower?.fields[i] ? lower.row.cells[i] : best.row.cells[i]) ?? '',
  );
  const headerRow = (lower ?? best).row.number;
  const once = onceEach(splitNames(columns, headers));
  return { headerRow, columns: once, headers, sure: namesPeople(once) };
}

/** Beside a column for the family name (성), `이름` is the given name. */
function splitNames(columns: readonly Field[], headers: readonly string[]): readonly Field[] {
  if (!columns.includes('familyName') || columns.includes('givenName')) return columns;
  return columns.map((field, i) =>
    field === 'name' && /^(이름|name)$/.test(headerKey(headers[i] ?? '')) ? 'givenName' : field,
  );
}

/** Says of columns that the other row leaves open, and of nothing that looks like a person. */
function isHeaderToo(fields: readonly (Field | null)[], main: readonly (Field | null)[]): boolean {
  return fields.some((field, i) => field !== null && (main[i] ?? null) === null);
}

export function namesPeople(columns: readonly Field[]): boolean {
  return columns.includes('name') || (columns.includes('familyName') && columns.includes('givenName'));
}

/** A field is taken from one column only: the first that claims it. Unit names may nest, the last is the nearest. */
function onceEach(columns: readonly Field[]): Field[] {
  const seen = new Set<Field>();
  const units = columns.flatMap((field, i) => (field === 'unitName' ? [i] : []));
  return columns.map((field, i) => {
    if (field === 'unitName' && i !== units.at(-1)) return 'upperUnit';
    if (field === 'ignore' || field === 'upperUnit' || field === 'rrn' || field === 'phone' || !seen.has(field)) {
      seen.add(field);
      return field;
    }
    return 'ignore';
  });
}

const KOREAN_NAME = /^[가-힣]{2,5}$/;
const SMALL_NUMBER = /^\d{1,2}(학년|반|번)?$/;
const MAIL = /^[^@\s]+@[^@\s]+\.[^@\s]+$/;

/** Cells pasted without their header: told by what stands in them. */
function withoutHeader(rows: readonly TableRow[]): Guess {
  const filled = rows.slice(0, HEADER_ROWS).filter(({ cells }) => cells.filter((cell) => cell !== '').length >= 2);
  const width = Math.max(0, ...filled.map(({ cells }) => cells.length));
  const share = (i: number, pattern: RegExp): number =>
    filled.filter(({ cells }) => pattern.test(cells[i] ?? '')).length / Math.max(1, filled.length);
  const columns: Field[] = Array.from({ length: width }, () => 'ignore');
  const name = columns.findIndex((_, i) => share(i, KOREAN_NAME) >= 0.8);
  if (name === -1) return { headerRow: 0, columns, headers: [], sure: false };
  columns[name] = 'name';
  const mail = columns.findIndex((_, i) => share(i, MAIL) >= 0.5);
  if (mail !== -1) columns[mail] = 'email';
  const numbers = columns.flatMap((field, i) =>
    field === 'ignore' && i < name && share(i, SMALL_NUMBER) >= 0.9 ? [i] : [],
  );
  const meaning: readonly Field[] =
    numbers.length === 3 ? ['grade', 'class', 'number'] : numbers.length === 1 ? ['number'] : [];
  meaning.forEach((field, i) => (columns[numbers[i] ?? 0] = field));
  const code = columns.findIndex((field, i) => field === 'ignore' && share(i, /^\d{5}$/) >= 0.9);
  if (code !== -1) columns[code] = 'pupilCode';
  return { headerRow: 0, columns, headers: [], sure: true };
}

/** What is kept of a choice made on the screen: by the words of the header, so that another order is no matter. */
export function rememberedOf(headers: readonly string[], columns: readonly Field[]): Record<string, Field> {
  return Object.fromEntries(
    headers.flatMap((header, i) => {
      const key = headerKey(header);
      const field = columns[i];
      return key === '' || field === undefined ? [] : [[key, field]];
    }),
  );
}
