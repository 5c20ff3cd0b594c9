import { AccessModule, AccessService, AccountService, hashPassword } from '#libs/access';
import { type Actor, systemActor } from '#libs/actor';
import { CertificatesModule } from '#libs/certificates';
import { CoursesModule } from '#libs/courses';
import { fromBin, newId, toBin } from '#libs/database';
import { LearningModule } from '#libs/learning';
import {
  CreditService,
  EvaluationService,
  MandateService,
  MandatesModule,
  ObligationService,
  TOPICS,
  TallyService,
} from '#libs/mandates';
import { MessagesModule } from '#libs/messages';
import { PeopleModule, PeopleService, UnitService } from '#libs/people';
import { ReportsModule } from '#libs/reports';
import { RequestService, RequestsModule } from '#libs/requests';
import { DoublesService, RostersModule } from '#libs/rosters';
import { SessionsModule } from '#libs/sessions';
import type { EntityManager } from 'typeorm';
import { join } from 'node:path';
import { MERGED_ROWS } from '../../apps/api/src/imports/merged-rows.js';
import { type TestContext, withDatabase } from '../support/module.js';

let t: TestContext;
let doubles: DoublesService;
let root: string;
let home: string;
let elsewhere: string;
let clerk: Actor;

const AUTHORITY = {
  headTitle: { ko: '시장', en: 'Mayor' },
  senderAddress: 'a@b.example',
  contact: { ko: '팀', en: 'Team' },
  retention: {},
};

beforeAll(async () => {
  t = await withDatabase([
    PeopleModule,
    AccessModule,
    CoursesModule,
    MandatesModule,
    RequestsModule,
    RostersModule,
    LearningModule,
    SessionsModule,
    CertificatesModule,
    MessagesModule,
    ReportsModule,
  ]);
  t.clock.set('2026-05-11T03:00:00Z');
  doubles = t.get(DoublesService);
  const units = t.get(UnitService);
  const [authorityId = ''] = await Promise.all(
    ['city', 'education'].map((code) =>
      units.createAuthority({ ...AUTHORITY, code, issuerCode: code, name: { ko: code, en: code } }),
    ),
  );
  const unit = { authorityId, territory: 'gaon', validFrom: '2020-01-01' };
  [root = ''] = await units.create([
    { ...unit, parentId: null, code: 'gaon', kind: 'city', name: { ko: '시', en: 'City' } },
  ]);
  [home = '', elsewhere = ''] = await units.create([
    { ...unit, parentId: root, code: 'saebom', kind: 'elderly-facility', name: { ko: '새봄', en: 'Saebom' } },
    { ...unit, parentId: root, code: 'areum', kind: 'elderly-facility', name: { ko: '아름', en: 'Areum' } },
  ]);
  await t.get(MandateService).publishFolder(systemActor, join(process.cwd(), 'courses/mandates'));
  const [personId = ''] = await t
    .get(PeopleService)
    .register(systemActor, [
      { name: '담당자', memberships: [{ unitId: root, occupation: 'official', band: 'staff', from: '2020-01-01' }] },
    ]);
  await t
    .get(AccountService)
    .grantRoles(systemActor, [{ personId, role: 'training-clerk', unitId: home, from: '2026-01-01' }]);
  clerk = {
    ...systemActor,
    kind: 'person',
    personId,
    scope: { 'roster:import': [home, elsewhere], 'request:decide': [home] },
  };
});
afterAll(() => t.close());

const since = (unitId: string, from: string) =>
  ({ unitId, occupation: 'social-service', band: 'staff', from, isPrimary: true, rollNumber: 7 }) as const;

/** Persons of one name, each with one membership, who wait for an answer two by two. */
async function ofOneName(...stays: readonly ReturnType<typeof since>[]): Promise<readonly string[]> {
  return t.get(PeopleService).register(
    systemActor,
    stays.map((stay) => ({ name: '한도윤', memberships: [stay] })),
  );
}

async function pairOf(a: string, b: string): Promise<string> {
  const id = newId();
  await t.db.query(
    `INSERT INTO person_double (id, person_a, person_b, why, state, found_at) VALUES (?, ?, ?, 'name-and-birth-date', 'open', NOW(3))`,
    [toBin(id), ...[a, b].sort().map(toBin)],
  );
  return id;
}

const grant = (bearerId: string) =>
  t.get(CreditService).grant(systemActor, {
    bearer: { kind: 'person', id: bearerId },
    source: { kind: 'completion', id: newId() },
    minutes: 240,
    times: 1,
    mode: 'self-paced',
    method: 'lecture',
    topics: [...TOPICS],
    course: null,
    title: { ko: '인권교육', en: 'Human rights' },
    evidence: 'demonstrated',
    earnedOn: '2026-04-01',
  });

/** What somebody owes, with what counts towards it; what was withdrawn or absorbed is nobody's. */
async function dutiesOf(personId: string): Promise<readonly string[]> {
  const { obligations } = await t.get(ObligationService).listOf(personId);
  return obligations
    .map(({ mandate, cycle, state, credits }) => `${mandate.code} ${cycle.key} ${state} ${String(credits.length)}`)
    .sort();
}

async function staysOf(personId: string): Promise<readonly string[]> {
  const rows = await t.db.query<{ line: string }[]>(
    `SELECT CONCAT_WS(' ', LOWER(HEX(unit_id)), valid_from, COALESCE(valid_to, '-'), is_primary, roll_number) AS line
     FROM membership WHERE person_id = ? AND superseded_at IS NULL ORDER BY valid_from, id`,
    [toBin(personId)],
  );
  return rows.map(({ line }) => line);
}

async function alias(personId: string): Promise<string | null> {
  const [row] = await t.db.query<{ alias_of: Buffer | null }[]>('SELECT alias_of FROM person WHERE id = ?', [
    toBin(personId),
  ]);
  return row?.alias_of ? fromBin(row.alias_of) : null;
}

describe('two persons who are one', () => {
  it('names each table that speaks of a person, or says why it stays', async () => {
    const stays = [
      // Who somebody is and was called; facts are stated anew.
      ...['membership', 'leave', 'person', 'person_identity', 'person_identity_past', 'person_external_id'],
      // Of an address, and of how somebody used to sit before a screen.
      ...['mail_bounce', 'learner'],
      'person_double',
    ];
    const rows = await t.db.query<{ name: string }[]>(
      `SELECT DISTINCT CONCAT(k.table_name, '.', k.column_name) AS name FROM information_schema.key_column_usage k
       WHERE k.table_schema = DATABASE() AND k.referenced_table_name = 'person'`,
    );
    const told = new Set(MERGED_ROWS.map(({ table, column }) => `${table}.${column}`));
    const forgotten = rows
      .map(({ name }) => name)
      .filter((name) => !told.has(name) && !stays.includes(name.split('.')[0] ?? ''));
    // Who asked for a certificate is part of its record.
    expect(forgotten).toEqual(['certificate.requested_by']);
  });

  it('counts for the one who is kept what the other one earned, and takes all of it back', async () => {
    const [kept = '', other = ''] = await ofOneName(since(home, '2025-03-01'), since(home, '2024-01-01'));
    const pair = await pairOf(kept, other);
    await grant(other);
    const tag = newId().slice(-8);
    await t.get(AccountService).create(systemActor, [
      { personId: kept, login: `kept-${tag}`, passwordHash: await hashPassword('kept-sign-in-1') },
      { personId: other, login: `other-${tag}`, passwordHash: await hashPassword('other-sign-in-1') },
    ]);
    const whoIs = async (name: string): Promise<string | null> => {
      const { token } = await t.get(AccessService).signIn(`${name}-${tag}`, `${name}-sign-in-1`, '127.0.0.1');
      return (await t.get(AccessService).actorOf(token, 'test'))?.personId ?? null;
    };
    const before = { kept: await dutiesOf(kept), other: await dutiesOf(other), stays: await staysOf(other) };
    expect(before.other.some((line) => line.endsWith('fulfilled 1'))).toBe(true);
    expect(before.kept.some((line) => line.includes('fulfilled'))).toBe(false);

    await doubles.merge(clerk, pair, kept, MERGED_ROWS);
    const met = before.other.filter((line) => line.includes('fulfilled'));
    expect((await dutiesOf(kept)).filter((line) => line.includes('fulfilled'))).toEqual(expect.arrayContaining(met));
    expect(new Set((await dutiesOf(other)).map((line) => line.split(' ')[2]))).toEqual(new Set(['absorbed']));
    expect([await whoIs('kept'), await whoIs('other')]).toEqual([kept, kept]);
    // One person is at one place once: what only the other record knew is the year before.
    const unit = home.replaceAll('-', '');
    expect(await staysOf(kept)).toEqual([`${unit} 2024-01-01 2025-02-28 1 7`, `${unit} 2025-03-01 - 1 7`]);
    expect(await staysOf(other)).toEqual([]);
    expect(await t.get(TallyService).verify()).toEqual([]);
    expect((await t.get(EvaluationService).evaluateAll()).changed).toBe(0);

    await doubles.reopen(clerk, pair);
    expect(await dutiesOf(kept)).toEqual(before.kept);
    expect(await dutiesOf(other)).toEqual(before.other);
    expect(await staysOf(other)).toEqual(before.stays);
    expect(await whoIs('other')).toBe(other);
    expect(await t.get(TallyService).verify()).toEqual([]);
    expect((await t.get(EvaluationService).evaluateAll()).changed).toBe(0);
  });

  it('counts for the one who is kept what comes in for the other one afterwards', async () => {
    const [kept = '', other = ''] = await ofOneName(since(home, '2025-03-01'), since(home, '2025-03-01'));
    const pair = await pairOf(kept, other);
    const asked = (await t.get(ObligationService).listOf(other)).obligations.find(({ state }) => state === 'open');
    const learner: Actor = { ...systemActor, kind: 'person', personId: other };
    const { id } = await t.get(RequestService).ask(learner, {
      kind: 'extension',
      obligation: asked?.id ?? '',
      reason: '겨울 휴가',
      to: '2027-01-31',
    });
    await doubles.merge(clerk, pair, kept, MERGED_ROWS);
    await t.get(RequestService).decide(clerk, id, { verdict: 'grant', answer: '' });
    const same = (await t.get(ObligationService).listOf(kept)).obligations.find(
      ({ mandate, cycle }) => mandate.code === asked?.mandate.code && cycle.key === asked.cycle.key,
    );
    expect(same?.dueOn).toBe('2027-01-31');
    await grant(other);
    expect((await dutiesOf(kept)).some((line) => line.endsWith('fulfilled 1'))).toBe(true);
    expect(await t.get(TallyService).verify()).toEqual([]);
  });

  it('decides once where two decide at the same moment, and never makes an alias of an alias', async () => {
    const stays = Array.from({ length: 3 }, () => since(home, '2025-01-01'));
    const [a = '', b = '', c = ''] = await ofOneName(...stays);
    const pair = await pairOf(a, b);
    await grant(a);
    const twice = await Promise.allSettled([1, 2].map(() => doubles.merge(clerk, pair, b, MERGED_ROWS)));
    expect(twice.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await doubles.reopen(clerk, pair);
    expect(await alias(a)).toBeNull();

    // a into b, and at the same moment b into c: whichever comes first, all ends with c or the second is refused.
    const next = await pairOf(b, c);
    const both = await Promise.allSettled([
      doubles.merge(clerk, pair, b, MERGED_ROWS),
      doubles.merge(clerk, next, c, MERGED_ROWS),
    ]);
    const refused = both.flatMap((end) => (end.status === 'rejected' ? [(end.reason as { code: string }).code] : []));
    expect(refused.filter((code) => code !== 'people.merged-since')).toEqual([]);
    expect(await alias(b)).toBe(c);
    expect(await alias(a)).toBe(refused.length === 0 ? c : null);
    expect(await t.get(TallyService).verify()).toEqual([]);
    await doubles.reopen(clerk, next);
    if (refused.length === 0) await doubles.reopen(clerk, pair);
  });

  it('undoes the later of two merges first', async () => {
    const [a = '', b = '', c = ''] = await ofOneName(
      since(home, '2023-01-01'),
      since(home, '2024-01-01'),
      since(elsewhere, '2025-01-01'),
    );
    const before = await Promise.all([a, b, c].map(dutiesOf));
    const first = await pairOf(a, b);
    await pairOf(a, c);
    await grant(a);
    const earned = await dutiesOf(a);
    await doubles.merge(clerk, first, b, MERGED_ROWS);
    // Whoever was asked about a is asked about b from now on.
    const [second] = (await doubles.list(clerk)).filter(
      ({ state, persons }) => state === 'open' && persons.some(({ personId }) => personId === c),
    );
    expect(second?.persons.map(({ personId }) => personId).sort()).toEqual([b, c].sort());
    await doubles.merge(clerk, second?.id ?? '', c, MERGED_ROWS);
    expect(await alias(a)).toBe(c);
    await expect(doubles.reopen(clerk, first)).rejects.toMatchObject({ code: 'people.merged-since' });
    await doubles.reopen(clerk, second?.id ?? '');
    expect([await alias(a), await alias(b)]).toEqual([b, null]);
    await doubles.reopen(clerk, first);
    expect(await Promise.all([a, b, c].map(dutiesOf))).toEqual([earned, ...before.slice(1)]);
  });

  it('hands out no role that reaches beyond what the actor looks after', async () => {
    const [a = '', b = ''] = await ofOneName(since(home, '2025-01-01'), since(home, '2025-01-01'));
    const pair = await pairOf(a, b);
    await t
      .get(AccountService)
      .grantRoles(systemActor, [{ personId: a, role: 'hr-office', unitId: root, from: '2026-01-01' }]);
    await expect(doubles.merge(clerk, pair, a, MERGED_ROWS)).rejects.toMatchObject({ code: 'rosters.role-elsewhere' });
    expect(await alias(b)).toBeNull();
  });

  // The last one: it leaves rows behind that fit nothing.
  it('takes a row of each part over to the one who is kept, and gives each back as it was', async () => {
    const [a = '', b = ''] = await ofOneName(since(home, '2025-01-01'), since(home, '2025-01-01'));
    const pair = await pairOf(a, b);
    for (const { table, column } of MERGED_ROWS) await t.db.run((tx) => anyRow(tx, table, column, b));
    const rowsOf = (personId: string) =>
      Promise.all(
        MERGED_ROWS.map(({ table, column }) =>
          t.db.query<unknown[]>(`SELECT * FROM \`${table}\` WHERE \`${column}\` = ?`, [toBin(personId)]),
        ),
      );
    const before = await rowsOf(b);
    await doubles.merge(systemActor, pair, a, MERGED_ROWS);
    expect((await rowsOf(b)).flat()).toEqual([]);
    expect((await rowsOf(a)).map(({ length }) => length)).toEqual(before.map(({ length }) => length));
    await doubles.reopen(systemActor, pair);
    expect(await rowsOf(b)).toEqual(before);
    expect((await rowsOf(a)).flat()).toEqual([]);
  });
});

/** A row that says no more than of whom it is. */
async function anyRow(tx: EntityManager, table: string, column: string, personId: string): Promise<void> {
  const columns = await tx.query<{ name: string; type: string; nullable: string; extra: string; max: string | null }[]>(
    `SELECT column_name AS name, data_type AS type, is_nullable AS nullable, extra, character_maximum_length AS max
     FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = ?`,
    [table],
  );
  const checks = await tx.query<{ clause: string }[]>(
    `SELECT check_clause AS clause FROM information_schema.check_constraints
     WHERE constraint_schema = DATABASE() AND table_name = ?`,
    [table],
  );
  const allowed = (name: string): string | undefined =>
    checks.map(({ clause }) => new RegExp(`\\\`${name}\\\` (?:in \\(|= )'([^']*)'`).exec(clause)?.[1]).find(Boolean);
  const given = columns.filter(
    ({ name, nullable, extra }) => name === column || (nullable === 'NO' && !/auto_increment|generated/i.test(extra)),
  );
  const parents = new Map(
    (
      await tx.query<{ name: string; parent: string }[]>(
        `SELECT column_name AS name, referenced_table_name AS parent FROM information_schema.key_column_usage
         WHERE table_schema = DATABASE() AND table_name = ? AND referenced_table_name <> 'person'`,
        [table],
      )
    ).map(({ name, parent }) => [name, parent]),
  );
  const value = ({ name, type, max }: (typeof columns)[number]): unknown => {
    if (name === column) return toBin(personId);
    if (type === 'binary') return Number(max) === 16 ? toBin(newId()) : Buffer.alloc(Number(max));
    if (['date', 'datetime'].includes(type)) return '2026-01-01';
    if (type === 'longtext') return '[]';
    // A course that is still under way holds the place for it.
    if (table === 'enrollment' && name === 'state') return 'completed';
    const one = allowed(name);
    if (one !== undefined) return one;
    return ['char', 'varchar', 'text'].includes(type) ? newId().slice(-Math.min(8, Number(max))) : 1;
  };
  const values = given.map(value);
  // A key with the person in it is written anew, and looked for with all that it names.
  for (const [i, { name }] of given.entries()) {
    const parent = parents.get(name);
    if (parent !== undefined && name !== column) await anyRow(tx, parent, 'id', fromBin(values[i] as Buffer));
  }
  await tx.query('SET foreign_key_checks = 0');
  await tx.query(
    `INSERT INTO \`${table}\` (${given.map(({ name }) => `\`${name}\``).join(', ')}) VALUES (${given.map(() => '?').join(', ')})`,
    values,
  );
  await tx.query('SET foreign_key_checks = 1');
}
