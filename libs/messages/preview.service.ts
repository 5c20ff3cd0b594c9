import { type Actor, unitsWhere } from '#libs/actor';
import { CONFIG, type Config } from '#libs/config';
import { Database, toBin } from '#libs/database';
import { type Language, type Text, text } from '#libs/language';
import type { MandateDocument } from '#libs/mandates';
import { Clock, type LocalDate, addDays, daysBetween, localHourOf } from '#libs/time';
import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ESCALATE, FORGOTTEN_DAYS, leadDays } from './ladder.rules.js';
import { textOf } from './mail.content.js';
import { digestMail } from './mail.words.js';
import { type ComingDay, type ComingStep, type DueGroup, comingDays } from './preview.rules.js';
import { PLANNING_ENDS } from './quiet-days.js';
import { notOnLeave } from './recipients.queries.js';
import { ReminderPlanner } from './reminder-planner.js';

export interface PreviewStep {
  readonly mandate: { readonly code: string; readonly title: Text };
  readonly step: string;
  readonly dueOn: LocalDate;
  readonly people: number;
  /** How the mail reads for someone who owes nothing else. */
  readonly sample: { readonly subject: Text; readonly text: Text };
}

export interface PreviewDay {
  readonly on: LocalDate;
  /** Each gets one digest, however many duties stand in it. */
  readonly people: number;
  /** Units whose heads are asked for help. */
  readonly units: number;
  readonly steps: readonly PreviewStep[];
}

const DAYS = 30;

interface Version {
  readonly id: Buffer;
  readonly code: string;
  readonly title: Text;
}

type Coming = ComingStep<Version>;

/**
 * What will go out, if nobody does anything until then: an upper bound, by the rules of the plan. Whoever finishes in
 * the meantime gets nothing.
 */
@Injectable()
export class PreviewService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly planner: ReminderPlanner,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async list(actor: Actor): Promise<PreviewDay[]> {
    const roots = unitsWhere(actor, 'message:office').map(toBin);
    if (roots.length === 0) return [];
    // After the hours of planning nothing is added today.
    const today = this.clock.today();
    const from = localHourOf(this.clock.now(), this.clock.zone) < PLANNING_ENDS ? today : addDays(today, 1);
    return this.db.run(async (tx) => {
      const days: PreviewDay[] = [];
      for (const day of comingDays(await this.groups(tx, from), from, DAYS)) {
        const shown = await this.count(tx, day, roots);
        if (shown.people > 0 || shown.units > 0) days.push(shown);
      }
      return days;
    });
  }

  private async groups(tx: EntityManager, from: LocalDate): Promise<DueGroup<Version>[]> {
    const schedules = await this.planner.schedules(tx, from);
    if (schedules.length === 0) return [];
    const versions = new Map(schedules.map((each) => [each.versionId.toString('hex'), each.schedule]));
    const lead = Math.max(0, ...schedules.map(({ schedule }) => leadDays(schedule)));
    const rows = await tx.query<{ id: Buffer; due_on: LocalDate; code: string; rule: string }[]>(
      `SELECT d.mandate_version_id AS id, d.due_on, m.code, v.rule
       FROM (SELECT DISTINCT mandate_version_id, due_on FROM obligation
             WHERE state = 'open' AND bearer_kind = 'person' AND due_on > ? AND due_on <= ?) d
       JOIN mandate_version v ON v.id = d.mandate_version_id JOIN mandate m ON m.id = v.mandate_id`,
      [addDays(from, -FORGOTTEN_DAYS), addDays(from, lead + DAYS)],
    );
    return rows.flatMap((row) => {
      const schedule = versions.get(row.id.toString('hex'));
      const { title } = JSON.parse(row.rule) as MandateDocument;
      return schedule ? [{ key: { id: row.id, code: row.code, title }, dueOn: row.due_on, schedule }] : [];
    });
  }

  private async count(tx: EntityManager, day: ComingDay<Version>, roots: readonly Buffer[]): Promise<PreviewDay> {
    const steps: PreviewStep[] = [];
    for (const coming of day.steps) {
      const people = await this.distinct(tx, 'o.bearer_id', [where(coming)], day.on, roots);
      if (people > 0) steps.push(this.shown(coming, people, day.on));
    }
    const [only] = steps;
    const people =
      steps.length > 1
        ? await this.distinct(tx, 'o.bearer_id', day.steps.map(where), day.on, roots)
        : (only?.people ?? 0);
    const escalated = day.escalated.map((group) => where({ group, step: ESCALATE, earlier: [] }));
    const units = escalated.length > 0 ? await this.distinct(tx, 'o.reporting_unit_id', escalated, day.on, roots) : 0;
    return { on: day.on, people, units, steps };
  }

  private async distinct(
    tx: EntityManager,
    what: 'o.bearer_id' | 'o.reporting_unit_id',
    conditions: readonly Condition[],
    on: LocalDate,
    roots: readonly Buffer[],
  ): Promise<number> {
    const [row] = await tx.query<{ n: number | string }[]>(
      `SELECT COUNT(DISTINCT ${what}) AS n FROM obligation o
       WHERE o.state = 'open' AND o.bearer_kind = 'person' AND (${conditions.map(({ sql }) => sql).join(' OR ')})
         AND EXISTS (SELECT 1 FROM org_unit_closure c WHERE c.descendant_id = o.reporting_unit_id AND c.ancestor_id IN (?))
         AND ${notOnLeave('o.bearer_id')}`,
      [...conditions.flatMap(({ values }) => values), roots, on, on],
    );
    return Number(row?.n ?? 0);
  }

  private shown({ group, step }: Coming, people: number, on: LocalDate): PreviewStep {
    const duty = {
      title: group.key.title,
      dueOn: group.dueOn,
      daysLeft: daysBetween(on, group.dueOn),
      missing: text('(그 사람에게 남은 것이 여기에 적힙니다)', '(what this person still has to do stands here)'),
    };
    const written = (language: Language) =>
      digestMail(
        { language, name: language === 'ko' ? '(이름)' : '(name)', duties: [duty], help: [], copied: false },
        { name: text('(보내는 기관)', '(the sender)'), contact: text('(연락처)', '(how to reach them)') },
        this.config.MADANG_ORIGIN,
      );
    const [ko, en] = [written('ko'), written('en')];
    return {
      mandate: { code: group.key.code, title: group.key.title },
      step,
      dueOn: group.dueOn,
      people,
      sample: { subject: text(ko.subject, en.subject), text: text(textOf(ko), textOf(en)) },
    };
  }
}

interface Condition {
  readonly sql: string;
  readonly values: readonly unknown[];
}

/** Those of the group for whom the step is still to come, within the budget. */
function where({ group, step, earlier }: Coming): Condition {
  const sql = `o.due_on = ? AND o.mandate_version_id = ?
    AND NOT EXISTS (SELECT 1 FROM reminder_step s WHERE s.obligation_id = o.id AND s.step = ?)`;
  const values = [group.dueOn, group.key.id, step];
  if (step === ESCALATE) return { sql: `(${sql})`, values };
  return {
    sql: `(${sql} AND (SELECT COUNT(*) FROM reminder_step s
      WHERE s.obligation_id = o.id AND s.step NOT IN (?)) < ?)`,
    values: [...values, [ESCALATE, ...earlier], Math.max(0, group.schedule.perCycle - earlier.length)],
  };
}
