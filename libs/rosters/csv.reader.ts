import { text } from '#libs/language';
import { CsvError, parse } from 'csv-parse';
import { Readable } from 'node:stream';
import { ListTooLarge, UnreadableList } from './rosters.errors.js';
import { ROWS_AT_ONCE, type TableLimits, type TableRow } from './table.js';

const CHUNK = 64 * 1024;

/** Rows of separated text: CSV of any separator, or cells copied out of a spreadsheet. */
export async function* readSeparated(whole: string, limits: TableLimits): AsyncGenerator<readonly TableRow[]> {
  const { body, delimiter, skipped } = separatorOf(whole);
  const parser = Readable.from(chunksOf(body)).pipe(
    parse({
      delimiter,
      // A quote in the middle of a name is a quote; one that is never closed is an error, not the rest of the file.
      relax_quotes: true,
      relax_column_count: true,
      skip_empty_lines: false,
      max_record_size: 128 * 1024,
    }),
  );
  let batch: TableRow[] = [];
  let number = skipped;
  try {
    for await (const record of parser as AsyncIterable<readonly string[]>) {
      number += 1;
      if (record.length > limits.columns) throw tooManyColumns(limits.columns);
      if (number > limits.rows) throw tooManyRows(limits.rows);
      batch.push({ number, cells: record.map(plainCell) });
      if (batch.length === ROWS_AT_ONCE) {
        yield batch;
        batch = [];
      }
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const read = Number(error['records'] ?? number - skipped);
    const line = String(skipped + read + 1);
    throw new UnreadableList(
      text(
        `${line}번째 줄부터 읽을 수 없습니다. 따옴표(")가 닫히지 않은 칸이 있는지 확인해 주세요.`,
        `The list cannot be read from row ${line} on. Look for a cell whose quotation mark (") is not closed.`,
      ),
    );
  } finally {
    parser.destroy();
  }
  if (batch.length > 0) yield batch;
}

export function tooManyColumns(most: number): ListTooLarge {
  return new ListTooLarge(
    text(
      `열이 ${String(most)}개를 넘습니다. 필요한 열만 남겨 주세요.`,
      `More than ${String(most)} columns. Keep only those needed.`,
    ),
  );
}

export function tooManyRows(most: number): ListTooLarge {
  return new ListTooLarge(
    text(
      `${most.toLocaleString('ko')}줄을 넘습니다. 나누어 올려 주세요.`,
      `More than ${most.toLocaleString('en')} rows. Upload it in parts.`,
    ),
  );
}

/**
 * Excel writes `="0012"` where it must not turn text into a number; our own error files put an apostrophe before what
 * a spreadsheet would run as a formula. Both are undone here: a cell is data, whatever it begins with.
 */
export function plainCell(cell: string): string {
  const value = cell.trim();
  const kept = /^="([^"]*)"$/.exec(value)?.[1] ?? value;
  return /^'[=+\-@]/.test(kept) ? kept.slice(1) : kept;
}

const DELIMITERS = ['\t', ',', ';', '|'] as const;

function separatorOf(whole: string): { body: string; delimiter: string; skipped: number } {
  const named = /^sep=(.)\r?\n/.exec(whole);
  if (named?.[1] !== undefined) return { body: whole.slice(named[0].length), delimiter: named[1], skipped: 1 };
  const lines = whole.slice(0, CHUNK).split(/\r\n|\n|\r/, 30);
  // The separator that stands most evenly in the first lines: commas inside one remark are not columns.
  const counts = DELIMITERS.map((delimiter) => ({
    delimiter,
    lines: lines.filter((line) => outsideQuotes(line).includes(delimiter)).length,
  }));
  const best = counts.reduce((a, b) => (b.lines > a.lines ? b : a));
  return { body: whole, delimiter: best.lines === 0 ? ',' : best.delimiter, skipped: 0 };
}

function outsideQuotes(line: string): string {
  return line.replace(/"[^"]*"/g, '');
}

function* chunksOf(whole: string): Generator<string> {
  for (let from = 0; from < whole.length; from += CHUNK) yield whole.slice(from, from + CHUNK);
}
