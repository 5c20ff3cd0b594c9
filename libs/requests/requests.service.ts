import { AccessService } from '#libs/access';
import { type Actor, unitsWhere } from '#libs/actor';
import { Audit } from '#libs/audit';
import { Database, fromBin, isDuplicate, newId, toBin } from '#libs/database';
import { NotFound } from '#libs/errors';
import { CreditService, EvaluationService, type MandateDocument, type Method, type Mode } from '#libs/mandates';
import { PeopleService } from '#libs/people';
import { Clock, type LocalDate } from '#libs/time';
import { Injectable } from '@nestjs/common';
import type { ObligationState } from '#libs/mandates';
import {
  DECIDERS,
  type RequestKind,
  type RequestState,
  type Verdict,
  exemptionProblem,
  extensionProblem,
  replyBy,
  verdictFor,
} from './request.rules.js';
import {
  AlreadyAsked,
  AlreadyDecided,
  NoExemptions,
  NothingToAsk,
  OwnRequest,
  RequestWrong,
} from './requests.errors.js';
import { RequestQueries } from './requests.queries.js';

export type Ask = { readonly obligation: string; readonly reason: string } & (
  | { readonly kind: 'exemption'; readonly ground: string; readonly from: LocalDate; readonly to: LocalDate }
  | { readonly kind: 'extension'; readonly to: LocalDate }
  | { readonly kind: 'appeal' }
  | { readonly kind: 'outside'; readonly learned: Learned }
);

/** Learning completed elsewhere, as its proof says. */
export interface Learned {
  readonly title: string;
  readonly issuerCode?: string | undefined;
  readonly issuerName: string;
  readonly minutes: number;
  readonly times: number;
  readonly mode: Mode;
  readonly method: Method;
  readonly topics: readonly string[];
  readonly earnedOn: LocalDate;
  readonly proof: string;
}

export interface Decision {
  readonly verdict: Verdict;
  /** Why; required unless exactly what was asked for is granted. */
  readonly answer: string;
  /** Dates of an exemption; the new due date of an extension is `to`. What was asked for where they are left out. */
  readonly from?: LocalDate | undefined;
  readonly to?: LocalDate | undefined;
  /** How much of learning elsewhere is accepted; all of it where they are left out. */
  readonly minutes?: number | undefined;
  readonly times?: number | undefined;
}

interface Duty {
  readonly id: string;
  readonly personId: string;
  readonly mandateId: string;
  readonly cycleKey: string;
  readonly state: ObligationState;
  readonly dueOn: LocalDate;
  readonly unitId: string | null;
  readonly rule: MandateDocument;
}

interface Locked {
  readonly id: string;
  readonly kind: RequestKind;
  readonly duty: Duty;
  readonly unitId: string;
  readonly ground: string | null;
  readonly wantedFrom: LocalDate | null;
  readonly wantedTo: LocalDate | null;
}

/** What a decision leaves on the request. */
interface Outcome {
  readonly state: Exclude<RequestState, 'open'>;
  readonly from?: LocalDate;
  readonly to?: LocalDate;
  readonly exemptionId?: string;
  readonly creditId?: string;
}

const OWED: ReadonlySet<ObligationState> = new Set(['upcoming', 'open', 'paused']);

/**
 * What people ask about their duties. A request is decided once, by someone named who is not the one it is about: the
 * person's row, then the request's, is locked, and whoever comes second is told.
 */
@Injectable()
export class RequestService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly access: AccessService,
    private readonly people: PeopleService,
    private readonly evaluation: EvaluationService,
    private readonly credits: CreditService,
    private readonly requests: RequestQueries,
  ) {}

  /**
   * Asks about a duty: of one's own, or on behalf of someone in the actor's scope.
   * @throws {NotFound} {@link NothingToAsk} {@link AlreadyAsked} {@link NoExemptions} {@link RequestWrong}
   */
  async ask(actor: Actor, ask: Ask): Promise<{ id: string }> {
    const askedBy = this.access.requirePerson(actor);
    return this.db.run(async (tx) => {
      const duty = await this.duty(ask.obligation);
      const unitId = duty.unitId ?? (await this.unitOf(duty.personId));
      if (duty.personId !== askedBy) await this.requireScope(actor, unitId);
      this.check(ask, duty);
      const id = newId();
      const roles = ask.kind === 'exemption' ? (duty.rule.exemptions?.by ?? []) : DECIDERS;
      const assignee = await this.access.nearestHolder(unitId, roles, duty.personId);
      try {
        await tx.query(
          `INSERT INTO duty_request (id, kind, obligation_id, person_id, unit_id, decider_roles, assignee_id, ground,
             reason, wanted_from, wanted_to, state, open_mark, reply_by, asked_at, asked_by)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'open', ?, ?, ?, ?)`,
          [
            toBin(id),
            ask.kind,
            toBin(duty.id),
            toBin(duty.personId),
            toBin(unitId),
            roles.join(','),
            assignee === null ? null : toBin(assignee),
            ask.kind === 'exemption' ? ask.ground : null,
            ask.reason,
            ask.kind === 'exemption' ? ask.from : null,
            ask.kind === 'exemption' || ask.kind === 'extension' ? ask.to : null,
            // Several courses may have been taken elsewhere; of the other kinds one is open at a time.
            ask.kind === 'outside' ? null : 1,
            replyBy(ask.kind, this.clock.today()),
            this.clock.now(),
            toBin(askedBy),
          ],
        );
      } catch (error) {
        if (isDuplicate(error, 'uq_duty_request_open')) throw new AlreadyAsked();
        throw error;
      }
      if (ask.kind === 'outside') await this.insertLearned(id, [askedBy, duty.personId], ask.learned);
      await this.audit.record(actor, {
        action: `request.${ask.kind}`,
        subjectKind: 'person',
        subjectId: duty.personId,
        unitId,
        detail: { request: id, obligation: duty.id },
      });
      return { id };
    });
  }

  /** The person takes an open request back. @throws {NotFound} {@link AlreadyDecided} */
  async withdraw(actor: Actor, id: string): Promise<void> {
    const personId = this.access.requirePerson(actor);
    await this.db.run(async (tx) => {
      const { affectedRows } = await tx.query<{ affectedRows: number }>(
        `UPDATE duty_request SET state = 'withdrawn', open_mark = NULL WHERE id = ? AND person_id = ? AND state = 'open'`,
        [toBin(id), toBin(personId)],
      );
      if (affectedRows === 0) {
        const mine = await tx.query<unknown[]>('SELECT 1 FROM duty_request WHERE id = ? AND person_id = ?', [
          toBin(id),
          toBin(personId),
        ]);
        throw mine.length === 0 ? new NotFound() : new AlreadyDecided();
      }
      await this.audit.record(actor, {
        action: 'request.withdraw',
        subjectKind: 'person',
        subjectId: personId,
        detail: { request: id },
      });
    });
  }

  /**
   * Answers a request, and lets the answer take effect in the same transaction.
   * @throws {NotFound} {@link OwnRequest} {@link AlreadyDecided} {@link RequestWrong}
   */
  async decide(actor: Actor, id: string, decision: Decision): Promise<void> {
    const decider = this.access.requirePerson(actor);
    await this.db.run(async (tx) => {
      const request = await this.lock(actor, id, decider);
      const [current] = await tx.query<{ state: RequestState }[]>('SELECT state FROM duty_request WHERE id = ?', [
        toBin(id),
      ]);
      if (current?.state !== 'open') throw new AlreadyDecided();
      const outcome = await this.effect(actor, request, decision, decider);
      if (outcome.state !== 'granted' || request.kind === 'appeal') requireAnswer(decision.answer);
      await tx.query(
        `UPDATE duty_request SET state = ?, open_mark = NULL, decided_at = ?, decided_by = ?, answer = ?,
           granted_from = ?, granted_to = ?, exemption_id = ?, credit_id = ? WHERE id = ?`,
        [
          outcome.state,
          this.clock.now(),
          toBin(decider),
          decision.answer === '' ? null : decision.answer,
          outcome.from ?? null,
          outcome.to ?? null,
          outcome.exemptionId === undefined ? null : toBin(outcome.exemptionId),
          outcome.creditId === undefined ? null : toBin(outcome.creditId),
          toBin(id),
        ],
      );
      await this.audit.record(actor, {
        action: `request.${outcome.state}`,
        subjectKind: 'person',
        subjectId: request.duty.personId,
        unitId: request.unitId,
        detail: { request: id, kind: request.kind },
      });
      await this.evaluation.evaluatePersons([request.duty.personId], { kind: request.kind, id }, actor);
    });
  }

  /** Takes back what was granted: the exemption or extension ends, the credit is reversed. @throws {AlreadyDecided} */
  async revoke(actor: Actor, id: string, reason: string): Promise<void> {
    const by = this.access.requirePerson(actor);
    await this.db.run(async (tx) => {
      const request = await this.lock(actor, id, by);
      const [row] = await tx.query<{ state: RequestState; exemption_id: Buffer | null; credit_id: Buffer | null }[]>(
        'SELECT state, exemption_id, credit_id FROM duty_request WHERE id = ?',
        [toBin(id)],
      );
      const granted = row && (row.state === 'granted' || row.state === 'reduced');
      if (!granted || (row.exemption_id === null && row.credit_id === null)) throw new AlreadyDecided();
      const now = this.clock.now();
      if (row.exemption_id) {
        await tx.query('UPDATE exemption SET revoked_by = ?, revoked_at = ? WHERE id = ?', [
          toBin(by),
          now,
          row.exemption_id,
        ]);
      }
      await tx.query(
        `UPDATE duty_request SET state = 'revoked', revoked_at = ?, revoked_by = ?, answer = ? WHERE id = ?`,
        [now, toBin(by), reason, toBin(id)],
      );
      await this.audit.record(actor, {
        action: 'request.revoke',
        subjectKind: 'person',
        subjectId: request.duty.personId,
        unitId: request.unitId,
        detail: { request: id, kind: request.kind },
      });
      if (row.credit_id) await this.credits.reverse(actor, fromBin(row.credit_id), reason.slice(0, 400));
      else await this.evaluation.evaluatePersons([request.duty.personId], { kind: 'revocation', id }, actor);
    });
  }

  private check(ask: Ask, duty: Duty): void {
    const today = this.clock.today();
    if (ask.kind === 'appeal') return;
    if (!OWED.has(duty.state)) throw new NothingToAsk();
    if (ask.kind === 'exemption') {
      const terms = duty.rule.exemptions;
      if (!terms) throw new NoExemptions();
      if (!terms.grounds.includes(ask.ground)) {
        throw RequestWrong.field('ground', '이 기준에 없는 사유입니다.', 'The mandate does not name this ground.');
      }
      const problem = exemptionProblem(terms, ask.from, ask.to);
      if (problem) throw RequestWrong.dates('to', problem);
    } else if (ask.kind === 'extension') {
      const problem = extensionProblem(duty.dueOn, ask.to, today);
      if (problem) throw RequestWrong.dates('to', problem);
    } else if (ask.learned.earnedOn > today) {
      throw RequestWrong.field('learned.earnedOn', '아직 오지 않은 날입니다.', 'That day has not come yet.');
    }
  }

  private effect(actor: Actor, request: Locked, decision: Decision, decider: string): Promise<Outcome> {
    if (decision.verdict === 'refuse') return Promise.resolve({ state: 'refused' });
    switch (request.kind) {
      case 'appeal':
        return Promise.resolve({ state: 'granted' });
      case 'exemption':
        return this.exempt(request, decision, decider);
      case 'extension':
        return this.extend(request, decision, decider);
      case 'outside':
        return this.accept(actor, request, decision);
    }
  }

  private async exempt(request: Locked, decision: Decision, decider: string): Promise<Outcome> {
    const terms = request.duty.rule.exemptions;
    if (!terms) throw new NoExemptions();
    const from = decision.from ?? request.wantedFrom;
    const to = decision.to ?? request.wantedTo;
    const problem = exemptionProblem(terms, from, to);
    if (problem) throw RequestWrong.dates('to', problem);
    if (from === null || to === null) throw RequestWrong.dates('to', 'end-missing');
    const exemptionId = await this.insertGrant(request, 'exemption', from, to, decider);
    const shorter = from !== request.wantedFrom || to !== request.wantedTo;
    return { state: shorter ? 'reduced' : 'granted', from, to, exemptionId };
  }

  private async extend(request: Locked, decision: Decision, decider: string): Promise<Outcome> {
    const today = this.clock.today();
    const to = decision.to ?? request.wantedTo;
    const problem = extensionProblem(request.duty.dueOn, to, today);
    if (problem) throw RequestWrong.dates('to', problem);
    if (to === null) throw RequestWrong.dates('to', 'end-missing');
    const exemptionId = await this.insertGrant(request, 'extension', today, to, decider);
    return { state: to === request.wantedTo ? 'granted' : 'reduced', to, exemptionId };
  }

  private async insertGrant(
    { duty, ground }: Locked,
    kind: 'exemption' | 'extension',
    from: LocalDate,
    to: LocalDate,
    decider: string,
  ): Promise<string> {
    const exemptionId = newId();
    // The reason stays with the request: one place to read it from, one to destroy it in.
    await this.db.manager.query(
      `INSERT INTO exemption (id, person_id, mandate_id, kind, cycle_key, ground, valid_from, valid_to, granted_by, granted_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [
        toBin(exemptionId),
        toBin(duty.personId),
        toBin(duty.mandateId),
        kind,
        kind === 'extension' ? duty.cycleKey : null,
        kind === 'extension' ? 'asked' : (ground ?? 'other'),
        from,
        to,
        toBin(decider),
        this.clock.now(),
      ],
    );
    return exemptionId;
  }

  private async accept(actor: Actor, { id, duty }: Locked, decision: Decision): Promise<Outcome> {
    const tx = this.db.manager;
    const [learned] = await tx.query<
      {
        title: string;
        issuer_code: string | null;
        issuer_name: string;
        minutes: number;
        times: number;
        mode: Mode;
        method: Method;
        topics: string;
        earned_on: string;
      }[]
    >('SELECT * FROM outside_learning WHERE request_id = ?', [toBin(id)]);
    if (!learned) throw new NotFound();
    const accepted = { minutes: decision.minutes ?? learned.minutes, times: decision.times ?? learned.times };
    if (accepted.minutes > learned.minutes) throw moreThanProven('minutes');
    if (accepted.times > learned.times) throw moreThanProven('times');
    if (accepted.minutes + accepted.times === 0) {
      throw RequestWrong.field(
        'minutes',
        '인정할 것이 없으면 거절해 주세요.',
        'With nothing to accept, refuse instead.',
      );
    }
    const title = `${learned.title} (${learned.issuer_name})`.slice(0, 200);
    const { creditId } = await this.credits.grant(actor, {
      bearer: { kind: 'person', id: duty.personId },
      source: { kind: 'outside', id },
      ...accepted,
      mode: learned.mode,
      method: learned.method,
      topics: JSON.parse(learned.topics) as string[],
      course: null,
      title: { ko: title, en: title },
      // A certificate says that someone was there; what they took from it, it does not say.
      evidence: 'exposed',
      earnedOn: learned.earned_on,
      issuer: learned.issuer_code,
    });
    await tx.query('UPDATE outside_learning SET accepted_minutes = ?, accepted_times = ? WHERE request_id = ?', [
      accepted.minutes,
      accepted.times,
      toBin(id),
    ]);
    return { state: verdictFor(learned, accepted), creditId };
  }

  private async insertLearned(requestId: string, owners: readonly string[], learned: Learned): Promise<void> {
    const tx = this.db.manager;
    const [proof] = await tx.query<unknown[]>('SELECT 1 FROM proof_file WHERE id = ? AND person_id IN (?)', [
      toBin(learned.proof),
      owners.map(toBin),
    ]);
    if (!proof) {
      throw RequestWrong.field('learned.proof', '증빙 파일을 먼저 올려 주세요.', 'Upload the proof first.');
    }
    await tx.query(
      `INSERT INTO outside_learning (request_id, title, issuer_code, issuer_name, minutes, times, mode, method, topics,
         earned_on, proof_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [
        toBin(requestId),
        learned.title.normalize('NFC'),
        learned.issuerCode ?? null,
        learned.issuerName.normalize('NFC'),
        learned.minutes,
        learned.times,
        learned.mode,
        learned.method,
        JSON.stringify(learned.topics),
        learned.earnedOn,
        toBin(learned.proof),
      ],
    );
  }

  /** Locks the person, then the request: two deciders take turns. The actor must be one of those who may decide. */
  private async lock(actor: Actor, id: string, decider: string): Promise<Locked> {
    await this.requests.requireDecider(actor, id);
    const tx = this.db.manager;
    const [row] = await tx.query<{ person_id: Buffer }[]>('SELECT person_id FROM duty_request WHERE id = ?', [
      toBin(id),
    ]);
    if (!row) throw new NotFound();
    if (fromBin(row.person_id) === decider) throw new OwnRequest();
    await tx.query('SELECT id FROM person WHERE id = ? FOR UPDATE', [row.person_id]);
    const [locked] = await tx.query<
      {
        kind: RequestKind;
        obligation_id: Buffer;
        unit_id: Buffer;
        ground: string | null;
        wanted_from: string | null;
        wanted_to: string | null;
      }[]
    >('SELECT * FROM duty_request WHERE id = ? FOR UPDATE', [toBin(id)]);
    if (!locked) throw new NotFound();
    return {
      id,
      kind: locked.kind,
      duty: await this.duty(fromBin(locked.obligation_id)),
      unitId: fromBin(locked.unit_id),
      ground: locked.ground,
      wantedFrom: locked.wanted_from,
      wantedTo: locked.wanted_to,
    };
  }

  /**
   * Of somebody who was merged into another person since, the duty that went on there.
   * @throws {NotFound} also for a duty of a unit: nobody asks on a class's behalf
   */
  private async duty(obligationId: string): Promise<Duty> {
    const [row] = await this.db.manager.query<
      {
        id: Buffer;
        bearer_id: Buffer;
        mandate_id: Buffer;
        cycle_key: string;
        state: ObligationState;
        due_on: string;
        reporting_unit_id: Buffer | null;
        rule: string;
      }[]
    >(
      `SELECT o.id, o.bearer_id, o.mandate_id, o.cycle_key, o.state, o.due_on, o.reporting_unit_id, v.rule
       FROM obligation asked
       JOIN person p ON p.id = asked.bearer_id
       LEFT JOIN obligation kept ON kept.bearer_id = p.alias_of AND kept.mandate_id = asked.mandate_id
         AND kept.cycle_key = asked.cycle_key
       JOIN obligation o ON o.id = COALESCE(kept.id, asked.id)
       JOIN mandate_version v ON v.id = o.mandate_version_id
       WHERE asked.id = ? AND asked.bearer_kind = 'person'`,
      [toBin(obligationId)],
    );
    if (!row) throw new NotFound();
    return {
      id: fromBin(row.id),
      personId: fromBin(row.bearer_id),
      mandateId: fromBin(row.mandate_id),
      cycleKey: row.cycle_key,
      state: row.state,
      dueOn: row.due_on,
      unitId: row.reporting_unit_id === null ? null : fromBin(row.reporting_unit_id),
      rule: JSON.parse(row.rule) as MandateDocument,
    };
  }

  /** Where a person stands who is counted nowhere. @throws {NothingToAsk} */
  private async unitOf(personId: string): Promise<string> {
    const memberships = (await this.people.facts([personId])).get(personId)?.memberships ?? [];
    const unitId = (memberships.findLast(({ isPrimary }) => isPrimary) ?? memberships.at(-1))?.unitId;
    if (unitId === undefined) throw new NothingToAsk();
    return unitId;
  }

  private async requireScope(actor: Actor, unitId: string): Promise<void> {
    if (unitsWhere(actor, 'request:decide').length === 0) throw new NotFound();
    await this.access.requireUnit(actor, 'request:decide', unitId);
  }
}

function requireAnswer(answer: string): void {
  if (answer.length < 2) {
    throw RequestWrong.field('answer', '왜 그렇게 정했는지 적어 주세요.', 'Say why it was decided this way.');
  }
}

function moreThanProven(field: 'minutes' | 'times'): RequestWrong {
  return RequestWrong.field(
    field,
    '증빙보다 많이 인정할 수 없습니다.',
    'No more than the proof shows can be accepted.',
  );
}
