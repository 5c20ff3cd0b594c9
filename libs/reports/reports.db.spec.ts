import { AccessModule, AccountService } from '#libs/access';
import { type Actor, systemActor } from '#libs/actor';
import { CoursesModule } from '#libs/courses';
import { fromBin, newId, toBin } from '#libs/database';
import { LearningModule } from '#libs/learning';
import { CreditService, EvaluationService, MandateService, MandatesModule, TallyService } from '#libs/mandates';
import { DeliveryService } from '#libs/messages';
import { type Band, PeopleModule, PeopleService, UnitHistory, type UnitKind, UnitService } from '#libs/people';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { type TestContext, withDatabase } from '../../test/support/module.js';
import { BreakdownService } from './breakdown.service.js';
import { CHILDREN_SQL, TOTALS_SQL } from './compliance.queries.js';
import { ComplianceService } from './compliance.service.js';
import { checkPack } from './evidence-pack.verify.js';
import { ExportService } from './export.service.js';
import { LivePeople } from './live-people.js';
import { PeopleListService } from './people-list.service.js';
import type { StandingRow } from './people-rows.js';
import { ReportsModule } from './reports.module.js';
import { ScheduleService } from './schedule.service.js';

describe('reports on the database', () => {
  let context: TestContext;
  let compliance: ComplianceService;
  let list: PeopleListService;
  let exports: ExportService;
  const units: Record<string, string> = {};
  const heads: Record<string, string> = {};
  let office: Actor;
  let head: Actor;

  beforeAll(async () => {
    context = await withDatabase([
      PeopleModule,
      AccessModule,
      CoursesModule,
      MandatesModule,
      LearningModule,
      ReportsModule,
    ]);
    compliance = context.get(ComplianceService);
    list = context.get(PeopleListService);
    exports = context.get(ExportService);
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
    await authority('education', 'GAONEDU');
    const tree: [string, string | null, UnitKind][] = [
      ['gaon', null, 'city'],
      ['welfare', 'gaon', 'bureau'],
      ['welfare-policy', 'welfare', 'division'],
      ['elderly', 'welfare', 'division'],
      ['planning', 'gaon', 'bureau'],
      ['budget', 'planning', 'division'],
    ];
    for (const [code, parent, kind] of tree) {
      const [id] = await service.create([
        {
          authorityId: city,
          parentId: parent === null ? null : (units[parent] ?? null),
          code,
          kind,
          territory: 'gaon',
          name: { ko: `${code}과`, en: code },
          validFrom: '2020-01-01',
        },
      ]);
      units[code] = id ?? '';
    }
    await context.get(MandateService).publishFolder(systemActor, join(process.cwd(), 'courses/mandates'));
    const people = context.get(PeopleService);
    const person = async (name: string, unit: string, band: Band = 'staff', isHead = false) => {
      const [id] = await people.register(systemActor, [
        {
          name,
          email: name.startsWith('=') ? null : `${String(Math.random()).slice(2)}@gaon.example`,
          memberships: [{ unitId: units[unit] ?? '', occupation: 'official', band, isHead, from: '2020-01-01' }],
        },
      ]);
      return id ?? '';
    };
    for (const unit of ['welfare', 'welfare-policy', 'elderly', 'budget'])
      heads[unit] = await person(`${unit}장`, unit, 'head', true);
    const staff = [];
    for (let i = 0; i < 30; i += 1) {
      staff.push(
        await person(
          i === 0 ? '=SUM(A1)' : `직원${String(i).padStart(2, '0')}`,
          ['welfare-policy', 'elderly', 'budget'][i % 3] ?? '',
        ),
      );
    }
    const credit = (personId: string) =>
      context.get(CreditService).grant(systemActor, {
        bearer: { kind: 'person', id: personId },
        source: { kind: 'completion', id: newId() },
        minutes: 60,
        times: 1,
        mode: 'self-paced',
        method: 'lecture',
        topics: [],
        course: null,
        title: { ko: '과정', en: 'Course' },
        evidence: 'exposed',
        earnedOn: '2026-06-01',
      });
    for (const id of [...staff.slice(0, 9), heads['elderly'] ?? '']) {
      await credit(id);
      await credit(id);
    }
    await people.recordLeave(systemActor, staff[10] ?? '', { kind: 'parental', from: '2026-06-01', to: null });
    // Half of the figures folded, half still as deltas: the sums must not tell.
    await context.get(TallyService).fold();
    for (const id of staff.slice(9, 14)) await credit(id);
    await credit(staff[9] ?? '');
    const scoped = (unit: string): Actor => ({
      ...systemActor,
      kind: 'person',
      personId: heads[unit] ?? newId(),
      scope: { 'report:read': [units[unit] ?? ''], 'report:people': [units[unit] ?? ''] },
    });
    office = { ...scoped('gaon'), personId: newId() };
    head = scoped('elderly');
  });
  afterAll(() => context.close());

  it('gives figures of a subtree whose rows add up to the total', async () => {
    for (const unit of ['gaon', 'welfare', 'planning']) {
      const report = await compliance.compliance(office, { unit: units[unit] });
      for (const figure of ['required', 'inTime', 'late', 'open', 'overdue', 'exempt', 'paused', 'unmet'] as const) {
        expect(report.units.reduce((sum, row) => sum + row[figure], 0)).toBe(report.totals[figure]);
      }
    }
    const { totals, mandate, cycle, cycles } = await compliance.compliance(office, {});
    expect(mandate).toMatchObject({ code: 'gaon-officials', policy: true, bearer: 'person' });
    expect([cycle, cycles]).toEqual(['2026', ['2026']]);
    expect(totals).toMatchObject({ required: 33, inTime: 11, open: 22, overdue: 0, paused: 1, rate: 11 / 33 });
  });

  it('shows the head’s own standing beside the unit, and what is counted in the unit itself', async () => {
    const { units: rows } = await compliance.compliance(office, { unit: units['welfare'] });
    expect(rows.map((row) => [row.unit.code, row.head?.name, row.head?.state, row.hasChildren, row.required])).toEqual([
      ['welfare', 'welfare장', 'open', false, 1],
      ['elderly', 'elderly장', 'fulfilled', false, 10],
      ['welfare-policy', 'welfare-policy장', 'open', false, 11],
    ]);
  });

  it('becomes overdue at midnight without anything being written', async () => {
    try {
      context.clock.set('2026-12-31T15:00:00Z');
      expect((await compliance.compliance(office, { cycle: '2026' })).totals).toMatchObject({ open: 0, overdue: 22 });
    } finally {
      context.clock.set('2026-11-24T03:00:00Z');
    }
  });

  it('lists people by name, page by page, each once, as many as the figure says', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await list.list(office, { state: 'open', limit: 7, cursor });
      expect(page.total).toBe(22);
      seen.push(...page.items.map(({ name }) => name));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toHaveLength(22);
    expect(new Set(seen).size).toBe(22);
    expect((await list.list(office, { state: 'fulfilled', limit: 50 })).total).toBe(11);
    const { items } = await list.list(head, { state: 'open', limit: 50 });
    expect(items.every(({ unit }) => unit.code === 'elderly')).toBe(true);
    expect(items[0]?.missing.ko).toMatch(/^교육 [12]회를 더 들어야 합니다\.$/);
  });

  it('answers outside the scope with not-found', async () => {
    await expect(compliance.compliance(head, { unit: units['gaon'] })).rejects.toMatchObject({ kind: 'not-found' });
    await expect(list.list(head, { unit: units['budget'], state: 'all', limit: 10 })).rejects.toMatchObject({
      kind: 'not-found',
    });
    await expect(
      exports.direct(head, { kind: 'people', format: 'csv', query: { unit: units['gaon'] }, reason: '점검' }),
    ).rejects.toMatchObject({ kind: 'not-found' });
    await expect(list.list(head, { state: 'all', limit: 10, cursor: 'x' })).rejects.toMatchObject({
      code: 'reports.bad-cursor',
    });
  });

  it('exports everyone listed, defuses formulas, and has the reason on record', async () => {
    const request = { kind: 'people', format: 'csv', query: {}, reason: '상반기 점검' } as const;
    const { stream, name } = await exports.direct(office, request);
    const csv = (await buffer(stream)).toString('utf8');
    expect(name).toBe('gaon-gaon-officials-2026-2026-11-24.csv');
    expect(csv.startsWith('\uFEFF기관·부서,이름,')).toBe(true);
    expect(csv.trimEnd().split('\r\n')).toHaveLength(1 + 34);
    expect(csv).toContain('gaon과 > welfare과 > welfare-policy과,"\'=SUM(A1)",직원,');
    const [row] = await context.db.query<{ reason: string }[]>(
      "SELECT reason FROM audit_entry WHERE action = 'report.export' AND unit_id = ?",
      [toBin(units['gaon'] ?? '')],
    );
    expect(row?.reason).toBe('상반기 점검');
  });

  it('says what the figures are made of, now and as known then alike', async () => {
    const breakdown = context.get(BreakdownService);
    await context.db.query(
      `INSERT INTO obligation (id, bearer_kind, bearer_id, mandate_id, mandate_version_id, cycle_key, cycle_from, cycle_to,
         opens_on, due_on, state, fulfilled_on, in_time, reporting_unit_id, band, result, evaluated_on, created_at, changed_at)
       SELECT UNHEX(REPLACE(UUID(), '-', '')), bearer_kind, bearer_id, mandate_id, mandate_version_id, '2025', '2025-01-01',
         '2025-12-31', '2025-01-01', '2025-12-31', 'fulfilled', IF(band = 'head', '2025-12-01', '2025-06-01'), 1,
         reporting_unit_id, band, result, evaluated_on, '2026-11-23', '2026-11-23'
       FROM obligation WHERE state = 'fulfilled' AND cycle_key = '2026'`,
    );
    try {
      const made = await breakdown.breakdown(office, { cycle: '2026' });
      expect(made.bands.map(({ band, required, inTime, paused }) => [band, required, inTime, paused])).toEqual([
        ['head', 4, 1, 0],
        ['staff', 29, 10, 1],
      ]);
      expect(made.mix).toEqual({ modes: { 'self-paced': 11 }, evidence: { exposed: 11 } });
      expect(made.before).toEqual({ cycle: '2025', on: '2025-11-24', required: 11, done: 10, rate: 10 / 11 });
      expect(await breakdown.breakdown(office, { cycle: '2026', asOf: '2026-11-24' })).toEqual(made);
    } finally {
      await context.db.query("DELETE FROM obligation WHERE cycle_key = '2025'");
    }
  });

  it('walks the names of a large part as it sorts those of a small one', async () => {
    const source = await compliance.source(undefined);
    const scope = await compliance.scopeOf(office, 'report:people', {}, source);
    const namesBy = async (matches: number): Promise<string[]> => {
      const people = new LivePeople(context.db, scope, context.clock.today());
      jest.spyOn(people, 'count').mockResolvedValue(matches);
      const seen: string[] = [];
      let after: readonly [string, string] | null = null;
      for (;;) {
        const rows: readonly StandingRow[] = await people.page('all', after, 7);
        const last = rows.at(-1);
        if (!last) return seen;
        seen.push(...rows.map(({ bearer_id: id }) => fromBin(id)));
        after = [last.name, fromBin(last.bearer_id)];
      }
    };
    const walked = await namesBy(1_000_000);
    expect(walked).toEqual(await namesBy(1));
    expect(new Set(walked).size).toBe(34);
  });

  it('writes a file by a job, for the one who asked, and lets it go after three days', async () => {
    const personId = heads['budget'] ?? '';
    const person: Actor = { ...office, personId };
    const accounts = context.get(AccountService);
    await accounts.create(systemActor, [{ personId, login: 'budget', passwordHash: 'x' }]);
    await accounts.grantRoles(systemActor, [
      { personId, role: 'hr-office', unitId: units['gaon'] ?? '', from: '2026-01-01' },
    ]);
    const request = { kind: 'people', format: 'xlsx', query: { unit: units['gaon'] }, reason: '연말 보고' } as const;
    const { id } = await exports.request(person, request);
    await expect(exports.get(office, id)).rejects.toMatchObject({ kind: 'not-found' });
    await expect(exports.open(person, id)).rejects.toMatchObject({ code: 'reports.export-gone' });
    await exports.run(id, newId());
    expect(await exports.get(person, id)).toMatchObject({ state: 'done', rows: 34, rowsDone: 34 });
    const { stream, name } = await exports.open(person, id);
    expect(name).toBe('gaon-gaon-officials-2026-2026-11-24.xlsx');
    expect((await buffer(stream)).subarray(0, 2).toString()).toBe('PK');

    const cancelled = await exports.request(person, request);
    await exports.cancel(person, cancelled.id);
    await exports.run(cancelled.id, newId());
    expect(await exports.get(person, cancelled.id)).toMatchObject({ state: 'cancelled', name: null });
    try {
      context.clock.set('2026-11-27T03:00:00.001Z');
      expect(await exports.get(person, id)).toMatchObject({ state: 'expired' });
      await exports.sweep();
      await expect(exports.open(person, id)).rejects.toMatchObject({ code: 'reports.export-gone' });
      expect(await context.db.query('SELECT 1 FROM report_export WHERE sha256 IS NOT NULL')).toEqual([]);
      context.clock.set('2026-12-20T03:00:00Z');
      await exports.sweep();
      expect(await exports.get(person, id)).toMatchObject({ state: 'expired' });
      context.clock.set('2026-12-25T03:00:00Z');
      await exports.sweep();
      await expect(exports.get(person, id)).rejects.toMatchObject({ kind: 'not-found' });
    } finally {
      context.clock.set('2026-11-24T03:00:00Z');
    }
    const told = await context.db.query<{ action: string; reason: string | null }[]>(
      'SELECT action, reason FROM audit_entry WHERE subject_id = ? ORDER BY id',
      [toBin(id)],
    );
    expect(told).toEqual([
      { action: 'report.export', reason: '연말 보고' },
      { action: 'report.download', reason: '연말 보고' },
    ]);
  });

  it.each([
    ['personnel', 'csv', '직원번호,이름,소속,교육과정명'],
    ['summary', 'pdf', '%PDF-1.7'],
    ['result', 'docx', 'PK'],
    ['result', 'pdf', '%PDF-1.7'],
    ['evidence', 'zip', 'PK'],
  ] as const)('makes the %s as %s', async (kind, format, begins) => {
    const { stream } = await exports.direct(office, { kind, format, query: {}, reason: '연말 보고' });
    const bytes = await buffer(stream);
    expect(bytes.toString('utf8').replace('\uFEFF', '').startsWith(begins)).toBe(true);
    // Two pieces of learning for each of ten, and one or two more for those who did it later.
    if (kind === 'personnel') expect(bytes.toString('utf8').trimEnd().split('\r\n').length).toBeGreaterThan(20);
    if (kind !== 'evidence') return;
    const folder = await mkdtemp(join(tmpdir(), 'madang-pack-'));
    try {
      await writeFile(join(folder, 'pack.zip'), bytes);
      const check = await checkPack(join(folder, 'pack.zip'));
      expect(check).toMatchObject({ result: 'genuine', signature: 'absent' });
      expect(check.manifest?.files.map(({ path }) => path)).toEqual(['README.txt', 'roster.csv', 'sessions.csv']);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('refuses a format that the report cannot be had in', async () => {
    await expect(
      exports.direct(office, { kind: 'evidence', format: 'csv', query: {}, reason: '연말 보고' }),
    ).rejects.toMatchObject({ code: 'reports.no-such-format' });
  });

  it('makes a scheduled report each week with the rights its reader has that day, and tells them once', async () => {
    const schedules = context.get(ScheduleService);
    const [personId = '', other = ''] = [heads['budget'], heads['elderly']];
    const asked = { kind: 'people', format: 'csv', query: { unit: units['gaon'] }, every: 'week' } as const;
    const person: Actor = { ...office, personId };
    await expect(schedules.create(person, { ...asked, personId: other })).rejects.toMatchObject({
      code: 'reports.reader-out-of-scope',
    });
    await expect(schedules.create(head, { ...asked, personId })).rejects.toMatchObject({ kind: 'not-found' });
    const { id } = await schedules.create(person, { ...asked, personId });
    expect(await schedules.list(person)).toMatchObject([{ id, nextOn: '2026-11-30', person: { name: 'budget장' } }]);
    expect(await schedules.plan()).toBe(0);
    const told = jest.spyOn(context.get(DeliveryService), 'sendNotice').mockResolvedValue(true);
    try {
      context.clock.set('2026-11-30T00:00:00Z');
      expect([await schedules.plan(), await schedules.plan()]).toEqual([1, 0]);
      const made = (await exports.list(person))[0];
      expect(made).toMatchObject({ state: 'running', reason: '정기 보고' });
      await exports.run(made?.id ?? '', newId());
      await schedules.tell(made?.id ?? '', newId());
      await schedules.tell(made?.id ?? '', newId());
      expect(told).toHaveBeenCalledTimes(1);
      const mail = told.mock.calls[0]?.[2]('ko');
      expect(mail?.body).toContain('/compliance');
      expect(mail?.body).not.toMatch(/직원|이수율|gaon-officials/);

      await context.db.query('UPDATE role_grant SET revoked_at = NOW() WHERE person_id = ?', [toBin(personId)]);
      context.clock.set('2026-12-07T00:00:00Z');
      expect(await schedules.plan()).toBe(1);
      expect((await exports.list(person))[0]?.id).toBe(made?.id);
      expect(await schedules.list(person)).toMatchObject([{ nextOn: '2026-12-14', lastSkipped: 'common.not-found' }]);
      await schedules.end(person, id);
      expect(await schedules.list(person)).toEqual([]);
    } finally {
      told.mockRestore();
      context.clock.set('2026-11-24T03:00:00Z');
    }
  });

  it('reads the tallies by index', async () => {
    const [mandate, city] = [toBin(newId()), toBin(units['gaon'] ?? '')];
    const often = (place: readonly unknown[], times: number) => Array.from({ length: times }, () => place).flat();
    const plans = [
      [TOTALS_SQL, ['2026-11-24', ...often([city, mandate, '2026'], 3)]],
      [CHILDREN_SQL, ['2026-11-24', ...often([mandate, '2026', city], 5)]],
    ] as const;
    for (const [sql, parameters] of plans) {
      const plan = await context.db.query<{ table: string; type: string; key: string | null }[]>(
        `EXPLAIN ${sql}`,
        parameters,
      );
      const tables = plan.filter((row) => ['t', 'sub', 'child'].includes(row.table));
      expect(tables.length).toBeGreaterThan(0);
      expect(tables.filter(({ type }) => type === 'ALL')).toEqual([]);
    }
  });

  it('answers the same before and after a fold, also while a unit has just moved', async () => {
    const figures = async () => {
      const all: unknown[] = [];
      for (const unit of Object.values(units)) {
        const { totals, units: rows } = await compliance.compliance(systemActor, { unit });
        const page = await list.list(systemActor, { unit, state: 'open', limit: 50 });
        all.push([totals, rows.map(({ unit: row, required, inTime }) => [row.code, required, inTime]), page.total]);
      }
      return all;
    };
    const summed = async () =>
      Number((await context.db.query<{ n: string }[]>('SELECT COUNT(*) AS n FROM tally_subtree'))[0]?.n);
    const tallies = context.get(TallyService);
    const first = await figures();
    await tallies.fold();
    expect(await figures()).toEqual(first);
    expect(await summed()).toBeGreaterThan(0);
    expect(await tallies.verify()).toEqual([]);
    await context.db.query('UPDATE tally_subtree SET obligations = obligations + 1 LIMIT 1');
    expect(await tallies.verify()).toHaveLength(1);
    await context.db.query('UPDATE tally_subtree SET obligations = obligations - 1 LIMIT 1');

    const history = context.get(UnitHistory);
    await history.reparent(systemActor, units['budget'] ?? '', '2026-11-01', units['welfare'] ?? '');
    const moved = await figures();
    expect(moved).not.toEqual(first);
    await tallies.fold();
    expect(await figures()).toEqual(moved);
    expect(await tallies.verify()).toEqual([]);
    await history.reparent(systemActor, units['budget'] ?? '', '2026-11-02', units['planning'] ?? '');
    expect(await figures()).toEqual(first);
    // Where someone's unit stood is among the reasons of their duty.
    await context.get(EvaluationService).evaluateAll();
  });

  it('stays exact', async () => {
    expect((await context.get(EvaluationService).evaluateAll()).changed).toBe(0);
    expect(await context.get(TallyService).verify()).toEqual([]);
  });
});
