import { AccessService } from '#libs/access';
import type { Actor } from '#libs/actor';
import { Audit } from '#libs/audit';
import { Database, fromBin, newId, toBin } from '#libs/database';
import { NotFound } from '#libs/errors';
import { Outbox } from '#libs/jobs';
import { basisLines } from '#libs/learning';
import { type Earned, EarnedQueries, ObligationService, type ObligationView } from '#libs/mandates';
import { HolderService } from '#libs/people';
import { Clock, type LocalDate, localDateOf, localYearOf } from '#libs/time';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newVerifyCode } from './certificate.rules.js';
import { CertificateScope } from './certificate.scope.js';
import { NothingToCorrect, NothingToList, NotFulfilled, NotTheCurrent } from './certificates.errors.js';
import type { CertificateRow } from './certificates.queries.js';
import type { CertificateEntry, FrozenCertificate } from './frozen-certificate.js';
import { insert, lockCounter, number, type Unnumbered } from './numbering.js';

/** Entries of one record: some twenty pages. */
const MOST_ENTRIES = 500;

/**
 * Papers that somebody asks for, and the end of papers that were wrong. A paper asked for here gets its number, and what
 * it will say is frozen, in the transaction of the request; its file follows by a job.
 */
@Injectable()
export class CertificateDesk {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly outbox: Outbox,
    private readonly audit: Audit,
    private readonly access: AccessService,
    private readonly scope: CertificateScope,
    private readonly holders: HolderService,
    private readonly obligations: ObligationService,
    private readonly earned: EarnedQueries,
  ) {}

  /**
   * The certificate of a fulfilled obligation: of one's own duty, or of what one's class or facility provided. Asked for
   * twice it is the same paper.
   *
   * @throws {NotFound} also out of scope, {@link NotFulfilled}
   */
  async requestForObligation(actor: Actor, obligationId: string): Promise<{ id: string }> {
    const [row] = await this.db.query<{ bearer_kind: 'person' | 'unit'; bearer_id: Buffer }[]>(
      'SELECT bearer_kind, bearer_id FROM obligation WHERE id = ?',
      [toBin(obligationId)],
    );
    if (!row) throw new NotFound();
    const bearerId = fromBin(row.bearer_id);
    if (row.bearer_kind === 'unit') await this.scope.requireUnit(actor, bearerId);
    else if (bearerId !== actor.personId) throw new NotFound();
    return this.db.run(async (tx) => {
      await this.lockBearer(tx, row.bearer_kind, bearerId);
      const known = await this.currentOf(tx, obligationId);
      if (known !== null && known.state !== 'revoked') return { id: fromBin(known.id) };
      const obligation = await this.fulfilled(row.bearer_kind, bearerId, obligationId);
      const paper =
        row.bearer_kind === 'person'
          ? await this.dutyOf(bearerId, obligation)
          : await this.provisionOf(actor, bearerId, obligation);
      const of = { ...paper, obligationId, completionId: null, requestedBy: actor.personId };
      // After a revocation the paper keeps its number: what was revoked stays to be seen under it.
      const id = known === null ? await this.number(tx, of) : await this.nextRevision(tx, known, of.frozen);
      await this.promise(actor, id, 'certificate.request');
      return { id };
    });
  }

  /** A record of all that the actor completed in those days. @throws {@link NothingToList} */
  async requestHistory(actor: Actor, from: LocalDate, to: LocalDate): Promise<{ id: string }> {
    const personId = this.access.requirePerson(actor);
    return this.db.run(async (tx) => {
      await this.lockBearer(tx, 'person', personId);
      const entries = await this.earned.between(personId, from, to, MOST_ENTRIES);
      if (entries.length === 0) throw new NothingToList();
      const { issuerCode, ...holder } = await this.holders.holderOf(personId);
      const pilot = await this.anyPilot(entries);
      const id = await this.number(tx, {
        issuerCode,
        frozen: { kind: 'history', ...holder, from, to, entries: entriesOf(entries), basis: [], pilot },
        personId,
        unitId: null,
        completionId: null,
        obligationId: null,
        requestedBy: personId,
      });
      await this.promise(actor, id, 'certificate.request');
      return { id };
    });
  }

  /**
   * Prints the name anew as it is recorded today: the same number, the next revision; the paper before is superseded.
   *
   * @throws {NotFound} out of scope, {@link NotTheCurrent}, {@link NothingToCorrect} when the name is printed as recorded
   */
  async correct(actor: Actor, id: string, reason: string): Promise<{ id: string }> {
    return this.db.run(async (tx) => {
      const row = await this.lockIssued(tx, actor, id);
      const frozen = JSON.parse(row.frozen) as FrozenCertificate;
      if (row.person_id === null || !('name' in frozen)) throw new NothingToCorrect();
      const { name } = await this.holders.holderOf(fromBin(row.person_id));
      if (name === frozen.name) throw new NothingToCorrect();
      const next = await this.nextRevision(tx, row, { ...frozen, name });
      await this.end(tx, row, 'superseded', reason);
      await this.promise(actor, next, 'certificate.correct', reason);
      return { id: next };
    });
  }

  /** @throws {NotFound} out of scope, {@link NotTheCurrent} */
  async revoke(actor: Actor, id: string, reason: string): Promise<void> {
    await this.db.run(async (tx) => {
      const row = await this.lockIssued(tx, actor, id);
      await this.end(tx, row, 'revoked', reason);
      await this.audit.record(actor, {
        action: 'certificate.revoke',
        subjectKind: 'certificate',
        subjectId: id,
        detail: { reason },
      });
    });
  }

  private async lockBearer(tx: EntityManager, kind: 'person' | 'unit', id: string): Promise<void> {
    const table = kind === 'person' ? 'person' : 'org_unit';
    await tx.query(`SELECT id FROM ${table} WHERE id = ? FOR UPDATE`, [toBin(id)]);
  }

  private async currentOf(tx: EntityManager, obligationId: string): Promise<CertificateRow | null> {
    const [row] = await tx.query<CertificateRow[]>(
      'SELECT * FROM certificate WHERE obligation_id = ? ORDER BY revision DESC LIMIT 1',
      [toBin(obligationId)],
    );
    return row ?? null;
  }

  private async fulfilled(kind: 'person' | 'unit', bearerId: string, id: string): Promise<Fulfilled> {
    const lists =
      kind === 'person'
        ? (await this.obligations.listOf(bearerId)).obligations
        : ((await this.obligations.listOfUnits([bearerId])).get(bearerId) ?? []);
    const found = lists.find((obligation) => obligation.id === id);
    if (found === undefined) throw new NotFound();
    if (found.state !== 'fulfilled' || found.fulfilledOn === null) throw new NotFulfilled();
    return { ...found, fulfilledOn: found.fulfilledOn };
  }

  private async dutyOf(personId: string, obligation: Fulfilled): Promise<Paper> {
    const { issuerCode, ...holder } = await this.holders.holderOf(personId);
    const frozen: FrozenCertificate = { kind: 'obligation', ...holder, ...(await this.dutyPart(obligation)) };
    return { issuerCode, frozen, personId, unitId: null };
  }

  private async provisionOf(actor: Actor, unitId: string, obligation: Fulfilled): Promise<Paper> {
    const { issuerCode, ...provider } = await this.holders.unitOnPaper(unitId);
    const { language } = actor;
    const part = await this.dutyPart(obligation);
    return { issuerCode, frozen: { kind: 'provision', language, ...provider, ...part }, personId: null, unitId };
  }

  private async dutyPart({ id, mandate, cycle, fulfilledOn }: Fulfilled) {
    const entries = await this.earned.towards(id);
    return {
      mandateCode: mandate.code,
      mandate: mandate.title,
      cycle: cycle.key,
      fulfilledOn,
      entries: entriesOf(entries),
      basis: basisLines(mandate.basis),
      pilot: await this.anyPilot(entries),
    };
  }

  /** Whether a course version that nobody outside has reviewed yet is among what counted. */
  private async anyPilot(entries: readonly Earned[]): Promise<boolean> {
    if (entries.length === 0) return false;
    const sources = entries.map(({ sourceId }) => toBin(sourceId));
    const pilots = await this.db.query<unknown[]>(
      `SELECT 1 FROM course_version v WHERE v.pilot = 1 AND v.id IN (
         SELECT course_version_id FROM completion WHERE id IN (?)
         UNION ALL SELECT course_version_id FROM live_session WHERE id IN (?)
         UNION ALL SELECT s.course_version_id FROM session_part p JOIN live_session s ON s.id = p.live_session_id
                   WHERE p.id IN (?)) LIMIT 1`,
      [sources, sources, sources],
    );
    return pilots.length > 0;
  }

  private async number(tx: EntityManager, paper: Unnumbered): Promise<string> {
    const now = this.clock.now();
    const year = localYearOf(localDateOf(now, this.clock.zone));
    const { issuerCode } = paper;
    const last = await lockCounter(tx, issuerCode, year);
    const [numbered] = await number(tx, { issuerCode, year, last }, [paper], now);
    return numbered?.id ?? '';
  }

  private async nextRevision(tx: EntityManager, row: CertificateRow, frozen: FrozenCertificate): Promise<string> {
    const id = newId();
    const idOf = (bin: Buffer | null): string | null => (bin === null ? null : fromBin(bin));
    const paper = {
      id,
      completionId: idOf(row.completion_id),
      issuerCode: row.issuer_code,
      year: row.year,
      serial: row.serial,
      revision: row.revision + 1,
      state: 'numbered' as const,
      verifyCode: newVerifyCode(),
      frozen,
      numberedAt: this.clock.now(),
    };
    const of = {
      personId: idOf(row.person_id),
      unitId: idOf(row.unit_id),
      completionId: paper.completionId,
      obligationId: idOf(row.obligation_id),
      requestedBy: idOf(row.requested_by),
    };
    await insert(tx, [{ paper, of }]);
    return id;
  }

  private async promise(actor: Actor, id: string, action: string, reason?: string): Promise<void> {
    await this.outbox.request('certificate.file', { certificateId: id });
    // As a detail, which can be destroyed: why a paper was wrong may say something of the person.
    const why = reason === undefined ? {} : { detail: { reason } };
    await this.audit.record(actor, { action, subjectKind: 'certificate', subjectId: id, ...why });
  }

  /** The row of an issued paper that the actor may end, locked after the person whose it is. */
  private async lockIssued(tx: EntityManager, actor: Actor, id: string): Promise<CertificateRow> {
    const [found] = await tx.query<CertificateRow[]>('SELECT * FROM certificate WHERE id = ?', [toBin(id)]);
    if (!found) throw new NotFound();
    const today = this.clock.today();
    if (found.person_id !== null) {
      const personId = fromBin(found.person_id);
      await this.scope.requirePerson(actor, 'certificate:manage', personId, today);
      await this.lockBearer(tx, 'person', personId);
    } else if (found.unit_id !== null) {
      await this.access.requireUnit(actor, 'certificate:manage', fromBin(found.unit_id));
      await this.lockBearer(tx, 'unit', fromBin(found.unit_id));
    }
    const [row] = await tx.query<CertificateRow[]>('SELECT * FROM certificate WHERE id = ? FOR UPDATE', [toBin(id)]);
    if (row?.state !== 'issued') throw new NotTheCurrent();
    return row;
  }

  private async end(
    tx: EntityManager,
    row: CertificateRow,
    state: 'superseded' | 'revoked',
    reason: string,
  ): Promise<void> {
    await tx.query('UPDATE certificate SET state = ?, ended_at = ?, end_reason = ? WHERE id = ?', [
      state,
      this.clock.now(),
      reason.normalize('NFC'),
      row.id,
    ]);
  }
}

type Fulfilled = ObligationView & { readonly fulfilledOn: LocalDate };
type Paper = Pick<Unnumbered, 'issuerCode' | 'frozen' | 'personId' | 'unitId'>;

function entriesOf(earned: readonly Earned[]): CertificateEntry[] {
  return earned.map(({ title, on, minutes, mode, reached, roster }) => ({
    ...{ title, on, minutes, mode },
    ...(reached === null ? {} : { reached, roster: roster ?? reached }),
  }));
}
