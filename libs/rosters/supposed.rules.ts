import type { SupposedFacts } from '#libs/mandates';
import type { FactChange, LeaveFact, MembershipFact, PersonFacts, UnitKind } from '#libs/people';

/** What duties depend on in a unit. */
export interface UnitPlace {
  readonly path: string;
  readonly kind: UnitKind;
  readonly territory: string;
  readonly authorityId: string;
}

/** The facts of a person as they would be once the changes are written. */
export function supposedFacts(
  personId: string | null,
  facts: PersonFacts | null,
  changes: readonly FactChange[],
  placeOf: (unitId: string) => UnitPlace | null,
): SupposedFacts {
  let memberships: readonly MembershipFact[] = facts?.memberships ?? [];
  let leaves: readonly LeaveFact[] = facts?.leaves ?? [];
  for (const change of changes) {
    if (change.op === 'end') {
      memberships = memberships.map((stay) => (stay.id === change.membershipId ? { ...stay, to: change.to } : stay));
    } else if (change.op === 'correct') {
      memberships = memberships.map((stay) =>
        stay.id === change.membershipId ? corrected(stay, change.set, placeOf) : stay,
      );
    } else if (change.op === 'join') {
      const { membership } = change;
      const place = placeOf(membership.unitId);
      if (place) {
        const { occupation, band, isHead, isPrimary, from, to, unitId } = membership;
        memberships = [
          ...memberships,
          { id: '', unitId, ...inUnit(place), occupation, band, functions: [], isHead, isPrimary, from, to },
        ];
      }
    } else if (change.op === 'leave') {
      leaves = [...leaves, { kind: change.kind, from: change.from, to: change.to }];
    }
  }
  return { personId, memberships, leaves };
}

function corrected(
  stay: MembershipFact,
  set: Extract<FactChange, { op: 'correct' }>['set'],
  placeOf: (unitId: string) => UnitPlace | null,
): MembershipFact {
  const place = set.unitId === undefined ? null : placeOf(set.unitId);
  return {
    ...stay,
    ...(place && set.unitId !== undefined ? { unitId: set.unitId, ...inUnit(place) } : {}),
    occupation: set.occupation ?? stay.occupation,
    band: set.band ?? stay.band,
    isHead: set.isHead ?? stay.isHead,
  };
}

function inUnit(place: UnitPlace): Pick<MembershipFact, 'unitPath' | 'unitKind' | 'territory' | 'authorityId'> {
  return { unitPath: place.path, unitKind: place.kind, territory: place.territory, authorityId: place.authorityId };
}
