import { type Actor, type Permission, unitsWhere } from '#libs/actor';
import { Audit } from '#libs/audit';
import type { FieldError } from '#libs/errors';
import { Database, fromBin, newId, toBin } from '#libs/database';
import { PeopleService, UnitService } from '#libs/people';
import { Clock, type LocalDate } from '#libs/time';
import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { EvaluationService } from './evaluation.service.js';
import type { VersionState } from './mandate.entity.js';
import { MandateService, canonicalJson } from './mandate.service.js';
import {
  EffectivePassed,
  MandateUnknown,
  NotADraft,
  RuleRefused,
  SignedByAuthor,
  VersionExists,
} from './mandates.errors.js';
import { ruleProblems } from './rule.refusals.js';
import type { MandateDocument } from './rule.schema.js';

/** A version of a mandate with who wrote and who signed it. */
export interface VersionView {
  readonly id: string;
  readonly number: number;
  readonly state: VersionState;
  readonly effectiveFrom: LocalDate;
  readonly effectiveTo: LocalDate | null;
  readonly rule: MandateDocument;
  readonly author: string | null;
  readonly createdAt: Date;
  readonly signer: string | null;
  readonly signedAt: Date | null;
}

interface VersionRow {
  id: Buffer;
  number: number;
  state: VersionState;
  content_hash: string;
  effective_from: string;
  effective_to: string | null;
  rule: string;
  author_id: Buffer | null;
  created_at: Date;
  signed_by: Buffer | null;
  signed_at: Date | null;
}

/** Versions of mandates on their way: drafted by one person, signed by another, in force from the day the rule names. */
@Injectable()
export class VersionService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly people: PeopleService,
    private readonly units: UnitService,
    private readonly mandates: MandateService,
    private readonly evaluation: EvaluationService,
  ) {}

  /** All versions, the newest first. @throws {MandateUnknown} also for a mandate of another authority */
  async list(actor: Actor, code: string): Promise<readonly VersionView[]> {
    const mandate = await this.mandateInScope(actor, code, ['mandate:manage', 'mandate:sign']);
    const rows = await this.db.query<VersionRow[]>(
      'SELECT * FROM mandate_version WHERE mandate_id = ? ORDER BY number DESC',
      [toBin(mandate.id)],
    );
    const persons = rows.flatMap((row) => [row.author_id, row.signed_by]).flatMap((id) => (id ? [fromBin(id)] : []));
    const names = await this.people.names([...new Set(persons)]);
    const named = (id: Buffer | null): string | null => (id === null ? null : (names.get(fromBin(id))?.name ?? ''));
    const today = this.clock.today();
    return rows.map((row) => ({
      id: fromBin(row.id),
      number: row.number,
      state: stateOn(row, today),
      effectiveFrom: row.effective_from,
      effectiveTo: row.effective_to,
      rule: JSON.parse(row.rule) as MandateDocument,
      author: named(row.author_id),
      createdAt: row.created_at,
      signer: named(row.signed_by),
      signedAt: row.signed_at,
    }));
  }

  /**
   * Keeps a document as a draft. The same text again is the same draft.
   * @throws {MandateUnknown} out of scope; {@link RuleRefused} {@link VersionExists}
   */
  async draft(actor: Actor, code: string, document: MandateDocument): Promise<{ number: number }> {
    const author = personOf(actor);
    await this.authorityFor(actor, code, document);
    return this.db.run(async (tx) => {
      const mandateId = await this.mandates.mandateId(document);
      await this.mandateInScope(actor, code, ['mandate:manage']);
      const versions = await this.lockVersions(mandateId);
      const rule = canonicalJson(document);
      const hash = createHash('sha256').update(rule).digest('hex');
      const same = versions.find(({ content_hash }) => content_hash === hash);
      const number = same?.number ?? (versions.at(-1)?.number ?? 0) + 1;
      if (same && same.state !== 'draft' && same.state !== 'discarded') throw new VersionExists();
      if (same) {
        await tx.query(`UPDATE mandate_version SET state = 'draft', author_id = ? WHERE id = ?`, [
          toBin(author),
          same.id,
        ]);
      } else {
        await tx.query(
          `INSERT INTO mandate_version
             (id, mandate_id, number, content_hash, state, effective_from, effective_to, rule, author_id, created_at)
           VALUES (?, ?, ?, ?, 'draft', ?, ?, ?, ?, ?)`,
          [
            toBin(newId()),
            toBin(mandateId),
            number,
            hash,
            document.effective.from,
            document.effective.to ?? null,
            rule,
            toBin(author),
            this.clock.now(),
          ],
        );
      }
      await this.audit.record(actor, {
        action: 'mandate.draft',
        subjectKind: 'mandate',
        subjectId: mandateId,
        detail: { code, number, hash },
      });
      return { number };
    });
  }

  /** @throws {MandateUnknown} {@link NotADraft} */
  async discard(actor: Actor, code: string, number: number): Promise<void> {
    await this.db.run(async (tx) => {
      const mandate = await this.mandateInScope(actor, code, ['mandate:manage']);
      const version = (await this.lockVersions(mandate.id)).find((row) => row.number === number);
      if (!version) throw new MandateUnknown();
      if (version.state !== 'draft') throw new NotADraft();
      await tx.query(`UPDATE mandate_version SET state = 'discarded' WHERE id = ?`, [version.id]);
      await this.audit.record(actor, {
        action: 'mandate.discard',
        subjectKind: 'mandate',
        subjectId: mandate.id,
        detail: { code, number },
      });
    });
  }

  /**
   * Signs a draft: from its date on it is in force, and everyone is evaluated by a job. Two signers at once make one
   * signature.
   * @throws {MandateUnknown} {@link NotADraft} {@link SignedByAuthor} {@link EffectivePassed} {@link RuleRefused}
   */
  async sign(actor: Actor, code: string, number: number): Promise<void> {
    const signer = personOf(actor);
    await this.db.run(async (tx) => {
      const mandate = await this.mandateInScope(actor, code, ['mandate:sign']);
      const version = (await this.lockVersions(mandate.id)).find((row) => row.number === number);
      if (!version) throw new MandateUnknown();
      if (version.state !== 'draft') throw new NotADraft();
      if (version.author_id !== null && fromBin(version.author_id) === signer) throw new SignedByAuthor();
      const today = this.clock.today();
      if (version.effective_from < today) throw new EffectivePassed();
      await this.check(code, JSON.parse(version.rule) as MandateDocument);
      await tx.query(`UPDATE mandate_version SET state = ?, signed_at = ?, signed_by = ? WHERE id = ?`, [
        version.effective_from > today ? 'signed' : 'in-force',
        this.clock.now(),
        toBin(signer),
        version.id,
      ]);
      await this.audit.record(actor, {
        action: 'mandate.sign',
        subjectKind: 'mandate',
        subjectId: mandate.id,
        detail: { code, number, hash: version.content_hash },
      });
      await this.evaluation.requestEvaluationOfAll('rule');
    });
  }

  /** A label only: evaluation reads signed versions too, and obeys the day they name. */
  async enforceDue(): Promise<void> {
    await this.db.run((tx) =>
      tx.query(`UPDATE mandate_version SET state = 'in-force' WHERE state = 'signed' AND effective_from <= ?`, [
        this.clock.today(),
      ]),
    );
  }

  /** A mandate that the actor may draft or sign for. @throws {MandateUnknown} */
  async mandateInScope(actor: Actor, code: string, permissions: readonly Permission[]): Promise<{ id: string }> {
    const [row] = await this.db.query<{ id: Buffer; authority_id: Buffer }[]>(
      'SELECT id, authority_id FROM mandate WHERE code = ?',
      [code],
    );
    if (!row) throw new MandateUnknown();
    for (const permission of permissions) {
      if (await this.holdsOver(actor, permission, fromBin(row.authority_id))) return { id: fromBin(row.id) };
    }
    throw new MandateUnknown();
  }

  /** The authority of a document that could be put in force. @throws {MandateUnknown} out of scope; {@link RuleRefused} */
  async authorityFor(actor: Actor, code: string, document: MandateDocument): Promise<string> {
    await this.check(code, document);
    const authority = await this.units.findAuthority(document.authority);
    if (!authority || !(await this.holdsOver(actor, 'mandate:manage', authority.id))) throw new MandateUnknown();
    return authority.id;
  }

  /** Rules hold for a whole authority: the right to them is held over its highest unit, not over a part of it. */
  async holdsOver(actor: Actor, permission: Permission, authorityId: string): Promise<boolean> {
    if (actor.kind === 'system') return true;
    const paths = await this.units.pathsOf(unitsWhere(actor, permission));
    return [...paths.values()].some(
      (path) => path.at(-1)?.authorityId === authorityId && path.at(-2)?.authorityId !== authorityId,
    );
  }

  private async check(code: string, document: MandateDocument): Promise<void> {
    const problems: FieldError[] = ruleProblems(document).map(({ path, message }) => ({
      field: `rule.${path.join('.')}`,
      message,
    }));
    if (document.code !== code) {
      problems.push({
        field: 'rule.code',
        message: { ko: '주소의 코드와 다릅니다.', en: 'It differs from the code in the address.' },
      });
    }
    // Beside the others that are in force, only once it stands by itself.
    if (problems.length === 0) problems.push(...(await this.mandates.conflictsOf([document])));
    if (problems.length > 0) throw new RuleRefused(problems);
  }

  private async lockVersions(mandateId: string): Promise<readonly VersionRow[]> {
    const tx = this.db.manager;
    await tx.query('SELECT id FROM mandate WHERE id = ? FOR UPDATE', [toBin(mandateId)]);
    return tx.query<VersionRow[]>('SELECT * FROM mandate_version WHERE mandate_id = ? ORDER BY number', [
      toBin(mandateId),
    ]);
  }
}

/** Drafting and signing are done by someone named. */
function personOf({ personId }: Actor): string {
  if (personId === null) throw new MandateUnknown();
  return personId;
}

/** What the state is by the calendar: nothing has to run at midnight. */
function stateOn(row: VersionRow, today: LocalDate): VersionState {
  if (row.state !== 'signed' && row.state !== 'in-force') return row.state;
  if (row.effective_to !== null && row.effective_to < today) return 'ended';
  return row.effective_from <= today ? 'in-force' : 'signed';
}
