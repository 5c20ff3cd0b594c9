import { Database, fromBin, insertRows, newId, toBin } from '#libs/database';
import { Outbox } from '#libs/jobs';
import { Clock, type LocalDate, addDays } from '#libs/time';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ESCALATE, FORGOTTEN_DAYS, type ReminderSchedule, isEscalated, leadDays, stepOn } from './ladder.rules.js';
import type { MessageKind } from './message.entity.js';
import { TextChannel } from './text.channel.js';
import { isPlanningTime, isWeekStart } from './quiet-days.js';
import { channelsOf, headsOf, notOnLeave, pausedAuthorities } from './recipients.queries.js';

/** Obligations in one transaction: bounds both memory and how long its locks are held. */
const BATCH = 5_000;

export interface Schedule {
  readonly versionId: Buffer;
  readonly schedule: ReminderSchedule;
}

/** All that has the same step and budget on one due date: one walk along the index of due dates serves it. */
interface Walk {
  readonly dueOn: LocalDate;
  readonly step: string;
  /** So many reminders at most before this one; no bound where the head is asked. */
  readonly budget: number;
  readonly versions: Buffer[];
}

interface Candidate {
  readonly id: Buffer;
  readonly bearer_id: Buffer;
  readonly reporting_unit_id: Buffer | null;
}

/** One person with the obligations for which this is their next step. */
type Recipients = Map<string, Buffer[]>;

/**
 * Plans the day's digests from the ladders of all mandates: set-based, batch by batch, at most one message a person a
 * day. Stopped anywhere and run again it goes on where it was, since a step that has been taken is no candidate.
 */
@Injectable()
export class ReminderPlanner {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly outbox: Outbox,
    private readonly texts: TextChannel,
  ) {}

  /** Does nothing outside the morning of a working day. @returns how many obligations got their step */
  async plan(): Promise<number> {
    if (!isPlanningTime(this.clock.now(), this.clock.zone)) return 0;
    const today = this.clock.today();
    let planned = 0;
    for (const walk of await this.walks(today)) planned += await this.follow(walk, today);
    return planned;
  }

  /** The ladders in force, without those that the office has paused. */
  async schedules(tx: EntityManager, today: LocalDate): Promise<Schedule[]> {
    const paused = await pausedAuthorities(tx, today);
    const rows = await tx.query<{ id: Buffer; authority_id: Buffer; rule: string }[]>(
      `SELECT v.id, m.authority_id, v.rule FROM mandate_version v JOIN mandate m ON m.id = v.mandate_id
       WHERE v.state IN ('in-force', 'ended') AND m.bearer_kind = 'person'`,
    );
    return rows.flatMap(({ id, authority_id: authority, rule }) => {
      const { reminders } = JSON.parse(rule) as { reminders?: ReminderSchedule };
      return reminders && !paused.has(fromBin(authority)) ? [{ versionId: id, schedule: reminders }] : [];
    });
  }

  private async walks(today: LocalDate): Promise<Walk[]> {
    return this.db.run(async (tx) => {
      const schedules = await this.schedules(tx, today);
      const lead = Math.max(0, ...schedules.map(({ schedule }) => leadDays(schedule)));
      const days = await tx.query<{ due_on: LocalDate }[]>(
        `SELECT DISTINCT due_on FROM obligation WHERE state = 'open' AND due_on > ? AND due_on <= ? ORDER BY due_on`,
        [addDays(today, -FORGOTTEN_DAYS), addDays(today, lead)],
      );
      return days.flatMap(({ due_on: dueOn }) => walksOf(schedules, dueOn, today));
    });
  }

  /** By id along the index of due dates: each batch is a range of it, however many are due on the day. */
  private async follow(walk: Walk, today: LocalDate): Promise<number> {
    let planned = 0;
    let after: Buffer | null = Buffer.alloc(16);
    while (after !== null) {
      const from: Buffer = after;
      after = await this.db.run(async (tx) => {
        const candidates = await this.candidates(tx, walk, from, today);
        if (candidates.length > 0) {
          const recipients = walk.step === ESCALATE ? await this.heads(tx, candidates, today) : bearers(candidates);
          planned += await this.assign(tx, recipients, walk.step, today);
        }
        return candidates.length < BATCH ? null : (candidates.at(-1)?.id ?? null);
      });
    }
    return planned;
  }

  private candidates(tx: EntityManager, walk: Walk, after: Buffer, today: LocalDate): Promise<Candidate[]> {
    return tx.query<Candidate[]>(
      `SELECT o.id, o.bearer_id, o.reporting_unit_id FROM obligation o FORCE INDEX (ix_obligation_due)
       WHERE o.state = 'open' AND o.due_on = ? AND o.id > ? AND o.mandate_version_id IN (?) AND o.bearer_kind = 'person'
         AND NOT EXISTS (SELECT 1 FROM reminder_step s WHERE s.obligation_id = o.id AND s.step = ?)
         AND (SELECT COUNT(*) FROM reminder_step s WHERE s.obligation_id = o.id AND s.step <> '${ESCALATE}') < ?
         AND ${notOnLeave('o.bearer_id')}
       ORDER BY o.id LIMIT ?`,
      [walk.dueOn, after, walk.versions, walk.step, walk.budget, today, today, BATCH],
    );
  }

  /**
   * The nearest head of each late person. A head who is late gets it themself; the mail then goes in copy to the head
   * one level up. Where nobody heads a unit or any above it, the clerk's list is what remains.
   */
  private async heads(tx: EntityManager, candidates: readonly Candidate[], today: LocalDate): Promise<Recipients> {
    const units = new Map(
      candidates.flatMap(({ reporting_unit_id: unit }) => (unit ? [[unit.toString('hex'), unit]] : [])),
    );
    const heads = await headsOf(tx, [...units.values()], today);
    const recipients: Recipients = new Map();
    for (const { id, reporting_unit_id: unit } of candidates) {
      const [head] = (unit && heads.get(unit.toString('hex'))) ?? [];
      if (head) append(recipients, fromBin(head), id);
    }
    return recipients;
  }

  /** Gives each recipient their one message of the day, and the message its steps. */
  private async assign(tx: EntityManager, recipients: Recipients, step: string, today: LocalDate): Promise<number> {
    if (recipients.size === 0) return 0;
    const people = [...recipients.keys()].map(toBin);
    const kind: MessageKind = step === ESCALATE ? 'escalation' : 'reminder';
    const channels = await channelsOf(tx, people, this.texts.open);
    const made = new Map(people.map((person) => [person.toString('hex'), newId()]));
    const now = this.clock.now();
    await insertRows(
      tx,
      'message',
      // prettier-ignore
      ['id', 'person_id', 'kind', 'channel', 'digest_key', 'state', 'skip_reason', 'planned_for', 'planned_at', 'tries'],
      people.map((person) => {
        const hex = person.toString('hex');
        const channel = channels.get(hex) ?? 'paper';
        // On paper there is nothing to send: the row is what the clerk sees.
        const fate = channel === 'paper' ? ['skipped', 'no-address'] : ['planned', null];
        return [toBin(made.get(hex) ?? ''), person, kind, channel, digestKey(today), ...fate, today, now, 0];
      }),
      // A head who has a digest of their own today finds both in it.
      `ON DUPLICATE KEY UPDATE kind = IF(VALUES(kind) = 'escalation' AND state <> 'sent', 'escalation', kind)`,
    );
    const messages = await tx.query<{ id: Buffer; person_id: Buffer; channel: string; state: string }[]>(
      'SELECT id, person_id, channel, state FROM message WHERE digest_key = ? AND person_id IN (?)',
      [digestKey(today), people],
    );
    const steps: unknown[][] = [];
    const toSend: string[] = [];
    for (const message of messages) {
      const personId = fromBin(message.person_id);
      const fresh = made.get(message.person_id.toString('hex')) === fromBin(message.id);
      // Today's mail has gone already: the step waits for tomorrow, since it was not in that mail.
      if (message.channel !== 'paper' && message.state !== 'planned') continue;
      if (fresh && message.channel !== 'paper') toSend.push(fromBin(message.id));
      for (const obligation of recipients.get(personId) ?? []) steps.push([obligation, step, message.id]);
    }
    await insertRows(
      tx,
      'reminder_step',
      ['obligation_id', 'step', 'message_id'],
      steps,
      'ON DUPLICATE KEY UPDATE step = VALUES(step)',
    );
    await this.outbox.requestMany(
      'message.deliver',
      toSend.map((messageId) => ({ messageId })),
    );
    return steps.length;
  }
}

/** One digest a person a day: the key is unique for the person. */
export function digestKey(day: LocalDate): string {
  return `day:${day}`;
}

function walksOf(schedules: readonly Schedule[], dueOn: LocalDate, today: LocalDate): Walk[] {
  const walks = new Map<string, Walk>();
  const add = (step: string, budget: number, version: Buffer): void => {
    const key = `${step} ${String(budget)}`;
    const walk = walks.get(key);
    if (walk) walk.versions.push(version);
    else walks.set(key, { dueOn, step, budget, versions: [version] });
  };
  for (const { versionId, schedule } of schedules) {
    const step = stepOn(schedule, dueOn, today);
    if (step !== null) add(step, schedule.perCycle, versionId);
    if (isWeekStart(today) && isEscalated(schedule, dueOn, today)) add(ESCALATE, Number.MAX_SAFE_INTEGER, versionId);
  }
  return [...walks.values()];
}

function bearers(candidates: readonly Candidate[]): Recipients {
  const recipients: Recipients = new Map();
  for (const { id, bearer_id: bearer } of candidates) append(recipients, fromBin(bearer), id);
  return recipients;
}

function append(recipients: Recipients, personId: string, obligation: Buffer): void {
  const known = recipients.get(personId);
  if (known) known.push(obligation);
  else recipients.set(personId, [obligation]);
}
