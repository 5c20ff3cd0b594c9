import { systemActor } from '#libs/actor';
import { Audit } from '#libs/audit';
import { CONFIG, type Config } from '#libs/config';
import { Database, fromBin, toBin } from '#libs/database';
import { faultPoint } from '#libs/faults';
import { FileStore, type StoredFile } from '#libs/files';
import { Outbox } from '#libs/jobs';
import { Clock, localDateOf, localYearOf } from '#libs/time';
import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Batch } from './batch.js';
import { contentOf } from './certificate.content.js';
import { renderCertificate } from './certificate.pdf.js';
import { groupedCode, numberOf } from './certificate.rules.js';
import { NothingToCertify } from './certificates.errors.js';
import { frozenCourseOf } from './frozen-certificate.js';
import { findNumbered, lockCounter, number, type Numbered, type Unnumbered } from './numbering.js';
import { type Signer, SIGNER, signatureRoom, signPdf } from './signer.js';

/** A completion that was promised its certificate, or a paper that has its number and wants its file. */
type Promised = ({ readonly completionId: string } | { readonly certificateId: string }) & {
  readonly outboxId: string | null;
};

interface Filed {
  readonly certificate: Numbered;
  readonly file: StoredFile;
}

/** A paper that has its number and no file after this long was forgotten by its job. */
const STUCK_MS = 10 * 60_000;
const SWEEP_BATCH = 50;
/** Papers of one batch. The counter is locked for the numbering of a batch, not for its rendering. */
const MOST = 32;

/** Numbers and issues certificates: the stated multi-step operation of the product (design.md, invariant 4). */
@Injectable()
export class CertificateService {
  private readonly batch = new Batch<Promised>((promised) => this.issueMany(promised), MOST);

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly outbox: Outbox,
    private readonly audit: Audit,
    private readonly files: FileStore,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(SIGNER) private readonly signer: Signer | null,
  ) {}

  /**
   * Issues the certificate of a completion. One transaction gives it its number, then the file is made and stored, a
   * second transaction marks it issued and the job done. It may die anywhere and be called again, at once or by two
   * workers: the number is kept and there is one certificate. Those asked for at the same time share both transactions.
   *
   * @throws {NothingToCertify} when the completion does not exist
   */
  issue(completionId: string, outboxId: string | null): Promise<void> {
    return this.batch.add({ completionId, outboxId });
  }

  /** Makes the file of a paper that got its number with the request for it. @throws {NothingToCertify} */
  makeFile(certificateId: string, outboxId: string | null): Promise<void> {
    return this.batch.add({ certificateId, outboxId });
  }

  /** Completes what was numbered and then forgotten. @returns how many it issued */
  async sweep(): Promise<number> {
    const rows = await this.db.query<{ id: Buffer }[]>(
      `SELECT id FROM certificate WHERE state = 'numbered' AND numbered_at < ? ORDER BY numbered_at LIMIT ?`,
      [new Date(this.clock.now().getTime() - STUCK_MS), SWEEP_BATCH],
    );
    await Promise.all(rows.map(({ id }) => this.makeFile(fromBin(id), null)));
    return rows.length;
  }

  /** @returns for each in turn what went wrong with it alone, or null */
  private async issueMany(promised: readonly Promised[]): Promise<readonly unknown[]> {
    faultPoint('certificates.before-number');
    const found = await this.db.run((tx) => this.numberMany(tx, promised));
    faultPoint('certificates.after-number');
    const files = new Map<string, Promise<Filed>>();
    const done: string[] = [];
    // The next sheet is drawn while the one before is being signed and written.
    const results = await Promise.allSettled(
      promised.map(async ({ outboxId }, i) => {
        const certificate = found[i];
        if (certificate === undefined) throw new NothingToCertify();
        if (certificate.state === 'numbered') {
          // The same paper twice in a batch is made once.
          const file = files.get(certificate.id) ?? this.file(certificate);
          files.set(certificate.id, file);
          await file;
        }
        if (outboxId !== null) done.push(outboxId);
      }),
    );
    const filed = (await Promise.allSettled(files.values())).flatMap((file) =>
      file.status === 'fulfilled' ? [file.value] : [],
    );
    faultPoint('certificates.after-file');
    await this.db.run((tx) => this.markIssued(tx, filed, done));
    faultPoint('certificates.after-issue');
    return results.map((result) => (result.status === 'rejected' ? (result.reason as unknown) : null));
  }

  private async file(certificate: Numbered): Promise<Filed> {
    return { certificate, file: await this.files.put(await this.render(certificate)) };
  }

  /** @returns the papers in the order of what was promised, undefined where there is nothing to certify */
  private async numberMany(tx: EntityManager, promised: readonly Promised[]): Promise<(Numbered | undefined)[]> {
    const completions = [...new Set(promised.flatMap((each) => ('completionId' in each ? [each.completionId] : [])))];
    const byId = await findNumbered(
      tx,
      'id IN (?)',
      promised.flatMap((each) => ('certificateId' in each ? [each.certificateId] : [])),
    );
    const known = await findNumbered(tx, FIRST_OF_COMPLETION, completions);
    const has = new Set(known.map(({ completionId }) => completionId));
    const papers = [
      ...known,
      ...(await this.numberNew(
        tx,
        completions.filter((id) => !has.has(id)),
      )),
    ];
    return promised.map((each) =>
      'completionId' in each
        ? papers.find(({ completionId }) => completionId === each.completionId)
        : byId.find(({ id }) => id === each.certificateId),
    );
  }

  private async numberNew(tx: EntityManager, completionIds: readonly string[]): Promise<Numbered[]> {
    const papers = await this.papersOf(tx, completionIds);
    const now = this.clock.now();
    const year = localYearOf(localDateOf(now, this.clock.zone));
    const numbered: Numbered[] = [];
    // In the order of their codes, so that two that number for the same issuers never wait for each other in a ring.
    for (const issuerCode of [...new Set(papers.map((paper) => paper.issuerCode))].sort()) {
      const last = await lockCounter(tx, issuerCode, year);
      const mine = papers.filter((paper) => paper.issuerCode === issuerCode);
      // Whoever numbered one of them while this one waited for the counter has committed by now.
      const meanwhile = await findNumbered(
        tx,
        FIRST_OF_COMPLETION,
        mine.flatMap(({ completionId }) => completionId ?? []),
      );
      const left = mine.filter((paper) => !meanwhile.some(({ completionId }) => completionId === paper.completionId));
      numbered.push(...meanwhile);
      if (left.length > 0) numbered.push(...(await number(tx, { issuerCode, year, last }, left, now)));
    }
    return numbered;
  }

  private async papersOf(tx: EntityManager, completionIds: readonly string[]): Promise<Unnumbered[]> {
    if (completionIds.length === 0) return [];
    // Shared locks on what the new rows will refer to, before the counter: nobody waits for a person's row while holding
    // the lock that every other certificate waits for. By id, as everybody else locks persons.
    const rows = await tx.query<{ id: Buffer; person_id: Buffer; frozen: string }[]>(
      `SELECT c.id, c.person_id, c.frozen FROM completion c JOIN person p ON p.id = c.person_id
       WHERE c.id IN (?) ORDER BY c.person_id, c.id LOCK IN SHARE MODE`,
      [completionIds.map(toBin)],
    );
    return rows.map((row) => ({
      ...frozenCourseOf(row.frozen),
      personId: fromBin(row.person_id),
      unitId: null,
      completionId: fromBin(row.id),
      obligationId: null,
      requestedBy: null,
    }));
  }

  private async render({ frozen, numberedAt, verifyCode, revision, ...at }: Numbered): Promise<Buffer> {
    const content = contentOf(frozen, {
      number: numberOf(at.issuerCode, at.year, at.serial),
      revision,
      // The day of the numbering, not of the rendering: a retry after midnight prints the same.
      issuedOn: localDateOf(numberedAt, this.clock.zone),
      issuedAt: numberedAt,
      verifyUrl: `${this.config.MADANG_ORIGIN}/verify/${verifyCode}`,
      verifyCode: groupedCode(verifyCode),
    });
    if (this.signer === null) return renderCertificate(content);
    return signPdf(renderCertificate(content, signatureRoom(this.signer)), this.signer);
  }

  private async markIssued(tx: EntityManager, filed: readonly Filed[], outboxIds: readonly string[]): Promise<void> {
    if (filed.length > 0) {
      const ids = filed.map(({ certificate }) => toBin(certificate.id));
      const waiting = await tx.query<{ id: Buffer }[]>(
        `SELECT id FROM certificate WHERE id IN (?) AND state = 'numbered' ORDER BY id FOR UPDATE`,
        [ids],
      );
      const mine = filed.filter(({ certificate }) => waiting.some(({ id }) => fromBin(id) === certificate.id));
      if (mine.length > 0) await this.store(tx, mine);
    }
    await this.outbox.doneMany(outboxIds);
    faultPoint('certificates.in-issue');
  }

  private async store(tx: EntityManager, filed: readonly Filed[]): Promise<void> {
    const values = filed.map((_, i) => (i === 0 ? 'SELECT ? AS id, ? AS sha256, ? AS size' : 'SELECT ?, ?, ?'));
    await tx.query(
      `UPDATE certificate c JOIN (${values.join(' UNION ALL ')}) f ON f.id = c.id
       SET c.state = 'issued', c.sha256 = f.sha256, c.size = f.size, c.issued_at = ?`,
      [...filed.flatMap(({ certificate, file }) => [toBin(certificate.id), file.sha256, file.size]), this.clock.now()],
    );
    await this.audit.recordMany(
      filed.map(({ certificate }) => ({
        actor: systemActor,
        action: 'certificate.issue',
        subjectKind: 'certificate',
        subjectId: certificate.id,
      })),
    );
    const finished = filed.flatMap(({ certificate }) =>
      certificate.completionId !== null && certificate.revision === 1
        ? [{ completionId: certificate.completionId }]
        : [],
    );
    await this.outbox.requestMany('completion.notify', finished);
  }
}

const FIRST_OF_COMPLETION = 'completion_id IN (?) AND revision = 1';
