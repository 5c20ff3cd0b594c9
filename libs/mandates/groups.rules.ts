import type { MandateFact } from './evaluation.types.js';

const known = new WeakMap<readonly MandateFact[], readonly (readonly MandateFact[])[]>();

/**
 * Mandates that may not count the same learning twice, together; every other one alone. `noDoubleCountWith` holds both
 * ways and goes on: if A may not share with B, nor B with C, a minute counts for one of the three.
 */
export function groupsOf(mandates: readonly MandateFact[]): readonly (readonly MandateFact[])[] {
  const cached = known.get(mandates);
  if (cached) return cached;
  const sorted = [...mandates].sort((a, b) => (a.code < b.code ? -1 : 1));
  const root = new Map(sorted.map(({ code }) => [code, code]));
  const find = (code: string): string => {
    const above = root.get(code) ?? code;
    return above === code ? code : find(above);
  };
  for (const { code, versions } of sorted) {
    for (const other of versions.flatMap(({ rule }) => rule.noDoubleCountWith)) {
      if (root.has(other)) root.set(find(other), find(code));
    }
  }
  const groups = new Map<string, MandateFact[]>();
  for (const mandate of sorted) {
    const key = find(mandate.code);
    const group = groups.get(key);
    if (group) group.push(mandate);
    else groups.set(key, [mandate]);
  }
  const found = [...groups.values()];
  known.set(mandates, found);
  return found;
}
