/** From–to, ascending, in whatever unit: milliseconds of the day's work, or seconds of a film. */
export type Span = readonly [from: number, to: number];

/** Spans that touch or overlap become one; the result is in order and without overlaps. */
export function merged(spans: readonly Span[]): Span[] {
  const result: Span[] = [];
  for (const [from, to] of [...spans].sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
    if (to <= from) continue;
    const last = result.at(-1);
    if (last !== undefined && from <= last[1]) result[result.length - 1] = [last[0], Math.max(last[1], to)];
    else result.push([from, to]);
  }
  return result;
}

/** Length of the union. */
export function covered(spans: readonly Span[]): number {
  return merged(spans).reduce((sum, [from, to]) => sum + (to - from), 0);
}

/** Adds a span to merged ones. @returns the union and by how much it grew */
export function withSpan(spans: readonly Span[], span: Span): { spans: Span[]; grown: number } {
  const union = merged([...spans, span]);
  return { spans: union, grown: covered(union) - covered(spans) };
}

/** What of a span merged ones do not cover, in order. */
export function gaps(spans: readonly Span[], [start, end]: Span): Span[] {
  const result: Span[] = [];
  let at = start;
  for (const [from, to] of spans) {
    if (from > at) result.push([at, Math.min(from, end)]);
    at = Math.max(at, to);
    if (at >= end) return result;
  }
  return [...result, [at, end]];
}
