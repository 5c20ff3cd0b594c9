import { AccessModule, AccessService, AccountService } from '#libs/access';
import { type Actor, systemActor } from '#libs/actor';
import { CoursesModule, StudioService } from '#libs/courses';
import { FilesModule } from '#libs/files';
import { LearningModule } from '#libs/learning';
import { Database, newId, toBin } from '#libs/database';
import { EvaluationService, MandateService, MandatesModule, ObligationService, TallyService } from '#libs/mandates';
import { PeopleModule, PeopleService, UnitService } from '#libs/people';
import { join } from 'node:path';
import { exampleCourse, publishCourse } from '../../test/support/example-course.js';
import { NOON, type TestContext, withDatabase } from '../../test/support/module.js';
import { ClassCourseService } from './class-courses.service.js';
import { ClassTransferService } from './class-transfer.service.js';
import { ClassService } from './class.service.js';
import { type NewSession, SessionService } from './session.service.js';
import { SessionProofService } from './session-proof.service.js';
import { SessionQueries } from './session.queries.js';
import { SessionsModule } from './sessions.module.js';

describe('sessions and classes on the database', () => {
  let context: TestContext;
  let sessions: SessionService;
  let classes: ClassService;
  let units: { school: string; class: string; other: string; division: string };
  let pupils: string[];
  let teacher: Actor;

  beforeAll(async () => {
    context = await withDatabase([
      PeopleModule,
      AccessModule,
      CoursesModule,
      MandatesModule,
      LearningModule,
      FilesModule,
      SessionsModule,
    ]);
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

  it('takes a course as a class: told by number, and not at all where they are few', async () => {
    const courses = context.get(ClassCourseService);
    const other: Actor = { ...teacher, scope: { 'class:teach': [units.other] } };
    await publishCourse(context.get(StudioService), exampleCourse({ code: 's9-class', track: 'students' }));
    await publishCourse(context.get(StudioService), exampleCourse({ code: 'o9-adults' }));
    await classes.addPupils(other, units.other, ['별', '달', '해', '강', '산', '들', '꽃', '비', '눈']);
    expect(await courses.enroll(other, units.other, 's9-class')).toBe(9);
    expect(await courses.enroll(other, units.other, 's9-class')).toBe(0);
    const { title } = exampleCourse();
    expect(await courses.list(other, units.other)).toEqual([
      { course: { code: 's9-class', title }, pupils: 9, finished: null },
    ]);
    await classes.addPupils(other, units.other, ['바람']);
    expect(await courses.enroll(other, units.other, 's9-class')).toBe(1);
    await context.get(Database).query(
      `UPDATE enrollment SET state = 'completed', active_course_id = NULL, completed_at = NOW(3)
         WHERE class_unit_id = ? LIMIT 7`,
      [toBin(units.other)],
    );
    expect(await courses.list(other, units.other)).toMatchObject([{ pupils: 10, finished: 7 }]);
    await expect(courses.enroll(other, units.other, 'o9-adults')).rejects.toMatchObject({
      code: 'sessions.not-for-pupils',
    });
    for (const refused of [
      courses.enroll(teacher, units.other, 's9-class'),
      courses.list(teacher, units.other),
      classes.addPupils(teacher, units.other, ['구름']),
    ])
      await expect(refused).rejects.toMatchObject({ kind: 'not-found' });
  });

  it('brings pupils in by a pseudonym, of whom nothing else is kept', async () => {
    const other: Actor = { ...teacher, scope: { 'class:teach': [units.other] } };
    const [id = ''] = await classes.addPupils(other, units.other, ['무지개']);
    const [row] = await context
      .get(Database)
      .query<object[]>('SELECT name, name_latin, email, birth_date FROM person_identity WHERE person_id = ?', [
        toBin(id),
      ]);
    expect(row).toEqual({ name: '무지개', name_latin: null, email: null, birth_date: null });
    const { students } = await classes.get(other, units.other);
    expect(new Set(students.map(({ number }) => number)).size).toBe(students.length);
    await expect(classes.addPupils(other, units.other, ['무지개'])).rejects.toMatchObject({
      code: 'sessions.pseudonym-taken',
    });
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
      scope: { 'session:record': [units.division] },
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

  describe('a session for staff', () => {
    let people: string[];
    let clerk: Actor;

    beforeAll(async () => {
      people = await context.get(PeopleService).register(
        systemActor,
        ['김하늘', '김하늘', '이바다', '박나무'].map((name, i) => ({
          name,
          externalId: { source: 'hr', id: `S-100${String(i)}` },
          memberships: [
            {
              unitId: units.division,
              occupation: 'official' as const,
              band: 'staff' as const,
              position: { ko: i === 0 ? '팀장' : '주무관', en: 'Officer' },
              from: '2026-01-01',
            },
          ],
        })),
      );
      clerk = {
        ...systemActor,
        kind: 'person',
        personId: people[3] ?? '',
        scope: { 'session:record': [units.division] },
      };
    });

    const event = {
      heldOn: '2026-11-20',
      title: '함께 걷는 도시',
      host: '인권교육팀',
      partner: '장애인자립생활센터',
      coLead: '센터 활동가',
      parts: [
        {
          title: '강의',
          minutes: 60,
          topics: ['dignity' as const],
          mode: 'in-person' as const,
          method: 'lecture' as const,
        },
        {
          title: '현장',
          minutes: 90,
          topics: ['non-discrimination' as const],
          mode: 'in-person' as const,
          method: 'participatory' as const,
        },
      ],
    };
    const creditsOf = (personId: string | undefined, title: string) =>
      context.db.query<{ minutes: number; times: number; evidence: string }[]>(
        'SELECT minutes, times, evidence FROM credit WHERE bearer_id = ? AND title_ko = ? ORDER BY minutes',
        [toBin(personId ?? ''), title],
      );

    it('credits people by the parts they attended, and the unit for what it provided', async () => {
      const id = await sessions.plan(clerk, units.division, event);
      await sessions.rollCall(clerk, id, [{ personId: people[0] ?? '' }, { personId: people[2] ?? '', parts: [2] }]);
      expect(await creditsOf(people[0], event.title)).toEqual([
        { minutes: 60, times: 1, evidence: 'exposed' },
        { minutes: 90, times: 0, evidence: 'practised' },
      ]);
      expect(await creditsOf(people[2], event.title)).toEqual([{ minutes: 90, times: 1, evidence: 'practised' }]);
      expect(await creditsOf(people[1], event.title)).toEqual([]);
      const provided = await context.db.query<{ reached: number; minutes: number }[]>(
        "SELECT reached, minutes FROM credit WHERE bearer_kind = 'unit' AND bearer_id = ? AND title_ko = ? ORDER BY minutes",
        [toBin(units.division), event.title],
      );
      expect(provided).toEqual([
        { reached: 1, minutes: 60 },
        { reached: 2, minutes: 90 },
      ]);
      expect((await context.get(SessionQueries).list(clerk))[0]).toMatchObject({
        id,
        state: 'held',
        attended: 2,
        partner: event.partner,
      });
    });

    it('is called once, by those in scope, from those on the roster', async () => {
      const id = await sessions.plan(clerk, units.division, { ...event, title: '한 번만' });
      const present = [{ personId: people[0] ?? '' }];
      await expect(
        sessions.rollCall({ ...clerk, scope: { 'session:record': [units.school] } }, id, present),
      ).rejects.toMatchObject({
        kind: 'not-found',
      });
      await expect(sessions.rollCall(clerk, id, [{ personId: pupils[0] ?? '' }])).rejects.toMatchObject({
        code: 'sessions.not-in-class',
      });
      const results = await Promise.allSettled([1, 2, 3].map(() => sessions.rollCall(clerk, id, present)));
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(await creditsOf(people[0], '한 번만')).toHaveLength(2);
    });

    it('matches a pasted list, and asks where two have one name', async () => {
      const queries = context.get(SessionQueries);
      const id = await sessions.plan(clerk, units.division, { ...event, title: '명단' });
      const lines = await queries.match(clerk, id, '이바다\n김하늘 팀장\nS-1001 김하늘\n김하늘\n최산');
      expect(lines.map((line) => [line.state, 'personId' in line ? line.personId : null])).toEqual([
        ['found', people[2]],
        ['found', people[0]],
        ['found', people[1]],
        ['ambiguous', null],
        ['unknown', null],
      ]);
    });

    it('keeps the signed sheet, and takes nothing that is none', async () => {
      const proofs = context.get(SessionProofService);
      const id = await sessions.plan(clerk, units.division, { ...event, title: '출석부' });
      await expect(proofs.keep(clerk, id, 'a.html', Buffer.from('<script>'))).rejects.toMatchObject({
        code: 'sessions.not-a-sheet',
      });
      await proofs.keep(clerk, id, '출석부.pdf', Buffer.from('%PDF-1.7 sheet'));
      const { stream, name } = await proofs.open(clerk, id);
      stream.destroy();
      expect(name).toBe('출석부.pdf');
      await expect(proofs.open({ ...clerk, scope: {} }, id)).rejects.toMatchObject({ kind: 'not-found' });
    });
  });

  it('moves a pupil to another class in the middle of a semester, and lets one leave the school', async () => {
    const transfers = context.get(ClassTransferService);
    const coordinator: Actor = { ...teacher, scope: { 'class:teach': [units.school], 'class:manage': [units.school] } };
    const [mover = '', leaver = ''] = await classes.addPupils(coordinator, units.class, ['옮길 이', '떠날 이']);
    const move = { personId: mover, on: '2026-12-01', to: units.other };
    await expect(transfers.transfer(teacher, units.class, move)).rejects.toMatchObject({ code: 'common.not-found' });
    await expect(transfers.transfer(coordinator, units.class, { ...move, on: '2026-11-24' })).rejects.toMatchObject({
      code: 'sessions.transfer-wrong',
    });
    await transfers.transfer(coordinator, units.class, move);
    await transfers.transfer(coordinator, units.class, { personId: leaver, on: '2026-12-01', to: null });
    const namesIn = async (unitId: string): Promise<readonly string[]> =>
      (await classes.get(coordinator, unitId)).students.map(({ name, number }) => `${String(number)} ${name}`);
    expect((await namesIn(units.class)).join()).toContain('옮길 이');
    context.clock.set('2026-12-01T03:00:00Z');
    expect((await namesIn(units.class)).join()).not.toMatch(/옮길 이|떠날 이/);
    const there = await classes.get(coordinator, units.other);
    // The next number of the class that they come to.
    expect(there.students.at(-1)).toMatchObject({ name: '옮길 이', number: there.students.length });
    await expect(transfers.transfer(coordinator, units.class, move)).rejects.toMatchObject({
      code: 'sessions.not-in-class',
    });
    context.clock.set(NOON);
  });
});
