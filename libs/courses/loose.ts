/** Reading an unchecked JSON value: what is not of the kind asked for is simply not there. */

export type Loose = Readonly<Record<string, unknown>>;

export function looseRecord(value: unknown): Loose {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Loose) : {};
}

export function looseList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function looseText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
