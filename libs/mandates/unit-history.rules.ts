import { type LocalDate, addDays } from '#libs/time';

import type { Stay } from './audience.rules.js';

/** A time during which a unit stood in one place of the tree; after it became another unit, the times of that one. */
export interface UnitSpell {
  readonly unitId: string;
  readonly unitKind: string;
  readonly unitPath: string;
  readonly territory: string;
  readonly from: LocalDate;
  readonly to: LocalDate | null;
  readonly became?: NonNullable<Stay['became']>;
}

export interface UnitFact {
  readonly id: string;
  readonly code: string;
  readonly kind: string;
  readonly territory: string;
  readonly from: LocalDate;
  readonly to: LocalDate | null;
}

export interface ParentFact {
  readonly unitId: string;
  readonly parentId: string;
  readonly from: LocalDate;
  readonly to: LocalDate | null;
}

export interface SuccessionFact {
  readonly predecessorId: string;
  readonly successorId: string;
  readonly on: LocalDate;
  readonly kind: 'merged' | 'split' | 'renamed' | 'moved';
}

/**
 * The spells of units, from their dated places in the tree and what became of them. A unit that was merged, renamed or
 * moved goes on in its successor from that day on. A unit that was split does not: who went where is for a membership
 * to say, and until one does, they stay where they were.
 */
export function unitHistory(
  units: readonly UnitFact[],
  parents: readonly ParentFact[],
  successions: readonly SuccessionFact[],
): (unitId: string) => readonly UnitSpell[] {
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  const parentsOf = groupBy(parents, ({ unitId }) => unitId);
  const successorOf = new Map<string, SuccessionFact>();
  for (const fact of successions) if (fact.kind !== 'split') successorOf.set(fact.predecessorId, fact);
  const known = new Map<string, readonly UnitSpell[]>();
  const places = new Map<string, readonly Place[]>();

  const placesOf = (unitId: string, above: ReadonlySet<string>): readonly Place[] => {
    const cached = places.get(unitId);
    if (cached) return cached;
    const unit = byId.get(unitId);
    if (!unit || above.has(unitId)) return [];
    const found: Place[] = [];
    let uncovered: LocalDate | null = BEGINNING;
    const own = [...(parentsOf.get(unitId) ?? [])].sort((a, b) => (a.from < b.from ? -1 : 1));
    for (const [i, { parentId, from, to }] of own.entries()) {
      // The first place is taken to hold from ever on: facts may be older than the tree that was recorded.
      const begins = i === 0 ? BEGINNING : from;
      const next = own[i + 1];
      const ends = next ? earlier(to, addDays(next.from, -1)) : to;
      for (const place of placesOf(parentId, new Set([...above, unitId]))) {
        const [start, end] = [place.from > begins ? place.from : begins, earlier(place.to, ends)];
        if (end === null || start <= end) found.push({ path: `${place.path}/${unit.code}`, from: start, to: end });
      }
      uncovered = ends === null ? null : addDays(ends, 1);
    }
    if (uncovered !== null) found.push({ path: unit.code, from: uncovered, to: null });
    places.set(unitId, found);
    return found;
  };

  const spellsOf = (unitId: string, seen: ReadonlySet<string>): readonly UnitSpell[] => {
    const cached = known.get(unitId);
    if (cached) return cached;
    const unit = byId.get(unitId);
    if (!unit || seen.has(unitId)) return [];
    const next = successorOf.get(unitId);
    const last = next === undefined ? null : addDays(next.on, -1);
    const spells: UnitSpell[] = [];
    for (const { path, from, to } of placesOf(unitId, new Set())) {
      const end = earlier(to, last);
      if (end !== null && end < from) continue;
      spells.push({ unitId, unitKind: unit.kind, territory: unit.territory, unitPath: path, from, to: end });
    }
    if (next !== undefined) {
      const after = spellsOf(next.successorId, new Set([...seen, unitId])).filter(
        ({ to }) => to === null || to >= next.on,
      );
      for (const [i, spell] of after.entries()) {
        const became = i === 0 ? { became: { fromUnitId: unitId, change: next.kind } } : {};
        spells.push({ ...spell, from: spell.from > next.on ? spell.from : next.on, ...became });
      }
    }
    known.set(unitId, spells);
    return spells;
  };
  return (unitId) => spellsOf(unitId, new Set());
}

interface Place {
  readonly path: string;
  readonly from: LocalDate;
  readonly to: LocalDate | null;
}

const BEGINNING = '0001-01-01';

function earlier(a: LocalDate | null, b: LocalDate | null): LocalDate | null {
  if (a === null) return b;
  return b === null || a < b ? a : b;
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const list = groups.get(key(item));
    if (list) list.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}

/** A membership as the stays it was, one for each spell of its unit that it touches. */
export function staysIn(
  membership: Omit<Stay, 'unitId' | 'unitKind' | 'unitPath' | 'territory' | 'became'>,
  spells: readonly UnitSpell[],
): readonly Stay[] {
  const [only] = spells;
  if (spells.length === 1 && only) return [{ ...membership, ...place(only) }];
  return spells.flatMap((spell): Stay[] => {
    const from = spell.from > membership.from ? spell.from : membership.from;
    const to = earlier(spell.to, membership.to);
    return to !== null && to < from ? [] : [{ ...membership, ...place(spell), from, to }];
  });
}

function place(spell: UnitSpell): Pick<Stay, 'unitId' | 'unitKind' | 'unitPath' | 'territory' | 'became'> {
  const { unitId, unitKind, unitPath, territory, became } = spell;
  return { unitId, unitKind, unitPath, territory, ...(became ? { became } : {}) };
}
