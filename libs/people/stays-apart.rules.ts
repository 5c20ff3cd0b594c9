import { type LocalDate, addDays } from '#libs/time';

/** From–to, both inclusive; `to` null while it goes on. */
export interface Span {
  readonly from: LocalDate;
  readonly to: LocalDate | null;
}

/** The parts of a span that none of the others covers, earliest first. */
export function without(span: Span, others: readonly Span[]): readonly Span[] {
  let left: readonly Span[] = [span];
  for (const other of others) left = left.flatMap((part) => minus(part, other));
  return left;
}

export function overlap(a: Span, b: Span): boolean {
  return (b.to === null || a.from <= b.to) && (a.to === null || b.from <= a.to);
}

function minus(part: Span, other: Span): readonly Span[] {
  if (!overlap(part, other)) return [part];
  const parts: Span[] = [];
  if (part.from < other.from) parts.push({ from: part.from, to: addDays(other.from, -1) });
  if (other.to !== null && (part.to === null || other.to < part.to)) {
    parts.push({ from: addDays(other.to, 1), to: part.to });
  }
  return parts;
}
