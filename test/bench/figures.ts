/** One figure of a benchmark, with the aim it is held against where one is set. */
export interface Figure {
  readonly name: string;
  /** The median where there were several rounds. */
  readonly value: number;
  readonly unit: string;
  /** Smallest and largest of the rounds. */
  readonly spread?: readonly [number, number];
  readonly target?: { readonly atMost: number } | { readonly atLeast: number };
}

/** Median with smallest and largest. */
export function figure(name: string, unit: string, rounds: readonly number[], target?: Figure['target']): Figure {
  const sorted = [...rounds].sort((a, b) => a - b);
  return {
    name,
    unit,
    value: percentile(sorted, 0.5),
    ...(sorted.length > 1 ? { spread: [sorted[0] ?? 0, sorted.at(-1) ?? 0] as const } : {}),
    ...(target ? { target } : {}),
  };
}

/** @param share 0–1 of the values that are at most the answer */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

/** `{"bench","name","value","unit","target","met"}`, a line a figure. */
export function jsonLine(bench: string, { name, value, unit, target }: Figure): string {
  const aim = target && ('atMost' in target ? target.atMost : target.atLeast);
  return JSON.stringify({ bench, name, value: rounded(value), unit, target: aim ?? null, met: isMet(value, target) });
}

export function textLine({ name, value, unit, spread, target }: Figure): string {
  const range = spread ? ` (${shown(spread[0])}–${shown(spread[1])})` : '';
  const met = isMet(value, target);
  const aim = target && ('atMost' in target ? `≤ ${shown(target.atMost)}` : `≥ ${shown(target.atLeast)}`);
  const verdict = aim === undefined ? '' : `  ${aim} ${unit}: ${met === true ? 'met' : 'NOT MET'}`;
  return `  ${name.padEnd(44)} ${shown(value).padStart(10)} ${unit}${range}${verdict}`;
}

function isMet(value: number, target: Figure['target']): boolean | null {
  if (!target) return null;
  return 'atMost' in target ? value <= target.atMost : value >= target.atLeast;
}

const rounded = (value: number): number => Number(value.toPrecision(4));
const shown = (value: number): string => String(rounded(value));
