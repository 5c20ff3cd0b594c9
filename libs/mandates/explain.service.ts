import { Database, fromBin, toBin } from '#libs/database';
import { NotFound } from '#libs/errors';
import type { Text } from '#libs/language';
import { PeopleService } from '#libs/people';
import { Clock, type LocalDate, localDateOf } from '#libs/time';
import { Injectable } from '@nestjs/common';
import { type Stay, matchingStays } from './audience.rules.js';
import { loadPersons } from './bearer.queries.js';
import type { LeaveFact, ObligationState } from './evaluation.types.js';
import { HistoryService } from './history.service.js';
import { MandateUnknown } from './mandates.errors.js';
import { ObligationService } from './obligation.service.js';
import type { ObligationView } from './obligation.view.js';
import type { Condition, MandateDocument } from './rule.schema.js';

/** One line of a rule's audience, held against one stay. */
export interface MatchedLine {
  readonly line: Condition;
  readonly exception: boolean;
  readonly matches: boolean;
}

export interface ExplainedVersion {
  readonly number: number;
  readonly effectiveFrom: LocalDate;
  readonly effectiveTo: LocalDate | null;
  readonly rule: Pick<MandateDocument, 'title' | 'who' | 'cycle' | 'satisfiedBy' | 'mustInclude' | 'joiner' | 'leave'>;
  /** By stay: which lines of the audience it meets, and whether it is meant in the end. */
  readonly audience: readonly {
    readonly stay: Stay;
    readonly lines: readonly MatchedLine[];
    readonly meant: boolean;
  }[];
}

export interface ExplainedEvent {
  readonly at: Date;
  readonly kind: string;
  readonly state: ObligationState;
  readonly dueOn: LocalDate;
  readonly fulfilledOn: LocalDate | null;
  readonly cause: { readonly kind: string; readonly id?: string };
  /** Null where the product itself did it. */
  readonly actor: string | null;
}

/** The whole derivation of what one person owes by one mandate. */
export interface Explanation {
  readonly person: { readonly id: string; readonly name: string };
  readonly mandate: { readonly code: string; readonly title: Text };
  readonly asOf: Date;
  readonly today: LocalDate;
  readonly stays: readonly Stay[];
  readonly leaves: readonly LeaveFact[];
  readonly grants: readonly {
    readonly kind: string;
    readonly cycle: string | null;
    readonly ground: string;
    readonly from: LocalDate;
    readonly to: LocalDate;
  }[];
  readonly versions: readonly ExplainedVersion[];
  readonly duties: readonly { readonly duty: ObligationView; readonly events: readonly ExplainedEvent[] }[];
}

/** Prints nothing, decides nothing: gathers all that a judgement rests on, as it was known at a moment or is now. */
@Injectable()
export class ExplainService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly people: PeopleService,
    private readonly obligations: ObligationService,
    private readonly history: HistoryService,
  ) {}

  /** @throws {NotFound} {@link MandateUnknown} {@link AsOfAhead} {@link AsOfTooEarly} */
  async explain(personId: string, code: string, asOf?: string): Promise<Explanation> {
    const [mandate] = await this.db.query<{ id: Buffer }[]>('SELECT id FROM mandate WHERE code = ?', [code]);
    if (!mandate) throw new MandateUnknown();
    const persons = await this.db.query<unknown[]>('SELECT 1 FROM person WHERE id = ?', [toBin(personId)]);
    if (persons.length === 0) throw new NotFound();
    const moment = asOf === undefined ? null : await this.history.at(asOf);
    const instant = moment?.instant ?? this.clock.now();
    const list = await (moment === null
      ? this.obligations.listOf(personId)
      : this.obligations.listAt(personId, moment.instant.toISOString()));
    const [facts] = await loadPersons(this.db, [personId], instant);
    const stays = facts?.stays ?? [];
    const versions = await this.versions(mandate.id, instant, stays);
    const duties = list.obligations.filter((duty) => duty.mandate.code === code);
    const events = await this.events(
      duties.map(({ id }) => id),
      moment === null ? null : { upTo: moment.seal.toId, without: moment.late },
    );
    return {
      person: { id: personId, name: (await this.people.names([personId])).get(personId)?.name ?? '' },
      mandate: { code, title: versions.at(-1)?.rule.title ?? { ko: code, en: code } },
      asOf: instant,
      today: localDateOf(instant, this.clock.zone),
      stays,
      leaves: facts?.leaves ?? [],
      grants: await this.grants(personId, mandate.id, instant),
      versions,
      duties: duties.map((duty) => ({ duty, events: events.get(duty.id) ?? [] })),
    };
  }

  private async versions(mandate: Buffer, instant: Date, stays: readonly Stay[]): Promise<readonly ExplainedVersion[]> {
    const rows = await this.db.query<
      { number: number; effective_from: string; effective_to: string | null; rule: string }[]
    >(
      `SELECT number, effective_from, effective_to, rule FROM mandate_version
       WHERE mandate_id = ? AND state IN ('signed', 'in-force', 'ended') AND signed_at <= ? ORDER BY number`,
      [mandate, instant],
    );
    return rows.map((row) => {
      const rule = JSON.parse(row.rule) as MandateDocument;
      const { title, who, cycle, satisfiedBy, mustInclude, joiner, leave } = rule;
      return {
        number: row.number,
        effectiveFrom: row.effective_from,
        effectiveTo: row.effective_to,
        rule: { title, who, cycle, satisfiedBy, mustInclude, joiner, leave },
        audience: stays.map((stay) => ({
          stay,
          lines: [
            ...who.all.map((line) => ({ line, exception: false, matches: meets(line, stay) })),
            ...who.except.map((line) => ({ line, exception: true, matches: meets(line, stay) })),
          ],
          meant: matchingStays(who, [stay]).length > 0,
        })),
      };
    });
  }

  private async grants(personId: string, mandate: Buffer, instant: Date): Promise<Explanation['grants']> {
    const rows = await this.db.query<
      { kind: string; cycle_key: string | null; ground: string; valid_from: string; valid_to: string }[]
    >(
      `SELECT kind, cycle_key, ground, valid_from, valid_to FROM exemption
       WHERE person_id = ? AND mandate_id = ? AND granted_at <= ? AND (revoked_at IS NULL OR revoked_at > ?)
       ORDER BY valid_from, id`,
      [toBin(personId), mandate, instant, instant],
    );
    return rows.map((row) => ({
      kind: row.kind,
      cycle: row.cycle_key,
      ground: row.ground,
      from: row.valid_from,
      to: row.valid_to,
    }));
  }

  private async events(
    obligationIds: readonly string[],
    known: { readonly upTo: number; readonly without: readonly number[] } | null,
  ): Promise<ReadonlyMap<string, readonly ExplainedEvent[]>> {
    if (obligationIds.length === 0) return new Map();
    const rows = await this.db.query<
      {
        id: number | string;
        obligation_id: Buffer;
        at: Date;
        kind: string;
        state: ObligationState;
        due_on: string;
        fulfilled_on: string | null;
        cause: string;
        actor_id: Buffer | null;
      }[]
    >(
      `SELECT id, obligation_id, at, kind, state, due_on, fulfilled_on, cause, actor_id FROM obligation_event
       WHERE obligation_id IN (?) ORDER BY obligation_id, id`,
      [obligationIds.map(toBin)],
    );
    const actors = rows.flatMap(({ actor_id }) => (actor_id === null ? [] : [fromBin(actor_id)]));
    const names = await this.people.names([...new Set(actors)]);
    const events = new Map<string, ExplainedEvent[]>();
    for (const row of rows) {
      if (known !== null && (Number(row.id) > known.upTo || known.without.includes(Number(row.id)))) continue;
      const id = fromBin(row.obligation_id);
      const list = events.get(id) ?? [];
      list.push({
        at: row.at,
        kind: row.kind,
        state: row.state,
        dueOn: row.due_on,
        fulfilledOn: row.fulfilled_on,
        cause: JSON.parse(row.cause) as ExplainedEvent['cause'],
        actor: row.actor_id === null ? null : (names.get(fromBin(row.actor_id))?.name ?? ''),
      });
      events.set(id, list);
    }
    return events;
  }
}

function meets(line: Condition, stay: Stay): boolean {
  return matchingStays({ all: [line], except: [], tenureDays: 0 }, [stay]).length > 0;
}
