import type { CourseQueries } from '#libs/courses';
import type { Database } from '#libs/database';
import type { Text } from '#libs/language';
import {
  type CountAt,
  type HistoryService,
  type MandateService,
  type MandateView,
  type Moment,
  isOverdue,
} from '#libs/mandates';
import type { Unit, UnitTree } from '#libs/people';
import type { LocalDate } from '#libs/time';
import { AsOfPeople } from './as-of-people.js';
import { headsAt } from './as-of.queries.js';
import { type BandGroup, type DoneBy, type MixGroup, bandsAt, doneByAt, mixAt } from './breakdown.queries.js';
import type { HeadRow } from './compliance.queries.js';
import type { TallyGroup } from './compliance.rules.js';
import type { ListScope, PeopleRows } from './people-rows.js';
import type { CountedCycle, ReportSource } from './report-source.js';

/** What was known at a moment: the figures of its seal, in the organisation of then, by the names of then. */
export class AsOfSource implements ReportSource {
  private readonly counts = new Map<string, Promise<readonly CountAt[]>>();

  constructor(
    private readonly db: Database,
    private readonly history: HistoryService,
    private readonly mandateService: MandateService,
    private readonly courses: CourseQueries,
    private readonly tree: UnitTree,
    private readonly moment: Moment,
  ) {}

  get today(): LocalDate {
    return this.moment.today;
  }

  mandates(): Promise<readonly MandateView[]> {
    return this.mandateService.list(this.moment);
  }

  units(ids: readonly string[]): Promise<ReadonlyMap<string, Unit>> {
    const found = ids.flatMap((id): [string, Unit][] => {
      const unit = this.tree.unit(id);
      return unit ? [[id, unit]] : [];
    });
    return Promise.resolve(new Map(found));
  }

  pathsOf(ids: readonly string[]): Promise<ReadonlyMap<string, readonly Unit[]>> {
    return Promise.resolve(new Map(ids.map((id) => [id, this.tree.pathOf(id)])));
  }

  childrenOf(unitId: string): Promise<ReadonlyMap<string, boolean>> {
    const children = this.tree.childrenOf(unitId);
    return Promise.resolve(new Map(children.map((id) => [id, this.tree.childrenOf(id).length > 0])));
  }

  async cyclesIn(unitId: string): Promise<readonly CountedCycle[]> {
    const branches = this.tree.branchesOf(unitId);
    const cycles: CountedCycle[] = [];
    for (const { mandateId, cycleKey } of await this.history.countedCycles()) {
      const obligations = (await this.countsOf(mandateId, cycleKey))
        .filter((count) => branches.has(count.unitId))
        .reduce((sum, count) => sum + count.obligations, 0);
      if (obligations > 0) cycles.push({ mandateId, cycleKey, obligations });
    }
    return cycles.sort((a, b) => compare(b.cycleKey, a.cycleKey) || compare(a.mandateId, b.mandateId));
  }

  async totals(unitId: string, mandateId: string, cycleKey: string): Promise<readonly TallyGroup[]> {
    const branches = this.tree.branchesOf(unitId);
    const counts = await this.countsOf(mandateId, cycleKey);
    return counts.filter((count) => branches.has(count.unitId)).map((count) => this.group(count));
  }

  async childTotals(
    unitId: string,
    mandateId: string,
    cycleKey: string,
  ): Promise<ReadonlyMap<string, readonly TallyGroup[]>> {
    const branches = this.tree.branchesOf(unitId);
    const groups = new Map<string, TallyGroup[]>();
    for (const count of await this.countsOf(mandateId, cycleKey)) {
      const branch = branches.get(count.unitId);
      if (branch === undefined) continue;
      const list = groups.get(branch);
      if (list) list.push(this.group(count));
      else groups.set(branch, [this.group(count)]);
    }
    return groups;
  }

  heads(unitIds: readonly string[], mandateId: string, cycleKey: string): Promise<ReadonlyMap<string, HeadRow>> {
    return headsAt(this.db, this.moment, unitIds, mandateId, cycleKey);
  }

  bands(unitId: string, mandateId: string, cycleKey: string): Promise<readonly BandGroup[]> {
    return bandsAt(this.db, this.moment, { unitIds: this.below(unitId), mandateId, cycleKey });
  }

  mix(unitId: string, mandateId: string, cycleKey: string): Promise<readonly MixGroup[]> {
    return mixAt(this.db, this.moment, { unitIds: this.below(unitId), mandateId, cycleKey });
  }

  doneBy(unitId: string, mandateId: string, cycleKey: string, on: LocalDate): Promise<DoneBy> {
    return doneByAt(this.db, this.moment, { unitIds: this.below(unitId), mandateId, cycleKey }, on);
  }

  people(scope: ListScope): PeopleRows {
    const units = this.below(scope.unit.id).filter((id) => this.tree.unit(id)?.authorityId === scope.unit.authorityId);
    return new AsOfPeople(this.db, scope, this.moment, units);
  }

  courseTitles(codes: readonly string[]): Promise<ReadonlyMap<string, Text>> {
    return this.courses.titlesAt(codes, this.moment.instant);
  }

  private below(unitId: string): readonly string[] {
    return [...this.tree.branchesOf(unitId).keys()];
  }

  /** Read once a report: choosing a mandate, the total and the rows all look at the same figures. */
  private countsOf(mandateId: string, cycleKey: string): Promise<readonly CountAt[]> {
    const key = `${mandateId}|${cycleKey}`;
    const known = this.counts.get(key) ?? this.history.countsAt(this.moment, mandateId, cycleKey);
    this.counts.set(key, known);
    return known;
  }

  private group({ state, inTime, dueOn, obligations }: CountAt): TallyGroup {
    return { state, inTime, overdue: state === 'open' && isOverdue(state, dueOn, this.today), obligations };
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
