import { AccessService } from '#libs/access';
import { type Actor, unitsWhere } from '#libs/actor';
import { Audit } from '#libs/audit';
import { CONFIG, type Config } from '#libs/config';
import { Database, fromBin, toBin } from '#libs/database';
import { NotFound } from '#libs/errors';
import type { Text } from '#libs/language';
import { type MandateDocument, type ObligationResult, missingText } from '#libs/mandates';
import { UnitService } from '#libs/people';
import { Clock, type LocalDate } from '#libs/time';
import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { pasteText } from './mail.words.js';
import type { MessageChannel, MessageKind, MessageState, SkipReason } from './message.entity.js';

export interface MessageItem {
  readonly id: string;
  readonly kind: MessageKind;
  readonly channel: MessageChannel;
  readonly state: MessageState;
  readonly skipReason: SkipReason | null;
  readonly person: { readonly id: string; readonly name: string };
  readonly plannedFor: LocalDate;
  readonly sentAt: Date | null;
  readonly tries: number;
  /** Code of what went wrong. */
  readonly error: string | null;
  readonly subject: string | null;
  readonly copyTo: string | null;
  /** True when a worker died around its sending: it may have arrived twice. */
  readonly doubtful: boolean;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

/** A text for a messenger, and the list to print: whoever has no e-mail is told by someone. */
export interface Paste {
  readonly text: Text;
  readonly people: readonly {
    readonly name: string;
    readonly unit: Text;
    readonly missing: Text;
    readonly mail: boolean;
  }[];
}

const PAGE = 50;
/** What one can print and hand round; a larger unit does it by its parts. */
const PRINTABLE = 1_000;

/** What the office and the clerks see of messages. */
@Injectable()
export class MessageService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly access: AccessService,
    private readonly units: UnitService,
    private readonly audit: Audit,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Messages to people who are now in the actor's scope, the newest first. */
  async list(actor: Actor, cursor: string | null, state: MessageState | null = null): Promise<Page<MessageItem>> {
    const roots = unitsWhere(actor, 'message:office');
    const before = cursor === null ? null : readCursor(cursor);
    const today = this.clock.today();
    return this.db.run(async (tx) => {
      const rows = await tx.query<MessageRow[]>(
        `SELECT m.id, m.kind, m.channel, m.state, m.skip_reason, m.person_id, i.name, m.planned_for, m.planned_at, m.sent_at,
           m.tries, m.error, m.subject, k.name AS copy_name, m.doubted_at
         FROM message m LEFT JOIN person_identity i ON i.person_id = m.person_id
           LEFT JOIN person_identity k ON k.person_id = m.copy_to
         WHERE ${before ? '(m.planned_at, m.id) < (?, ?) AND' : ''} ${state ? 'm.state = ? AND' : ''} EXISTS (
           SELECT 1 FROM membership b JOIN org_unit_closure c ON c.descendant_id = b.unit_id AND c.ancestor_id IN (?)
           WHERE b.person_id = m.person_id AND b.superseded_at IS NULL
             AND b.valid_from <= ? AND (b.valid_to IS NULL OR b.valid_to >= ?))
         ORDER BY m.planned_at DESC, m.id DESC LIMIT ?`,
        [
          ...(before ?? []),
          ...(state ? [state] : []),
          roots.length > 0 ? roots.map(toBin) : [Buffer.alloc(16)],
          today,
          today,
          PAGE + 1,
        ],
      );
      await this.audit.record(actor, {
        action: 'message.list',
        subjectKind: 'message',
        subjectId: null,
        unitId: roots[0] ?? null,
      });
      const page = rows.slice(0, PAGE);
      return { items: page.map(itemOf), nextCursor: rows.length > PAGE ? cursorOf(page.at(-1)) : null };
    });
  }

  /**
   * Who in the unit and below is not done, with what is missing, and a text that says so to all without naming anyone.
   * @param mandate the mandate's code @param cycle the cycle's key
   * @throws {NotFound} outside the actor's scope, or for a mandate without obligations there
   */
  async paste(actor: Actor, unitId: string, mandate: string, cycle: string): Promise<Paste> {
    await this.access.requireUnit(actor, 'message:read', unitId);
    const unit = (await this.units.unitsById([unitId])).get(unitId);
    if (!unit) throw new NotFound();
    return this.db.run(async (tx) => {
      const rows = await tx.query<OpenRow[]>(
        `SELECT i.name, i.email, o.reporting_unit_id, o.due_on, o.result, v.rule
         FROM obligation o
         JOIN mandate d ON d.id = o.mandate_id AND d.code = ?
         JOIN mandate_version v ON v.id = o.mandate_version_id
         JOIN org_unit_closure c ON c.descendant_id = o.reporting_unit_id AND c.ancestor_id = ?
         JOIN org_unit u ON u.id = o.reporting_unit_id AND u.authority_id = ?
         JOIN person_identity i ON i.person_id = o.bearer_id
         WHERE o.cycle_key = ? AND o.state = 'open' AND o.bearer_kind = 'person'
         ORDER BY i.name, o.id LIMIT ?`,
        [mandate, toBin(unitId), toBin(unit.authorityId), cycle, PRINTABLE],
      );
      await this.audit.record(actor, {
        action: 'message.paste',
        subjectKind: 'unit',
        subjectId: unitId,
        unitId,
        detail: { mandate, cycle },
      });
      const [first] = rows;
      const { title, dueOn } = first
        ? { title: (JSON.parse(first.rule) as MandateDocument).title, dueOn: first.due_on }
        : await this.mandateOf(tx, mandate, cycle);
      const units = await this.units.unitsById([...new Set(rows.map((row) => fromBin(row.reporting_unit_id)))]);
      return {
        text: pasteText(unit.name, title, dueOn, dueOn < this.clock.today(), this.config.MADANG_ORIGIN),
        people: rows.map((row) => ({
          name: row.name ?? '',
          unit: units.get(fromBin(row.reporting_unit_id))?.name ?? unit.name,
          missing: missingOf(row),
          mail: row.email !== null && row.email !== '',
        })),
      };
    });
  }

  private async mandateOf(
    tx: EntityManager,
    mandate: string,
    cycle: string,
  ): Promise<{ title: Text; dueOn: LocalDate }> {
    const [row] = await tx.query<{ rule: string; due_on: LocalDate }[]>(
      `SELECT v.rule, o.due_on FROM obligation o JOIN mandate d ON d.id = o.mandate_id AND d.code = ?
       JOIN mandate_version v ON v.id = o.mandate_version_id WHERE o.cycle_key = ? LIMIT 1`,
      [mandate, cycle],
    );
    if (!row) throw new NotFound();
    return { title: (JSON.parse(row.rule) as MandateDocument).title, dueOn: row.due_on };
  }
}

interface OpenRow {
  name: string | null;
  email: string | null;
  reporting_unit_id: Buffer;
  due_on: LocalDate;
  result: string;
  rule: string;
}

function missingOf(row: OpenRow): Text {
  const { minutesPerHour } = JSON.parse(row.rule) as MandateDocument;
  return missingText('open', JSON.parse(row.result) as ObligationResult, {
    bearer: 'person',
    minutesPerHour,
    unitName: () => undefined,
    courseTitle: () => undefined,
  });
}

interface MessageRow {
  id: Buffer;
  kind: MessageKind;
  channel: MessageChannel;
  state: MessageState;
  skip_reason: SkipReason | null;
  person_id: Buffer;
  name: string | null;
  planned_for: LocalDate;
  planned_at: Date;
  sent_at: Date | null;
  tries: number;
  error: string | null;
  subject: string | null;
  copy_name: string | null;
  doubted_at: Date | null;
}

function itemOf(row: MessageRow): MessageItem {
  return {
    id: fromBin(row.id),
    kind: row.kind,
    channel: row.channel,
    state: row.state,
    skipReason: row.skip_reason,
    person: { id: fromBin(row.person_id), name: row.name ?? '' },
    plannedFor: row.planned_for,
    sentAt: row.sent_at,
    tries: row.tries,
    error: row.error,
    subject: row.subject,
    copyTo: row.copy_name,
    doubtful: row.doubted_at !== null,
  };
}

function cursorOf(row: MessageRow | undefined): string | null {
  return row ? `${String(row.planned_at.getTime())}.${fromBin(row.id)}` : null;
}

/** A cursor that nobody handed out begins at the start. */
function readCursor(cursor: string): [Date, Buffer] | null {
  const [time = '', id = ''] = cursor.split('.');
  return /^\d{1,15}$/.test(time) && /^[0-9a-f-]{36}$/.test(id) ? [new Date(Number(time)), toBin(id)] : null;
}
