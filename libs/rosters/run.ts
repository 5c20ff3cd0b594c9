import type { DutyEffect } from '#libs/mandates';
import type { Text } from '#libs/language';
import type { FactChange } from '#libs/people';
import type { LocalDate } from '#libs/time';
import type { ListKind } from './entry.rules.js';
import type { Field } from './fields.js';
import type { Because } from './match.js';
import type { Problem } from './problems.js';

export type RunState =
  | 'reading'
  | 'uploaded'
  | 'checking'
  | 'checked'
  | 'applying'
  | 'applied'
  | 'undoing'
  | 'undone'
  | 'cancelled'
  | 'failed';

/** How the columns of a run are read, with the first rows for whoever has to say. */
export interface RunMapping {
  readonly headerRow: number;
  readonly columns: readonly Field[];
  readonly headers: readonly string[];
  readonly sure: boolean;
  readonly otherSheets: readonly string[];
}

/** What a row's `plan` holds. */
export interface StoredPlan {
  readonly facts: readonly FactChange[];
  readonly candidates: readonly string[];
  readonly because: Because | null;
  readonly problems: readonly Problem[];
  readonly duties: readonly DutyEffect[];
}

/** A class that the list names and nobody has made yet. */
export interface NewClass {
  readonly id: string;
  readonly grade: number;
  readonly className: string;
}

/** A unit that the list calls something new. */
export interface RenamedUnit {
  readonly unitId: string;
  readonly to: string;
}

/** A unit that the list names and that has to be chosen: one question, however many rows. */
export interface UnitQuestion {
  readonly label: string;
  readonly rows: number;
  readonly candidates: readonly string[];
}

export interface Summary {
  readonly rows: Readonly<Record<'create' | 'update' | 'move' | 'end' | 'leave' | 'none' | 'ask' | 'bad', number>>;
  /** Rows that wait for a confirmation. */
  readonly proposed: number;
  readonly refusedNumbers: number;
  readonly duties: readonly {
    readonly mandate: string;
    readonly title: Text;
    readonly gains: number;
    readonly loses: number;
  }[];
  readonly newClasses: readonly NewClass[];
  readonly renamedUnits: readonly RenamedUnit[];
  readonly unitQuestions: readonly UnitQuestion[];
  /** People whom the list should name, and how many of them it does not. */
  readonly guard: {
    readonly known: number;
    readonly missing: number;
    readonly percent: number;
    readonly tripped: boolean;
  };
  readonly applied?: { readonly applied: number; readonly leftOut: number; readonly outdated: number };
}

/** What every step needs of a run. */
export interface RunContext {
  readonly id: string;
  readonly state: RunState;
  readonly source: {
    readonly id: string;
    readonly code: string;
    readonly kind: ListKind;
    readonly unitId: string;
    readonly dropPercent: number;
    readonly unitAnswers: Readonly<Record<string, string>>;
    readonly version: number;
  };
  readonly schoolYear: number | null;
  readonly effectiveOn: LocalDate;
  readonly whole: boolean;
  readonly atOnce: boolean;
  readonly confirmed: boolean;
  readonly dropAccepted: boolean;
  readonly mapping: RunMapping;
  readonly rowCount: number;
  readonly doneRow: number;
  readonly sourceVersion: number;
  readonly summary: Summary | null;
  readonly requestedBy: string | null;
}
