import { AccessService } from '#libs/access';
import type { Actor } from '#libs/actor';
import { Audit } from '#libs/audit';
import { Database, fromBin, toBin } from '#libs/database';
import { NotFound } from '#libs/errors';
import { type Text, text } from '#libs/language';
import { EXEMPTION_GROUNDS, type MandateDocument, type Method, type Mode } from '#libs/mandates';
import { PeopleService, type Unit, UnitService } from '#libs/people';
import { Clock, type LocalDate } from '#libs/time';
import { Injectable } from '@nestjs/common';
import type { ProofView } from './proof.rules.js';
import { type RequestKind, type RequestState, longestExemption } from './request.rules.js';

export interface OutsideView {
  readonly title: string;
  readonly issuer: { readonly code: string | null; readonly name: string };
  /** Whether the duty's rule trusts the issuer; null where the rule names none. */
  readonly trusted: boolean | null;
  readonly minutes: number;
  readonly times: number;
  readonly mode: Mode;
  readonly method: Method;
  readonly topics: readonly string[];
  readonly earnedOn: LocalDate;
  readonly acceptedMinutes: number | null;
  readonly acceptedTimes: number | null;
  readonly proof: ProofView;
}

interface Named {
  readonly id: string;
  readonly name: string;
}

export interface Ground {
  readonly code: string;
  readonly title: Text;
}

/** A request as the person and those who may decide read it. */
export interface RequestView {
  readonly id: string;
  readonly kind: RequestKind;
  readonly state: RequestState;
  readonly person: Named;
  readonly unit: Unit;
  readonly obligationId: string;
  readonly mandate: { readonly code: string; readonly title: Text };
  readonly cycle: string;
  readonly dueOn: LocalDate;
  readonly ground: Ground | null;
  readonly reason: string | null;
  readonly wantedFrom: LocalDate | null;
  readonly wantedTo: LocalDate | null;
  readonly replyBy: LocalDate;
  /** Still open after the day the answer was promised for. */
  readonly late: boolean;
  readonly askedAt: Date;
  readonly askedBy: Named;
  readonly assignee: Named | null;
  readonly decidedAt: Date | null;
  readonly decidedBy: Named | null;
  readonly answer: string | null;
  readonly grantedFrom: LocalDate | null;
  readonly grantedTo: LocalDate | null;
  readonly outside: OutsideView | null;
}

/** What may be asked about a duty: what a form needs to offer. */
export interface RequestOptions {
  readonly obligationId: string;
  readonly exemption: { readonly grounds: readonly Ground[]; readonly maxDays: number } | null;
  readonly trustedIssuers: readonly string[];
}

export interface RequestPage {
  readonly items: readonly RequestView[];
  readonly nextCursor: string | null;
  readonly total: number;
}

interface Row {
  id: Buffer;
  kind: RequestKind;
  state: RequestState;
  person_id: Buffer;
  unit_id: Buffer;
  obligation_id: Buffer;
  code: string;
  rule: string;
  cycle_key: string;
  due_on: string;
  ground: string | null;
  reason: string | null;
  wanted_from: string | null;
  wanted_to: string | null;
  reply_by: string;
  asked_at: Date;
  asked_by: Buffer;
  assignee_id: Buffer | null;
  decided_at: Date | null;
  decided_by: Buffer | null;
  answer: string | null;
  granted_from: string | null;
  granted_to: string | null;
  title: string | null;
  issuer_code: string | null;
  issuer_name: string;
  minutes: number;
  times: number;
  mode: Mode;
  method: Method;
  topics: string;
  earned_on: string;
  accepted_minutes: number | null;
  accepted_times: number | null;
  proof_id: Buffer;
  proof_name: string;
  media_type: string;
  size: number;
}

const SELECT = `SELECT r.id, r.kind, r.state, r.person_id, r.unit_id, r.obligation_id, m.code, v.rule, o.cycle_key,
    o.due_on, r.ground, r.reason, r.wanted_from, r.wanted_to, r.reply_by, r.asked_at, r.asked_by, r.assignee_id,
    r.decided_at, r.decided_by, r.answer, r.granted_from, r.granted_to, l.title, l.issuer_code, l.issuer_name,
    l.minutes, l.times, l.mode, l.method, l.topics, l.earned_on, l.accepted_minutes, l.accepted_times, l.proof_id,
    p.name AS proof_name, p.media_type, p.size
  FROM duty_request r
  JOIN obligation o ON o.id = r.obligation_id
  JOIN mandate m ON m.id = o.mandate_id JOIN mandate_version v ON v.id = o.mandate_version_id
  LEFT JOIN outside_learning l ON l.request_id = r.id LEFT JOIN proof_file p ON p.id = l.proof_id`;

/** Requests as they are read. The reason never leaves the circle of the person and those who may decide. */
@Injectable()
export class RequestQueries {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly access: AccessService,
    private readonly people: PeopleService,
    private readonly units: UnitService,
  ) {}

  /** The signed-in person's own, newest first, and what may be asked about each of their duties. */
  async listMine(actor: Actor): Promise<{ items: readonly RequestView[]; options: readonly RequestOptions[] }> {
    const personId = this.access.requirePerson(actor);
    const rows = await this.db.query<Row[]>(`${SELECT} WHERE r.person_id = ? ORDER BY r.id DESC LIMIT 200`, [
      toBin(personId),
    ]);
    const rules = await this.db.query<{ id: Buffer; rule: string }[]>(
      `SELECT o.id, v.rule FROM obligation o JOIN mandate_version v ON v.id = o.mandate_version_id
       WHERE o.bearer_id = ? AND o.bearer_kind = 'person' ORDER BY o.id`,
      [toBin(personId)],
    );
    return { items: await this.views(rows), options: rules.map(optionsOf) };
  }

  /** Open ones by reply date, or those decided, for whoever may decide them; every reading is on record. */
  async list(
    actor: Actor,
    query: { readonly state: 'open' | 'decided'; readonly cursor?: string | undefined; readonly limit: number },
  ): Promise<RequestPage> {
    const scope = await this.decidable(actor);
    const states = query.state === 'open' ? ['open'] : ['granted', 'reduced', 'refused', 'revoked'];
    const [count] = await this.db.query<{ n: string }[]>(
      `SELECT COUNT(*) AS n FROM duty_request r WHERE r.state IN (?) AND ${scope.sql}`,
      [states, ...scope.parameters],
    );
    const open = query.state === 'open';
    const cursor = query.cursor === undefined ? null : placeOf(query.cursor);
    const rows = await this.db.query<Row[]>(
      `${SELECT} WHERE r.state IN (?) AND ${scope.sql}
         ${cursor === null ? '' : open ? 'AND (r.reply_by, r.id) > (?, ?)' : 'AND r.id < ?'}
       ORDER BY ${open ? 'r.reply_by, r.id' : 'r.id DESC'} LIMIT ?`,
      [
        states,
        ...scope.parameters,
        ...(cursor === null ? [] : open ? [cursor.replyBy, toBin(cursor.id)] : [toBin(cursor.id)]),
        query.limit + 1,
      ],
    );
    const items = await this.views(rows.slice(0, query.limit));
    const last = items.at(-1);
    if (items.length > 0) {
      await this.audit.record(actor, {
        action: 'request.list',
        subjectKind: 'duty-request',
        subjectId: null,
        detail: { requests: items.map(({ id }) => id) },
      });
    }
    return {
      items,
      nextCursor: rows.length > query.limit && last ? `${last.replyBy}.${last.id}` : null,
      total: Number(count?.n ?? 0),
    };
  }

  /** One request, for the person or for whoever may decide it. @throws {NotFound} for everyone else */
  async get(actor: Actor, id: string): Promise<RequestView> {
    const [row] = await this.db.query<Row[]>(`${SELECT} WHERE r.id = ?`, [toBin(id)]);
    if (!row) throw new NotFound();
    const [view] = await this.views([row]);
    if (!view) throw new NotFound();
    if (view.person.id === actor.personId) return view;
    await this.requireDecider(actor, id);
    await this.audit.record(actor, {
      action: 'request.read',
      subjectKind: 'person',
      subjectId: view.person.id,
      unitId: view.unit.id,
      detail: { request: id },
    });
    return view;
  }

  /** @throws {NotFound} when the actor holds none of the roles that decide this request, or not where the person stands */
  async requireDecider(actor: Actor, id: string): Promise<void> {
    const scope = await this.decidable(actor);
    const rows = await this.db.query<unknown[]>(`SELECT 1 FROM duty_request r WHERE r.id = ? AND ${scope.sql}`, [
      toBin(id),
      ...scope.parameters,
    ]);
    if (rows.length === 0) throw new NotFound();
  }

  /** The condition on `duty_request r` of what the actor may decide. Held per role: not every clerk may exempt. */
  private async decidable(actor: Actor): Promise<{ sql: string; parameters: readonly unknown[] }> {
    if (actor.kind === 'system') return { sql: 'TRUE', parameters: [] };
    const roles = await this.access.rolesOf(this.access.requirePerson(actor));
    if (roles.length === 0) return { sql: 'FALSE', parameters: [] };
    const one = `(FIND_IN_SET(?, r.decider_roles) > 0 AND EXISTS (
      SELECT 1 FROM org_unit_closure c JOIN org_unit a ON a.id = c.ancestor_id
      JOIN org_unit u ON u.id = c.descendant_id AND u.authority_id = a.authority_id
      WHERE c.descendant_id = r.unit_id AND c.ancestor_id = ?))`;
    return {
      sql: `(${roles.map(() => one).join(' OR ')})`,
      parameters: roles.flatMap(({ role, unitId }) => [role, toBin(unitId)]),
    };
  }

  private async views(rows: readonly Row[]): Promise<readonly RequestView[]> {
    const persons = rows.flatMap((row) => [row.person_id, row.asked_by, row.assignee_id, row.decided_by]);
    const ids = [...new Set(persons.flatMap((id) => (id === null ? [] : [fromBin(id)])))];
    const names = await this.people.names(ids);
    const units = await this.units.unitsById([...new Set(rows.map((row) => fromBin(row.unit_id)))]);
    const named = (bin: Buffer): Named => ({ id: fromBin(bin), name: names.get(fromBin(bin))?.name ?? '' });
    const today = this.clock.today();
    return rows.flatMap((row) => {
      const unit = units.get(fromBin(row.unit_id));
      if (!unit) return [];
      const rule = JSON.parse(row.rule) as MandateDocument;
      return [
        {
          id: fromBin(row.id),
          kind: row.kind,
          state: row.state,
          person: named(row.person_id),
          unit,
          obligationId: fromBin(row.obligation_id),
          mandate: { code: row.code, title: rule.title },
          cycle: row.cycle_key,
          dueOn: row.due_on,
          ground: row.ground === null ? null : groundOf(row.ground),
          reason: row.reason,
          wantedFrom: row.wanted_from,
          wantedTo: row.wanted_to,
          replyBy: row.reply_by,
          late: row.state === 'open' && row.reply_by < today,
          askedAt: row.asked_at,
          askedBy: named(row.asked_by),
          assignee: row.assignee_id === null ? null : named(row.assignee_id),
          decidedAt: row.decided_at,
          decidedBy: row.decided_by === null ? null : named(row.decided_by),
          answer: row.answer,
          grantedFrom: row.granted_from,
          grantedTo: row.granted_to,
          outside: outsideOf(row, rule),
        },
      ];
    });
  }
}

function outsideOf(row: Row, rule: MandateDocument): OutsideView | null {
  if (row.title === null) return null;
  const trusted = row.issuer_code !== null && rule.trustedIssuers.includes(row.issuer_code);
  return {
    title: row.title,
    issuer: { code: row.issuer_code, name: row.issuer_name },
    trusted: rule.trustedIssuers.length === 0 ? null : trusted,
    minutes: row.minutes,
    times: row.times,
    mode: row.mode,
    method: row.method,
    topics: JSON.parse(row.topics) as string[],
    earnedOn: row.earned_on,
    acceptedMinutes: row.accepted_minutes,
    acceptedTimes: row.accepted_times,
    proof: { id: fromBin(row.proof_id), name: row.proof_name, mediaType: row.media_type, size: row.size },
  };
}

function optionsOf(row: { id: Buffer; rule: string }): RequestOptions {
  const { exemptions, trustedIssuers } = JSON.parse(row.rule) as MandateDocument;
  return {
    obligationId: fromBin(row.id),
    exemption:
      exemptions === undefined
        ? null
        : { grounds: exemptions.grounds.map(groundOf), maxDays: longestExemption(exemptions) },
    trustedIssuers,
  };
}

function groundOf(code: string): Ground {
  return { code, title: EXEMPTION_GROUNDS[code] ?? text(code, code) };
}

/** The place in a list that {@link RequestQueries.list} gave; the beginning for anything else. */
function placeOf(cursor: string): { replyBy: LocalDate; id: string } | null {
  const [, replyBy, id] = /^(\d{4}-\d{2}-\d{2})\.([0-9a-f-]{36})$/.exec(cursor) ?? [];
  return replyBy === undefined || id === undefined ? null : { replyBy, id };
}
