import { createHash } from 'node:crypto';

export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Ids that follow each other without a hole, as ranges. `ids` ascend. */
export function runsOf(ids: readonly number[]): readonly Range[] {
  const runs: { from: number; to: number }[] = [];
  for (const id of ids) {
    const last = runs.at(-1);
    if (last?.to === id - 1) last.to = id;
    else runs.push({ from: id, to: id });
  }
  return runs;
}

/** What is missing of a range, given the ids that are there. `ids` ascend and lie in the range. */
export function gapsOf({ from, to }: Range, ids: readonly number[]): readonly Range[] {
  const gaps: Range[] = [];
  let next = from;
  for (const id of ids) {
    if (id > next) gaps.push({ from: next, to: id - 1 });
    next = id + 1;
  }
  if (next <= to) gaps.push({ from: next, to });
  return gaps;
}

export interface SealHeader extends Range {
  readonly stream: string;
  readonly entries: number;
  readonly sealedAt: Date;
}

/** SHA-256 over the seal before, what this seal says of itself, and every row in it, in the order of ids. */
export function sealHash(
  previous: Buffer,
  { stream, from, to, entries, sealedAt }: SealHeader,
  rows: readonly Readonly<Record<string, unknown>>[],
  columns: readonly string[],
): Buffer {
  const hash = createHash('sha256').update(previous);
  hash.update(`${stream} ${String(from)}-${String(to)} ${String(entries)} ${sealedAt.toISOString()}\n`);
  for (const row of rows) hash.update(`${JSON.stringify(columns.map((column) => plain(row[column])))}\n`);
  return hash.digest();
}

function plain(value: unknown): unknown {
  if (Buffer.isBuffer(value)) return value.toString('hex');
  return value instanceof Date ? value.toISOString() : value;
}
