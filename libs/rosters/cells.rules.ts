import { addDays } from '#libs/time';

/** How a spreadsheet shows a number: as a day, padded with zeros, or as it is. */
export type NumberLook =
  { readonly kind: 'plain' } | { readonly kind: 'date' } | { readonly kind: 'padded'; readonly width: number };

const PLAIN: NumberLook = { kind: 'plain' };

/** Built-in number formats that show a day (ECMA-376 part 1, §18.8.30; 27–36 and 50–58 are those of East Asia). */
const DATE_FORMATS = new Set([14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 34, 35, 36, 50, 51, 52, 53, 54, 57, 58]);

/** @param code the custom format, where there is one */
export function numberLook(id: number, code: string | null): NumberLook {
  if (code === null) return DATE_FORMATS.has(id) ? { kind: 'date' } : PLAIN;
  const plain = code.replace(/"[^"]*"|\\.|\[[^\]]*\]|_./g, '').split(';')[0] ?? '';
  if (/^0{2,}$/.test(plain)) return { kind: 'padded', width: plain.length };
  // Telephone numbers are kept as numbers and shown as 000-0000-0000: their first zero is in the format.
  if (/^0+(-0+)+$/.test(plain)) return { kind: 'padded', width: plain.replaceAll('-', '').length };
  return /[yd]/i.test(plain) && !/[#0]/.test(plain) ? { kind: 'date' } : PLAIN;
}

/** A number of a cell as text: never in exponents, a day as `YYYY-MM-DD`. */
export function numberText(raw: string, look: NumberLook, from1904: boolean): string {
  const value = Number(raw);
  if (raw.trim() === '' || !Number.isFinite(value)) return raw.trim();
  if (look.kind === 'date') return serialDate(value, from1904) ?? raw;
  const digits = Number.isInteger(value) && Math.abs(value) < 1e21 ? BigInt(value).toString() : decimal(value);
  return look.kind === 'padded' && /^\d+$/.test(digits) ? digits.padStart(look.width, '0') : digits;
}

function decimal(value: number): string {
  // Excel stores 0.1 + 0.2 as it computes it; fifteen digits are what it shows.
  const short = Number(value.toPrecision(15)).toString();
  return short.includes('e') ? value.toFixed(10).replace(/\.?0+$/, '') : short;
}

/** Excel's days since 1900 or 1904 as a date. 1900 counts a 29 February that never was. */
export function serialDate(serial: number, from1904 = false): string | null {
  const days = Math.floor(serial);
  if (from1904) return days < 0 || days > 70_000 ? null : addDays('1904-01-01', days);
  if (days < 61 || days > 80_000) return null;
  return addDays('1899-12-30', days);
}

/** `C5` → 2. @returns null for what is no reference */
export function columnOf(reference: string): number | null {
  const letters = /^([A-Z]{1,3})\d*$/.exec(reference)?.[1];
  if (letters === undefined) return null;
  return Array.from(letters).reduce((index, letter) => index * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

export interface MergedCells {
  readonly fromRow: number;
  readonly toRow: number;
  readonly fromColumn: number;
  readonly toColumn: number;
}

/** `A2:B5`, rows counted from 1. */
export function mergedOf(reference: string): MergedCells | null {
  const found = /^([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)$/.exec(reference);
  if (!found) return null;
  const [, fromColumn = '', fromRow, toColumn = '', toRow] = found;
  return {
    fromRow: Number(fromRow),
    toRow: Number(toRow),
    fromColumn: columnOf(fromColumn) ?? 0,
    toColumn: columnOf(toColumn) ?? 0,
  };
}
