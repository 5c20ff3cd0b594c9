import type { LocalDate } from '#libs/time';

/** The cycle to compare with, and the day in it that is this day in the present one. */
export interface CycleBefore {
  readonly cycle: string;
  readonly on: LocalDate;
}

/**
 * The same cycle a year earlier (`2025` for `2026`, `2025-1` for `2026-1`) at the same day; null for cycles that are not
 * of a year, which begin on another day for everyone.
 */
export function cycleBefore(cycle: string, today: LocalDate): CycleBefore | null {
  const [, year, rest] = /^(\d{4})(-\d)?$/.exec(cycle) ?? [];
  if (year === undefined) return null;
  const shifted = `${String(Number(today.slice(0, 4)) - 1)}${today.slice(4)}`;
  // The last day of February stands for a day that the year before did not have.
  const on = shifted.endsWith('-02-29') ? `${shifted.slice(0, 8)}28` : shifted;
  return { cycle: `${String(Number(year) - 1)}${rest ?? ''}`, on };
}

/** How many fulfilled obligations rest on which mode and on which grade of evidence, its best. */
export interface Mix {
  readonly modes: Readonly<Record<string, number>>;
  readonly evidence: Readonly<Record<string, number>>;
}

export function mixOf(groups: readonly { mode: string; evidence: string; obligations: number }[]): Mix {
  const modes: Record<string, number> = {};
  const evidence: Record<string, number> = {};
  for (const group of groups) {
    modes[group.mode] = (modes[group.mode] ?? 0) + group.obligations;
    evidence[group.evidence] = (evidence[group.evidence] ?? 0) + group.obligations;
  }
  return { modes, evidence };
}
