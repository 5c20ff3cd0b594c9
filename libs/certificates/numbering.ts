import { fromBin, insertRows, newId, toBin } from '#libs/database';
import { faultPoint } from '#libs/faults';
import type { EntityManager } from 'typeorm';
import type { CertificateState } from './certificate.entity.js';
import { newVerifyCode } from './certificate.rules.js';
import type { FrozenCertificate } from './frozen-certificate.js';

/** A paper that has its number. */
export interface Numbered {
  readonly id: string;
  readonly completionId: string | null;
  readonly issuerCode: string;
  readonly year: number;
  readonly serial: number;
  readonly revision: number;
  readonly state: CertificateState;
  readonly verifyCode: string;
  readonly frozen: FrozenCertificate;
  readonly numberedAt: Date;
}

/** A paper that is to get one. */
export interface Unnumbered {
  readonly issuerCode: string;
  readonly frozen: FrozenCertificate;
  readonly personId: string | null;
  readonly unitId: string | null;
  readonly completionId: string | null;
  readonly obligationId: string | null;
  /** Who asked for it; null for what a completion promised. */
  readonly requestedBy: string | null;
}

interface Row {
  id: Buffer;
  completion_id: Buffer | null;
  issuer_code: string;
  year: number;
  serial: number;
  revision: number;
  state: CertificateState;
  verify_code: string;
  frozen: string;
  numbered_at: Date;
}

/** The papers of some column's values, by those values. @param where an SQL condition with one list parameter */
export async function findNumbered(
  tx: EntityManager,
  where: 'id IN (?)' | 'completion_id IN (?) AND revision = 1',
  ids: readonly string[],
): Promise<Numbered[]> {
  if (ids.length === 0) return [];
  const rows = await tx.query<Row[]>(
    `SELECT id, completion_id, issuer_code, year, serial, revision, state, verify_code, frozen, numbered_at
     FROM certificate WHERE ${where}`,
    [ids.map(toBin)],
  );
  return rows.map((row) => ({
    id: fromBin(row.id),
    completionId: row.completion_id === null ? null : fromBin(row.completion_id),
    issuerCode: row.issuer_code,
    year: row.year,
    serial: row.serial,
    revision: row.revision,
    state: row.state,
    verifyCode: row.verify_code,
    frozen: JSON.parse(row.frozen) as FrozenCertificate,
    numberedAt: row.numbered_at,
  }));
}

/** Locks the counter of an issuer's year, begun at 0 where it is the first. @returns the last serial given */
export async function lockCounter(tx: EntityManager, issuerCode: string, year: number): Promise<number> {
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

/** Gives the next serials of a counter that is locked, in the order of `papers`, and stores the papers under them. */
export async function number(
  tx: EntityManager,
  counter: { readonly issuerCode: string; readonly year: number; readonly last: number },
  papers: readonly Unnumbered[],
  now: Date,
): Promise<Numbered[]> {
  const { issuerCode, year, last } = counter;
  const numbered = papers.map(({ frozen, completionId }, i): Numbered => ({
    id: newId(),
    completionId,
    issuerCode,
    year,
    serial: last + 1 + i,
    revision: 1,
    state: 'numbered',
    verifyCode: newVerifyCode(),
    frozen,
    numberedAt: now,
  }));
  await tx.query('UPDATE certificate_counter SET last_serial = ? WHERE issuer_code = ? AND year = ?', [
    last + papers.length,
    issuerCode,
    year,
  ]);
  await insert(
    tx,
    numbered.map((paper, i) => ({ paper, of: papers[i] as Unnumbered })),
  );
  faultPoint('certificates.in-number');
  return numbered;
}

const bin = (id: string | null): Buffer | null => (id === null ? null : toBin(id));

export async function insert(
  tx: EntityManager,
  rows: readonly { readonly paper: Numbered; readonly of: Omit<Unnumbered, 'frozen' | 'issuerCode'> }[],
): Promise<void> {
  await insertRows(
    tx,
    'certificate',
    [
      'id',
      'kind',
      'person_id',
      'unit_id',
      'completion_id',
      'obligation_id',
      'requested_by',
      'issuer_code',
      'year',
      'serial',
      'revision',
      'state',
      'language',
      'verify_code',
      'frozen',
      'numbered_at',
    ],
    rows.map(({ paper, of }) => [
      toBin(paper.id),
      paper.frozen.kind,
      bin(of.personId),
      bin(of.unitId),
      bin(of.completionId),
      bin(of.obligationId),
      bin(of.requestedBy),
      paper.issuerCode,
      paper.year,
      paper.serial,
      paper.revision,
      paper.state,
      paper.frozen.language,
      paper.verifyCode,
      JSON.stringify(paper.frozen),
      paper.numberedAt,
    ]),
  );
}
