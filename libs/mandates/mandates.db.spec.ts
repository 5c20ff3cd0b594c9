import { systemActor } from '#libs/actor';
import { AccessModule } from '#libs/access';
import { CoursesModule } from '#libs/courses';
import { fromBin, newId, toBin } from '#libs/database';
import { PeopleModule, PeopleService, UnitService } from '#libs/people';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, withDatabase } from '../../test/support/module.js';
import { CreditService, type NewCredit } from './credit.service.js';
import { EvaluationService } from './evaluation.service.js';
import { MandateService } from './mandate.service.js';
import { MandatesModule } from './mandates.module.js';
import { ObligationService } from './obligation.service.js';
import { TallyService } from './tally.service.js';

const FOLDER = join(process.cwd(), 'courses/mandates');

describe('mandates on the database', () => {
  let context: TestContext;
  let people: PeopleService;
  let mandates: MandateService;
  let credits: CreditService;
  let evaluation: EvaluationService;
  let obligations: ObligationService;
  let tallies: TallyService;
  let authorityId: string;
  let units: Record<'city' | 'policy' | 'office' | 'class', string>;

  beforeAll(async () => {
    context = await withDatabase([PeopleModule, AccessModule, CoursesModule, MandatesModule]);
    people = context.get(PeopleService);
    mandates = context.get(MandateService);
    credits = context.get(CreditService);
    evaluation = context.get(EvaluationService);
    obligations = context.get(ObligationService);
    tallies = context.get(TallyService);
    const service = context.get(UnitService);
    const authority = async (code: string, issuerCode: string) =>
      service.createAuthority({
        code,
        issuerCode,
        name: { ko: code, en: code },
        headTitle: { ko: '장', en: 'Head' },
        senderAddress: 'a@b.example',
        contact: { ko: '-', en: '-' },
        retention: {},
      });
    const city = await authority('city', 'GAON');
    authorityId = city;
    const education = await authority('education', 'GAONEDU');
    const unit = async (
      authorityId: string,
      parentId: string | null,
      code: string,
      kind: 'city' | 'division' | 'class',
      ko: string,
    ) => {
      const [id] = await service.create([
        { authorityId, parentId, code, kind, territory: 'gaon', name: { ko, en: code }, validFrom: '2020-01-01' },
      ]);
      return id ?? '';
    };
    const root = await unit(city, null, 'gaon', 'city', '가온광역시');
    units = {
      city: root,
      policy: await unit(city, root, 'welfare-policy', 'division', '복지정책과'),
      office: await unit(city, root, 'human-rights', 'division', '인권정책과'),
      class: await unit(education, null, 'class-1', 'class', '1학년 1반'),
    };
    await mandates.publishFolder(systemActor, FOLDER);
    await evaluation.runDue(null);
  });
  afterAll(() => context.close());
  afterEach(async () => {
    expect(await tallies.verify()).toEqual([]);
  });

  const official = async (from = '2020-01-01', name = '김하늘') => {
    const [id] = await people.register(systemActor, [
      { name, memberships: [{ unitId: units.policy, occupation: 'official', band: 'staff', from }] },
    ]);
    return id ?? '';
  };
  const course = (personId: string, earnedOn = '2026-11-24', sourceId = newId()): NewCredit => ({
    bearer: { kind: 'person', id: personId },
    source: { kind: 'completion', id: sourceId },
    minutes: 60,
    times: 1,
    mode: 'self-paced',
    method: 'participatory',
    topics: ['non-discrimination'],
    course: 'o2-equal-administration',
    title: { ko: '평등하게 만드는 행정', en: 'Administration that treats people equally' },
    evidence: 'demonstrated',
    earnedOn,
  });
  const events = async (obligationId: string) =>
    (
      await context.db.query<{ kind: string }[]>(
        'SELECT kind FROM obligation_event WHERE obligation_id = ? ORDER BY id',
        [toBin(obligationId)],
      )
    ).map(({ kind }) => kind);

  it('gives a person their duty in the transaction that makes them an official, and explains it', async () => {
    const { today, obligations: list } = await obligations.listOf(await official());
    expect(today).toBe('2026-11-24');
    expect(list).toHaveLength(1);
    expect(list[0]).toMatchObject({
      mandate: { code: 'gaon-officials', policy: true },
      state: 'open',
      overdue: false,
      dueOn: '2026-12-31',
      targetDueOn: '2026-11-30',
      daysLeft: 37,
      reportingUnit: { code: 'welfare-policy' },
      missing: { ko: '교육 2회를 더 들어야 합니다.', en: '2 sessions of education still to do.' },
    });
    expect(list[0]?.reasons.map(({ text }) => text.ko)).toEqual([
      '복지정책과 소속 공무원이라서 해당됩니다. (2020년 1월 1일부터)',
      '목표일은 2026년 11월 30일이고, 마감일은 2026년 12월 31일입니다. 마감일이 끝날 때까지 하면 됩니다.',
      '법이 개인에게 지운 의무가 아니라, 기관이 스스로 정한 기준입니다.',
    ]);
  });

  it('fulfils by credits, names what they count towards, and grants a source once', async () => {
    const person = await official();
    const first = await credits.grant(systemActor, course(person));
    expect(first.counted).toMatchObject([{ mandateCode: 'gaon-officials', state: 'open' }]);
    const second = course(person);
    const granted = await credits.grant(systemActor, second);
    expect(granted.counted).toMatchObject([{ mandateCode: 'gaon-officials', state: 'fulfilled' }]);
    expect(await credits.grant(systemActor, second)).toEqual(granted);
    const [row] = (await obligations.listOf(person)).obligations;
    expect(row).toMatchObject({ state: 'fulfilled', fulfilledOn: '2026-11-24', inTime: true, missing: { ko: '' } });
    expect(row?.credits).toHaveLength(2);
    expect(await events(row?.id ?? '')).toEqual(['created', 'progress', 'state']);
  });

  it('goes on in the unit that a merged one became: nobody moved, and nothing is lost', async () => {
    const made = (code: string, validFrom: string) => ({
      authorityId,
      parentId: units.city,
      code,
      kind: 'division' as const,
      territory: 'gaon',
      name: { ko: code, en: code },
      validFrom,
    });
    const [before = '', after = ''] = await context
      .get(UnitService)
      .create([made('before', '2020-01-01'), made('after', '2026-07-01')]);
    const [person = ''] = await people.register(systemActor, [
      {
        name: '김하늘',
        memberships: [{ unitId: before, occupation: 'official', band: 'staff', from: '2020-01-01' }],
      },
    ]);
    await credits.grant(systemActor, course(person, '2026-03-02'));
    await people.succeed(systemActor, [before], after, '2026-07-01', 'merged');
    const [row] = (await obligations.listOf(person)).obligations;
    expect(row).toMatchObject({ state: 'open', reportingUnit: { code: 'after' }, cycle: { key: '2026' } });
    expect(row?.reasons.map(({ text }) => text.ko)).toContain(
      '2026년 7월 1일에 before가 after로 통합되었습니다. 이미 들은 1회는 그대로 인정됩니다.',
    );
    expect(row?.credits).toHaveLength(1);
  });

  it('opens again by an event when a credit is reversed, and keeps both entries', async () => {
    const person = await official();
    const { creditId } = await credits.grant(systemActor, course(person));
    await credits.grant(systemActor, course(person));
    await credits.reverse(systemActor, creditId, 'entered twice');
    await credits.reverse(systemActor, creditId, 'entered twice');
    const [row] = (await obligations.listOf(person)).obligations;
    expect(row).toMatchObject({ state: 'open', fulfilledOn: null });
    expect(row?.alternatives[0]?.parts[0]).toMatchObject({ needed: 2, got: 1 });
    expect(await events(row?.id ?? '')).toEqual(['created', 'progress', 'state', 'state']);
    const [count] = await context.db.query<{ n: string }[]>('SELECT COUNT(*) AS n FROM credit WHERE bearer_id = ?', [
      toBin(person),
    ]);
    expect(Number(count?.n)).toBe(3);
  });

  it('moves the tally and keeps the evidence when a person moves', async () => {
    const person = await official();
    await credits.grant(systemActor, course(person, '2026-03-02'));
    await people.move(systemActor, person, '2026-11-02', {
      unitId: units.office,
      occupation: 'official',
      band: 'staff',
      from: '2026-11-02',
    });
    const [row] = (await obligations.listOf(person)).obligations;
    expect(row).toMatchObject({ state: 'open', reportingUnit: { code: 'human-rights' } });
    expect(row?.reasons[1]?.text.ko).toBe(
      '2026년 11월 2일에 복지정책과에서 인권정책과로 옮겼습니다. 이미 들은 1회는 그대로 인정됩니다.',
    );
    expect(await events(row?.id ?? '')).toEqual(['created', 'progress', 'unit']);
  });

  it('pauses for leave', async () => {
    const person = await official();
    await people.recordLeave(systemActor, person, { kind: 'parental', from: '2026-10-01', to: '2027-09-30' });
    expect((await obligations.listOf(person)).obligations).toMatchObject([{ state: 'paused', dueOn: '2027-11-30' }]);
  });

  it('twenty credits at once make one obligation, exact tallies, and no deadlock', async () => {
    const person = await official();
    await Promise.all(Array.from({ length: 20 }, () => credits.grant(systemActor, course(person))));
    const [rows] = await context.db.query<{ obligations: string; counted: string; credits: string }[]>(
      `SELECT (SELECT COUNT(*) FROM obligation WHERE bearer_id = ?) AS obligations,
              (SELECT SUM(a.times) FROM allocation a JOIN obligation o ON o.id = a.obligation_id WHERE o.bearer_id = ?) AS counted,
              (SELECT COUNT(*) FROM credit WHERE bearer_id = ?) AS credits`,
      [toBin(person), toBin(person), toBin(person)],
    );
    expect([rows?.obligations, rows?.counted, rows?.credits].map(Number)).toEqual([1, 2, 20]);
  });

  it('the same source granted twenty times at once is one credit', async () => {
    const person = await official();
    const credit = course(person);
    const granted = await Promise.all(Array.from({ length: 20 }, () => credits.grant(systemActor, credit)));
    expect(new Set(granted.map(({ creditId }) => creditId)).size).toBe(1);
  });

  it('a transfer, a completion and an evaluation at once agree in the end', async () => {
    for (let round = 0; round < 10; round += 1) {
      const person = await official();
      await Promise.all([
        people.move(systemActor, person, '2026-11-20', {
          unitId: units.office,
          occupation: 'official',
          band: 'head',
          from: '2026-11-20',
        }),
        credits.grant(systemActor, course(person)),
        credits.grant(systemActor, course(person)),
        evaluation.evaluatePersons([person], { kind: 'check' }),
        tallies.fold(),
      ]);
      expect((await obligations.listOf(person)).obligations).toMatchObject([
        { state: 'fulfilled', reportingUnit: { code: 'human-rights' } },
      ]);
    }
    expect((await evaluation.evaluateAll()).changed).toBe(0);
  });

  it('folds deltas into tallies without changing a sum, also twice at once', async () => {
    await official();
    await Promise.all([tallies.fold(), tallies.fold()]);
    expect(await tallies.verify()).toEqual([]);
    const [left] = await context.db.query<{ n: string }[]>('SELECT COUNT(*) AS n FROM tally_delta');
    expect(Number(left?.n)).toBe(0);
  });

  it('leaves more than 200 persons to a job, and evaluates the one who is read first', async () => {
    const ids = await people.register(
      systemActor,
      Array.from({ length: 230 }, (_, i) => ({
        name: `직원${String(i)}`,
        memberships: [
          { unitId: units.policy, occupation: 'official' as const, band: 'staff' as const, from: '2020-01-01' },
        ],
      })),
    );
    const waiting = async () =>
      Number((await context.db.query<{ n: string }[]>('SELECT COUNT(*) AS n FROM evaluation_due'))[0]?.n);
    expect(await waiting()).toBe(230);
    expect((await obligations.listOf(ids[0] ?? '')).obligations).toHaveLength(1);
    expect(await waiting()).toBe(229);
    await evaluation.runDue(null);
    expect(await waiting()).toBe(0);
    const [row] = await context.db.query<{ n: string }[]>(
      'SELECT COUNT(*) AS n FROM obligation WHERE bearer_id IN (?)',
      [ids.map(toBin)],
    );
    expect(Number(row?.n)).toBe(230);
    expect((await evaluation.evaluateAll()).changed).toBe(0);
  });

  it('a class owes its semester, and a lesson with the three topics serves it', async () => {
    const list = async () => (await obligations.listOfUnits([units.class])).get(units.class) ?? [];
    expect((await list()).map((row) => [row.mandate.code, row.cycle.key, row.state])).toEqual([
      ['gaon-school-students', '2026-1', 'open'],
      ['gaon-school-students', '2026-2', 'open'],
    ]);
    const [spring] = await list();
    expect(spring).toMatchObject({ overdue: true, bearer: 'unit' });
    expect(spring?.missing.ko).toBe(
      '교육 2차시(90분)를 더 실시해야 합니다. 그 안에 노동인권, 스포츠인권, 성인지 주제가 들어 있어야 합니다.',
    );
    await credits.grant(systemActor, {
      ...course(''),
      bearer: { kind: 'unit', id: units.class },
      source: { kind: 'session', id: newId() },
      minutes: 90,
      mode: 'in-person',
      topics: ['labour-rights', 'sports-rights', 'gender'],
      reached: 20,
      rosterSize: 22,
    });
    expect((await list()).map((row) => [row.cycle.key, row.state, row.inTime])).toEqual([
      ['2026-2', 'open', null],
      ['2026-1', 'fulfilled', false],
    ]);
  });

  it('evaluates on reading when a date has passed: midnight needs no job', async () => {
    const person = await official();
    try {
      context.clock.set('2026-12-31T14:59:59.999Z');
      expect((await obligations.listOf(person)).obligations).toMatchObject([
        { cycle: { key: '2026' }, overdue: false, daysLeft: 0 },
      ]);
      context.clock.set('2026-12-31T15:00:00.000Z');
      expect((await obligations.listOf(person)).obligations).toMatchObject([
        { cycle: { key: '2026' }, state: 'open', overdue: true, daysLeft: -1 },
        { cycle: { key: '2027' }, state: 'open', overdue: false },
      ]);
    } finally {
      context.clock.set('2026-11-24T03:00:00.000Z');
    }
  });

  it('remembers who will join later, though nothing is owed yet', async () => {
    const person = await official('2026-12-07');
    expect((await obligations.listOf(person)).obligations).toEqual([]);
    await evaluation.runDue(null);
    try {
      context.clock.set('2026-12-06T15:00:00Z');
      await evaluation.runDue(null);
      const [row] = await context.db.query<{ due_on: string }[]>('SELECT due_on FROM obligation WHERE bearer_id = ?', [
        toBin(person),
      ]);
      expect(row?.due_on).toBe('2027-02-05');
    } finally {
      context.clock.set('2026-11-24T03:00:00.000Z');
    }
  });

  it('finds a tally that is wrong', async () => {
    await context.db.query('UPDATE tally SET obligations = obligations + 1 LIMIT 1');
    expect(await tallies.verify()).toHaveLength(1);
    await context.db.query('UPDATE tally SET obligations = obligations - 1 LIMIT 1');
  });

  it('publishes the same text once, a new one as the next version, and never undoes a fulfilment', async () => {
    const person = await official();
    await credits.grant(systemActor, course(person));
    await credits.grant(systemActor, course(person));
    expect((await mandates.publishFolder(systemActor, FOLDER)).some(({ isNew }) => isNew)).toBe(false);
    const folder = mkdtempSync(join(tmpdir(), 'mandates-'));
    const source = readFileSync(join(FOLDER, 'gaon-officials.yaml'), 'utf8');
    writeFileSync(join(folder, 'gaon-officials.yaml'), source.replace('times: 2', 'times: 3'));
    expect(await mandates.publishFolder(systemActor, folder)).toMatchObject([{ number: 2, isNew: true }]);
    expect((await obligations.listOf(person)).obligations).toMatchObject([{ state: 'fulfilled' }]);
    const other = await official();
    expect((await obligations.listOf(other)).obligations[0]?.alternatives[0]?.parts[0]?.needed).toBe(3);
    expect((await mandates.list()).map(({ code }) => code)).toContain('gaon-officials');
  });

  it('refuses a folder with a wrong file whole, naming file and line', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mandates-'));
    writeFileSync(join(folder, 'x.yaml'), 'code: x\n');
    await expect(mandates.publishFolder(systemActor, folder)).rejects.toMatchObject({ code: 'mandates.files-wrong' });
  });

  it('has every obligation counted once, whoever has moved and left', async () => {
    await evaluation.runDue(null);
    const rows = await context.db.query<{ bearer_id: Buffer; n: string }[]>(
      'SELECT bearer_id, COUNT(*) AS n FROM obligation GROUP BY bearer_id, mandate_id, cycle_key HAVING COUNT(*) > 1',
    );
    expect(rows.map((row) => fromBin(row.bearer_id))).toEqual([]);
  });
});
