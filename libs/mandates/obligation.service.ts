import { CourseQueries } from '#libs/courses';
import { Database, fromBin, toBin } from '#libs/database';
import { text } from '#libs/language';
import { UnitHistory, UnitService } from '#libs/people';
import { Clock, type LocalDate } from '#libs/time';
import { Injectable } from '@nestjs/common';
import type { Counted } from './counting.rules.js';
import { EvaluationService } from './evaluation.service.js';
import {
  type BearerKind,
  type ObligationResult,
  type ObligationState,
  type PreviousObligation,
  coursesNamed,
  unitsNamed,
} from './evaluation.types.js';
import { EXISTED_THEN, LATER_EVENT, laterThan } from './history.queries.js';
import { HistoryService } from './history.service.js';
import { type CountedCreditView, type ObligationView, type ViewSource, viewOf } from './obligation.view.js';
import type { MandateDocument } from './rule.schema.js';

interface Row {
  id: Buffer;
  bearer_id: Buffer;
  bearer_kind: BearerKind;
  code: string;
  rule: string;
  cycle_key: string;
  cycle_from: string;
  cycle_to: string;
  state: ObligationState;
  opens_on: string;
  due_on: string;
  target_due_on: string | null;
  fulfilled_on: string | null;
  in_time: number | null;
  reporting_unit_id: Buffer | null;
  result: string;
}

interface CreditRow {
  obligation_id: Buffer;
  earned_on: string;
  title_ko: string;
  title_en: string;
  minutes: number;
  times: number;
  mode: string;
  counted_minutes: number;
  counted_times: number;
}

export interface ObligationList {
  readonly today: LocalDate;
  readonly obligations: readonly ObligationView[];
}

/** What first: what is owed now, by date; then what is coming or resting; then what is done, the latest first. */
const ORDER: readonly ObligationState[] = [
  'open',
  'upcoming',
  'paused',
  'exempt',
  'fulfilled',
  'closed-unmet',
  'withdrawn',
  'absorbed',
];

/** Obligations as people read them. A bearer for whom something is waiting is evaluated first. */
@Injectable()
export class ObligationService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly units: UnitService,
    private readonly courses: CourseQueries,
    private readonly evaluation: EvaluationService,
    private readonly history: HistoryService,
    private readonly unitHistory: UnitHistory,
  ) {}

  async listOf(personId: string): Promise<ObligationList> {
    const lists = await this.list('person', [personId]);
    return { today: this.clock.today(), obligations: lists.get(personId) ?? [] };
  }

  /**
   * What was known of a person's obligations at an instant or at the end of a local day, by the names of then.
   * @throws {AsOfAhead} {@link AsOfTooEarly}
   */
  async listAt(personId: string, asOf: string): Promise<ObligationList> {
    const moment = await this.history.at(asOf);
    const rows = await this.db.query<(Row & { previous: string | null })[]>(
      `${SELECT}, later.previous ${FROM} ${LATER_EVENT}
       WHERE o.bearer_id = ? AND o.bearer_kind = 'person' AND ${EXISTED_THEN}`,
      [...laterThan(moment), toBin(personId)],
    );
    const current = await this.creditsOf(rows.filter(({ previous }) => previous === null).map(({ id }) => id));
    const earlier = rows.map(({ previous }) =>
      previous === null ? null : (JSON.parse(previous) as PreviousObligation),
    );
    const credits = await this.creditsById(earlier.flatMap((known) => known?.counted ?? []));
    const rules = await this.rulesOf(earlier.flatMap((known) => known?.versionId ?? []));
    const sources = rows.map((row, i) => {
      const source = sourceOf(row, current.get(fromBin(row.id)) ?? []);
      const known = earlier[i];
      return known ? sourceThen(source, known, rules, credits) : source;
    });
    const tree = await this.unitHistory.treeAt(moment.instant, moment.today);
    const named = [...new Set(sources.flatMap(unitsOf))].flatMap((id) => tree.unit(id) ?? []);
    const titles = await this.courses.titlesAt(
      [...new Set(sources.flatMap(({ result }) => coursesNamed(result)))],
      moment.instant,
    );
    const names = {
      units: new Map(named.map((unit) => [unit.id, unit])),
      mandates: new Map(sources.map(({ code, rule }) => [code, rule.title])),
      courses: new Map([...titles].map(([code, title]) => [code, { title }])),
    };
    const obligations = sources.map((source) => viewOf(source, moment.today, names)).sort(byUrgency);
    return { today: moment.today, obligations };
  }

  /** States of a person's obligations as they are stored, by id; those of somebody else are absent. */
  async statesOf(personId: string, obligationIds: readonly string[]): Promise<ReadonlyMap<string, ObligationState>> {
    if (obligationIds.length === 0) return new Map();
    const rows = await this.db.query<{ id: Buffer; state: ObligationState }[]>(
      `SELECT id, state FROM obligation WHERE bearer_kind = 'person' AND bearer_id = ? AND id IN (?)`,
      [toBin(personId), obligationIds.map(toBin)],
    );
    return new Map(rows.map((row) => [fromBin(row.id), row.state]));
  }

  /** By unit; a unit that owes nothing has an empty list. */
  listOfUnits(unitIds: readonly string[]): Promise<ReadonlyMap<string, readonly ObligationView[]>> {
    return this.list('unit', unitIds);
  }

  private async list(
    kind: BearerKind,
    bearerIds: readonly string[],
  ): Promise<ReadonlyMap<string, readonly ObligationView[]>> {
    if (bearerIds.length === 0) return new Map();
    await this.evaluation.refresh(kind, bearerIds);
    const rows = await this.db.query<Row[]>(`${SELECT} ${FROM} WHERE o.bearer_id IN (?) AND o.bearer_kind = ?`, [
      bearerIds.map(toBin),
      kind,
    ]);
    const credits = await this.creditsOf(rows.map((row) => row.id));
    const sources = rows.map((row) => sourceOf(row, credits.get(fromBin(row.id)) ?? []));
    const names = {
      units: await this.units.unitsById([...new Set(sources.flatMap(unitsOf))]),
      mandates: new Map(sources.map(({ code, rule }) => [code, rule.title])),
      courses: await this.courses.summariesByCode([...new Set(sources.flatMap(({ result }) => coursesNamed(result)))]),
    };
    const today = this.clock.today();
    const lists = new Map<string, ObligationView[]>(bearerIds.map((id) => [id, []]));
    for (const source of sources) lists.get(source.bearerId)?.push(viewOf(source, today, names));
    for (const list of lists.values()) list.sort(byUrgency);
    return lists;
  }

  private async rulesOf(versionIds: readonly string[]): Promise<ReadonlyMap<string, MandateDocument>> {
    if (versionIds.length === 0) return new Map();
    const rows = await this.db.query<{ id: Buffer; rule: string }[]>(
      'SELECT id, rule FROM mandate_version WHERE id IN (?)',
      [[...new Set(versionIds)].map(toBin)],
    );
    return new Map(rows.map((row) => [fromBin(row.id), JSON.parse(row.rule) as MandateDocument]));
  }

  /** Credits never change: what counted at any time can still be named. */
  private async creditsById(counted: readonly Counted[]): Promise<ReadonlyMap<string, CreditRow>> {
    if (counted.length === 0) return new Map();
    const rows = await this.db.query<(CreditRow & { id: Buffer })[]>(
      'SELECT id, earned_on, title_ko, title_en, minutes, times, mode FROM credit WHERE id IN (?)',
      [[...new Set(counted.map(({ creditId }) => creditId))].map(toBin)],
    );
    return new Map(rows.map((row) => [fromBin(row.id), row]));
  }

  private async creditsOf(obligationIds: readonly Buffer[]): Promise<ReadonlyMap<string, CountedCreditView[]>> {
    const credits = new Map<string, CountedCreditView[]>();
    if (obligationIds.length === 0) return credits;
    const rows = await this.db.query<CreditRow[]>(
      `SELECT a.obligation_id, c.earned_on, c.title_ko, c.title_en, c.minutes, c.times, c.mode,
              a.minutes AS counted_minutes, a.times AS counted_times
       FROM allocation a JOIN credit c ON c.id = a.credit_id
       WHERE a.obligation_id IN (?) ORDER BY c.earned_on, c.id`,
      [obligationIds],
    );
    for (const row of rows) {
      const id = fromBin(row.obligation_id);
      const list = credits.get(id) ?? [];
      list.push(countedView(row, { minutes: row.counted_minutes, times: row.counted_times }));
      credits.set(id, list);
    }
    return credits;
  }
}

const SELECT = `SELECT o.id, o.bearer_id, o.bearer_kind, m.code, v.rule, o.cycle_key, o.cycle_from, o.cycle_to,
  o.state, o.opens_on, o.due_on, o.target_due_on, o.fulfilled_on, o.in_time, o.reporting_unit_id, o.result`;
const FROM = `FROM obligation o JOIN mandate m ON m.id = o.mandate_id
  JOIN mandate_version v ON v.id = o.mandate_version_id`;

function countedView(row: CreditRow, counted: Pick<Counted, 'minutes' | 'times'>): CountedCreditView {
  return {
    earnedOn: row.earned_on,
    title: text(row.title_ko, row.title_en),
    minutes: row.minutes,
    times: row.times,
    mode: row.mode,
    countedMinutes: counted.minutes,
    countedTimes: counted.times,
  };
}

/** The obligation as it was before what came later. */
function sourceThen(
  now: ViewSource,
  known: PreviousObligation,
  rules: ReadonlyMap<string, MandateDocument>,
  credits: ReadonlyMap<string, CreditRow>,
): ViewSource {
  return {
    ...now,
    ...known,
    rule: rules.get(known.versionId) ?? now.rule,
    cycle: { key: now.cycle.key, from: known.cycleFrom, to: known.cycleTo },
    credits: known.counted.flatMap((counted) => {
      const credit = credits.get(counted.creditId);
      return credit ? [countedView(credit, counted)] : [];
    }),
  };
}

function sourceOf(row: Row, credits: readonly CountedCreditView[]): ViewSource {
  return {
    id: fromBin(row.id),
    bearerId: fromBin(row.bearer_id),
    bearer: row.bearer_kind,
    code: row.code,
    rule: JSON.parse(row.rule) as MandateDocument,
    cycle: { key: row.cycle_key, from: row.cycle_from, to: row.cycle_to },
    state: row.state,
    opensOn: row.opens_on,
    dueOn: row.due_on,
    targetDueOn: row.target_due_on,
    fulfilledOn: row.fulfilled_on,
    inTime: row.in_time === null ? null : row.in_time === 1,
    reportingUnitId: row.reporting_unit_id === null ? null : fromBin(row.reporting_unit_id),
    result: JSON.parse(row.result) as ObligationResult,
    credits,
  };
}

function unitsOf({ reportingUnitId, result }: ViewSource): readonly string[] {
  return [...(reportingUnitId === null ? [] : [reportingUnitId]), ...unitsNamed(result)];
}

function byUrgency(a: ObligationView, b: ObligationView): number {
  const rank = ORDER.indexOf(a.state) - ORDER.indexOf(b.state);
  if (rank !== 0) return rank;
  const earlier = a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0;
  return (
    (a.state === 'open' || a.state === 'upcoming' ? earlier : -earlier) || (a.mandate.code < b.mandate.code ? -1 : 1)
  );
}
