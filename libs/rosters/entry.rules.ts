import type { Band, LeaveKind, Occupation } from '#libs/people';
import type { LocalDate } from '#libs/time';
import type { Field } from './fields.js';
import type { Mapping } from './header.rules.js';
import { type Problem, problem } from './problems.js';
import { hasRrn, maskRrn } from './rrn.rules.js';
import type { TableRow } from './table.js';
import * as values from './values.rules.js';

export type ListKind = 'pupils' | 'staff';

/** One row of a list as every format ends up: the beginning of the canonical change set. */
export interface Entry {
  readonly row: number;
  readonly externalId: string | null;
  readonly name: string;
  readonly nameLatin: string | null;
  readonly birthDate: LocalDate | null;
  readonly email: string | null;
  /** Null for the whole unit that the list is of. */
  readonly place: Place | null;
  readonly occupation: Occupation | null;
  readonly position: string | null;
  readonly band: Band | null;
  readonly isHead: boolean | null;
  readonly isPrimary: boolean | null;
  readonly joinedOn: LocalDate | null;
  readonly leftOn: LocalDate | null;
  readonly standing: values.Standing;
  readonly leave: { readonly kind: LeaveKind; readonly from: LocalDate | null; readonly to: LocalDate | null } | null;
}

export type Place =
  | { readonly kind: 'class'; readonly grade: number; readonly className: string; readonly number: number | null }
  | {
      readonly kind: 'unit';
      readonly code: string | null;
      readonly name: string | null;
      readonly upper: string | null;
    };

export type ReadRow =
  | { readonly kind: 'entry'; readonly entry: Entry; readonly notes: readonly Problem[] }
  | { readonly kind: 'bad'; readonly name: string | null; readonly problems: readonly Problem[] }
  /** A title, a total, a blank, a header that a page break repeated: no person. */
  | { readonly kind: 'none' };

/** What stays the same from row to row. */
export interface ListContext {
  readonly kind: ListKind;
  /** What the unit is called that the list is of; a school column must not name another. */
  readonly unitNames: readonly string[];
  /** 2026 for the school year from March 2026; null where the list is not of pupils. */
  readonly schoolYear: number | null;
  readonly headers: readonly string[];
}

const TOTAL = /^(합계|총계|소계|누계|계|총원|총인원|총인원수|total|subtotal|grandtotal|sum)[:：]?(\d+명?)?$/i;
const NOTE = /^(※|\*|주\)|비고|이하여백|이상|끝|작성자|확인자|출력일|담당자|결재|-이하여백-)/;

/** Reads rows one after another; what a page leaves blank in grade and class is what stands above it. */
export class RowReader {
  private above: { grade: number; className: string } | null = null;
  private readonly headers: ReadonlySet<string>;
  private readonly places: ReadonlyMap<Field, number>;

  constructor(
    private readonly mapping: Mapping,
    private readonly context: ListContext,
  ) {
    this.headers = new Set(context.headers.filter((header) => header !== ''));
    this.places = new Map(mapping.columns.map((field, i) => [field, i] as const).reverse());
  }

  read(row: TableRow): ReadRow {
    if (row.number <= this.mapping.headerRow) return { kind: 'none' };
    const filled = row.cells.filter((cell) => cell.trim() !== '');
    if (filled.length === 0) return { kind: 'none' };
    const cell = (field: Field): string => {
      const place = this.places.get(field);
      return place === undefined ? '' : values.plainText(row.cells[place] ?? '');
    };
    if (this.isFurniture(row, filled, cell)) return { kind: 'none' };
    const problems: Problem[] = [];
    const notes: Problem[] = [];
    const name = values.nameText(cell('name') !== '' ? cell('name') : joinNames(cell('familyName'), cell('givenName')));
    this.checkForbidden(row, problems);
    if (row.cells.some((value) => value.length > 4_000)) problems.push(problem('cell-too-long'));
    if (name === '') problems.push(problem('name-missing'));
    else if (!values.looksLikeName(name)) problems.push(problem('name-odd', { value: name.slice(0, 40) }));
    const place =
      this.context.kind === 'pupils' ? this.classOf(cell, problems, notes) : unitOf(row, this.mapping, cell);
    const dates = datesOf(cell, problems);
    const email =
      cell('email') === '' || /^(-|없음|none)$/.test(cell('email')) ? null : values.emailText(cell('email'));
    if (email === null && !/^(-|없음|none|)$/.test(cell('email'))) problems.push(problem('email-odd'));
    const standing = values.standingOf(cell('status'));
    if (standing === null) problems.push(problem('status-odd', { value: cell('status').slice(0, 40) }));
    const externalId = cell('externalId') === '' ? null : cell('externalId');
    if (externalId !== null && (externalId.length > 80 || hasRrn(externalId))) problems.push(problem('id-odd'));
    if (problems.length > 0) return { kind: 'bad', name: name === '' ? null : name, problems };
    const position = cell('position') === '' ? null : cell('position').slice(0, 80);
    const pupil = this.context.kind === 'pupils';
    const entry: Entry = {
      row: row.number,
      externalId,
      name,
      nameLatin: cell('nameLatin') === '' || pupil ? null : cell('nameLatin').slice(0, 160),
      // As little as possible is kept of pupils: a name and a number in a class.
      birthDate: pupil ? null : dates.birthDate,
      email: pupil ? null : email,
      place,
      occupation: pupil ? 'student' : (values.occupationOf(cell('occupation')) ?? values.occupationOf(position ?? '')),
      position: pupil ? null : position,
      band: pupil ? 'pupil' : position === null ? null : values.bandOf(position),
      isHead: pupil || cell('isHead') === '' ? null : values.yesNo(cell('isHead')),
      isPrimary: cell('isPrimary') === '' ? null : values.yesNo(cell('isPrimary')),
      joinedOn: dates.joinedOn,
      leftOn: dates.leftOn,
      standing: standing ?? 'here',
      leave: leaveOf(cell, standing ?? 'here', dates),
    };
    return { kind: 'entry', entry, notes };
  }

  /** Totals, notes below the table, headers repeated on each printed page. */
  private isFurniture(row: TableRow, filled: readonly string[], cell: (field: Field) => string): boolean {
    if (filled.length >= 2 && filled.every((value) => this.headers.has(value))) return true;
    const texts = filled.map((value) => (value.length > 80 ? value : value.replace(/\s/g, '')));
    if (
      texts.some((value) => TOTAL.test(value)) &&
      /^(합계|총계|소계|누계|계|총원|total|subtotal|\d*명?|)$/i.test(cell('name').replace(/\s/g, ''))
    )
      return true;
    if (texts.length === 1 && TOTAL.test(texts[0] ?? '')) return true;
    // A merged note has one text in all of its cells.
    const only = new Set(texts);
    return only.size === 1 && (NOTE.test(texts[0] ?? '') || cell('name').length > 20);
  }

  private checkForbidden(row: TableRow, problems: Problem[]): void {
    const forbidden = row.cells.some(
      (value, i) =>
        (this.mapping.columns[i] === 'rrn' && /\d|\*/.test(value)) || value.includes(MASKED) || maskRrn(value) !== null,
    );
    if (forbidden) problems.push(problem('rrn'));
  }

  private classOf(cell: (field: Field) => string, problems: Problem[], notes: Problem[]): Place | null {
    const school = cell('school');
    if (school !== '' && !this.context.unitNames.some((name) => sameUnit(name, school))) {
      problems.push(problem('other-school', { value: school.slice(0, 40) }));
    }
    const year = /\d{4}/.exec(cell('schoolYear'))?.[0];
    if (year !== undefined && this.context.schoolYear !== null && Number(year) !== this.context.schoolYear) {
      problems.push(problem('other-year', { value: year }));
    }
    const code = cell('pupilCode') === '' ? null : values.pupilCodeOf(cell('pupilCode'));
    if (code) {
      this.above = { grade: code.grade, className: code.name };
      return { kind: 'class', grade: code.grade, className: code.name, number: code.number };
    }
    const named = cell('class') === '' ? null : values.classNameOf(cell('class'));
    const grade = cell('grade') === '' ? (named?.grade ?? null) : values.gradeOf(cell('grade'));
    if (cell('grade') !== '' && grade === null)
      problems.push(problem('grade-odd', { value: cell('grade').slice(0, 20) }));
    if (cell('class') !== '' && named === null)
      problems.push(problem('class-odd', { value: cell('class').slice(0, 20) }));
    const number = cell('number') === '' ? null : values.numberOf(cell('number'));
    if (cell('number') !== '' && number === null)
      problems.push(problem('number-odd', { value: cell('number').slice(0, 20) }));
    if (problems.length > 0) return null;
    const complete = grade !== null && named !== null ? { grade, className: named.name } : null;
    const blank = cell('grade') === '' && cell('class') === '';
    const place = complete ?? (blank ? this.above : this.sameGrade(grade, named?.name));
    // A name alone is no pupil of the class above it.
    if (!place || (blank && number === null)) {
      problems.push(problem('class-missing'));
      return null;
    }
    if (!complete) notes.push(problem('class-from-above', { value: `${String(place.grade)}-${place.className}` }));
    this.above = place;
    return { kind: 'class', ...place, number };
  }

  private sameGrade(grade: number | null, className: string | undefined): { grade: number; className: string } | null {
    if (!this.above) return null;
    if (grade === null && className !== undefined) return { grade: this.above.grade, className };
    return grade === this.above.grade && className === undefined ? this.above : null;
  }
}

/** What stands in place of a number that may not be kept. */
export const MASKED = '******-*******';

/** A row as it may be stored: resident registration numbers masked, in whichever column. */
export function storableCells(row: TableRow, columns: readonly Field[]): readonly string[] {
  return row.cells.map((cell, i) => {
    if (columns[i] === 'rrn' && /\d/.test(cell)) return MASKED;
    return maskRrn(cell) ?? cell;
  });
}

function joinNames(family: string, given: string): string {
  if (family === '' || given === '') return '';
  return /^[가-힣]+$/.test(family + given) ? family + given : `${given} ${family}`;
}

/** `가람중` is `가람중학교`; spaces do not matter. */
export function sameUnit(a: string, b: string): boolean {
  const key = (name: string): string =>
    values
      .plainText(name)
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]/gu, '')
      .replace(/(초등|중|고등)학교$/, (whole) => whole[0] ?? '');
  return key(a) === key(b);
}

function unitOf(row: TableRow, mapping: Mapping, cell: (field: Field) => string): Place | null {
  const code = cell('unitCode') === '' ? null : cell('unitCode');
  const upper = mapping.columns
    .flatMap((field, i) => (field === 'upperUnit' ? [values.plainText(row.cells[i] ?? '')] : []))
    .filter((name) => name !== '');
  const own = cell('unitName') !== '' ? cell('unitName') : cell('school');
  const name = own === '' ? (upper.at(-1) ?? null) : own;
  if (code === null && name === null) return null;
  return { kind: 'unit', code, name, upper: own === '' ? (upper.at(-2) ?? null) : (upper.at(-1) ?? null) };
}

interface Dates {
  birthDate: LocalDate | null;
  joinedOn: LocalDate | null;
  leftOn: LocalDate | null;
  leaveFrom: LocalDate | null;
  leaveTo: LocalDate | null;
}

const OPEN_END = /^(-|현재|재직|재직중|없음|미정|9999[-.]?12[-.]?31)$/;

function datesOf(cell: (field: Field) => string, problems: Problem[]): Dates {
  const read = (field: keyof Dates, pivot?: number): LocalDate | null => {
    const value = cell(field);
    if (value === '' || OPEN_END.test(value)) return null;
    const date = values.parseDate(value, pivot);
    if (date === null) problems.push(problem('date-odd', { field, value: value.slice(0, 30) }));
    return date;
  };
  const dates = {
    birthDate: read('birthDate', 2020),
    joinedOn: read('joinedOn'),
    leftOn: read('leftOn'),
    leaveFrom: read('leaveFrom'),
    leaveTo: read('leaveTo'),
  };
  if (dates.joinedOn !== null && dates.leftOn !== null && dates.leftOn < dates.joinedOn)
    problems.push(problem('ends-before-it-begins'));
  if (dates.leaveFrom !== null && dates.leaveTo !== null && dates.leaveTo < dates.leaveFrom)
    problems.push(problem('leave-ends-before-it-begins'));
  return dates;
}

function leaveOf(cell: (field: Field) => string, standing: values.Standing, dates: Dates): Entry['leave'] {
  const kind =
    values.leaveKindOf(cell('leaveKind')) ??
    (standing === 'on-leave' ? (values.leaveKindOf(cell('status')) ?? 'other') : null);
  if (kind === null && dates.leaveFrom === null) return null;
  return { kind: kind ?? 'other', from: dates.leaveFrom, to: dates.leaveTo };
}
