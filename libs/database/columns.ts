import type { ColumnOptions, PrimaryColumnOptions, ValueTransformer } from 'typeorm';
import { fromBin, toBin } from './id.js';

const binary: ValueTransformer = {
  to: (id: string | null | undefined) => (typeof id === 'string' ? toBin(id) : id),
  from: (bytes: Buffer | null) => (bytes === null ? null : fromBin(bytes)),
};

const json: ValueTransformer = {
  to: (value: unknown) => (value === null || value === undefined ? value : JSON.stringify(value)),
  from: (value: string | null) => (value === null ? null : (JSON.parse(value) as unknown)),
};

/** A UUID in `BINARY(16)`; a string outside the database. */
export function idColumn(options?: PrimaryColumnOptions): PrimaryColumnOptions;
export function idColumn(options: ColumnOptions): ColumnOptions;
export function idColumn(options: ColumnOptions = {}): ColumnOptions {
  return { type: 'binary', length: 16, transformer: binary, ...options };
}

/** LONGTEXT that holds JSON: MySQL's JSON type and MariaDB's differ in what a driver returns, this does not. */
export function jsonColumn(options: ColumnOptions = {}): ColumnOptions {
  return { type: 'longtext', transformer: json, ...options };
}

/** Codes and logins compare byte by byte. */
export function codeColumn(length: number, options?: PrimaryColumnOptions): PrimaryColumnOptions;
export function codeColumn(length: number, options: ColumnOptions): ColumnOptions;
export function codeColumn(length: number, options: ColumnOptions = {}): ColumnOptions {
  return { type: 'varchar', length, collation: 'utf8mb4_bin', ...options };
}

/** An instant in UTC with milliseconds. */
export function instantColumn(options?: PrimaryColumnOptions): PrimaryColumnOptions;
export function instantColumn(options: ColumnOptions): ColumnOptions;
export function instantColumn(options: ColumnOptions = {}): ColumnOptions {
  return { type: 'datetime', precision: 3, ...options };
}

/** A local calendar date as `YYYY-MM-DD`. */
export function dateColumn(options?: PrimaryColumnOptions): PrimaryColumnOptions;
export function dateColumn(options: ColumnOptions): ColumnOptions;
export function dateColumn(options: ColumnOptions = {}): ColumnOptions {
  return { type: 'date', ...options };
}
