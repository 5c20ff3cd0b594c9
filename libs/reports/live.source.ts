import type { CourseQueries } from '#libs/courses';
import type { Database } from '#libs/database';
import type { Text } from '#libs/language';
import type { MandateService, MandateView } from '#libs/mandates';
import type { Unit, UnitService } from '#libs/people';
import type { LocalDate } from '#libs/time';
import { type BandGroup, type DoneBy, type MixGroup, liveBands, liveDoneBy, liveMix } from './breakdown.queries.js';
import { type HeadRow, childTotals, childrenOf, headsOf, mandateCycles, subtreeTotals } from './compliance.queries.js';
import type { TallyGroup } from './compliance.rules.js';
import { LivePeople } from './live-people.js';
import type { ListScope, PeopleRows } from './people-rows.js';
import type { CountedCycle, ReportSource } from './report-source.js';

/** The tables as they stand: figures from the tallies, never counted anew. */
export class LiveSource implements ReportSource {
  constructor(
    private readonly db: Database,
    private readonly unitService: UnitService,
    private readonly mandateService: MandateService,
    private readonly courses: CourseQueries,
    readonly today: LocalDate,
  ) {}

  mandates(): Promise<readonly MandateView[]> {
    return this.mandateService.list();
  }

  units(ids: readonly string[]): Promise<ReadonlyMap<string, Unit>> {
    return this.unitService.unitsById(ids);
  }

  pathsOf(ids: readonly string[]): Promise<ReadonlyMap<string, readonly Unit[]>> {
    return this.unitService.pathsOf(ids);
  }

  childrenOf(unitId: string): Promise<ReadonlyMap<string, boolean>> {
    return childrenOf(this.db, unitId);
  }

  cyclesIn(unitId: string): Promise<readonly CountedCycle[]> {
    return mandateCycles(this.db, unitId);
  }

  totals(unitId: string, mandateId: string, cycleKey: string): Promise<readonly TallyGroup[]> {
    return subtreeTotals(this.db, unitId, mandateId, cycleKey, this.today);
  }

  childTotals(
    unitId: string,
    mandateId: string,
    cycleKey: string,
  ): Promise<ReadonlyMap<string, readonly TallyGroup[]>> {
    return childTotals(this.db, unitId, mandateId, cycleKey, this.today);
  }

  heads(unitIds: readonly string[], mandateId: string, cycleKey: string): Promise<ReadonlyMap<string, HeadRow>> {
    return headsOf(this.db, unitIds, mandateId, cycleKey, this.today);
  }

  bands(unitId: string, mandateId: string, cycleKey: string): Promise<readonly BandGroup[]> {
    return liveBands(this.db, { unitId, mandateId, cycleKey }, this.today);
  }

  mix(unitId: string, mandateId: string, cycleKey: string): Promise<readonly MixGroup[]> {
    return liveMix(this.db, { unitId, mandateId, cycleKey });
  }

  doneBy(unitId: string, mandateId: string, cycleKey: string, on: LocalDate): Promise<DoneBy> {
    return liveDoneBy(this.db, { unitId, mandateId, cycleKey }, on);
  }

  people(scope: ListScope): PeopleRows {
    return new LivePeople(this.db, scope, this.today);
  }

  async courseTitles(codes: readonly string[]): Promise<ReadonlyMap<string, Text>> {
    const found = await this.courses.summariesByCode(codes);
    return new Map([...found].map(([code, { title }]) => [code, title]));
  }
}
