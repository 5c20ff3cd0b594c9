import type { Actor } from '#libs/actor';
import { Audit } from '#libs/audit';
import { Database, fromBin, newId, toBin } from '#libs/database';
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

  /** Grants several, persons before units, each bearer evaluated once. Answers in the order given. */
  async grantAll(actor: Actor, credits: readonly NewCredit[]): Promise<readonly GrantedCredit[]> {
    return this.db.run(async () => {
      const persons = bearersOf(credits, 'person');
      const units = bearersOf(credits, 'unit');
      await this.lock('person', persons);
      await this.lock('org_unit', units);
      const ids: string[] = [];
      const fresh = new Set<string>();
      for (const credit of credits) {
        const known = await this.find(credit);
        const id = known ?? (await this.insert(credit));
        if (known === null) {
          fresh.add(credit.bearer.id);
          await this.audit.record(actor, {
            action: 'credit.grant',
            subjectKind: credit.bearer.kind,
            subjectId: credit.bearer.id,
            detail: { creditId: id, source: credit.source },
          });
        }
        ids.push(id);
      }
      const cause = { kind: 'credit', ...(ids.length === 1 ? { id: ids[0] } : {}) };
      await this.evaluation.evaluatePersons(
        persons.filter((id) => fresh.has(id)),
        cause,
        actor,
      );
      await this.evaluation.evaluateUnits(
        units.filter((id) => fresh.has(id)),
        cause,
        actor,
      );
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
        reason,
        detail: { creditId },
      });
      const cause = { kind: 'reversal', id: creditId };
      if (row.bearer_kind === 'person') await this.evaluation.evaluatePersons([bearerId], cause, actor);
      else await this.evaluation.evaluateUnits([bearerId], cause, actor);
    });
  }

  private async lock(table: 'person' | 'org_unit', ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await this.db.manager.query(`SELECT id FROM ${table} WHERE id IN (?) ORDER BY id FOR UPDATE`, [ids.map(toBin)]);
  }

  private async find(credit: NewCredit): Promise<string | null> {
    const [row] = await this.db.manager.query<{ id: Buffer }[]>(
      'SELECT id FROM credit WHERE source_kind = ? AND source_id = ? AND bearer_id = ?',
      [credit.source.kind, toBin(credit.source.id), toBin(credit.bearer.id)],
    );
    return row ? fromBin(row.id) : null;
  }

  private async insert(credit: NewCredit): Promise<string> {
    const id = newId();
    await this.db.manager.query(
      `INSERT INTO credit (id, bearer_kind, bearer_id, source_kind, source_id, minutes, times, mode, method, topics,
         course_code, title_ko, title_en, evidence, earned_on, granted_at, reached, roster_size, issuer)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [
        toBin(id),
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
        this.clock.now(),
        credit.reached ?? null,
        credit.rosterSize ?? null,
        credit.issuer ?? null,
      ],
    );
    return id;
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
