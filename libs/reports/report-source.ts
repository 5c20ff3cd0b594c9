import type { MandateView } from '#libs/mandates';
import type { Unit } from '#libs/people';
import type { Text } from '#libs/language';
import type { LocalDate } from '#libs/time';
import type { BandGroup, DoneBy, MixGroup } from './breakdown.queries.js';
import type { HeadRow } from './compliance.queries.js';
import type { TallyGroup } from './compliance.rules.js';
import type { ListScope, PeopleRows } from './people-rows.js';

export interface CountedCycle {
  readonly mandateId: string;
  readonly cycleKey: string;
  readonly obligations: number;
}

/** What a report is made from: the tables as they stand, or as they were known at a moment. Both answer alike. */
export interface ReportSource {
  readonly today: LocalDate;
  mandates(): Promise<readonly MandateView[]>;
  units(ids: readonly string[]): Promise<ReadonlyMap<string, Unit>>;
  /** For each unit the units above it, the highest first, and itself last. */
  pathsOf(ids: readonly string[]): Promise<ReadonlyMap<string, readonly Unit[]>>;
  /** Units directly below, by code, and whether each has units below it. */
  childrenOf(unitId: string): Promise<ReadonlyMap<string, boolean>>;
  /** Mandates and cycles that have figures in the subtree, the newest cycle first. */
  cyclesIn(unitId: string): Promise<readonly CountedCycle[]>;
  totals(unitId: string, mandateId: string, cycleKey: string): Promise<readonly TallyGroup[]>;
  /** By unit: the children that have anything, and the unit itself where people are counted in it directly. */
  childTotals(unitId: string, mandateId: string, cycleKey: string): Promise<ReadonlyMap<string, readonly TallyGroup[]>>;
  /** Who heads each unit, and how their own obligation stands. */
  heads(unitIds: readonly string[], mandateId: string, cycleKey: string): Promise<ReadonlyMap<string, HeadRow>>;
  bands(unitId: string, mandateId: string, cycleKey: string): Promise<readonly BandGroup[]>;
  /** Of the fulfilled ones; each obligation in one group. */
  mix(unitId: string, mandateId: string, cycleKey: string): Promise<readonly MixGroup[]>;
  /** What of a cycle was done by a day. */
  doneBy(unitId: string, mandateId: string, cycleKey: string, on: LocalDate): Promise<DoneBy>;
  people(scope: ListScope): PeopleRows;
  courseTitles(codes: readonly string[]): Promise<ReadonlyMap<string, Text>>;
}
