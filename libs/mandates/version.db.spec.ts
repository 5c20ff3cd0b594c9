import { AccessModule } from '#libs/access';
import { type Actor, systemActor } from '#libs/actor';
import { CoursesModule } from '#libs/courses';
import { PeopleModule, PeopleService, UnitService } from '#libs/people';
import { parse } from 'yaml';
import { officialsMandate, publishMandates } from '../../test/support/mandates.js';
import { type TestContext, withDatabase } from '../../test/support/module.js';
import { EvaluationService } from './evaluation.service.js';
import { MandatesModule } from './mandates.module.js';
import { ObligationService } from './obligation.service.js';
import { type MandateDocument, mandateDocumentSchema } from './rule.schema.js';
import { VersionService } from './version.service.js';

describe('versions of a mandate', () => {
  let t: TestContext;
  let versions: VersionService;
  let city: string;
  let division: string;
  let author: Actor;
  let signer: Actor;
  let official: string;

  beforeAll(async () => {
    t = await withDatabase([PeopleModule, AccessModule, CoursesModule, MandatesModule]);
    versions = t.get(VersionService);
    const units = t.get(UnitService);
    const authority = (code: string, issuerCode: string) =>
      units.createAuthority({
        code,
        issuerCode,
        name: { ko: code, en: code },
        headTitle: { ko: '장', en: 'Head' },
        senderAddress: 'a@b.example',
        contact: { ko: '-', en: '-' },
        retention: {},
      });
    const authorityId = await authority('city', 'GAON');
    await authority('education', 'EDU');
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
    const people = t.get(PeopleService);
    const register = async (name: string): Promise<string> =>
      (
        await people.register(systemActor, [
          { name, memberships: [{ unitId: division, occupation: 'official', band: 'staff', from: '2020-01-01' }] },
        ])
      )[0]!;
    author = office(await register('초안'), city);
    signer = office(await register('서명'), city);
    official = await register('공무원');
    await publishMandates(t, officialsMandate('yearly'));
  });
  afterAll(() => t.close());

  const office = (personId: string, unitId: string): Actor => ({
    kind: 'person',
    personId,
    accountId: null,
    language: 'ko',
    scope: { 'mandate:manage': [unitId], 'mandate:sign': [unitId] },
    requestId: null,
  });

  const document = (from: string, times: number, more: object = {}): MandateDocument =>
    mandateDocumentSchema.parse({
      ...(parse(officialsMandate('yearly')) as object),
      effective: { from },
      satisfiedBy: [[{ times }]],
      ...more,
    });

  it('drafts, is signed by another, and governs only cycles from its date on', async () => {
    const { number } = await versions.draft(author, 'yearly', document('2027-01-01', 3));
    expect(number).toBe(2);
    expect(await versions.draft(author, 'yearly', document('2027-01-01', 3))).toEqual({ number });
    await expect(versions.sign(author, 'yearly', number)).rejects.toMatchObject({ code: 'mandates.signed-by-author' });
    await versions.sign(signer, 'yearly', number);
    await expect(versions.sign(signer, 'yearly', number)).rejects.toMatchObject({ code: 'mandates.not-a-draft' });
    expect(await versions.list(signer, 'yearly')).toMatchObject([
      { number: 2, state: 'signed', author: '초안', signer: '서명' },
      { number: 1, state: 'in-force', author: null },
    ]);
    await t.get(EvaluationService).runDue(null);
    const before = (await t.get(ObligationService).listOf(official)).obligations;
    expect(before).toMatchObject([{ cycle: { key: '2026' }, alternatives: [{ parts: [{ needed: 1 }] }] }]);
    // Nothing has run since: the read at the turn of the year sees the version by its date.
    t.clock.set('2026-12-31T15:00:00Z');
    const after = (await t.get(ObligationService).listOf(official)).obligations;
    expect(after.map(({ cycle, alternatives }) => [cycle.key, alternatives[0]!.parts[0]!.needed])).toEqual([
      ['2026', 1],
      ['2027', 3],
    ]);
    expect((await versions.list(signer, 'yearly'))[0]).toMatchObject({ number: 2, state: 'in-force' });
    await versions.enforceDue();
    expect((await versions.list(signer, 'yearly'))[0]).toMatchObject({ state: 'in-force' });
  });

  it('refuses to rewrite what has passed, a rule that contradicts itself, and the code of another', async () => {
    const { number } = await versions.draft(author, 'yearly', document('2026-06-01', 4));
    await expect(versions.sign(signer, 'yearly', number)).rejects.toMatchObject({ code: 'mandates.effective-passed' });
    await versions.discard(author, 'yearly', number);
    await expect(versions.sign(signer, 'yearly', number)).rejects.toMatchObject({ code: 'mandates.not-a-draft' });
    const wrong = document('2028-01-01', 1, { effective: { from: '2028-01-01', to: '2027-01-01' } });
    await expect(versions.draft(author, 'yearly', wrong)).rejects.toMatchObject({
      fields: [expect.objectContaining({ field: 'rule.effective.to' })],
    });
    await expect(versions.draft(author, 'other', document('2028-01-01', 1))).rejects.toMatchObject({
      fields: [expect.objectContaining({ field: 'rule.code' })],
    });
  });

  it('belongs to its authority: a part of it or another one sees nothing', async () => {
    const part = office(author.personId!, division);
    await expect(versions.list(part, 'yearly')).rejects.toMatchObject({ code: 'mandates.unknown' });
    await expect(versions.draft(part, 'yearly', document('2028-01-01', 5))).rejects.toMatchObject({
      code: 'mandates.unknown',
    });
    const taken = document('2028-01-01', 5, { authority: 'education' });
    await expect(versions.draft(author, 'yearly', taken)).rejects.toMatchObject({ code: 'mandates.unknown' });
  });

  it('makes one signature of two at once', async () => {
    const { number } = await versions.draft(author, 'yearly', document('2029-01-01', 2));
    const third = office(official, city);
    const outcomes = await Promise.allSettled([
      versions.sign(signer, 'yearly', number),
      versions.sign(third, 'yearly', number),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});
