import type { LocalDate } from '#libs/time';
import type { Entry } from './entry.rules.js';
import { type KnownPerson, isOpen } from './known.js';
import type { Match } from './match.js';
import { problem } from './problems.js';
import { nameKey } from './values.rules.js';

/** Looked up for a batch of rows: who may be meant. */
export interface Candidates {
  readonly byExternalId: ReadonlyMap<string, KnownPerson>;
  /** All persons of a name, by {@link nameKey}, as far as the asker may see them. */
  readonly byName: ReadonlyMap<string, readonly KnownPerson[]>;
}

/** Says who each member of staff is. Keeps what the list has named so far: the same person twice is a bad row. */
export class StaffMatcher {
  private readonly seen = new Map<string, number>();

  constructor(private readonly effectiveOn: LocalDate) {}

  /** @param unitId where the row says they work */
  match(entry: Entry, unitId: string, candidates: Candidates): Match {
    const match = this.find(entry, unitId, candidates);
    // Two rows with one number, or one person met by two rows: the later row is wrong, whichever was meant.
    const keys = [
      entry.externalId === null ? null : `id:${entry.externalId}`,
      'person' in match ? `person:${match.person.personId}` : null,
      match.kind === 'new' && entry.externalId === null
        ? `new:${unitId}:${nameKey(entry.name)}:${entry.birthDate ?? ''}:${entry.email ?? ''}`
        : null,
    ].filter((key) => key !== null);
    const earlier = keys.map((key) => this.seen.get(key)).find((row) => row !== undefined);
    if (earlier !== undefined) return { kind: 'bad', problems: [problem('twice-in-list', { row: String(earlier) })] };
    for (const key of keys) this.seen.set(key, entry.row);
    return match;
  }

  private find(entry: Entry, unitId: string, { byExternalId, byName }: Candidates): Match {
    const named = entry.externalId === null ? undefined : byExternalId.get(entry.externalId);
    if (named) {
      if (
        nameKey(named.name) === nameKey(entry.name) ||
        (entry.birthDate !== null && named.birthDate === entry.birthDate)
      ) {
        return { kind: 'certain', person: named, because: 'external-id' };
      }
      // A number given out again, or a new name: only a person can tell.
      return { kind: 'ask', candidates: [named], because: 'id-other-name' };
    }
    const ofName = (byName.get(nameKey(entry.name)) ?? []).filter(
      (person) => agrees(entry, person) && (entry.externalId === null || person.externalId === null),
    );
    const here = ofName.filter(({ stays }) =>
      stays.some((stay) => stay.unitId === unitId && isOpen(stay, this.effectiveOn)),
    );
    const [only] = here;
    if (only && here.length === 1) {
      // A person whom the source names for the first time is still confirmed: from then on the number decides.
      const kind = entry.externalId === null ? 'certain' : 'proposed';
      return { kind, person: only, because: 'unit-name' };
    }
    if (here.length > 1) return { kind: 'ask', candidates: here, because: 'several-of-the-name' };
    const byBirth = ofName.filter(({ birthDate }) => entry.birthDate !== null && birthDate === entry.birthDate);
    if (byBirth[0] && byBirth.length === 1)
      return { kind: 'proposed', person: byBirth[0], because: 'name-and-birth-date' };
    const byMail = ofName.filter(({ email }) => entry.email !== null && email?.toLowerCase() === entry.email);
    if (byMail[0] && byMail.length === 1) return { kind: 'proposed', person: byMail[0], because: 'name-and-email' };
    const several = byBirth.length > 1 ? byBirth : byMail;
    if (several.length > 1) return { kind: 'ask', candidates: several, because: 'several-of-the-name' };
    return { kind: 'new' };
  }
}

/** Nothing that both know speaks against it. */
function agrees(entry: Entry, person: KnownPerson): boolean {
  return entry.birthDate === null || person.birthDate === null || entry.birthDate === person.birthDate;
}
