import { AccessModule, AccessService } from '#libs/access';
import type { Actor, Permission, Role } from '#libs/actor';
import { systemActor } from '#libs/actor';
import { CoursesModule } from '#libs/courses';
import { fromBin, newId, toBin } from '#libs/database';
import { MandateService, MandatesModule, ObligationService, TallyService } from '#libs/mandates';
import { PeopleModule, PeopleService, UnitService } from '#libs/people';
import { officialsMandate, publishMandates } from '../../test/support/mandates.js';
import { type TestContext, withDatabase } from '../../test/support/module.js';
import { ProofService } from './proofs.service.js';
import { RequestQueries } from './requests.queries.js';
import { type Ask, RequestService } from './requests.service.js';
import { RequestsModule } from './requests.module.js';

const PDF = Buffer.from('%PDF-1.7 a certificate from elsewhere');

describe('requests on the database', () => {
  let t: TestContext;
  let requests: RequestService;
  let queries: RequestQueries;
  let city: string;
  let division: string;
  let elsewhere: string;
  let office: Actor;
  let clerk: Actor;

  beforeAll(async () => {
    t = await withDatabase([PeopleModule, AccessModule, CoursesModule, MandatesModule, RequestsModule]);
    requests = t.get(RequestService);
    queries = t.get(RequestQueries);
    const units = t.get(UnitService);
    const authorityId = await units.createAuthority({
      code: 'city',
      issuerCode: 'GAON',
      name: { ko: '시', en: 'City' },
      headTitle: { ko: '시장', en: 'Mayor' },
      senderAddress: 'a@b.example',
      contact: { ko: '-', en: '-' },
      retention: {},
    });
    const unit = async (parentId: string | null, code: string): Promise<string> => {
      const [id = ''] = await units.create([
        {
          authorityId,
          parentId,
          code,
          kind: parentId === null ? 'city' : 'division',
          territory: 'gaon',
          name: { ko: code, en: code },
          validFrom: '2020-01-01',
        },
      ]);
      return id;
    };
    city = await unit(null, 'gaon');
    division = await unit(city, 'division');
    elsewhere = await unit(city, 'elsewhere');
    office = await holder('hr-office', city);
    clerk = await holder('training-clerk', division);
    await publishMandates(
      t,
      officialsMandate('yearly', 'exemptions: { by: [hr-office], grounds: [illness, other], maxDays: 60 }\n'),
      officialsMandate('plain', 'sharesCreditWith: [yearly]\n'),
    );
  });
  afterAll(() => t.close());

  async function person(unitId: string, occupation: 'official' | 'partner' = 'official'): Promise<Actor> {
    const [id = ''] = await t
      .get(PeopleService)
      .register(systemActor, [
        { name: '사람', memberships: [{ unitId, occupation, band: 'staff', from: '2026-01-01' }] },
      ]);
    return actor(id, {});
  }

  function actor(personId: string, scope: Actor['scope']): Actor {
    return { kind: 'person', personId, accountId: null, language: 'ko', scope, requestId: null };
  }

  async function holder(role: Role, unitId: string): Promise<Actor> {
    const { personId } = await person(unitId, 'partner');
    await t.db.query(
      `INSERT INTO role_grant (id, person_id, role, unit_id, valid_from, granted_at) VALUES (?, ?, ?, ?, ?, ?)`,
      [toBin(newId()), toBin(personId!), role, toBin(unitId), '2026-01-01', t.clock.now()],
    );
    expect(await t.get(AccessService).rolesOf(personId!)).toHaveLength(1);
    return actor(personId!, { ['request:decide' satisfies Permission]: [unitId] });
  }

  async function duty(of: Actor, code = 'yearly') {
    const { obligations } = await t.get(ObligationService).listOf(of.personId!);
    return obligations.find(({ mandate }) => mandate.code === code)!;
  }

  const exemption = async (of: Actor): Promise<Ask> => ({
    kind: 'exemption',
    obligation: (await duty(of)).id,
    reason: '수술을 받아 입원합니다',
    ground: 'illness',
    from: '2026-11-24',
    to: '2026-12-31',
  });

  it('exempts until an end, by a role that the mandate names', async () => {
    const learner = await person(division);
    const { id } = await requests.ask(learner, await exemption(learner));
    await expect(requests.decide(clerk, id, { verdict: 'grant', answer: '' })).rejects.toMatchObject({
      code: 'common.not-found',
    });
    await expect(requests.decide(office, id, { verdict: 'grant', answer: '', to: '2027-06-01' })).rejects.toMatchObject(
      {
        fields: [expect.objectContaining({ field: 'to' })],
      },
    );
    await requests.decide(office, id, { verdict: 'grant', answer: '' });
    expect(await duty(learner)).toMatchObject({ state: 'exempt' });
    expect(await queries.get(learner, id)).toMatchObject({
      state: 'granted',
      grantedTo: '2026-12-31',
      decidedBy: { id: office.personId },
    });
    await requests.revoke(office, id, '기간 안에 복직했습니다');
    expect(await duty(learner)).toMatchObject({ state: 'open' });
    expect(await t.get(TallyService).verify()).toEqual([]);
  });

  it('keeps the reason between the person and those who may grant', async () => {
    const learner = await person(division);
    const { id } = await requests.ask(learner, await exemption(learner));
    expect((await queries.get(learner, id)).reason).toContain('입원');
    expect((await queries.get(office, id)).reason).toContain('입원');
    for (const other of [clerk, await person(division), await holder('hr-office', elsewhere)]) {
      await expect(queries.get(other, id)).rejects.toMatchObject({ code: 'common.not-found' });
    }
    expect((await queries.list(clerk, { state: 'open', limit: 50 })).items.map((r) => r.id)).not.toContain(id);
    const trail = await t.db.query<{ detail: string }[]>('SELECT detail FROM audit_detail');
    expect(trail.some(({ detail }) => detail.includes('입원'))).toBe(false);
    const grants = await t.db.query<{ reason: string | null }[]>('SELECT reason FROM exemption');
    expect(grants.every(({ reason }) => reason === null)).toBe(true);
  });

  it('refuses a ground, a length or a mandate that does not allow it', async () => {
    const learner = await person(division);
    const ask = (await exemption(learner)) as Ask & { kind: 'exemption' };
    await expect(requests.ask(learner, { ...ask, ground: 'fun' })).rejects.toMatchObject({ code: 'requests.wrong' });
    await expect(requests.ask(learner, { ...ask, to: '2027-03-01' })).rejects.toMatchObject({ code: 'requests.wrong' });
    const plain = (await duty(learner, 'plain')).id;
    await expect(requests.ask(learner, { ...ask, obligation: plain })).rejects.toMatchObject({
      code: 'requests.no-exemptions',
    });
  });

  it('hands an extension to the nearest clerk, and moves the due date of that cycle', async () => {
    const learner = await person(division);
    const ask: Ask = {
      kind: 'extension',
      obligation: (await duty(learner)).id,
      reason: '12월 감사 준비',
      to: '2027-02-28',
    };
    const { id } = await requests.ask(learner, ask);
    await expect(requests.ask(learner, ask)).rejects.toMatchObject({ code: 'requests.already-asked' });
    expect(await queries.get(learner, id)).toMatchObject({ assignee: { id: clerk.personId }, replyBy: '2026-12-01' });
    await requests.decide(clerk, id, { verdict: 'grant', answer: '한 달이면 됩니다', to: '2027-01-31' });
    expect(await queries.get(learner, id)).toMatchObject({ state: 'reduced', grantedTo: '2027-01-31' });
    expect(await duty(learner)).toMatchObject({ dueOn: '2027-01-31' });
    const [grant] = await t.db.query<{ cycle_key: string; valid_to: string }[]>(
      `SELECT cycle_key, valid_to FROM exemption WHERE person_id = ? AND kind = 'extension'`,
      [toBin(learner.personId!)],
    );
    expect(grant).toMatchObject({ cycle_key: '2026', valid_to: '2027-01-31' });
  });

  it('accepts less of what was learned elsewhere, as a credit with its origin', async () => {
    const learner = await person(division);
    const proof = await t.get(ProofService).add(learner, '수료증.pdf', PDF);
    await expect(t.get(ProofService).add(learner, 'x.pdf', Buffer.from('MZ'))).rejects.toMatchObject({
      code: 'requests.proof-refused',
    });
    const { id } = await requests.ask(learner, {
      kind: 'outside',
      obligation: (await duty(learner)).id,
      reason: '인권위에서 들었습니다',
      learned: {
        title: '인권의 이해',
        issuerCode: 'nhrck',
        issuerName: '국가인권위원회',
        minutes: 120,
        times: 2,
        mode: 'in-person',
        method: 'lecture',
        topics: ['dignity'],
        earnedOn: '2026-10-02',
        proof: proof.id,
      },
    });
    const opened = await t.get(ProofService).open(clerk, id);
    opened.stream.destroy();
    expect(opened.proof.name).toBe('수료증.pdf');
    await expect(t.get(ProofService).open(await person(division), id)).rejects.toMatchObject({
      code: 'common.not-found',
    });
    await expect(requests.decide(clerk, id, { verdict: 'reduce', answer: '', times: 1 })).rejects.toMatchObject({
      code: 'requests.wrong',
    });
    await requests.decide(clerk, id, { verdict: 'reduce', answer: '한 번만 확인됩니다', times: 1 });
    const done = await duty(learner);
    expect(done).toMatchObject({ state: 'fulfilled' });
    expect(done.credits[0]?.title.ko).toBe('인권의 이해 (국가인권위원회)');
    const [credit] = await t.db.query<{ source_kind: string; issuer: string; times: number; source_id: Buffer }[]>(
      'SELECT source_kind, issuer, times, source_id FROM credit WHERE bearer_id = ?',
      [toBin(learner.personId!)],
    );
    expect(credit).toMatchObject({ source_kind: 'outside', issuer: 'nhrck', times: 1 });
    expect(fromBin(credit!.source_id)).toBe(id);
    await requests.revoke(clerk, id, '위조된 증빙으로 확인됨');
    expect(await duty(learner)).toMatchObject({ state: 'open' });
  });

  it('takes no proof of somebody else', async () => {
    const learner = await person(division);
    const other = await person(division);
    const proof = await t.get(ProofService).add(other, 'a.pdf', PDF);
    const learned = {
      title: '인권',
      issuerName: '기관',
      minutes: 60,
      times: 1,
      mode: 'self-paced',
      method: 'lecture',
      topics: [],
      earnedOn: '2026-10-02',
      proof: proof.id,
    } as const;
    const obligation = (await duty(learner)).id;
    await expect(
      requests.ask(learner, { kind: 'outside', obligation, reason: '들었습니다', learned }),
    ).rejects.toMatchObject({ fields: [expect.objectContaining({ field: 'learned.proof' })] });
  });

  it('answers an appeal with words, by someone who is not its subject', async () => {
    const learner = await person(division);
    const { id } = await requests.ask(learner, {
      kind: 'appeal',
      obligation: (await duty(learner)).id,
      reason: '3월에 이미 들었습니다',
    });
    await expect(requests.decide(clerk, id, { verdict: 'refuse', answer: '' })).rejects.toMatchObject({
      code: 'requests.wrong',
    });
    await requests.decide(clerk, id, { verdict: 'refuse', answer: '3월 기록은 다른 사람의 것이었습니다' });
    expect(await queries.get(learner, id)).toMatchObject({ state: 'refused', answer: expect.stringContaining('3월') });
    const mine = await holder('training-clerk', division);
    await t.get(PeopleService).move(systemActor, mine.personId!, '2026-06-01', {
      unitId: division,
      occupation: 'official',
      band: 'staff',
      from: '2026-06-01',
    });
    const own = await requests.ask(mine, { kind: 'appeal', obligation: (await duty(mine)).id, reason: '아닙니다' });
    await expect(requests.decide(mine, own.id, { verdict: 'grant', answer: '맞습니다' })).rejects.toMatchObject({
      code: 'requests.own-request',
    });
  });

  it('makes one decision of two at once', async () => {
    const learner = await person(division);
    const { id } = await requests.ask(learner, await exemption(learner));
    const second = await holder('hr-office', city);
    const outcomes = await Promise.allSettled([
      requests.decide(office, id, { verdict: 'grant', answer: '' }),
      requests.decide(second, id, { verdict: 'refuse', answer: '근거가 없습니다' }),
      requests.decide(second, id, { verdict: 'grant', answer: '' }),
    ]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'requests.already-decided' });
    }
    const grants = await t.db.query<unknown[]>('SELECT 1 FROM exemption WHERE person_id = ?', [
      toBin(learner.personId!),
    ]);
    expect(grants.length).toBeLessThanOrEqual(1);
  });

  it('asks on behalf only inside the own scope, and takes back only what is one’s own', async () => {
    const learner = await person(division);
    const ask: Ask = { kind: 'appeal', obligation: (await duty(learner)).id, reason: '대신 적습니다' };
    await expect(requests.ask(await person(division), ask)).rejects.toMatchObject({ code: 'common.not-found' });
    await expect(requests.ask(await holder('training-clerk', elsewhere), ask)).rejects.toMatchObject({
      code: 'common.not-found',
    });
    const { id } = await requests.ask(clerk, ask);
    await expect(requests.withdraw(clerk, id)).rejects.toMatchObject({ code: 'common.not-found' });
    await requests.withdraw(learner, id);
    await expect(requests.withdraw(learner, id)).rejects.toMatchObject({ code: 'requests.already-decided' });
    expect((await t.get(MandateService).list()).map(({ code }) => code)).toEqual(['plain', 'yearly']);
  });
});
