import { type Actor, systemActor } from '#libs/actor';
import { Audit } from '#libs/audit';
import { Database, fromBin, insertRows, newId, toBin } from '#libs/database';
import type { Text } from '#libs/language';
import { Clock, type LocalDate } from '#libs/time';
import { Injectable } from '@nestjs/common';
import type { CreditSourceKind } from './credit.entity.js';
import { EvaluationService } from './evaluation.service.js';
import type { BearerKind, ObligationState } from './evaluation.types.js';
import { CreditUnknown } from './mandates.errors.js';
import type { Basis, Evidence, MandateDocument, Method, Mode } from './rule.schema.js';

export interface NewCredit {
  readonly bearer: { readonly kind: BearerKind; readonly id: string };
  /** What it was earned by; one credit a source and bearer, however often it is granted. */
  readonly source: { readonly kind: Exclude<CreditSourceKind, 'reversal'>; readonly id: string };
  readonly minutes: number;
  /** 회: one for a completion or an attended session. */
  readonly times: number;
  readonly mode: Mode;
  readonly method: Method;
  readonly topics: readonly string[];
  readonly course: string | null;
  readonly title: Text;
  readonly evidence: Evidence;
  readonly earnedOn: LocalDate;
  /** For a unit: how many of its roster were there. */
  readonly reached?: number;
  readonly rosterSize?: number;
  /** For outside learning: the code of who issued the proof. */
  readonly issuer?: string | null;
}

/** An obligation that a credit counts towards, as of the transaction that granted it. */
export interface CountedTowards {
  readonly obligationId: string;
  readonly mandateCode: string;
  readonly mandateTitle: Text;
  readonly basis: readonly Basis[];
  readonly state: ObligationState;
}

export interface GrantedCredit {
  readonly creditId: string;
  readonly counted: readonly CountedTowards[];
}

/** What people earned and units provided. Append-only. */
@Injectable()
export class CreditService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly evaluation: EvaluationService,
  ) {}

  /** Grants a credit and evaluates its bearer in the same transaction. Granting the same source again changes nothing. */
  async grant(actor: Actor, credit: NewCredit): Promise<GrantedCredit> {
    const [granted] = await this.grantAll(actor, [credit]);
    if (!granted) throw new CreditUnknown();
    return granted;
  }

  /** Those among the persons for whom a credit was recorded since. */
  async earnedSince(personIds: readonly string[], since: Date): Promise<ReadonlySet<string>> {
    if (personIds.length === 0) return new Set();
    const rows = await this.db.query<{ bearer_id: Buffer }[]>(
      'SELECT DISTINCT bearer_id FROM credit WHERE bearer_id IN (?) AND granted_at >= ?',
      [personIds.map(toBin), since],
    );
    return new Set(rows.map(({ bearer_id }) => fromBin(bearer_id)));
  }

  /** Grants several by one actor, persons before units, each bearer evaluated once. Answers in the order given. */
  grantAll(actor: Actor, credits: readonly NewCredit[]): Promise<readonly GrantedCredit[]> {
    return this.grantMany(credits.map((credit) => ({ actor, ...credit })));
  }

  /** The same where each has an actor of its own, such as learners who complete at the same moment. */
  async grantMany(credits: readonly (NewCredit & { readonly actor: Actor })[]): Promise<readonly GrantedCredit[]> {
    if (credits.length === 0) return [];
    return this.db.run(async () => {
      const persons = bearersOf(credits, 'person');
      const units = bearersOf(credits, 'unit');
      const keptFor = await this.lockPersons(persons);
      if (keptFor.size > 0) return this.grantMany(credits.map((credit) => ofKept(credit, keptFor)));
      await this.lock('org_unit', units);
      const known = await this.findAll(credits);
      const rows = new Map<string, NewCredit & { readonly actor: Actor; readonly id: string }>();
      for (const credit of credits) {
        const key = keyOf(credit);
        if (!known.has(key) && !rows.has(key)) rows.set(key, { ...credit, id: newId() });
      }
      const fresh = [...rows.values()];
      await this.insertAll(fresh);
      await this.audit.recordMany(
        fresh.map(({ actor, bearer, source, id }) => ({
          actor,
          action: 'credit.grant',
          subjectKind: bearer.kind,
          subjectId: bearer.id,
          detail: { creditId: id, source },
        })),
      );
      const touched = new Set(fresh.map(({ bearer }) => bearer.id));
      const cause = { kind: 'credit', ...(fresh.length === 1 ? { id: fresh[0]?.id ?? '' } : {}) };
      // Events name one actor: several who act at the same moment each stand in the audit entry of their own credit.
      const actors = new Set(fresh.map(({ actor }) => actor.personId));
      const actor = actors.size === 1 ? (fresh[0]?.actor ?? systemActor) : systemActor;
      await this.evaluation.evaluatePersons(
        persons.filter((id) => touched.has(id)),
        cause,
        actor,
      );
      await this.evaluation.evaluateUnits(
        units.filter((id) => touched.has(id)),
        cause,
        actor,
      );
      const ids = credits.map((credit) => known.get(keyOf(credit)) ?? rows.get(keyOf(credit))?.id ?? '');
      const counted = await this.countedTowards(ids);
      return ids.map((creditId) => ({ creditId, counted: counted.get(creditId) ?? [] }));
    });
  }

  /**
   * Takes a credit back by an entry against it. Obligations that rested on it open again, by events; a certificate is
   * never revoked here. Reversing twice changes nothing. @throws {CreditUnknown}
   */
  async reverse(actor: Actor, creditId: string, reason: string): Promise<void> {
    await this.db.run(async (tx) => {
      const [row] = await tx.query<{ bearer_kind: BearerKind; bearer_id: Buffer }[]>(
        'SELECT bearer_kind, bearer_id FROM credit WHERE id = ? AND reverses_id IS NULL',
        [toBin(creditId)],
      );
      if (!row) throw new CreditUnknown();
      const bearerId = fromBin(row.bearer_id);
      await this.lock(row.bearer_kind === 'person' ? 'person' : 'org_unit', [bearerId]);
      const [reversed] = await tx.query<unknown[]>('SELECT id FROM credit WHERE reverses_id = ?', [toBin(creditId)]);
      if (reversed !== undefined) return;
      await tx.query(
        `INSERT INTO credit (id, bearer_kind, bearer_id, source_kind, source_id, minutes, times, mode, method, topics,
           course_code, title_ko, title_en, evidence, earned_on, granted_at, reached, roster_size, issuer, reverses_id)
         SELECT ?, bearer_kind, bearer_id, 'reversal', id, -minutes, -times, mode, method, topics,
           course_code, title_ko, title_en, evidence, earned_on, ?, reached, roster_size, issuer, id FROM credit WHERE id = ?`,
        [toBin(newId()), this.clock.now(), toBin(creditId)],
      );
      await this.audit.record(actor, {
        action: 'credit.reverse',
        subjectKind: row.bearer_kind,
        subjectId: bearerId,
        // Somebody's words about a person: as a detail they can be destroyed, in the sealed entry not.
        detail: { creditId, reason },
      });
      const cause = { kind: 'reversal', id: creditId };
      if (row.bearer_kind === 'person') await this.evaluation.evaluatePersons([bearerId], cause, actor);
      else await this.evaluation.evaluateUnits([bearerId], cause, actor);
    });
  }

  /** @returns for those that were merged into somebody else, into whom: what they earn goes there */
  private async lockPersons(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (ids.length === 0) return new Map();
    const rows = await this.db.manager.query<{ id: Buffer; alias_of: Buffer | null }[]>(
      'SELECT id, alias_of FROM person WHERE id IN (?) ORDER BY id FOR UPDATE',
      [ids.map(toBin)],
    );
    return new Map(
      rows.flatMap(({ id, alias_of }) => (alias_of === null ? [] : [[fromBin(id), fromBin(alias_of)] as const])),
    );
  }

  private async lock(table: 'person' | 'org_unit', ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await this.db.manager.query(`SELECT id FROM ${table} WHERE id IN (?) ORDER BY id FOR UPDATE`, [ids.map(toBin)]);
  }

  /** Ids of those granted before, by {@link keyOf}. */
  private async findAll(credits: readonly NewCredit[]): Promise<ReadonlyMap<string, string>> {
    const rows = await this.db.manager.query<
      { id: Buffer; source_kind: CreditSourceKind; source_id: Buffer; bearer_id: Buffer }[]
    >('SELECT id, source_kind, source_id, bearer_id FROM credit WHERE source_kind IN (?) AND source_id IN (?)', [
      [...new Set(credits.map(({ source }) => source.kind))],
      [...new Set(credits.map(({ source }) => source.id))].map(toBin),
    ]);
    return new Map(
      rows.map((row) => [`${row.source_kind} ${fromBin(row.source_id)} ${fromBin(row.bearer_id)}`, fromBin(row.id)]),
    );
  }

  private insertAll(credits: readonly (NewCredit & { readonly id: string })[]): Promise<void> {
    const now = this.clock.now();
    return insertRows(
      this.db.manager,
      'credit',
      // prettier-ignore
      ['id', 'bearer_kind', 'bearer_id', 'source_kind', 'source_id', 'minutes', 'times', 'mode', 'method', 'topics', 'course_code', 'title_ko', 'title_en', 'evidence', 'earned_on', 'granted_at', 'reached', 'roster_size', 'issuer'],
      credits.map((credit) => [
        toBin(credit.id),
        credit.bearer.kind,
        toBin(credit.bearer.id),
        credit.source.kind,
        toBin(credit.source.id),
        credit.minutes,
        credit.times,
        credit.mode,
        credit.method,
        JSON.stringify(credit.topics),
        credit.course,
        credit.title.ko,
        credit.title.en,
        credit.evidence,
        credit.earnedOn,
        now,
        credit.reached ?? null,
        credit.rosterSize ?? null,
        credit.issuer ?? null,
      ]),
    );
  }

  private async countedTowards(creditIds: readonly string[]): Promise<ReadonlyMap<string, readonly CountedTowards[]>> {
    if (creditIds.length === 0) return new Map();
    const rows = await this.db.manager.query<
      { credit_id: Buffer; id: Buffer; state: ObligationState; code: string; rule: string }[]
    >(
      `SELECT a.credit_id, o.id, o.state, m.code, v.rule
       FROM allocation a JOIN obligation o ON o.id = a.obligation_id
       JOIN mandate m ON m.id = o.mandate_id JOIN mandate_version v ON v.id = o.mandate_version_id
       WHERE a.credit_id IN (?) ORDER BY a.credit_id, o.due_on, m.code`,
      [creditIds.map(toBin)],
    );
    const counted = new Map<string, CountedTowards[]>();
    for (const row of rows) {
      const creditId = fromBin(row.credit_id);
      const rule = JSON.parse(row.rule) as MandateDocument;
      const list = counted.get(creditId) ?? [];
      list.push({
        obligationId: fromBin(row.id),
        mandateCode: row.code,
        mandateTitle: rule.title,
        basis: rule.basis,
        state: row.state,
      });
      counted.set(creditId, list);
    }
    return counted;
  }
}

function bearersOf(credits: readonly NewCredit[], kind: BearerKind): readonly string[] {
  return [...new Set(credits.filter(({ bearer }) => bearer.kind === kind).map(({ bearer }) => bearer.id))].sort();
}

function ofKept<T extends NewCredit>(credit: T, keptFor: ReadonlyMap<string, string>): T {
  const { kind, id } = credit.bearer;
  return kind === 'person' ? { ...credit, bearer: { kind, id: keptFor.get(id) ?? id } } : credit;
}

/** One credit a source and bearer. */
function keyOf({ source, bearer }: NewCredit): string {
  return `${source.kind} ${source.id} ${bearer.id}`;
}
