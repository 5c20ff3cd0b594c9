import type { FactChange, MembershipValues } from '#libs/people';
import { type LocalDate, addDays } from '#libs/time';
import type { Entry } from './entry.rules.js';
import { type KnownPerson, type KnownStay, isOpen } from './known.js';
import { firstDayOf, schoolYearOf } from './school-year.rules.js';
import { nameKey } from './values.rules.js';

/** What happens to the person of a row, in one word. */
export type RowKind = 'create' | 'update' | 'move' | 'end' | 'leave' | 'none';

export interface PlannedChange {
  readonly kind: RowKind;
  /** In the order in which they are done; empty for `none`. */
  readonly facts: readonly FactChange[];
}

export interface ChangeContext {
  /** From when what the list says holds. */
  readonly effectiveOn: LocalDate;
  readonly schoolYear: number | null;
  /** The list is the first that this school year sees: whoever is new has been there since its first day. */
  readonly firstOfYear: boolean;
  /** Columns that the list has at all: what it does not speak of stays as it is. */
  readonly speaksOf: { readonly status: boolean; readonly leave: boolean };
  readonly defaultOccupation: MembershipValues['occupation'];
}

const NOTHING: PlannedChange = { kind: 'none', facts: [] };

/** The facts of somebody whom nobody knew. */
export function changeOfNew(entry: Entry, unitId: string, context: ChangeContext): PlannedChange {
  if (entry.standing === 'left') return NOTHING;
  const membership = membershipOf(entry, unitId, context, null);
  if (membership.to !== null && membership.to < membership.from) return NOTHING;
  const facts: FactChange[] = [
    {
      op: 'register',
      name: entry.name,
      nameLatin: entry.nameLatin,
      birthDate: entry.birthDate,
      email: entry.email,
      externalId: entry.externalId,
    },
    { op: 'join', membership },
    ...leaveFacts(entry, null, context, membership.from),
  ];
  return { kind: 'create', facts };
}

/** What a row changes about somebody known: nothing where it says what is known already. */
export function changeOfKnown(
  entry: Entry,
  person: KnownPerson,
  unitId: string,
  context: ChangeContext,
): PlannedChange {
  const identity = identityFacts(entry, person);
  const stay = context.schoolYear === null ? currentStay(person, unitId, context) : pupilStay(person);
  const place = placeFacts(entry, person, stay, unitId, context);
  const leaves = place.kind === 'end' ? [] : leaveFacts(entry, person, context, context.effectiveOn);
  const facts = [...identity, ...place.facts, ...leaves];
  if (facts.length === 0) return NOTHING;
  const kind = place.kind !== 'none' ? place.kind : leaves.length > 0 ? 'leave' : 'update';
  return { kind, facts };
}

/** The end of a stay of somebody whom a whole list no longer names. */
export function changeOfAbsent(stay: Pick<KnownStay, 'membershipId'>, on: LocalDate): PlannedChange {
  return { kind: 'end', facts: [{ op: 'end', membershipId: stay.membershipId, to: on }] };
}

function identityFacts(entry: Entry, person: KnownPerson): FactChange[] {
  const set = {
    ...(nameKey(entry.name) === nameKey(person.name) ? {} : { name: entry.name }),
    ...(entry.nameLatin === null || entry.nameLatin === person.nameLatin ? {} : { nameLatin: entry.nameLatin }),
    ...(entry.birthDate === null || entry.birthDate === person.birthDate ? {} : { birthDate: entry.birthDate }),
    ...(entry.email === null || entry.email === person.email?.toLowerCase() ? {} : { email: entry.email }),
  };
  const facts: FactChange[] = Object.keys(set).length === 0 ? [] : [{ op: 'identity', set }];
  return entry.externalId === null || entry.externalId === person.externalId
    ? facts
    : [...facts, { op: 'link', externalId: entry.externalId }];
}

function placeFacts(
  entry: Entry,
  person: KnownPerson,
  stay: KnownStay | null,
  unitId: string,
  context: ChangeContext,
): PlannedChange {
  const gone =
    entry.standing === 'left' ||
    (entry.leftOn !== null && entry.joinedOn !== null && entry.leftOn < context.effectiveOn);
  if (gone || entry.leftOn !== null) return endFacts(entry, stay, context);
  if (!stay) {
    const elsewhere = person.stays.some((other) => other.isPrimary && isOpen(other, context.effectiveOn));
    const membership = membershipOf(entry, unitId, context, null);
    const isPrimary = entry.isPrimary ?? !elsewhere;
    return { kind: 'move', facts: [{ op: 'join', membership: { ...membership, isPrimary } }] };
  }
  const year = context.schoolYear;
  const promoted = year !== null && schoolYearOf(stay.from) < year;
  const membership = membershipOf(entry, unitId, context, stay);
  const difference = differs(entry, stay, membership);
  if (!promoted && difference === 'none') return NOTHING;
  const from = promoted ? firstDayOf(year) : context.effectiveOn;
  // A number, or a stay that has not begun yet, is put right; whatever was true until now ends and a new stay begins.
  if (!promoted && (difference === 'number' || stay.from >= from)) {
    const { unitId: unit, rollNumber, occupation, band, position, isHead } = membership;
    return {
      kind: unit === stay.unitId ? 'update' : 'move',
      facts: [
        {
          op: 'correct',
          membershipId: stay.membershipId,
          set: { unitId: unit, rollNumber, occupation, band, position, isHead },
        },
      ],
    };
  }
  const ends: FactChange[] = isOpen(stay, from)
    ? [{ op: 'end', membershipId: stay.membershipId, to: addDays(from, -1) }]
    : [];
  return {
    kind: unitId === stay.unitId && !promoted ? 'update' : 'move',
    facts: [...ends, { op: 'join', membership: { ...membership, from } }],
  };
}

function endFacts(entry: Entry, stay: KnownStay | null, context: ChangeContext): PlannedChange {
  if (!stay) return NOTHING;
  const named = entry.leftOn ?? addDays(context.effectiveOn, -1);
  const to = named < stay.from ? stay.from : named;
  if (stay.to === to || (entry.leftOn === null && stay.to !== null && stay.to < context.effectiveOn)) return NOTHING;
  return { kind: 'end', facts: [{ op: 'end', membershipId: stay.membershipId, to }] };
}

function differs(entry: Entry, stay: KnownStay, next: MembershipValues): 'none' | 'number' | 'place' {
  if (next.unitId !== stay.unitId || next.occupation !== stay.occupation) return 'place';
  if (entry.position !== null && entry.position !== stay.position) return 'place';
  if (entry.isHead !== null && entry.isHead !== stay.isHead) return 'place';
  return next.rollNumber === stay.rollNumber ? 'none' : 'number';
}

/** Where somebody is now as far as this list can say: in the unit it names, else below what the list is of. */
function currentStay(person: KnownPerson, unitId: string, { effectiveOn }: ChangeContext): KnownStay | null {
  const open = person.stays.filter((stay) => isOpen(stay, effectiveOn) && stay.inScope);
  return open.find((stay) => stay.unitId === unitId) ?? open.find((stay) => stay.isPrimary) ?? open.at(-1) ?? null;
}

function pupilStay(person: KnownPerson): KnownStay | null {
  return person.stays.filter(({ classOf, inScope }) => classOf !== null && inScope).at(-1) ?? null;
}

function membershipOf(entry: Entry, unitId: string, context: ChangeContext, stay: KnownStay | null): MembershipValues {
  const year = context.schoolYear;
  const begins = year !== null && context.firstOfYear ? firstDayOf(year) : context.effectiveOn;
  const joined =
    entry.joinedOn !== null && (year === null || schoolYearOf(entry.joinedOn) === year) ? entry.joinedOn : begins;
  return {
    unitId,
    occupation: entry.occupation ?? stay?.occupation ?? context.defaultOccupation,
    band: entry.band ?? stay?.band ?? 'staff',
    position: entry.position ?? stay?.position ?? null,
    isHead: entry.isHead ?? (stay?.unitId === unitId ? stay.isHead : false),
    isPrimary: entry.isPrimary ?? stay?.isPrimary ?? true,
    rollNumber:
      entry.place?.kind === 'class' ? (entry.place.number ?? (stay?.unitId === unitId ? stay.rollNumber : null)) : null,
    from: joined,
    to: entry.leftOn !== null && entry.leftOn >= joined ? entry.leftOn : null,
  };
}

function leaveFacts(entry: Entry, person: KnownPerson | null, context: ChangeContext, from: LocalDate): FactChange[] {
  const running = person?.leaves.find((leave) => isOpen(leave, context.effectiveOn)) ?? null;
  if (entry.leave) {
    const wanted = { kind: entry.leave.kind, from: entry.leave.from ?? running?.from ?? from, to: entry.leave.to };
    if (wanted.to !== null && wanted.to < wanted.from) return [];
    const same = person?.leaves.some(
      (leave) =>
        leave.kind === wanted.kind &&
        leave.from === wanted.from &&
        (leave.to === wanted.to ||
          (wanted.to === null && entry.leave?.to === null && leave.to !== null && entry.standing !== 'on-leave')),
    );
    if (same === true) return [];
    const replaced: FactChange[] =
      running && running.from <= wanted.from
        ? [
            {
              op: 'end-leave',
              leaveId: running.leaveId,
              to: running.from === wanted.from ? null : addDays(wanted.from, -1),
            },
          ]
        : [];
    return [...replaced, { op: 'leave', ...wanted }];
  }
  // The list speaks of standing or leave, and says that this person is back.
  const back = (context.speaksOf.status || context.speaksOf.leave) && entry.standing === 'here';
  if (!running || !back || running.from >= context.effectiveOn) return [];
  return [{ op: 'end-leave', leaveId: running.leaveId, to: addDays(context.effectiveOn, -1) }];
}
