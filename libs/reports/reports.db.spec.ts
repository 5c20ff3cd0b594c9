import { AccessModule } from '#libs/access';
import { type Actor, systemActor } from '#libs/actor';
import { CoursesModule } from '#libs/courses';
import { newId, toBin } from '#libs/database';
import { CreditService, EvaluationService, MandateService, MandatesModule, TallyService } from '#libs/mandates';
import { type Band, PeopleModule, PeopleService, type UnitKind, UnitService } from '#libs/people';
import { join } from 'node:path';
import { type TestContext, withDatabase } from '../../test/support/module.js';
import { CHILDREN_SQL, TOTALS_SQL } from './compliance.queries.js';
import { ComplianceService } from './compliance.service.js';
import { PeopleListService } from './people-list.service.js';
import { ReportsModule } from './reports.module.js';

describe('reports on the database', () => {
  let context: TestContext;
  let compliance: ComplianceService;
  let list: PeopleListService;
  const units: Record<string, string> = {};
  const heads: Record<string, string> = {};
  let office: Actor;
  let head: Actor;

  beforeAll(async () => {
    context = await withDatabase([PeopleModule, AccessModule, CoursesModule, MandatesModule, ReportsModule]);
    compliance = context.get(ComplianceService);
    list = context.get(PeopleListService);
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
    await expect(list.export(head, { unit: units['gaon'] }, '점검')).rejects.toMatchObject({ kind: 'not-found' });
    await expect(list.list(head, { state: 'all', limit: 10, cursor: 'x' })).rejects.toMatchObject({
      code: 'reports.bad-cursor',
    });
  });

  it('exports everyone listed, defuses formulas, and has the reason on record', async () => {
    const { lines, name } = await list.export(office, {}, '상반기 점검');
    let csv = '';
    for await (const piece of lines) csv += piece;
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

  it('reads the tallies by index', async () => {
    const place = [toBin(newId()), '2026', toBin(units['gaon'] ?? '')];
    const plans = [
      [TOTALS_SQL, ['2026-11-24', ...place, ...place]],
      [CHILDREN_SQL, ['2026-11-24', ...place, ...place, ...place, ...place]],
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

  it('stays exact', async () => {
    expect((await context.get(EvaluationService).evaluateAll()).changed).toBe(0);
    expect(await context.get(TallyService).verify()).toEqual([]);
  });
});
