import { CourseQueries } from '#libs/courses';
import { Database, fromBin, toBin } from '#libs/database';
import { text } from '#libs/language';
import { UnitService } from '#libs/people';
import { Clock, type LocalDate } from '#libs/time';
import { Injectable } from '@nestjs/common';
import { EvaluationService } from './evaluation.service.js';
import {
  type BearerKind,
  type ObligationResult,
  type ObligationState,
  coursesNamed,
  unitsNamed,
} from './evaluation.types.js';
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
  ) {}

  async listOf(personId: string): Promise<ObligationList> {
    const lists = await this.list('person', [personId]);
    return { today: this.clock.today(), obligations: lists.get(personId) ?? [] };
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
    const rows = await this.db.query<Row[]>(
      `SELECT o.id, o.bearer_id, o.bearer_kind, m.code, v.rule, o.cycle_key, o.cycle_from, o.cycle_to, o.state,
              o.opens_on, o.due_on, o.target_due_on, o.fulfilled_on, o.in_time, o.reporting_unit_id, o.result
       FROM obligation o JOIN mandate m ON m.id = o.mandate_id JOIN mandate_version v ON v.id = o.mandate_version_id
       WHERE o.bearer_id IN (?) AND o.bearer_kind = ?`,
      [bearerIds.map(toBin), kind],
    );
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
      list.push({
        earnedOn: row.earned_on,
        title: text(row.title_ko, row.title_en),
        minutes: row.minutes,
        times: row.times,
        mode: row.mode,
        countedMinutes: row.counted_minutes,
        countedTimes: row.counted_times,
      });
      credits.set(id, list);
    }
    return credits;
  }
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
