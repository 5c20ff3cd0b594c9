import type { Readable } from 'node:stream';
import type { Cell } from './sheet.js';

/**
 * `people`: who stands where. `personnel`: what each has completed, for the personnel system. `summary`: the figures on
 * some pages. `result`: the yearly report. `evidence`: everything that proves it, as an archive.
 */
export const FILE_KINDS = ['people', 'personnel', 'summary', 'result', 'evidence'] as const;
export type FileKind = (typeof FILE_KINDS)[number];

export const FILE_FORMATS = ['csv', 'xlsx', 'pdf', 'docx', 'zip'] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];

/** What each can be had as. */
export const FORMATS_OF = {
  people: ['xlsx', 'csv'],
  personnel: ['xlsx', 'csv'],
  summary: ['pdf'],
  result: ['docx', 'pdf'],
  evidence: ['zip'],
} as const satisfies Record<FileKind, readonly FileFormat[]>;

export const FILE_TYPES = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  zip: 'application/zip',
} as const satisfies Record<FileFormat, string>;

/** Told how many rows are written so far; throws to stop the work. */
export type Progress = (rows: number) => Promise<void>;

/** A file that can be made now: what it is, how large, and its bytes as they come. */
export interface ReportFile {
  readonly name: string;
  /** Media type. */
  readonly type: string;
  readonly rows: number;
  /** What it is about, for the record. */
  readonly unitId: string;
  readonly detail: unknown;
  readonly open: (progress: Progress) => Readable;
}

/** The same rows, with word of how far they are. */
export async function* reported(
  rows: AsyncIterable<readonly (readonly Cell[])[]>,
  progress: Progress,
): AsyncIterable<readonly (readonly Cell[])[]> {
  let written = 0;
  for await (const some of rows) {
    yield some;
    written += some.length;
    await progress(written);
  }
}
