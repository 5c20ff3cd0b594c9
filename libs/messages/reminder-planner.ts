import { Database, fromBin, insertRows, newId, toBin } from '#libs/database';
import { Outbox } from '#libs/jobs';
import { Clock, type LocalDate } from '#libs/time';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ESCALATE, type ReminderSchedule, type Rung, escalationOn, rungsOn } from './ladder.rules.js';
import type { MessageKind } from './message.entity.js';
import { isPlanningTime } from './quiet-days.js';

/** Obligations in one transaction: bounds both memory and how long its locks are held. */
const BATCH = 1_000;

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
  ) {}

  /** Does nothing outside the morning of a working day. @returns how many obligations got their step */
  async plan(): Promise<number> {
    if (!isPlanningTime(this.clock.now(), this.clock.zone)) return 0;
    const today = this.clock.today();
    let planned = 0;
    for (const { id, schedule } of await this.schedules()) {
      for (const rung of rungsOn(schedule, today)) planned += await this.planRung(id, rung, schedule, today);
      const escalation = escalationOn(schedule, today);
      if (escalation) planned += await this.planRung(id, escalation, schedule, today);
    }
    return planned;
  }

  private async schedules(): Promise<{ id: Buffer; schedule: ReminderSchedule }[]> {
    const rows = await this.db.query<{ id: Buffer; rule: string }[]>(
      `SELECT v.id, v.rule FROM mandate_version v JOIN mandate m ON m.id = v.mandate_id
       WHERE v.state IN ('in-force', 'ended') AND m.bearer_kind = 'person'`,
    );
    return rows.flatMap(({ id, rule }) => {
      const { reminders } = JSON.parse(rule) as { reminders?: ReminderSchedule };
      return reminders ? [{ id, schedule: reminders }] : [];
    });
  }

  /** Day by day of the due dates, then by id: each batch is a range of one index, however many are due on a day. */
  private async planRung(versionId: Buffer, rung: Rung, schedule: ReminderSchedule, today: LocalDate): Promise<number> {
    const days = await this.db.query<{ due_on: LocalDate }[]>(
      `SELECT DISTINCT due_on FROM obligation WHERE state = 'open' AND due_on > ? AND due_on <= ? ORDER BY due_on`,
      [rung.dueAfter, rung.dueUntil],
    );
    let planned = 0;
    for (const { due_on: dueOn } of days) {
      let after: Buffer = Buffer.alloc(16);
      for (;;) {
        const last = await this.db.run(async (tx) => {
          const candidates = await this.candidates(tx, versionId, rung.step, dueOn, after, schedule, today);
          if (candidates.length > 0) {
            const recipients = rung.step === ESCALATE ? await this.heads(tx, candidates, today) : bearers(candidates);
            planned += await this.assign(tx, recipients, rung.step, today);
          }
          return candidates.length < BATCH ? null : (candidates.at(-1)?.id ?? null);
        });
        if (last === null) break;
        after = last;
      }
    }
    return planned;
  }

  private candidates(
    tx: EntityManager,
    versionId: Buffer,
    step: string,
    dueOn: LocalDate,
    after: Buffer,
    schedule: ReminderSchedule,
    today: LocalDate,
  ): Promise<Candidate[]> {
    return tx.query<Candidate[]>(
      `SELECT o.id, o.bearer_id, o.reporting_unit_id FROM obligation o
       WHERE o.state = 'open' AND o.due_on = ? AND o.id > ? AND o.mandate_version_id = ? AND o.bearer_kind = 'person'
         AND NOT EXISTS (SELECT 1 FROM reminder_step s WHERE s.obligation_id = o.id AND s.step = ?)
         AND (SELECT COUNT(*) FROM reminder_step s WHERE s.obligation_id = o.id AND s.step <> '${ESCALATE}') < ?
         AND NOT EXISTS (SELECT 1 FROM \`leave\` l WHERE l.person_id = o.bearer_id AND l.superseded_at IS NULL
           AND l.valid_from <= ? AND (l.valid_to IS NULL OR l.valid_to >= ?))
       ORDER BY o.id LIMIT ?`,
      [
        dueOn,
        after,
        versionId,
        step,
        step === ESCALATE ? Number.MAX_SAFE_INTEGER : schedule.perCycle,
        today,
        today,
        BATCH,
      ],
    );
  }

  /**
   * The nearest head above each late person, never the person: a head who is late themself is a matter for the head one
   * level up. Where nobody heads a unit or any above it, the clerk's list is what remains.
   */
  private async heads(tx: EntityManager, candidates: readonly Candidate[], today: LocalDate): Promise<Recipients> {
    const units = new Map(
      candidates.flatMap(({ reporting_unit_id: unit }) => (unit ? [[unit.toString('hex'), unit]] : [])),
    );
    const recipients: Recipients = new Map();
    if (units.size === 0) return recipients;
    const rows = await tx.query<{ unit_id: Buffer; person_id: Buffer }[]>(
      `SELECT c.descendant_id AS unit_id, m.person_id FROM org_unit_closure c
       JOIN membership m ON m.unit_id = c.ancestor_id AND m.is_head = 1 AND m.superseded_at IS NULL
         AND m.valid_from <= ? AND (m.valid_to IS NULL OR m.valid_to >= ?)
       JOIN person p ON p.id = m.person_id AND p.alias_of IS NULL
       WHERE c.descendant_id IN (?) ORDER BY c.descendant_id, c.depth, m.id`,
      [today, today, [...units.values()]],
    );
    const headsOf = new Map<string, Buffer[]>();
    for (const row of rows) {
      const unit = row.unit_id.toString('hex');
      headsOf.set(unit, [...(headsOf.get(unit) ?? []), row.person_id]);
    }
    for (const { id, bearer_id: bearer, reporting_unit_id: unit } of candidates) {
      const head = unit && headsOf.get(unit.toString('hex'))?.find((person) => !person.equals(bearer));
      if (head) append(recipients, fromBin(head), id);
    }
    return recipients;
  }

  /** Gives each recipient their one message of the day, and the message its steps. */
  private async assign(tx: EntityManager, recipients: Recipients, step: string, today: LocalDate): Promise<number> {
    if (recipients.size === 0) return 0;
    const people = [...recipients.keys()].map(toBin);
    const kind: MessageKind = step === ESCALATE ? 'escalation' : 'reminder';
    const reachable = await this.withAddress(tx, people);
    const made = new Map(people.map((person) => [person.toString('hex'), newId()]));
    const now = this.clock.now();
    await insertRows(
      tx,
      'message',
      [
        'id',
        'person_id',
        'kind',
        'channel',
        'digest_key',
        'state',
        'skip_reason',
        'planned_for',
        'planned_at',
        'tries',
      ],
      people.map((person) => {
        const hex = person.toString('hex');
        const mail = reachable.has(hex);
        // On paper there is nothing to send: the row is what the clerk sees.
        const fate = mail ? ['planned', null] : ['skipped', 'no-address'];
        return [
          toBin(made.get(hex) ?? ''),
          person,
          kind,
          mail ? 'mail' : 'paper',
          digestKey(today),
          ...fate,
          today,
          now,
          0,
        ];
      }),
      'ON DUPLICATE KEY UPDATE person_id = VALUES(person_id)',
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
      if (message.channel === 'mail' && message.state !== 'planned') continue;
      if (fresh && message.channel === 'mail') toSend.push(fromBin(message.id));
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

  private async withAddress(tx: EntityManager, people: readonly Buffer[]): Promise<Set<string>> {
    const rows = await tx.query<{ person_id: Buffer }[]>(
      `SELECT person_id FROM person_identity WHERE person_id IN (?) AND email IS NOT NULL AND email <> ''`,
      [people],
    );
    return new Set(rows.map((row) => row.person_id.toString('hex')));
  }
}

/** One digest a person a day: the key is unique for the person. */
export function digestKey(day: LocalDate): string {
  return `day:${day}`;
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
