import type { UnitKind } from '#libs/people';
import type { LocalDate } from '#libs/time';
import type { Place } from './entry.rules.js';
import { plainText } from './values.rules.js';

/** A unit below the one that a list is of, with all it was ever called. */
export interface KnownUnit {
  readonly id: string;
  readonly code: string;
  readonly kind: UnitKind;
  /** Ids of the units above it, nearest last. */
  readonly above: readonly string[];
  readonly names: readonly {
    readonly ko: string;
    readonly en: string;
    readonly from: LocalDate;
    readonly to: LocalDate | null;
  }[];
  readonly to: LocalDate | null;
  readonly successors: readonly string[];
}

export type Resolved =
  | { readonly kind: 'unit'; readonly id: string; readonly newName: string | null }
  | { readonly kind: 'unclear'; readonly candidates: readonly string[] }
  | { readonly kind: 'unknown' };

const keyOf = (name: string): string =>
  plainText(name)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

/** Finds the unit that a row means: by its code, then by the names it has on the day, then by those it had. */
export class UnitFinder {
  private readonly byCode: ReadonlyMap<string, KnownUnit>;
  private readonly byId: ReadonlyMap<string, KnownUnit>;
  private readonly byName = new Map<string, KnownUnit[]>();
  private readonly found = new Map<string, Resolved>();

  constructor(
    units: readonly KnownUnit[],
    private readonly on: LocalDate,
    /** What a person answered before, by {@link labelOf}. */
    private readonly answers: Readonly<Record<string, string>> = {},
  ) {
    this.byCode = new Map(units.map((unit) => [unit.code.toLowerCase(), unit]));
    this.byId = new Map(units.map((unit) => [unit.id, unit]));
    for (const unit of units) {
      for (const key of new Set(unit.names.flatMap(({ ko, en }) => [keyOf(ko), keyOf(en)]))) {
        this.byName.set(key, [...(this.byName.get(key) ?? []), unit]);
      }
    }
  }

  resolve(place: Place & { kind: 'unit' }): Resolved {
    const label = labelOf(place);
    const known = this.found.get(label);
    if (known) return known;
    const answer = this.answers[label];
    const resolved =
      answer !== undefined && this.byId.has(answer)
        ? ({ kind: 'unit', id: answer, newName: null } as const)
        : this.find(place);
    this.found.set(label, resolved);
    return resolved;
  }

  private find({ code, name, upper }: Place & { kind: 'unit' }): Resolved {
    const byCode = code === null ? undefined : this.byCode.get(code.toLowerCase());
    if (byCode)
      return this.isOpen(byCode)
        ? { kind: 'unit', id: byCode.id, newName: this.newNameOf(byCode, name) }
        : this.successorsOf([byCode]);
    if (name === null) return { kind: 'unknown' };
    const called = this.byName.get(keyOf(name)) ?? [];
    const inPlace = upper === null ? called : called.filter((unit) => this.standsBelow(unit, upper));
    const candidates = inPlace.length > 0 ? inPlace : called;
    const now = candidates.filter((unit) => this.isOpen(unit) && this.isCalled(unit, name));
    if (now[0] && now.length === 1) return { kind: 'unit', id: now[0].id, newName: null };
    if (now.length > 1) return { kind: 'unclear', candidates: now.map(({ id }) => id) };
    const once = candidates.filter((unit) => this.isOpen(unit));
    if (once[0] && once.length === 1 && candidates.length === 1) return { kind: 'unit', id: once[0].id, newName: null };
    return candidates.length === 0 ? { kind: 'unknown' } : this.successorsOf(candidates);
  }

  private successorsOf(units: readonly KnownUnit[]): Resolved {
    const open = units.flatMap((unit) => (this.isOpen(unit) ? [unit.id] : unit.successors));
    // Even a single successor is asked about: a merged division does not take over everyone.
    return { kind: 'unclear', candidates: [...new Set(open)] };
  }

  /** The name that a list gives to a unit known by its code, where nobody knows it by that name yet. */
  private newNameOf(unit: KnownUnit, name: string | null): string | null {
    if (name === null || unit.names.some(({ ko, en }) => keyOf(ko) === keyOf(name) || keyOf(en) === keyOf(name)))
      return null;
    return (this.byName.get(keyOf(name)) ?? []).some((other) => this.isOpen(other)) ? null : name;
  }

  private isOpen(unit: KnownUnit): boolean {
    return unit.to === null || unit.to >= this.on;
  }

  private isCalled(unit: KnownUnit, name: string): boolean {
    return unit.names.some(
      ({ ko, en, from, to }) =>
        (keyOf(ko) === keyOf(name) || keyOf(en) === keyOf(name)) && from <= this.on && (to === null || to >= this.on),
    );
  }

  private standsBelow(unit: KnownUnit, upper: string): boolean {
    return unit.above.some((id) =>
      this.byId.get(id)?.names.some(({ ko, en }) => keyOf(ko) === keyOf(upper) || keyOf(en) === keyOf(upper)),
    );
  }
}

/** How a list writes a unit, as questions about it are asked and remembered. */
export function labelOf({ code, name, upper }: Place & { kind: 'unit' }): string {
  return [code ?? '', upper ?? '', name ?? '']
    .map(plainText)
    .join(' / ')
    .replace(/^( \/ )+/, '');
}
