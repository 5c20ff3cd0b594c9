import type { MandateView, ObligationState } from '#libs/mandates';
import type { Unit } from '#libs/people';
import type { LocalDate } from '#libs/time';
import type { PeopleFilter } from './compliance.rules.js';

/** One obligation of a list, as the database gives it. */
export interface StandingRow {
  readonly id: Buffer;
  readonly bearer_id: Buffer;
  readonly name: string;
  readonly reporting_unit_id: Buffer;
  readonly band: string;
  readonly is_head: number;
  readonly state: ObligationState;
  readonly due_on: LocalDate;
  readonly fulfilled_on: LocalDate | null;
  readonly in_time: number | null;
  /** The derivation as JSON; null where nothing can be missing any more. Read only by who needs it ({@link MissingWords}). */
  readonly result: string | null;
  readonly mandate_version_id: Buffer;
  readonly mail: number;
}

/** What a list is about. */
export interface ListScope {
  readonly unit: Unit;
  readonly mandate: Pick<MandateView, 'id' | 'bearer'>;
  readonly cycle: string;
}

/** Who stands where in a subtree, within the unit's authority: now, or as it was known at a moment. */
export interface PeopleRows {
  /** By name; `after` is the name and bearer of the last one before. */
  page(
    filter: PeopleFilter,
    after: readonly [name: string, id: string] | null,
    limit: number,
  ): Promise<readonly StandingRow[]>;
  /** Everyone who was in the list when it began, each once, some thousands at a time. */
  all(): AsyncIterable<readonly StandingRow[]>;
  count(filter: PeopleFilter): Promise<number>;
}

/** Rows that are in memory at once. */
export const ROWS_AT_ONCE = 2_000;
