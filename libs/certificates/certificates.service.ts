import { systemActor } from '#libs/actor';
import { Audit } from '#libs/audit';
import { CONFIG, type Config } from '#libs/config';
import { Database, fromBin, newId, toBin } from '#libs/database';
import { faultPoint } from '#libs/faults';
import { FileStore, type StoredFile } from '#libs/files';
import { Outbox } from '#libs/jobs';
import { Clock, localDateOf, localYearOf } from '#libs/time';
import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { CertificateState } from './certificate.entity.js';
import { renderCertificate } from './certificate.pdf.js';
import { groupedCode, newVerifyCode, numberOf } from './certificate.rules.js';
import { NothingToCertify } from './certificates.errors.js';
import { type FrozenCertificate, frozenCertificateOf } from './frozen-certificate.js';

interface Numbered {
  readonly id: string;
  readonly issuerCode: string;
  readonly year: number;
  readonly serial: number;
  readonly revision: number;
  readonly state: CertificateState;
  readonly verifyCode: string;
  readonly frozen: FrozenCertificate;
  readonly numberedAt: Date;
}

interface NumberedRow {
  id: Buffer;
  issuer_code: string;
  year: number;
  serial: number;
  revision: number;
  state: CertificateState;
  verify_code: string;
  frozen: string;
  numbered_at: Date;
}

/** A paper that has its number and no file after this long was forgotten by its job. */
const STUCK_MS = 10 * 60_000;
const SWEEP_BATCH = 50;

/** Numbers and issues certificates: the stated multi-step operation of the product (design.md, invariant 4). */
@Injectable()
export class CertificateService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly outbox: Outbox,
    private readonly audit: Audit,
    private readonly files: FileStore,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Issues the certificate of a completion. One transaction gives it its number, then the file is made and stored, a
   * second transaction marks it issued and the job done. It may die anywhere and be called again, at once or by two
   * workers: the number is kept, the file has the same bytes, and there is one certificate.
   *
   * @throws {NothingToCertify} when the completion does not exist
   */
  async issue(completionId: string, outboxId: string | null): Promise<void> {
    faultPoint('certificates.before-number');
    const certificate = await this.db.run((tx) => this.number(tx, completionId));
    faultPoint('certificates.after-number');
    if (certificate.state !== 'numbered') {
      if (outboxId !== null) await this.db.run(() => this.outbox.done(outboxId));
      return;
    }
    const file = await this.files.put(this.render(certificate));
    faultPoint('certificates.after-file');
    await this.db.run((tx) => this.markIssued(tx, certificate.id, completionId, file, outboxId));
    faultPoint('certificates.after-issue');
  }

  /** Completes what was numbered and then forgotten. @returns how many it issued */
  async sweep(): Promise<number> {
    const rows = await this.db.query<{ completion_id: Buffer }[]>(
      `SELECT completion_id FROM certificate
       WHERE state = 'numbered' AND numbered_at < ? AND completion_id IS NOT NULL ORDER BY numbered_at LIMIT ?`,
      [new Date(this.clock.now().getTime() - STUCK_MS), SWEEP_BATCH],
    );
    for (const row of rows) await this.issue(fromBin(row.completion_id), null);
    return rows.length;
  }

  private async number(tx: EntityManager, completionId: string): Promise<Numbered> {
    const known = await findNumbered(tx, completionId);
    if (known) return known;
    // Shared locks on what the new row will refer to, before the counter: nobody waits for a person's row while holding
    // the lock that every other certificate waits for.
    const [completion] = await tx.query<{ person_id: Buffer; frozen: string }[]>(
      `SELECT c.person_id, c.frozen FROM completion c JOIN person p ON p.id = c.person_id
       WHERE c.id = ? LOCK IN SHARE MODE`,
      [toBin(completionId)],
    );
    if (!completion) throw new NothingToCertify();
    const { issuerCode, frozen } = frozenCertificateOf(completion.frozen);
    const now = this.clock.now();
    const year = localYearOf(localDateOf(now, this.clock.zone));
    const last = await lockCounter(tx, issuerCode, year);
    // Whoever numbered it while this one waited for the counter has committed by now.
    const meanwhile = await findNumbered(tx, completionId);
    if (meanwhile) return meanwhile;
    const certificate: Numbered = {
      id: newId(),
      issuerCode,
      year,
      serial: last + 1,
      revision: 1,
      state: 'numbered',
      verifyCode: newVerifyCode(),
      frozen,
      numberedAt: now,
    };
    await tx.query('UPDATE certificate_counter SET last_serial = ? WHERE issuer_code = ? AND year = ?', [
      certificate.serial,
      issuerCode,
      year,
    ]);
    await tx.query(
      `INSERT INTO certificate (id, kind, person_id, completion_id, issuer_code, year, serial, revision, state, language,
         verify_code, frozen, numbered_at)
       VALUES (?, 'completion', ?, ?, ?, ?, ?, 1, 'numbered', ?, ?, ?, ?)`,
      [
        toBin(certificate.id),
        completion.person_id,
        toBin(completionId),
        issuerCode,
        year,
        certificate.serial,
        frozen.language,
        certificate.verifyCode,
        JSON.stringify(frozen),
        now,
      ],
    );
    faultPoint('certificates.in-number');
    return certificate;
  }

  private render(certificate: Numbered): Buffer {
    const { frozen, numberedAt, verifyCode } = certificate;
    return renderCertificate({
      language: frozen.language,
      number: numberOf(certificate.issuerCode, certificate.year, certificate.serial),
      revision: certificate.revision,
      holder: { name: frozen.name, organisation: frozen.organisation, post: frozen.post },
      course: frozen.course,
      startedOn: frozen.startedOn,
      completedOn: frozen.completedOn,
      minutes: frozen.minutes,
      mode: frozen.mode,
      basis: frozen.basis,
      // The day of the numbering, not of the rendering: a retry after midnight prints the same.
      issuedOn: localDateOf(numberedAt, this.clock.zone),
      issuedAt: numberedAt,
      issuer: frozen.issuer,
      pilot: frozen.pilot,
      verifyUrl: `${this.config.MADANG_ORIGIN}/verify/${verifyCode}`,
      verifyCode: groupedCode(verifyCode),
    });
  }

  private async markIssued(
    tx: EntityManager,
    id: string,
    completionId: string,
    file: StoredFile,
    outboxId: string | null,
  ): Promise<void> {
    const { affectedRows } = await tx.query<{ affectedRows: number }>(
      `UPDATE certificate SET state = 'issued', sha256 = ?, size = ?, issued_at = ? WHERE id = ? AND state = 'numbered'`,
      [file.sha256, file.size, this.clock.now(), toBin(id)],
    );
    if (affectedRows === 1) {
      await this.audit.record(systemActor, { action: 'certificate.issue', subjectKind: 'certificate', subjectId: id });
      await this.outbox.request('completion.notify', { completionId });
    }
    if (outboxId !== null) await this.outbox.done(outboxId);
    faultPoint('certificates.in-issue');
  }
}

async function findNumbered(tx: EntityManager, completionId: string): Promise<Numbered | null> {
  const [row] = await tx.query<NumberedRow[]>(
    `SELECT id, issuer_code, year, serial, revision, state, verify_code, frozen, numbered_at FROM certificate
     WHERE completion_id = ? AND revision = 1`,
    [toBin(completionId)],
  );
  if (!row) return null;
  return {
    id: fromBin(row.id),
    issuerCode: row.issuer_code,
    year: row.year,
    serial: row.serial,
    revision: row.revision,
    state: row.state,
    verifyCode: row.verify_code,
    frozen: JSON.parse(row.frozen) as FrozenCertificate,
    numberedAt: row.numbered_at,
  };
}

/** Locks the counter of an issuer's year, begun at 0 where it is the first. @returns the last serial given */
async function lockCounter(tx: EntityManager, issuerCode: string, year: number): Promise<number> {
  const read = 'SELECT last_serial FROM certificate_counter WHERE issuer_code = ? AND year = ? FOR UPDATE';
  let [row] = await tx.query<{ last_serial: number }[]>(read, [issuerCode, year]);
  if (!row) {
    await tx.query('INSERT IGNORE INTO certificate_counter (issuer_code, year, last_serial) VALUES (?, ?, 0)', [
      issuerCode,
      year,
    ]);
    [row] = await tx.query<{ last_serial: number }[]>(read, [issuerCode, year]);
  }
  return row?.last_serial ?? 0;
}
