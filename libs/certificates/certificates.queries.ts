import type { Actor } from '#libs/actor';
import { AccessService } from '#libs/access';
import { Audit } from '#libs/audit';
import { CONFIG, type Config } from '#libs/config';
import { Database, fromBin, toBin } from '#libs/database';
import { NotFound } from '#libs/errors';
import { FileStore } from '#libs/files';
import type { Text } from '#libs/language';
import { PeopleService } from '#libs/people';
import { Clock, type LocalDate, localDateOf } from '#libs/time';
import { Inject, Injectable } from '@nestjs/common';
import type { Readable } from 'node:stream';
import type { CertificateKind, CertificateState } from './certificate.entity.js';
import { maskName, numberOf, readVerifyCode } from './certificate.rules.js';
import { NotYetIssued } from './certificates.errors.js';
import { type FrozenCertificate, frozenCertificateOf } from './frozen-certificate.js';

export interface CertificateItem {
  /** Of the certificate; of the completion while it has no number yet. {@link CertificateQueries.openPdf} takes both. */
  readonly id: string;
  readonly number: string | null;
  readonly state: CertificateState | 'requested';
  readonly kind: CertificateKind;
  readonly course: { readonly code: string; readonly title: Text };
  readonly minutes: number;
  readonly completedOn: LocalDate;
  readonly issuedAt: Date | null;
  readonly verifyUrl: string | null;
  readonly pilot: boolean;
}

/** Every printed field, the name masked. */
export interface Verification {
  readonly status: 'issued' | 'superseded' | 'revoked';
  readonly number: string;
  readonly revision: number;
  readonly kind: CertificateKind;
  readonly name: string;
  readonly unit: Text;
  readonly course: Text;
  readonly minutes: number;
  readonly mode: FrozenCertificate['mode'];
  readonly startedOn: LocalDate;
  readonly completedOn: LocalDate;
  readonly issuedOn: LocalDate;
  readonly issuer: Text;
  readonly basis: readonly Text[];
  readonly sha256: string;
  readonly pilot: boolean;
}

export interface OpenedPdf {
  readonly stream: Readable;
  readonly size: number;
  /** `GAON-2026-000001.pdf` */
  readonly fileName: string;
}

interface CertificateRow {
  id: Buffer | null;
  kind: CertificateKind;
  person_id: Buffer;
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
}

/** What can be seen of certificates: one's own list, a file, and the public check. */
@Injectable()
export class CertificateQueries {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly access: AccessService,
    private readonly people: PeopleService,
    private readonly audit: Audit,
    private readonly files: FileStore,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The actor's own, newest first; what is still being made stands first. */
  async listMine(actor: Actor): Promise<CertificateItem[]> {
    const personId = this.access.requirePerson(actor);
    const rows = await this.db.query<(CertificateRow & { finished_id: Buffer; completed: string })[]>(
      `SELECT c.id AS finished_id, c.frozen AS completed, t.*
       FROM completion c LEFT JOIN certificate t ON t.completion_id = c.id
       WHERE c.person_id = ? ORDER BY c.completed_at DESC, c.id DESC, t.revision DESC`,
      [toBin(personId)],
    );
    return rows.map((row) =>
      row.id === null ? requested(fromBin(row.finished_id), row.completed) : this.itemOf(row, row.id),
    );
  }

  /** The newest certificate of a completion; null before it has its number. */
  async ofCompletion(completionId: string): Promise<{ id: string; state: CertificateState } | null> {
    const [row] = await this.db.query<{ id: Buffer; state: CertificateState }[]>(
      'SELECT id, state FROM certificate WHERE completion_id = ? ORDER BY revision DESC LIMIT 1',
      [toBin(completionId)],
    );
    return row ? { id: fromBin(row.id), state: row.state } : null;
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
      const personId = fromBin(row.person_id);
      if (actor.personId !== personId) {
        await this.requireInScope(actor, personId);
        await this.audit.record(actor, { action: 'certificate.read', subjectKind: 'person', subjectId: personId });
      }
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

  /** For anyone who has the code in hand. @throws {NotFound} for a code that stands on no issued certificate */
  async verify(typed: string): Promise<Verification> {
    const code = readVerifyCode(typed);
    if (code === null) throw new NotFound();
    const [row] = await this.db.query<CertificateRow[]>('SELECT * FROM certificate WHERE verify_code = ?', [code]);
    if (!row || row.state === 'numbered' || row.sha256 === null) throw new NotFound();
    const frozen = JSON.parse(row.frozen) as FrozenCertificate;
    return {
      status: row.state,
      number: numberOf(row.issuer_code, row.year, row.serial),
      revision: row.revision,
      kind: row.kind,
      name: maskName(frozen.name),
      unit: frozen.organisation,
      course: frozen.course,
      minutes: frozen.minutes,
      mode: frozen.mode,
      startedOn: frozen.startedOn,
      completedOn: frozen.completedOn,
      issuedOn: localDateOf(row.numbered_at, this.clock.zone),
      issuer: frozen.issuer,
      basis: frozen.basis,
      sha256: row.sha256,
      pilot: frozen.pilot,
    };
  }

  private itemOf(row: CertificateRow, id: Buffer): CertificateItem {
    const frozen = JSON.parse(row.frozen) as FrozenCertificate;
    return {
      id: fromBin(id),
      number: numberOf(row.issuer_code, row.year, row.serial),
      state: row.state,
      kind: row.kind,
      course: { code: frozen.courseCode, title: frozen.course },
      minutes: frozen.minutes,
      completedOn: frozen.completedOn,
      issuedAt: row.issued_at,
      verifyUrl: row.state === 'numbered' ? null : `${this.config.MADANG_ORIGIN}/verify/${row.verify_code}`,
      pilot: frozen.pilot,
    };
  }

  private async requireOwnCompletion(actor: Actor, id: string): Promise<void> {
    const rows = await this.db.query<unknown[]>('SELECT 1 FROM completion WHERE id = ? AND person_id = ?', [
      toBin(id),
      toBin(this.access.requirePerson(actor)),
    ]);
    if (rows.length === 0) throw new NotFound();
  }

  private async requireInScope(actor: Actor, personId: string): Promise<void> {
    const today = this.clock.today();
    const facts = (await this.people.facts([personId])).get(personId);
    const current = facts?.memberships.filter(({ from, to }) => from <= today && (to === null || to >= today)) ?? [];
    for (const { unitId } of current) {
      try {
        await this.access.requireUnit(actor, 'report:people', unitId);
        return;
      } catch (error) {
        if (!(error instanceof NotFound)) throw error;
      }
    }
    throw new NotFound();
  }
}

function requested(completionId: string, completed: string): CertificateItem {
  const { frozen } = frozenCertificateOf(completed);
  return {
    id: completionId,
    number: null,
    state: 'requested',
    kind: 'completion',
    course: { code: frozen.courseCode, title: frozen.course },
    minutes: frozen.minutes,
    completedOn: frozen.completedOn,
    issuedAt: null,
    verifyUrl: null,
    pilot: frozen.pilot,
  };
}
