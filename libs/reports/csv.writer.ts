import { type Cell, type Sheet, looksLikeFormula } from './sheet.js';

/** A table as CSV (RFC 4180) with the byte order mark by which spreadsheets know UTF-8, in pieces. */
export async function* csvOf(sheet: Sheet): AsyncIterable<string> {
  yield `\uFEFF${csvLine(sheet.columns.map(({ heading }) => heading))}`;
  for await (const rows of sheet.rows) {
    let piece = '';
    for (const row of rows) piece += csvLine(row);
    yield piece;
  }
}

/** One line. A cell that a spreadsheet would take for a formula gets an apostrophe in front. */
export function csvLine(cells: readonly Cell[]): string {
  let line = '';
  for (let i = 0; i < cells.length; i += 1) line += i === 0 ? csvCell(cells[i]) : `,${csvCell(cells[i])}`;
  return `${line}\r\n`;
}

function csvCell(cell: Cell | undefined): string {
  if (cell === null || cell === undefined || cell === '') return '';
  if (typeof cell === 'number') return String(cell);
  if (typeof cell === 'object') return cell.date;
  const safe = looksLikeFormula(cell) ? `'${cell}` : cell;
  return QUOTED.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const QUOTED = /[",\r\n']/;
