/** One row of a list as a person sees it in a spreadsheet, whatever it came in. Cells are text, trimmed. */
export interface TableRow {
  /** Counted from 1 as the spreadsheet does, blank rows included. */
  readonly number: number;
  readonly cells: readonly string[];
}

export type TableFormat = 'csv' | 'xlsx' | 'pasted';

export interface Table {
  readonly format: TableFormat;
  readonly encoding: string | null;
  /** The sheet that is read; null where there are none. */
  readonly sheet: string | null;
  /** Other sheets of the file that hold something and are not read. */
  readonly otherSheets: readonly string[];
  /** In batches, so that whoever stores them stores many at once. */
  readonly rows: AsyncIterable<readonly TableRow[]>;
}

/** What a list may measure. Beyond, it is refused with the number that was passed. */
export interface TableLimits {
  /** Bytes of the file. */
  readonly bytes: number;
  readonly rows: number;
  /** Rows of a list of pupils: they are matched against each other, so all of a school are held at once. */
  readonly pupils: number;
  readonly columns: number;
  /** Characters of one cell. */
  readonly cell: number;
  /** Bytes of all parts of an XLSX once unpacked. */
  readonly unpacked: number;
  /** Unpacked to packed, for parts above a megabyte: a list of names packs 10 to 40 times. */
  readonly ratio: number;
}

export const LIMITS: TableLimits = {
  bytes: 40 * 1024 * 1024,
  rows: 300_000,
  pupils: 20_000,
  columns: 200,
  cell: 4_000,
  unpacked: 400 * 1024 * 1024,
  ratio: 200,
};

export const ROWS_AT_ONCE = 1_000;
