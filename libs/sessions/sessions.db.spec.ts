import { AccessModule, AccessService, AccountService } from '#libs/access';
import { type Actor, systemActor } from '#libs/actor';
import { CoursesModule } from '#libs/courses';
import { newId, toBin } from '#libs/database';
import { EvaluationService, MandateService, MandatesModule, ObligationService, TallyService } from '#libs/mandates';
import { PeopleModule, PeopleService, UnitService } from '#libs/people';
import { join } from 'node:path';
import { type TestContext, withDatabase } from '../../test/support/module.js';
import { ClassService } from './class.service.js';
import { type NewSession, SessionService } from './session.service.js';
import { SessionsModule } from './sessions.module.js';

describe('sessions and classes on the database', () => {
  let context: TestContext;
  let sessions: SessionService;
  let classes: ClassService;
  let units: { school: string; class: string; other: string; division: string };
  let pupils: string[];
  let teacher: Actor;

  beforeAll(async () => {
    context = await withDatabase([PeopleModule, AccessModule, CoursesModule, MandatesModule, SessionsModule]);
    sessions = context.get(SessionService);
    classes = context.get(ClassService);
    const service = context.get(UnitService);
    const authority = (code: string, issuerCode: string) =>
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
    const education = await authority('education', 'GAONEDU');
    const unit = async (
      authorityId: string,
      parentId: string | null,
      code: string,
      kind: 'city' | 'school' | 'class',
    ) => {
      const [id] = await service.create([
        { authorityId, parentId, code, kind, territory: 'gaon', name: { ko: code, en: code }, validFrom: '2026-03-01' },
      ]);
      return id ?? '';
    };
    const school = await unit(education, null, 'school', 'school');
    units = {
      school,
      class: await unit(education, school, 'class-1', 'class'),
      other: await unit(education, school, 'class-2', 'class'),
      division: await unit(city, null, 'gaon', 'city'),
    };
    await context.get(MandateService).publishFolder(systemActor, join(process.cwd(), 'courses/mandates'));
    const people = context.get(PeopleService);
    pupils = await people.register(
      systemActor,
      ['가', '나', '다', '라', '마'].map((name, i) => ({
        name,
        memberships: [
          {
            unitId: units.class,
            occupation: 'student' as const,
            band: 'pupil' as const,
            rollNumber: i < 4 ? i + 1 : null,
            from: '2026-03-01',
          },
        ],
      })),
    );
    const [id] = await people.register(systemActor, [
      {
        name: '담임',
        memberships: [{ unitId: units.class, occupation: 'teacher', band: 'staff', from: '2026-03-01' }],
      },
    ]);
    await context
      .get(AccountService)
      .grantRoles(systemActor, [
        { personId: id ?? '', role: 'class-teacher', unitId: units.class, from: '2026-03-01' },
      ]);
    teacher = { ...systemActor, kind: 'person', personId: id ?? '', scope: { 'class:teach': [units.class] } };
  });
  afterAll(() => context.close());
  afterEach(async () => {
    expect(await context.get(TallyService).verify()).toEqual([]);
  });

  const lesson = (overrides: Partial<NewSession> = {}): NewSession => ({
    heldOn: '2026-11-20',
    title: '일하는 청소년',
    minutes: 45,
    topics: ['labour-rights', 'sports-rights', 'gender'],
    mode: 'in-person',
    method: 'participatory',
    absent: [],
    ...overrides,
  });
  const standing = async () =>
    ((await context.get(ObligationService).listOfUnits([units.class])).get(units.class) ?? []).map((o) => [
      o.cycle.key,
      o.state,
    ]);

  it('lists the classes one teaches with what the semester still asks for', async () => {
    const list = await classes.list(teacher);
    expect(list).toMatchObject([
      { unit: { code: 'class-1' }, path: [{ ko: 'school' }], students: 5, teachers: ['담임'] },
    ]);
    expect(list[0]?.obligations.map(({ cycle, state }) => [cycle.key, state])).toEqual([
      ['2026-1', 'open'],
      ['2026-2', 'open'],
    ]);
  });

  it('counts a lesson for the class, and nothing for its pupils', async () => {
    await sessions.record(teacher, units.class, lesson({ absent: [pupils[0] ?? ''], heldOn: '2026-05-04' }));
    await sessions.record(teacher, units.class, lesson({ heldOn: '2026-05-11' }));
    expect(await standing()).toEqual([
      ['2026-2', 'open'],
      ['2026-1', 'fulfilled'],
    ]);
    const [row] = await context.db.query<{ n: string }[]>(
      "SELECT COUNT(*) AS n FROM credit WHERE bearer_kind = 'person'",
    );
    expect(Number(row?.n)).toBe(0);
    const page = await classes.get(teacher, units.class);
    expect(page.sessions.map(({ heldOn, attended, roster }) => [heldOn, attended, roster])).toEqual([
      ['2026-05-11', 5, 5],
      ['2026-05-04', 4, 5],
    ]);
    expect(page.students.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5]);
  });

  it('records a lesson that reached too few, without counting it', async () => {
    await sessions.record(teacher, units.class, lesson({ minutes: 90, absent: pupils.slice(0, 2) }));
    expect((await standing())[0]).toEqual(['2026-2', 'open']);
  });

  it('two lessons recorded at once are two lessons', async () => {
    await Promise.all([
      sessions.record(teacher, units.class, lesson()),
      sessions.record(teacher, units.class, lesson({ heldOn: '2026-11-21' })),
    ]);
    expect(await standing()).toContainEqual(['2026-2', 'fulfilled']);
  });

  it.each([
    ['a day that has not come', () => lesson({ heldOn: '2026-11-25' }), 'sessions.not-yet-held'],
    ['someone from elsewhere', () => lesson({ absent: [newId()] }), 'sessions.not-in-class'],
    ['a day before the class had anyone', () => lesson({ heldOn: '2026-02-01' }), 'sessions.nobody-there'],
  ])('refuses %s', async (_name, make, code) => {
    await expect(sessions.record(teacher, units.class, make())).rejects.toMatchObject({ code });
  });

  it('answers another class with not-found', async () => {
    await expect(classes.get(teacher, units.other)).rejects.toMatchObject({ kind: 'not-found' });
    await expect(sessions.record(teacher, units.other, lesson())).rejects.toMatchObject({ kind: 'not-found' });
    await expect(classes.issueCodes(teacher, units.other)).rejects.toMatchObject({ kind: 'not-found' });
    await expect(
      classes.get({ ...teacher, scope: { 'class:teach': [units.school] } }, units.school),
    ).rejects.toMatchObject({
      code: 'sessions.not-a-class',
    });
  });

  it('gives pupils codes that open their accounts, and new ones that end the old', async () => {
    const { classCode, sheets } = await classes.issueCodes(teacher, units.class);
    expect(sheets.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5]);
    expect(sheets[0]?.login).toBe(`${classCode}-1`);
    const access = context.get(AccessService);
    const { token } = await access.signIn(sheets[0]?.login ?? '', sheets[0]?.code ?? '', '::1');
    expect((await access.actorOf(token, 'r'))?.personId).toBe(pupils[0]);
    const again = await classes.issueCodes(teacher, units.class, [pupils[0] ?? '']);
    expect(again.classCode).toBe(classCode);
    expect(again.sheets).toHaveLength(1);
    expect(await access.actorOf(token, 'r')).toBeNull();
    await expect(access.signIn(sheets[0]?.login ?? '', sheets[0]?.code ?? '', '::1')).rejects.toMatchObject({
      kind: 'unauthenticated',
    });
    await access.signIn(again.sheets[0]?.login ?? '', again.sheets[0]?.code ?? '', '::1');
    const stored = await context.db.query<{ password_hash: string }[]>('SELECT password_hash FROM account');
    expect(stored.some(({ password_hash: hash }) => sheets.some(({ code }) => hash.includes(code)))).toBe(false);
  });

  it('gives adults who attended a department session their own credit', async () => {
    const ids = await context.get(PeopleService).register(
      systemActor,
      ['김', '이', '박'].map((name) => ({
        name,
        memberships: [
          { unitId: units.division, occupation: 'official' as const, band: 'staff' as const, from: '2026-01-01' },
        ],
      })),
    );
    const clerk: Actor = {
      ...systemActor,
      kind: 'person',
      personId: ids[0] ?? '',
      scope: { 'report:people': [units.division] },
    };
    await sessions.record(clerk, units.division, lesson({ absent: [ids[2] ?? ''] }));
    const got = async (id: string) =>
      (await context.get(ObligationService).listOf(id)).obligations[0]?.alternatives[0]?.parts[0]?.got;
    expect([await got(ids[0] ?? ''), await got(ids[1] ?? ''), await got(ids[2] ?? '')]).toEqual([1, 1, 0]);
    const [audit] = await context.db.query<{ n: string }[]>(
      "SELECT COUNT(*) AS n FROM audit_entry WHERE action = 'session.record' AND unit_id = ?",
      [toBin(units.division)],
    );
    expect(Number(audit?.n)).toBe(1);
    await context.get(EvaluationService).runDue(null);
    expect((await context.get(EvaluationService).evaluateAll()).changed).toBe(0);
  });
});
