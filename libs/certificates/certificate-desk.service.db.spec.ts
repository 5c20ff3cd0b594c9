import { AccessModule, TooMany } from '#libs/access';
import { type Actor, systemActor } from '#libs/actor';
import {
  CertificateDesk,
  CertificateQueries,
  CertificateService,
  CertificatesModule,
  VerificationService,
} from '#libs/certificates';
import { CoursesModule } from '#libs/courses';
import { Database } from '#libs/database';
import { NotFound } from '#libs/errors';
import { LearningModule } from '#libs/learning';
import { CreditService, MandatesModule, ObligationService } from '#libs/mandates';
import { PeopleModule, PeopleService, UnitService } from '#libs/people';
import { buffer } from 'node:stream/consumers';
import { makeCity, makeCompletions, makePeople, type TestCity } from '../../test/support/completions.js';
import { officialsMandate, publishMandates } from '../../test/support/mandates.js';
import { type TestContext, withDatabase } from '../../test/support/module.js';
import { NoFile, NothingToCorrect, NothingToList, NotFulfilled, NotTheCurrent } from './certificates.errors.js';

describe('certificates that are asked for', () => {
  let context: TestContext;
  let db: Database;
  let desk: CertificateDesk;
  let city: TestCity;
  let people: string[];

  beforeAll(async () => {
    context = await withDatabase([
      PeopleModule,
      AccessModule,
      MandatesModule,
      CoursesModule,
      LearningModule,
      CertificatesModule,
    ]);
    context.clock.set('2026-06-01T03:00:00Z');
    db = context.get(Database);
    desk = context.get(CertificateDesk);
    city = await makeCity(context.get(UnitService));
    people = await makePeople(context.get(PeopleService), city.divisionId, 6);
    await publishMandates(context, officialsMandate('officials'));
  });
  afterAll(() => context.close());

  const actorOf = (personId: string, scope: Actor['scope'] = {}): Actor => ({
    ...systemActor,
    kind: 'person',
    personId,
    scope,
  });
  const office = (): Actor => actorOf(people[5] ?? '', { 'certificate:manage': [city.cityId] });
  const earn = (personId: string, sourceId: string): Promise<unknown> =>
    db.run(async (tx) => {
      await tx.query('SELECT id FROM person WHERE id = UNHEX(?) FOR UPDATE', [personId.replaceAll('-', '')]);
      return context.get(CreditService).grant(systemActor, {
        bearer: { kind: 'person', id: personId },
        source: { kind: 'outside', id: sourceId },
        minutes: 60,
        times: 1,
        mode: 'in-person',
        method: 'participatory',
        topics: [],
        course: null,
        title: { ko: '외부 인권교육', en: 'Outside education' },
        evidence: 'verified',
        earnedOn: '2026-05-20',
      });
    });
  const obligationOf = async (personId: string): Promise<string> =>
    (await context.get(ObligationService).listOf(personId)).obligations[0]?.id ?? '';
  /** Asks for the paper of a fulfilled duty and has its file made. */
  const dutyPaper = async (personId: string): Promise<string> => {
    await earn(personId, personId);
    const { id } = await desk.requestForObligation(actorOf(personId), await obligationOf(personId));
    await context.get(CertificateService).makeFile(id, null);
    return id;
  };
  const fileOf = async (personId: string, id: string): Promise<Buffer> =>
    buffer((await context.get(CertificateQueries).openPdf(actorOf(personId), id)).stream);
  const item = (personId: string, id: string) => context.get(CertificateQueries).get(actorOf(personId), id);

  it('certifies a duty once it is fulfilled, the same paper however often it is asked for', async () => {
    const personId = people[0] ?? '';
    const obligation = await obligationOf(personId);
    const me = actorOf(personId);
    await expect(desk.requestForObligation(me, obligation)).rejects.toThrow(NotFulfilled);
    await expect(desk.requestForObligation(actorOf(people[1] ?? ''), obligation)).rejects.toThrow(NotFound);
    await earn(personId, personId);
    const asked = await Promise.all(Array.from({ length: 8 }, () => desk.requestForObligation(me, obligation)));
    expect(new Set(asked.map(({ id }) => id)).size).toBe(1);
    const [{ id } = { id: '' }] = asked;
    await context.get(CertificateService).makeFile(id, null);
    expect(await item(personId, id)).toMatchObject({
      kind: 'obligation',
      state: 'issued',
      number: 'GAON-2026-000001',
      title: { ko: '공직자 인권교육 officials' },
      minutes: 60,
    });
    expect((await fileOf(personId, id)).subarray(0, 5).toString()).toBe('%PDF-');
  });

  it('lists what was completed in a period, and says so when nothing was', async () => {
    const personId = people[1] ?? '';
    const me = actorOf(personId);
    await expect(desk.requestHistory(me, '2026-01-01', '2026-12-31')).rejects.toThrow(NothingToList);
    await earn(personId, personId);
    const { id } = await desk.requestHistory(me, '2026-01-01', '2026-12-31');
    expect(await item(personId, id)).toMatchObject({ kind: 'history', state: 'numbered', minutes: 60, pilot: false });
  });

  it('says that a pilot is among what counted', async () => {
    const personId = people[4] ?? '';
    await makeCompletions(db, [personId], { at: context.clock.now(), on: '2026-05-30' });
    const { id } = await desk.requestHistory(actorOf(personId), '2026-01-01', '2026-12-31');
    expect(await item(personId, id)).toMatchObject({ kind: 'history', minutes: 90, pilot: true });
  });

  it('prints a corrected name under the same number and supersedes the paper before', async () => {
    const personId = people[2] ?? '';
    const id = await dutyPaper(personId);
    const before = await fileOf(personId, id);
    await expect(desk.correct(office(), id, '이름 오기')).rejects.toThrow(NothingToCorrect);
    await db.run((tx) =>
      tx.query('UPDATE person_identity SET name = ? WHERE person_id = UNHEX(?)', [
        '김하람',
        personId.replaceAll('-', ''),
      ]),
    );
    await expect(desk.correct(actorOf(people[3] ?? ''), id, '이름 오기')).rejects.toThrow(NotFound);
    const both = await Promise.allSettled([1, 2].map(() => desk.correct(office(), id, '이름 오기')));
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const next = both.find((each) => each.status === 'fulfilled')?.value.id ?? '';
    await context.get(CertificateService).makeFile(next, null);
    const [old, current] = [await item(personId, id), await item(personId, next)];
    expect(old).toMatchObject({ state: 'superseded', endReason: '이름 오기', revision: 1 });
    expect(current).toMatchObject({ state: 'issued', revision: 2, number: old.number });
    expect(await fileOf(personId, id)).toEqual(before);
  });

  it('is revoked by the office only, for a reason the public does not see, and may then be asked for again', async () => {
    const personId = people[3] ?? '';
    const id = await dutyPaper(personId);
    await expect(desk.revoke(actorOf(personId), id, '대리 수강')).rejects.toThrow(NotFound);
    await desk.revoke(office(), id, '대리 수강');
    await expect(desk.revoke(office(), id, '대리 수강')).rejects.toThrow(NotTheCurrent);
    const code = (await item(personId, id)).verifyUrl?.split('/').at(-1) ?? '';
    const seen = await context.get(VerificationService).byCode(code, 'here');
    expect(seen.status).toBe('revoked');
    expect(JSON.stringify(seen)).not.toContain('대리');
    const again = await desk.requestForObligation(actorOf(personId), await obligationOf(personId));
    expect(await item(personId, again.id)).toMatchObject({ revision: 2, state: 'numbered' });
  });

  it('tells a changed file from an unknown one, and keeps no visitor', async () => {
    const verification = context.get(VerificationService);
    const personId = people[4] ?? '';
    const file = await fileOf(personId, await dutyPaper(personId));
    expect(await verification.byFile(file, '10.0.0.1')).toMatchObject({
      result: 'genuine',
      certificate: { status: 'issued', kind: 'obligation' },
    });
    const changed = Buffer.concat([file, Buffer.from('\n')]);
    expect(await verification.byFile(changed, '10.0.0.1')).toMatchObject({
      result: 'changed',
      certificate: { status: 'issued' },
    });
    expect(await verification.byFile(Buffer.from('%PDF-1.7'), '10.0.0.1')).toMatchObject({
      result: 'unknown',
      certificate: null,
    });
    await expect(verification.byFile({}, '10.0.0.1')).rejects.toThrow(NoFile);
    const checks = await db.query<{ by_what: string; found: string }[]>(
      `SELECT * FROM certificate_check WHERE by_what = 'file' ORDER BY id`,
    );
    expect(checks.map(({ found }) => found)).toEqual(['issued', 'changed', 'unknown']);
    expect(JSON.stringify(checks)).not.toContain('10.0.0.1');
    expect(JSON.stringify(await db.query('SELECT * FROM rate_limit'))).not.toContain('10.0.0.1');
    await verification.sweep();
    expect(await db.query<unknown[]>('SELECT 1 FROM certificate_check')).not.toHaveLength(0);
    await db.query(`UPDATE certificate_check SET at = at - INTERVAL 3 YEAR`);
    await verification.sweep();
    expect(await db.query<unknown[]>('SELECT 1 FROM certificate_check')).toHaveLength(0);
  });

  it('rests when one address checks too much', async () => {
    const verification = context.get(VerificationService);
    const tries = Array.from({ length: 130 }, () => verification.byFile(Buffer.from('x'), '10.0.0.2'));
    const results = await Promise.allSettled(tries);
    expect(results.filter(({ status }) => status === 'fulfilled').length).toBeLessThanOrEqual(120);
    await expect(verification.byFile(Buffer.from('x'), '10.0.0.2')).rejects.toThrow(TooMany);
    await expect(verification.byFile(Buffer.from('x'), '10.0.0.3')).resolves.toMatchObject({ result: 'unknown' });
  });
});
