import { RateLimit } from '#libs/access';
import { Database } from '#libs/database';
import { NotFound } from '#libs/errors';
import type { Text } from '#libs/language';
import { Clock, type LocalDate, localDateOf } from '#libs/time';
import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { contentOf, type Numbering } from './certificate.content.js';
import type { CheckResult } from './certificate.entity.js';
import { groupedCode, maskName, numberOf, readVerifyCode, verifyCodeIn } from './certificate.rules.js';
import { NoFile } from './certificates.errors.js';
import { KIND_WORDS } from './certificate.words.js';
import type { CertificateRow } from './certificates.queries.js';
import type { CertificateKind, FrozenCertificate } from './frozen-certificate.js';

/** Every printed field, the name masked. */
export interface Verification {
  readonly status: 'issued' | 'superseded' | 'revoked';
  readonly kind: CertificateKind;
  readonly title: Text;
  readonly number: string;
  readonly revision: number;
  readonly rows: readonly { readonly label: Text; readonly value: Text }[];
  readonly table: { readonly columns: readonly Text[]; readonly rows: readonly (readonly Text[])[] } | null;
  readonly basis: readonly Text[];
  readonly issuedOn: LocalDate;
  readonly issuer: Text;
  readonly sha256: string;
  readonly pilot: boolean;
}

/** What became of a file that someone handed in. */
export interface FileCheck {
  /**
   * `genuine`: to the byte what was issued (`certificate.status` says whether it still holds). `changed`: it carries the
   * code of a certificate, but is not the file that was issued. `unknown`: nothing of ours.
   */
  readonly result: 'genuine' | 'changed' | 'unknown';
  readonly sha256: string;
  readonly certificate: Verification | null;
}

/** Checks that a visitor may make in a quarter of an hour: enough for a stack of papers, too few to try codes. */
const CHECKS = 120;

/** Two years, as access records of a system of this size are kept (PIPA decree art. 30 and its notice). */
const KEPT_MS = 2 * 366 * 86_400_000;

/** The public check, for anyone who has a certificate's code or its file in hand. */
@Injectable()
export class VerificationService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly limit: RateLimit,
  ) {}

  /**
   * @param visitor the caller's address, only to count how often one asks
   * @throws {NotFound} for a code that stands on no issued certificate, {TooMany}
   */
  async byCode(typed: string, visitor: string): Promise<Verification> {
    await this.limit.spend('verify', visitor, CHECKS);
    const code = readVerifyCode(typed);
    const found = code === null ? null : await this.find('verify_code', code);
    await this.log('code', found?.verification.status ?? 'unknown', found?.row.id ?? null);
    if (found === null) throw new NotFound();
    return found.verification;
  }

  /** The file is read and forgotten. @throws {TooMany} {@link NoFile} */
  async byFile(file: unknown, visitor: string): Promise<FileCheck> {
    if (!Buffer.isBuffer(file) || file.length === 0) throw new NoFile();
    await this.limit.spend('verify', visitor, CHECKS);
    const sha256 = createHash('sha256').update(file).digest('hex');
    const same = await this.find('sha256', sha256);
    if (same !== null) {
      await this.log('file', same.verification.status, same.row.id);
      return { result: 'genuine', sha256, certificate: same.verification };
    }
    const code = verifyCodeIn(file);
    const claimed = code === null ? null : await this.find('verify_code', code);
    await this.log('file', claimed === null ? 'unknown' : 'changed', claimed?.row.id ?? null);
    return { result: claimed === null ? 'unknown' : 'changed', sha256, certificate: claimed?.verification ?? null };
  }

  /** Ends the record of checks that were made long ago, a bounded number at a time. */
  async sweep(): Promise<void> {
    const before = new Date(this.clock.now().getTime() - KEPT_MS);
    await this.db.run((tx) => tx.query('DELETE FROM certificate_check WHERE at < ? ORDER BY at LIMIT 5000', [before]));
  }

  private async find(
    column: 'verify_code' | 'sha256',
    value: string,
  ): Promise<{ row: CertificateRow; verification: Verification } | null> {
    const [row] = await this.db.query<CertificateRow[]>(`SELECT * FROM certificate WHERE ${column} = ?`, [value]);
    if (!row || row.state === 'numbered' || row.sha256 === null) return null;
    const numbering: Numbering = {
      number: numberOf(row.issuer_code, row.year, row.serial),
      revision: row.revision,
      issuedOn: localDateOf(row.numbered_at, this.clock.zone),
      issuedAt: row.numbered_at,
      verifyUrl: '',
      verifyCode: groupedCode(row.verify_code),
    };
    const printed = printedOf(JSON.parse(row.frozen) as FrozenCertificate, numbering);
    return { row, verification: { status: row.state, sha256: row.sha256, ...printed } };
  }

  private async log(byWhat: 'code' | 'file', found: CheckResult, certificateId: Buffer | null): Promise<void> {
    await this.db.run((tx) =>
      tx.query('INSERT INTO certificate_check (at, by_what, found, certificate_id) VALUES (?, ?, ?, ?)', [
        this.clock.now(),
        byWhat,
        found,
        certificateId,
      ]),
    );
  }
}

/** What the sheet says, in both languages, from the same function that prints it. */
function printedOf(frozen: FrozenCertificate, numbering: Numbering): Omit<Verification, 'status' | 'sha256'> {
  const masked: FrozenCertificate = 'name' in frozen ? { ...frozen, name: maskName(frozen.name) } : frozen;
  const [ko, en] = (['ko', 'en'] as const).map((language) => contentOf({ ...masked, language }, numbering)) as [
    ReturnType<typeof contentOf>,
    ReturnType<typeof contentOf>,
  ];
  const cell = (row: number, column: number): Text => ({
    ko: ko.table?.rows[row]?.[column] ?? '',
    en: en.table?.rows[row]?.[column] ?? '',
  });
  return {
    kind: frozen.kind,
    title: KIND_WORDS[frozen.kind].title,
    number: numbering.number,
    revision: numbering.revision,
    rows: ko.rows
      .map(({ label, value }, i) => ({ label, value: { ko: value, en: en.rows[i]?.value ?? '' } }))
      .filter(({ value }) => value.ko !== ''),
    table: ko.table && {
      columns: ko.table.columns.map(({ label }, i) => ({ ko: label, en: en.table?.columns[i]?.label ?? '' })),
      rows: ko.table.rows.map((cells, row) => cells.map((_, column) => cell(row, column))),
    },
    basis: frozen.basis,
    issuedOn: numbering.issuedOn,
    issuer: frozen.issuer,
    pilot: frozen.pilot,
  };
}
