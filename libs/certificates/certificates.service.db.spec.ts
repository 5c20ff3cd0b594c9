import { AccessModule } from '#libs/access';
import { type Actor, systemActor } from '#libs/actor';
import {
  CertificateQueries,
  CertificateService,
  CertificatesModule,
  NotYetIssued,
  VerificationService,
} from '#libs/certificates';
import { CONFIG, type Config } from '#libs/config';
import { CoursesModule } from '#libs/courses';
import { Database, newId } from '#libs/database';
import { NotFound } from '#libs/errors';
import { Outbox } from '#libs/jobs';
import { LearningModule } from '#libs/learning';
import { MandatesModule } from '#libs/mandates';
import { PeopleModule, PeopleService, UnitService } from '#libs/people';
import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { makeCity, makeCompletions, makePeople, type TestCity } from '../../test/support/completions.js';
import { type TestContext, withDatabase } from '../../test/support/module.js';
import { NothingToCertify } from './certificates.errors.js';

describe('certificates', () => {
  let context: TestContext;
  let db: Database;
  let certificates: CertificateService;
  let queries: CertificateQueries;
  let verification: VerificationService;
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
    db = context.get(Database);
    certificates = context.get(CertificateService);
    queries = context.get(CertificateQueries);
    verification = context.get(VerificationService);
    city = await makeCity(context.get(UnitService));
    people = await makePeople(context.get(PeopleService), city.divisionId, 44);
  });
  afterAll(() => context.close());
  beforeEach(() => {
    context.clock.set('2026-11-24T03:00:00Z');
  });

  const complete = (count: number, on = '2026-11-24'): Promise<string[]> =>
    makeCompletions(db, people.slice(0, count), { at: context.clock.now(), on });
  const actorOf = (personId: string, scope: Actor['scope'] = {}): Actor => ({
    ...systemActor,
    kind: 'person',
    personId,
    scope,
  });
  const serials = async (year: number): Promise<number[]> =>
    (await db.query<{ serial: number }[]>('SELECT serial FROM certificate WHERE year = ? ORDER BY serial', [year])).map(
      (row) => row.serial,
    );

  it('gives one certificate and one number to a completion, however many workers try at once', async () => {
    const [completionId = ''] = await complete(1);
    await Promise.all(Array.from({ length: 20 }, () => certificates.issue(completionId, null)));
    expect(await serials(2026)).toEqual([1]);
    const events = await db.query<unknown[]>(`SELECT id FROM audit_entry WHERE action = 'certificate.issue'`);
    expect(events).toHaveLength(1);
  });

  it('numbers without gaps and without doubles under concurrency, from 1 in each local year', async () => {
    // 15:30 UTC of 31 December is the new year in Seoul.
    context.clock.set('2026-12-31T15:30:00Z');
    const completions = await complete(40, '2027-01-01');
    await Promise.all([...completions, ...completions].map((id) => certificates.issue(id, null)));
    expect(await serials(2027)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
  });

  it('leaves no number behind when the completion does not exist', async () => {
    const before = await serials(2026);
    await expect(certificates.issue(newId(), null)).rejects.toThrow(NothingToCertify);
    expect(await serials(2026)).toEqual(before);
  });

  it('stores the file under its SHA-256, and prints the day of the number even when it is rendered later', async () => {
    const [completionId = ''] = await complete(1);
    // The worker dies after the first transaction; the sweep finds the paper the next day.
    await db.run(async (tx) => {
      const numberMany = certificates as unknown as { numberMany(tx: unknown, promised: unknown): Promise<unknown> };
      await numberMany.numberMany(tx, [{ completionId, outboxId: null }]);
    });
    await expect(queries.openPdf(actorOf(people[0] ?? ''), completionId)).rejects.toThrow(NotYetIssued);
    context.clock.advance(86_400_000);
    expect(await certificates.sweep()).toBe(1);
    expect(await certificates.sweep()).toBe(0);
    const { stream, size, fileName } = await queries.openPdf(actorOf(people[0] ?? ''), completionId);
    const bytes = await buffer(stream);
    expect(bytes).toHaveLength(size);
    expect(fileName).toMatch(/^GAON-2026-\d{6}\.pdf$/);
    const mine = await queries.listMine(actorOf(people[0] ?? ''));
    const item = mine.find((each) => fileName.startsWith(String(each.number)));
    const seen = await verification.byCode(item?.verifyUrl?.split('/').at(-1) ?? '', 'here');
    expect(seen.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect(seen.issuedOn).toBe('2026-11-24');
    expect(item?.issuedAt?.toISOString()).toBe('2026-11-25T03:00:00.000Z');
  });

  it('marks the job done with the certificate, and promises the notice once', async () => {
    const outbox = context.get(Outbox);
    const [completionId = ''] = await complete(1);
    const outboxId = await db.run(() => outbox.request('certificate.issue', { completionId }));
    await certificates.issue(completionId, outboxId);
    await certificates.issue(completionId, outboxId);
    const jobs = await db.query<{ name: string; state: string }[]>(
      'SELECT name, state FROM outbox_job WHERE data LIKE ? ORDER BY name',
      [`%${completionId}%`],
    );
    expect(jobs).toEqual([
      { name: 'certificate.issue', state: 'done' },
      { name: 'completion.notify', state: 'waiting' },
    ]);
  });

  it('shows a completion whose certificate is still being made, and says so when its file is asked for', async () => {
    const personId = people[40] ?? '';
    const [completionId = ''] = await makeCompletions(db, [personId], { at: context.clock.now(), on: '2026-11-24' });
    const [first] = await queries.listMine(actorOf(personId));
    expect(first).toMatchObject({ id: completionId, state: 'requested', number: null, verifyUrl: null });
    await expect(queries.openPdf(actorOf(personId), completionId)).rejects.toThrow(NotYetIssued);
    await expect(queries.openPdf(actorOf(people[41] ?? ''), completionId)).rejects.toThrow(NotFound);
  });

  it('opens somebody else’s file only within the scope, and writes that down', async () => {
    const personId = people[42] ?? '';
    const [completionId = ''] = await makeCompletions(db, [personId], { at: context.clock.now(), on: '2026-11-24' });
    await certificates.issue(completionId, null);
    const other = people[43] ?? '';
    await expect(queries.openPdf(actorOf(other), completionId)).rejects.toThrow(NotFound);
    await expect(queries.openPdf(actorOf(other, { 'report:read': [city.cityId] }), completionId)).rejects.toThrow(
      NotFound,
    );
    const { stream } = await queries.openPdf(actorOf(other, { 'report:people': [city.cityId] }), completionId);
    stream.destroy();
    const reads = await db.query<unknown[]>(`SELECT id FROM audit_entry WHERE action = 'certificate.read'`);
    expect(reads).toHaveLength(1);
    (await queries.openPdf(actorOf(personId), completionId)).stream.destroy();
    expect(await db.query<unknown[]>(`SELECT id FROM audit_entry WHERE action = 'certificate.read'`)).toHaveLength(1);
  });

  it('verifies by code with the name masked, and finds nothing for anything else', async () => {
    const [completionId = ''] = await complete(1);
    await certificates.issue(completionId, null);
    const mine = await queries.listMine(actorOf(people[0] ?? ''));
    const url = mine.find((item) => item.state === 'issued')?.verifyUrl ?? '';
    expect(url.startsWith(context.module.get<Config>(CONFIG).MADANG_ORIGIN)).toBe(true);
    const seen = await verification.byCode((url.split('/').at(-1) ?? '').toLowerCase(), 'here');
    expect(seen).toMatchObject({ status: 'issued', revision: 1, pilot: true });
    expect(seen.rows.map(({ value }) => value.ko)).toContain('김**0');
    expect(seen.rows.map(({ value }) => value.en)).toContain('1 hour 30 minutes (self-paced online)');
    await expect(verification.byCode('0'.repeat(26), 'here')).rejects.toThrow(NotFound);
    await expect(verification.byCode("' OR 1=1 --", 'here')).rejects.toThrow(NotFound);
  });
});
