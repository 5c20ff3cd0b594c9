import type { FactChange } from '#libs/people';
import { type ChangeContext, type RowKind, changeOfAbsent, changeOfKnown, changeOfNew } from './change.rules.js';
import type { Entry } from './entry.rules.js';
import type { KnownPerson } from './known.js';
import { type Because, type Match } from './match.js';
import { absentPupils, matchPupils } from './match-pupils.rules.js';
import { type Problem, problem } from './problems.js';
import { firstDayOf, schoolYearOf } from './school-year.rules.js';
import { nameKey } from './values.rules.js';

/** Whether a person has to look before the row is applied: at nothing, at a proposal, or to choose. */
export type Needs = 'nothing' | 'confirm' | 'choose';

/** What is to be done about one row, or about one person whom the list leaves out. */
export interface RowPlan {
  readonly row: number;
  readonly name: string | null;
  readonly kind: RowKind | 'ask' | 'bad';
  readonly needs: Needs;
  readonly personId: string | null;
  /** Who may be meant, where that has to be chosen. */
  readonly candidates: readonly string[];
  readonly because: Because | null;
  readonly facts: readonly FactChange[];
  readonly problems: readonly Problem[];
  /** Of a pupil whom the list leaves out: was in the last grade. */
  readonly graduates?: boolean;
}

/** Rows of people whom the list leaves out are numbered from here, beyond any row of a file. */
export const ABSENT_FROM = 1_000_001;

/** The plan of one row, once it is known who it is. */
export function planOf(
  entry: Entry,
  match: Match,
  unitId: string,
  context: ChangeContext,
  notes: readonly Problem[] = [],
): RowPlan {
  const about = { row: entry.row, name: entry.name, candidates: [], problems: notes };
  if (match.kind === 'bad') return badPlan(entry.row, entry.name, match.problems);
  if (match.kind === 'ask') {
    const candidates = match.candidates.map(({ personId }) => personId);
    return { ...about, kind: 'ask', needs: 'choose', personId: null, candidates, because: match.because, facts: [] };
  }
  if (match.kind === 'new') {
    return { ...about, ...changeOfNew(entry, unitId, context), needs: 'nothing', personId: null, because: null };
  }
  const { personId } = match.person;
  const change = changeOfKnown(entry, match.person, unitId, context);
  const needs = match.kind === 'proposed' && change.kind !== 'none' ? 'confirm' : 'nothing';
  return { ...about, ...change, needs, personId, because: match.because };
}

export function badPlan(row: number, name: string | null, problems: readonly Problem[]): RowPlan {
  return {
    row,
    name,
    kind: 'bad',
    needs: 'nothing',
    personId: null,
    candidates: [],
    because: null,
    facts: [],
    problems,
  };
}

export interface PupilList {
  readonly entries: readonly { readonly entry: Entry; readonly notes: readonly Problem[] }[];
  /** Names on rows that could not be read; null for a row without one. */
  readonly badNames: readonly (string | null)[];
  readonly known: readonly KnownPerson[];
  readonly schoolYear: number;
  readonly effectiveOn: string;
  readonly lastGrade: number;
  /** The list names everyone: who is missing has left. */
  readonly whole: boolean;
  readonly speaksOf: ChangeContext['speaksOf'];
  /** The unit of a class, made up where there is none yet. */
  readonly unitOf: (grade: number, className: string) => string;
  /** By row: a person's id, `new` or `skip`. */
  readonly decisions: ReadonlyMap<number, string>;
}

/** The plan of a whole school's list: its rows in their order, then who is missing. */
export function planPupils(list: PupilList): readonly RowPlan[] {
  const context = pupilContext(list);
  const entries = list.entries.map(({ entry }) => entry);
  const matches = matchPupils(entries, list.known, list.schoolYear);
  const plans = list.entries.map(({ entry, notes }) => {
    const place = entry.place;
    if (place?.kind !== 'class') return badPlan(entry.row, entry.name, [problem('class-missing')]);
    const found = matches.get(entry.row) ?? { kind: 'new' };
    const match = decided(found, list.decisions.get(entry.row) ?? null);
    if (match === 'skip') return skipped(entry, found);
    return planOf(entry, match, list.unitOf(place.grade, place.className), context, notes);
  });
  if (!list.whole) return plans;
  const taken = new Set(
    plans.flatMap(({ personId, candidates }) => (personId === null ? candidates : [personId, ...candidates])),
  );
  const absent = absentPupils(list.known, taken, list.schoolYear, list.lastGrade, context.effectiveOn);
  const isBad = onBadRows(list.badNames);
  return [
    ...plans,
    ...absent
      .filter(({ person }) => isBad(person) !== 'yes')
      .map(({ person, stay, on, graduates }, i) => ({
        ...absentPlan(ABSENT_FROM + i, person, changeOfAbsent(stay, on).facts, isBad(person)),
        graduates,
      })),
  ];
}

/** What somebody chose goes before what was found, among those who may be meant. */
export function decided(match: Match, decision: string | null): Match | 'skip' {
  if (decision === null || match.kind === 'bad' || match.kind === 'new') return match;
  if (decision === 'skip') return 'skip';
  if (decision === 'new') return { kind: 'new' };
  const candidates = match.kind === 'ask' ? match.candidates : [match.person];
  const person = candidates.find(({ personId }) => personId === decision);
  return person ? { kind: 'certain', person, because: match.because } : match;
}

/** A row that is left alone, with those who may be meant: nobody of them leaves because of it. */
export function skipped(entry: Entry, match: Match): RowPlan {
  const candidates = match.kind === 'ask' ? match.candidates : 'person' in match ? [match.person] : [];
  return {
    ...badPlan(entry.row, entry.name, [problem('left-out')]),
    candidates: candidates.map(({ personId }) => personId),
  };
}

/** Nobody leaves because their own row could not be read; where a bad row has no name, a person looks at who leaves. */
export function onBadRows(
  badNames: readonly (string | null)[],
): (person: Pick<KnownPerson, 'name'>) => 'yes' | 'perhaps' | 'no' {
  const names = new Set(badNames.map((name) => (name === null ? null : nameKey(name))));
  return ({ name }) => (names.has(nameKey(name)) ? 'yes' : names.has(null) ? 'perhaps' : 'no');
}

export function pupilContext(
  list: Pick<PupilList, 'known' | 'schoolYear' | 'effectiveOn' | 'speaksOf'>,
): ChangeContext {
  const begun = list.known.some(({ stays }) =>
    stays.some(({ classOf, from }) => classOf !== null && schoolYearOf(from) === list.schoolYear),
  );
  const first = firstDayOf(list.schoolYear);
  return {
    effectiveOn: list.effectiveOn < first ? first : list.effectiveOn,
    schoolYear: list.schoolYear,
    firstOfYear: !begun,
    speaksOf: list.speaksOf,
    defaultOccupation: 'student',
  };
}

export function absentPlan(
  row: number,
  person: Pick<KnownPerson, 'personId' | 'name'>,
  facts: readonly FactChange[],
  onBadRow: 'perhaps' | 'no' | 'yes',
): RowPlan {
  return {
    row,
    name: person.name,
    kind: 'end',
    needs: onBadRow === 'perhaps' ? 'confirm' : 'nothing',
    personId: person.personId,
    candidates: [],
    because: null,
    facts,
    problems: [],
  };
}

/** True when so many of those whom the list should name are missing that it may be another list. */
export function dropsTooMany(missing: number, known: number, percent: number): boolean {
  return missing >= 5 && missing * 100 > known * percent;
}
