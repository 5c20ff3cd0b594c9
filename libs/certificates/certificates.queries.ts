import type { Actor } from '#libs/actor';
import { AccessService } from '#libs/access';
import { Audit } from '#libs/audit';
import { CONFIG, type Config } from '#libs/config';
import { Database, fromBin, toBin } from '#libs/database';
import { NotFound } from '#libs/errors';
import { FileStore } from '#libs/files';
import type { Text } from '#libs/language';
import { Clock, type LocalDate } from '#libs/time';
import { Inject, Injectable } from '@nestjs/common';
import type { Readable } from 'node:stream';
import type { CertificateState } from './certificate.entity.js';
import { numberOf } from './certificate.rules.js';
import { CertificateScope } from './certificate.scope.js';
import { KIND_WORDS } from './certificate.words.js';
import { NotYetIssued } from './certificates.errors.js';
import {
  type CertificateKind,
  doneOn,
  type FrozenCertificate,
  frozenCourseOf,
  minutesOf,
  subjectOf,
} from './frozen-certificate.js';

export interface CertificateItem {
  /** Of the certificate; of the completion while it has no number yet. {@link CertificateQueries.openPdf} takes both. */
  readonly id: string;
  readonly number: string | null;
  readonly revision: number;
  readonly state: CertificateState | 'requested';
  readonly kind: CertificateKind;
  /** The course or the duty; what the paper is called where it is about neither. */
  readonly title: Text;
  readonly minutes: number;
  readonly completedOn: LocalDate;
  readonly issuedAt: Date | null;
  readonly verifyUrl: string | null;
  readonly pilot: boolean;
  /** Why it was superseded or revoked. */
  readonly endReason: string | null;
}

export interface OpenedPdf {
  readonly stream: Readable;
  readonly size: number;
  /** `GAON-2026-000001.pdf` */
  readonly fileName: string;
}

export interface CertificateRow {
  id: Buffer;
  kind: CertificateKind;
  person_id: Buffer | null;
  unit_id: Buffer | null;
  completion_id: Buffer | null;
  obligation_id: Buffer | null;
  requested_by: Buffer | null;
  issuer_code: string;
  year: number;
  serial: number;
  revision: number;
  state: CertificateState;
  verify_code: string;
  frozen: string;
  sha256: string | null;
  size: number | null;
  numbered_at: Date;
  issued_at: Date | null;
  ended_at: Date | null;
  end_reason: string | null;
}

/** What can be seen of certificates: one's own list, those of a unit, and the files. */
@Injectable()
export class CertificateQueries {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly access: AccessService,
    private readonly audit: Audit,
    private readonly files: FileStore,
    private readonly scope: CertificateScope,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The actor's own, newest first; what is still being made stands first. */
  async listMine(actor: Actor): Promise<CertificateItem[]> {
    const person = toBin(this.access.requirePerson(actor));
    const [promised, papers] = [
      await this.db.query<{ id: Buffer; frozen: string }[]>(
        `SELECT c.id, c.frozen FROM completion c LEFT JOIN certificate t ON t.completion_id = c.id
         WHERE c.person_id = ? AND t.id IS NULL ORDER BY c.completed_at DESC, c.id DESC`,
        [person],
      ),
      await this.db.query<CertificateRow[]>(
        'SELECT * FROM certificate WHERE person_id = ? ORDER BY numbered_at DESC, serial DESC, revision DESC',
        [person],
      ),
    ];
    return [...promised.map((row) => requested(fromBin(row.id), row.frozen)), ...papers.map((row) => this.itemOf(row))];
  }

  /** What was confirmed of a unit. @throws {NotFound} out of scope */
  async listOfUnit(actor: Actor, unitId: string): Promise<CertificateItem[]> {
    await this.scope.requireUnit(actor, unitId);
    const rows = await this.db.query<CertificateRow[]>(
      'SELECT * FROM certificate WHERE unit_id = ? ORDER BY numbered_at DESC, serial DESC, revision DESC',
      [toBin(unitId)],
    );
    return rows.map((row) => this.itemOf(row));
  }

  /** The newest certificate of a completion; null before it has its number. */
  async ofCompletion(completionId: string): Promise<{ id: string; state: CertificateState } | null> {
    const [row] = await this.db.query<{ id: Buffer; state: CertificateState }[]>(
      'SELECT id, state FROM certificate WHERE completion_id = ? ORDER BY revision DESC LIMIT 1',
      [toBin(completionId)],
    );
    return row ? { id: fromBin(row.id), state: row.state } : null;
  }

  /** @throws {NotFound} also out of scope */
  async get(actor: Actor, id: string): Promise<CertificateItem> {
    const [row] = await this.db.query<CertificateRow[]>('SELECT * FROM certificate WHERE id = ?', [toBin(id)]);
    if (!row) throw new NotFound();
    await this.requireReadable(actor, row);
    return this.itemOf(row);
  }

  /**
   * The file of a certificate, by its id or its completion's. Somebody else's is a read of personal data: it needs the
   * right to see people where that person works, and is audited.
   *
   * @throws {NotFound} {@link NotYetIssued} {@link FileMissing}
   */
  async openPdf(actor: Actor, id: string): Promise<OpenedPdf> {
    const found = await this.db.run(async (tx) => {
      const [row] = await tx.query<CertificateRow[]>(
        'SELECT * FROM certificate WHERE id = ? OR completion_id = ? ORDER BY revision DESC LIMIT 1',
        [toBin(id), toBin(id)],
      );
      if (!row) {
        await this.requireOwnCompletion(actor, id);
        throw new NotYetIssued();
      }
      await this.requireReadable(actor, row);
      return row;
    });
    if (found.sha256 === null || found.size === null) throw new NotYetIssued();
    const revision = found.revision > 1 ? `-r${String(found.revision)}` : '';
    return {
      stream: await this.files.open(found.sha256),
      size: found.size,
      fileName: `${numberOf(found.issuer_code, found.year, found.serial)}${revision}.pdf`,
    };
  }

  private async requireReadable(actor: Actor, row: CertificateRow): Promise<void> {
    if (row.unit_id !== null) return this.scope.requireUnit(actor, fromBin(row.unit_id));
    const personId = row.person_id === null ? null : fromBin(row.person_id);
    if (personId === null || personId === actor.personId) return;
    await this.scope.requirePerson(actor, 'report:people', personId, this.clock.today());
    await this.audit.record(actor, { action: 'certificate.read', subjectKind: 'person', subjectId: personId });
  }

  private async requireOwnCompletion(actor: Actor, id: string): Promise<void> {
    const rows = await this.db.query<unknown[]>('SELECT 1 FROM completion WHERE id = ? AND person_id = ?', [
      toBin(id),
      toBin(this.access.requirePerson(actor)),
    ]);
    if (rows.length === 0) throw new NotFound();
  }

  private itemOf(row: CertificateRow): CertificateItem {
    const frozen = JSON.parse(row.frozen) as FrozenCertificate;
    return {
      id: fromBin(row.id),
      number: numberOf(row.issuer_code, row.year, row.serial),
      revision: row.revision,
      state: row.state,
      ...printedOf(frozen),
      issuedAt: row.issued_at,
      verifyUrl: row.state === 'numbered' ? null : `${this.config.MADANG_ORIGIN}/verify/${row.verify_code}`,
      endReason: row.end_reason,
    };
  }
}

function printedOf(
  frozen: FrozenCertificate,
): Pick<CertificateItem, 'kind' | 'title' | 'minutes' | 'completedOn' | 'pilot'> {
  return {
    kind: frozen.kind,
    title: subjectOf(frozen) ?? KIND_WORDS[frozen.kind].title,
    minutes: minutesOf(frozen),
    completedOn: doneOn(frozen),
    pilot: frozen.pilot,
  };
}

function requested(completionId: string, completed: string): CertificateItem {
  return {
    id: completionId,
    number: null,
    revision: 1,
    state: 'requested',
    ...printedOf(frozenCourseOf(completed).frozen),
    issuedAt: null,
    verifyUrl: null,
    endReason: null,
  };
}
