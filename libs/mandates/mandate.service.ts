import { type Actor } from '#libs/actor';
import { Audit } from '#libs/audit';
import { Database, fromBin, newId, toBin } from '#libs/database';
import type { FieldError } from '#libs/errors';
import { UnitService } from '#libs/people';
import { Clock } from '#libs/time';
import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { EvaluationService } from './evaluation.service.js';
import type { BearerKind } from './evaluation.types.js';
import type { Moment } from './history.queries.js';
import { checkMandateFolder } from './mandate-folder.js';
import { AuthorityUnknown, MandateFilesWrong } from './mandates.errors.js';
import type { MandateDocument } from './rule.schema.js';
import { togetherProblems } from './rules-together.rules.js';

export interface PublishedMandate {
  readonly code: string;
  readonly number: number;
  readonly hash: string;
  /** False when exactly this text was in force already. */
  readonly isNew: boolean;
}

/** A mandate with the rule that governs it now. */
export interface MandateView {
  readonly id: string;
  readonly code: string;
  readonly bearer: BearerKind;
  readonly authorityId: string;
  readonly versionId: string;
  readonly rule: MandateDocument;
}

/** The rules: put in force from files, as versions that never change. */
@Injectable()
export class MandateService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly units: UnitService,
    private readonly evaluation: EvaluationService,
  ) {}

  /**
   * Puts every mandate of a folder in force. A text that is in force already stays as it is; a new one becomes the next
   * version, and everyone is evaluated by a job.
   * @throws {MandateFilesWrong} naming file and line of everything wrong; then nothing is changed
   * @throws {AuthorityUnknown}
   */
  async publishFolder(actor: Actor, folder: string): Promise<readonly PublishedMandate[]> {
    const checked = await checkMandateFolder(folder);
    const wrong = checked.flatMap(({ problems }) => problems);
    if (wrong.length > 0) {
      throw new MandateFilesWrong(
        wrong.map(({ file, line, path, message }) => ({ field: `${file}:${String(line)} ${path}`.trim(), message })),
      );
    }
    const documents = checked.flatMap(({ document }) => (document === null ? [] : [document]));
    return this.db.run(async () => {
      const conflicts = await this.conflictsOf(documents);
      if (conflicts.length > 0) throw new MandateFilesWrong(conflicts);
      const published: PublishedMandate[] = [];
      for (const document of documents) published.push(await this.publish(actor, document));
      if (published.some(({ isNew }) => isNew)) await this.evaluation.requestEvaluationOfAll('rule');
      return published;
    });
  }

  /**
   * All mandates with the version that governs cycles beginning now: the newest in force, else the first to come.
   * @param moment as it was known then, in place of now
   */
  async list(moment?: Pick<Moment, 'instant' | 'today'>): Promise<readonly MandateView[]> {
    const rows = await this.db.query<
      { id: Buffer; code: string; bearer_kind: BearerKind; authority_id: Buffer; version_id: Buffer; rule: string }[]
    >(
      `SELECT m.id, m.code, m.bearer_kind, m.authority_id, v.id AS version_id, v.rule
       FROM mandate m JOIN mandate_version v ON v.mandate_id = m.id AND v.state IN ('signed', 'in-force')
         AND (? IS NULL OR v.signed_at <= ?)
       ORDER BY m.code, v.effective_from <= ? DESC, v.effective_from DESC, v.number DESC`,
      [moment?.instant ?? null, moment?.instant ?? null, moment?.today ?? this.clock.today()],
    );
    const views = new Map<string, MandateView>();
    for (const row of rows) {
      if (views.has(row.code)) continue;
      views.set(row.code, {
        id: fromBin(row.id),
        code: row.code,
        bearer: row.bearer_kind,
        authorityId: fromBin(row.authority_id),
        versionId: fromBin(row.version_id),
        rule: JSON.parse(row.rule) as MandateDocument,
      });
    }
    return [...views.values()];
  }

  /** The rules of versions by id; versions never change. */
  async rulesOf(versionIds: readonly string[]): Promise<ReadonlyMap<string, MandateDocument>> {
    if (versionIds.length === 0) return new Map();
    const rows = await this.db.query<{ id: Buffer; rule: string }[]>(
      'SELECT id, rule FROM mandate_version WHERE id IN (?)',
      [versionIds.map(toBin)],
    );
    return new Map(rows.map((row) => [fromBin(row.id), JSON.parse(row.rule) as MandateDocument]));
  }

  /** What keeps rules from standing beside each other and beside those in force; each pair is told once. */
  async conflictsOf(documents: readonly MandateDocument[]): Promise<readonly FieldError[]> {
    const codes = new Set(documents.map(({ code }) => code));
    const inForce = (await this.list()).map(({ rule }) => rule);
    return documents.flatMap((document, i) => {
      const others = [...inForce.filter(({ code }) => !codes.has(code)), ...documents.slice(0, i)];
      const before = inForce.find(({ code }) => code === document.code) ?? null;
      return togetherProblems(document, others, before).map(({ path, message }) => ({
        field: `${document.code} ${path.join('.')}`,
        message,
      }));
    });
  }

  private async publish(actor: Actor, document: MandateDocument): Promise<PublishedMandate> {
    const tx = this.db.manager;
    const rule = canonicalJson(document);
    const hash = createHash('sha256').update(rule).digest('hex');
    const mandateId = await this.mandateId(document);
    // Two publishers at once take turns here.
    await tx.query('SELECT id FROM mandate WHERE id = ? FOR UPDATE', [toBin(mandateId)]);
    const versions = await tx.query<{ number: number; content_hash: string }[]>(
      'SELECT number, content_hash FROM mandate_version WHERE mandate_id = ? ORDER BY number',
      [toBin(mandateId)],
    );
    const same = versions.find((version) => version.content_hash === hash);
    if (same) return { code: document.code, number: same.number, hash, isNew: false };
    const number = (versions.at(-1)?.number ?? 0) + 1;
    const now = this.clock.now();
    const versionId = newId();
    await tx.query(
      `INSERT INTO mandate_version
         (id, mandate_id, number, content_hash, state, effective_from, effective_to, rule, signed_at, signed_by, created_at)
       VALUES (?, ?, ?, ?, 'in-force', ?, ?, ?, ?, ?, ?)`,
      [
        toBin(versionId),
        toBin(mandateId),
        number,
        hash,
        document.effective.from,
        document.effective.to ?? null,
        rule,
        now,
        actor.personId === null ? null : toBin(actor.personId),
        now,
      ],
    );
    await this.audit.record(actor, {
      action: 'mandate.publish',
      subjectKind: 'mandate-version',
      subjectId: versionId,
      detail: { code: document.code, number, hash },
    });
    return { code: document.code, number, hash, isNew: true };
  }

  /** The mandate of a document's code, made when there is none yet. @throws {AuthorityUnknown} */
  async mandateId(document: MandateDocument): Promise<string> {
    const authority = await this.units.findAuthority(document.authority);
    if (!authority) throw new AuthorityUnknown(document.authority);
    const tx = this.db.manager;
    // IGNORE: another publisher may be adding the same one.
    await tx.query('INSERT IGNORE INTO mandate (id, code, authority_id, bearer_kind) VALUES (?, ?, ?, ?)', [
      toBin(newId()),
      document.code,
      toBin(authority.id),
      document.bearer,
    ]);
    const [row] = await tx.query<{ id: Buffer }[]>('SELECT id FROM mandate WHERE code = ?', [document.code]);
    if (!row) throw new AuthorityUnknown(document.authority);
    return fromBin(row.id);
  }
}

/** JSON with keys in order and text in NFC, so that the same rule always has the same hash. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner === 'string') return inner.normalize('NFC');
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
