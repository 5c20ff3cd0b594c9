import type { LocalDate } from '#libs/time';

/** What a cell holds: a table that can count and sort needs more than text. */
export type Cell = string | number | { readonly date: LocalDate } | null;

/** A table on its way into a file, some rows at a time. */
export interface Sheet {
  readonly title: string;
  /** Widths in characters. */
  readonly columns: readonly { readonly heading: string; readonly width: number }[];
  readonly rows: AsyncIterable<readonly (readonly Cell[])[]>;
}

/**
 * A text that a spreadsheet would take for a formula (OWASP, "CSV injection"); the wide forms a Korean keyboard gives
 * are formulas to some programs, too.
 */
export function looksLikeFormula(cell: string): boolean {
  return FORMULA.test(cell);
}

const FORMULA = /^(?:\s*[=+\-@＝＋－＠|%]|[\t\r\n])/u;
