import type { Language } from '#libs/language';
import type { RunMapping } from './run.js';

export interface ErrorRow {
  readonly number: number;
  readonly cells: readonly string[];
  readonly reasons: readonly string[];
}

const REASON = { ko: '반영하지 않은 까닭', en: 'Why it was not applied' } as const;
const ROW = { ko: '원래 줄', en: 'Row' } as const;

/**
 * CSV that Excel opens as it is: UTF-8 with a mark, the list's own columns in their order, then the reason. The same file
 * can be corrected and uploaded: the two columns that are ours are not taken for data.
 */
export function errorFile(mapping: RunMapping, rows: readonly ErrorRow[], language: Language): Buffer {
  const width = Math.max(mapping.columns.length, ...rows.map(({ cells }) => cells.length), 1);
  const headers = Array.from({ length: width }, (_, i) => mapping.headers[i] ?? '');
  const lines = [
    [...headers, ROW[language], REASON[language]],
    ...rows.map(({ number, cells, reasons }) => [
      ...Array.from({ length: width }, (_, i) => cells[i] ?? ''),
      String(number),
      reasons.join(' / '),
    ]),
  ];
  return Buffer.from(`\ufeff${lines.map((line) => line.map(csvCell).join(',')).join('\r\n')}\r\n`, 'utf8');
}

/** A cell that a spreadsheet would run as a formula gets an apostrophe, which reading takes away again. */
function csvCell(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
