import type { LocalDate } from '#libs/time';
import type { Entry } from './entry.rules.js';
import { type KnownPerson, type KnownStay, isOpen } from './known.js';
import type { Match } from './match.js';
import { problem } from './problems.js';
import { firstDayOf, schoolYearOf } from './school-year.rules.js';
import { nameKey } from './values.rules.js';

type Place = { readonly grade: number; readonly className: string; readonly number: number | null };

interface Pupil {
  readonly person: KnownPerson;
  readonly key: string;
  /** In this school year. */
  readonly now: KnownStay | null;
  /** The last one before. */
  readonly before: KnownStay | null;
}

/**
 * Says who each pupil of a list is. Within a school year the key is class and number with the name; over March nothing of
 * it stays but the name, so last year's person is proposed where name and grade leave one only, and asked about
 * otherwise. Nobody is taken for somebody silently.
 */
export function matchPupils(
  entries: readonly Entry[],
  known: readonly KnownPerson[],
  schoolYear: number,
): ReadonlyMap<number, Match> {
  const matches = new Map<number, Match>();
  const open = new Map(entries.map((entry) => [entry.row, entry]));
  const settle = (entry: Entry, match: Match): void => {
    matches.set(entry.row, match);
    open.delete(entry.row);
  };
  for (const [entry, first] of sameNumberTwice(entries))
    settle(entry, { kind: 'bad', problems: [problem('number-twice', { row: String(first) })] });
  const free = new Map(known.map((person) => [person.personId, pupilOf(person, schoolYear)]));
  const take = (entry: Entry, pupil: Pupil, match: Match): void => {
    free.delete(pupil.person.personId);
    settle(entry, match);
  };
  const pass = (
    keyOfEntry: (entry: Entry) => string | null,
    keyOfPupil: (pupil: Pupil) => string | null,
    decide: (pupil: Pupil) => Match,
  ): void => {
    const pupils = grouped([...free.values()], keyOfPupil);
    for (const [key, rows] of grouped([...open.values()], keyOfEntry)) {
      const [pupil, ...more] = pupils.get(key) ?? [];
      const [entry] = rows;
      if (rows.length === 1 && pupil && more.length === 0 && entry) take(entry, pupil, decide(pupil));
    }
  };
  pass(
    (entry) => entry.externalId,
    ({ person }) => person.externalId,
    ({ person }) => ({ kind: 'certain', person, because: 'external-id' }),
  );
  const inClass = (entry: Entry, withNumber: boolean): string | null => {
    const place = placeOf(entry);
    return place === null || (withNumber && place.number === null)
      ? null
      : [place.grade, place.className, withNumber ? place.number : '', nameKey(entry.name)].join('/');
  };
  const stayKey = ({ now, key }: Pupil, withNumber: boolean): string | null =>
    now?.classOf == null
      ? null
      : [now.classOf.grade, now.classOf.className, withNumber ? now.rollNumber : '', key].join('/');
  pass(
    (entry) => inClass(entry, true),
    (pupil) => stayKey(pupil, true),
    ({ person }) => ({ kind: 'certain', person, because: 'class-number-name' }),
  );
  pass(
    (entry) => inClass(entry, false),
    (pupil) => stayKey(pupil, false),
    ({ person }) => ({ kind: 'certain', person, because: 'class-name' }),
  );
  pass(
    (entry) => nameKey(entry.name),
    ({ now, key }) => (now === null ? null : key),
    ({ person }) => ({ kind: 'proposed', person, because: 'name-moved-class' }),
  );
  pass(
    (entry) => `${String((placeOf(entry)?.grade ?? 0) - 1)}/${nameKey(entry.name)}`,
    ({ now, before, key }) =>
      now === null && before?.classOf != null ? `${String(before.classOf.grade)}/${key}` : null,
    ({ person }) => ({ kind: 'proposed', person, because: 'name-next-grade' }),
  );
  for (const entry of [...open.values()]) settle(entry, whatIsLeft(entry, [...free.values()]));
  return matches;
}

function whatIsLeft(entry: Entry, free: readonly Pupil[]): Match {
  const place = placeOf(entry);
  if (!place) return { kind: 'new' };
  const plausible = free.filter(({ key, now, before }) => {
    if (key !== nameKey(entry.name)) return false;
    const grade = now?.classOf?.grade ?? before?.classOf?.grade;
    return grade !== undefined && (now !== null || grade === place.grade || grade === place.grade - 1);
  });
  if (plausible.length > 0) {
    const again = plausible.every(({ now, before }) => now === null && before?.classOf?.grade === place.grade);
    return {
      kind: 'ask',
      candidates: plausible.map(({ person }) => person),
      because: again ? 'same-grade-again' : 'several-of-the-name',
    };
  }
  const holders = free.filter(
    ({ now }) =>
      now?.classOf?.grade === place.grade &&
      now.classOf.className === place.className &&
      place.number !== null &&
      now.rollNumber === place.number,
  );
  if (holders.length === 0) return { kind: 'new' };
  return { kind: 'ask', candidates: holders.map(({ person }) => person), because: 'number-other-name' };
}

function pupilOf(person: KnownPerson, schoolYear: number): Pupil {
  const stays = person.stays.filter(({ classOf, inScope }) => classOf !== null && inScope);
  const ofYear = (year: (value: number) => boolean): KnownStay | null =>
    stays.filter(({ from }) => year(schoolYearOf(from))).at(-1) ?? null;
  return {
    person,
    key: nameKey(person.name),
    now: ofYear((year) => year === schoolYear),
    before: ofYear((year) => year < schoolYear),
  };
}

function placeOf(entry: Entry): Place | null {
  return entry.place?.kind === 'class' ? entry.place : null;
}

/** Rows that claim a number of a class which an earlier row has claimed, with that row. */
function sameNumberTwice(entries: readonly Entry[]): [Entry, number][] {
  const first = new Map<string, number>();
  return entries.flatMap((entry): [Entry, number][] => {
    const place = placeOf(entry);
    if (place?.number == null) return [];
    const key = [place.grade, place.className, place.number].join('/');
    const earlier = first.get(key);
    if (earlier !== undefined) return [[entry, earlier]];
    first.set(key, entry.row);
    return [];
  });
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string | null): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === null) continue;
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

export interface Absent {
  readonly person: KnownPerson;
  readonly stay: KnownStay;
  readonly on: LocalDate;
  /** Was in the last grade: leaves as expected, and no guard counts it. */
  readonly graduates: boolean;
}

/** Pupils whom a whole list no longer names, with the last day of their stay. */
export function absentPupils(
  known: readonly KnownPerson[],
  taken: ReadonlySet<string>,
  schoolYear: number,
  lastGrade: number,
  effectiveOn: LocalDate,
): readonly Absent[] {
  return known.flatMap((person): Absent[] => {
    if (taken.has(person.personId)) return [];
    const { now, before } = pupilOf(person, schoolYear);
    const stay = now ?? before;
    if (stay?.classOf == null) return [];
    const on = now === null ? dayBefore(firstDayOf(schoolYear)) : dayBefore(effectiveOn);
    if (!isOpen(stay, on) || (stay.to !== null && stay.to <= on)) return [];
    return [
      { person, stay, on: on < stay.from ? stay.from : on, graduates: now === null && stay.classOf.grade >= lastGrade },
    ];
  });
}

function dayBefore(date: LocalDate): LocalDate {
  return new Date(Date.parse(`${date}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}
