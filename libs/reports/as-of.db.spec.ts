import { AccessModule } from '#libs/access';
import { AUDIT_STREAM, SealService } from '#libs/audit';
import { systemActor } from '#libs/actor';
import { CoursesModule } from '#libs/courses';
import { fromBin, newId, toBin } from '#libs/database';
import { LearningModule } from '#libs/learning';
import {
  CreditService,
  ExplainService,
  HistoryService,
  MandatesModule,
  OBLIGATION_STREAM,
  ObligationService,
  TallyService,
} from '#libs/mandates';
import { PeopleModule, PeopleService, UnitHistory, UnitService, keepIdentities } from '#libs/people';
import { text } from 'node:stream/consumers';
import { explanationLines } from '../../apps/cli/src/explain.js';
import { officialsMandate, publishMandates } from '../../test/support/mandates.js';
import { type TestContext, withDatabase } from '../../test/support/module.js';
import { ComplianceService } from './compliance.service.js';
import { ExportService } from './export.service.js';
import { PeopleListService } from './people-list.service.js';
import { ReportsModule } from './reports.module.js';

const JUNE = '2026-06-15T03:00:00.000Z';

describe('what was known at a moment', () => {
  let t: TestContext;
  let units: Record<'city' | 'bureau' | 'other' | 'one' | 'two', string>;
  let persons: string[];
  let granted: string[];

  beforeAll(async () => {
    t = await withDatabase(
      [PeopleModule, AccessModule, CoursesModule, MandatesModule, LearningModule, ReportsModule],
      JUNE,
    );
    const service = t.get(UnitService);
    const authorityId = await service.createAuthority({
      code: 'city',
      issuerCode: 'GAON',
      name: { ko: '시', en: 'City' },
      headTitle: { ko: '시장', en: 'Mayor' },
      senderAddress: 'a@b.example',
      contact: { ko: '-', en: '-' },
      retention: {},
    });
    const unit = async (parentId: string | null, code: string): Promise<string> => {
      const [id = ''] = await service.create([
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
    const city = await unit(null, 'gaon');
    const bureau = await unit(city, 'bureau');
    const other = await unit(city, 'other');
    units = { city, bureau, other, one: await unit(bureau, 'one'), two: await unit(bureau, 'two') };
    persons = await t.get(PeopleService).register(
      systemActor,
      Array.from({ length: 12 }, (_, i) => ({
        name: `사람${String(i).padStart(2, '0')}`,
        email: i % 3 === 0 ? `p${String(i)}@gaon.example` : null,
        memberships: [
          {
            unitId: i < 6 ? units.one : units.two,
            occupation: 'official' as const,
            band: 'staff' as const,
            isHead: i === 0 || i === 6,
            from: '2026-01-01',
          },
        ],
      })),
    );
    await publishMandates(t, officialsMandate('yearly'));
    granted = [];
    for (const person of persons.slice(0, 4)) granted.push(await complete(person, '2026-05-02'));
  });
  afterAll(() => t.close());

  async function complete(personId: string, earnedOn: string): Promise<string> {
    const { creditId } = await t.get(CreditService).grant(systemActor, {
      bearer: { kind: 'person', id: personId },
      source: { kind: 'completion', id: newId() },
      minutes: 60,
      times: 1,
      mode: 'self-paced',
      method: 'lecture',
      topics: [],
      course: null,
      title: { ko: '교육', en: 'Course' },
      evidence: 'demonstrated',
      earnedOn,
    });
    return creditId;
  }

  const rename = async (unitId: string, name: string): Promise<void> => {
    await t.db.query(`UPDATE org_unit_name SET valid_to = '2026-08-31' WHERE unit_id = ? AND valid_to IS NULL`, [
      toBin(unitId),
    ]);
    await t.db.query(
      `INSERT INTO org_unit_name (unit_id, valid_from, name_ko, name_en, recorded_at) VALUES (?, '2026-09-01', ?, ?, ?)`,
      [toBin(unitId), name, name, t.clock.now()],
    );
  };

  const csv = async (unit: string, asOf?: string): Promise<string> => {
    const query = { unit, mandate: 'yearly', asOf };
    const { stream } = await t
      .get(ExportService)
      .direct(systemActor, { kind: 'people', format: 'csv', query, reason: '확인' });
    return text(stream);
  };
  const report = (unit: string, asOf?: string) => t.get(ComplianceService).compliance(systemActor, { unit, asOf });
  const people = (unit: string, asOf?: string) =>
    t.get(PeopleListService).list(systemActor, { unit, mandate: 'yearly', state: 'all', limit: 5, asOf });

  async function everything(asOf?: string) {
    const reports = [];
    for (const unit of [units.city, units.bureau, units.one]) reports.push(await report(unit, asOf));
    const lists = [];
    for (const unit of [units.city, units.two]) lists.push(await people(unit, asOf));
    const duties = [];
    for (const person of persons.slice(0, 5)) {
      const known =
        asOf === undefined ? t.get(ObligationService).listOf(person) : t.get(ObligationService).listAt(person, asOf);
      duties.push(await known);
    }
    return { reports, lists, exports: [await csv(units.city, asOf), await csv(units.one, asOf)], duties };
  }

  it('is answered in December to the byte as in June, whatever has happened in between', async () => {
    const june = await everything();
    const asOf = june.reports[0]!.asOf.toISOString();
    expect(june.reports.map((r) => r.asOf.toISOString())).toEqual([asOf, asOf, asOf]);
    expect(june.reports[0]!.totals).toMatchObject({ required: 12, inTime: 4, open: 8 });

    t.clock.set('2026-09-01T01:00:00.000Z');
    const service = t.get(PeopleService);
    await complete(persons[7]!, '2026-09-01');
    await t.get(CreditService).reverse(systemActor, granted[1]!, '잘못 준 실적');
    await service.move(systemActor, persons[0]!, '2026-07-01', {
      unitId: units.other,
      occupation: 'official',
      band: 'manager',
      from: '2026-07-01',
    });
    await service.move(systemActor, persons[8]!, '2026-05-01', {
      unitId: units.one,
      occupation: 'official',
      band: 'staff',
      from: '2026-05-01',
    });
    await service.recordLeave(systemActor, persons[9]!, { kind: 'parental', from: '2026-08-01', to: null });
    await service.register(systemActor, [
      {
        name: '새 사람',
        memberships: [{ unitId: units.one, occupation: 'official', band: 'staff', from: '2026-02-01' }],
      },
    ]);
    await rename(units.one, '새 이름');
    await t.get(UnitHistory).reparent(systemActor, units.two, '2026-09-01', units.other);
    await t.db.run(async (tx) => {
      await keepIdentities(tx, [persons[6]!], t.clock.now());
      await tx.query(`UPDATE person_identity SET name = '고친 이름', email = 'n@x.example' WHERE person_id = ?`, [
        toBin(persons[6]!),
      ]);
    });
    await publishMandates(
      t,
      officialsMandate('yearly').replace('from: 2026-01-01', 'from: 2026-09-01').replace('times: 1', 'times: 2'),
    );
    t.clock.set('2026-12-20T01:00:00.000Z');
    await publishMandates(t, officialsMandate('another', 'sharesCreditWith: [yearly]\n'));
    expect(await t.get(TallyService).verify()).toEqual([]);

    const now = await everything();
    expect(JSON.stringify(now)).not.toBe(JSON.stringify(june));
    const again = await everything(asOf);
    expect(again).toEqual(june);
    expect(JSON.stringify(again)).toBe(JSON.stringify(june));
    // Of a whole day what was known at its end: nothing more happened that day.
    const byDay = await everything('2026-06-15');
    expect(byDay.reports.map(({ totals, units: rows }) => ({ totals, rows }))).toEqual(
      june.reports.map(({ totals, units: rows }) => ({ totals, rows })),
    );
    expect(byDay.exports).toEqual(june.exports);
    // And of now what is read from the sealed record is what the tables say.
    const sealed = await everything('2026-12-20');
    expect({ ...sealed, reports: sealed.reports.map((r) => r.totals) }).toEqual({
      ...now,
      reports: now.reports.map((r) => r.totals),
    });
    expect(sealed.reports.map((r) => r.units)).toEqual(now.reports.map((r) => r.units));
  });

  it('answers by pages as it does at once, and filters by the state of then', async () => {
    const list = t.get(PeopleListService);
    const asOf = '2026-06-15';
    const names: string[] = [];
    let cursor: string | undefined;
    do {
      const query = { unit: units.bureau, mandate: 'yearly', state: 'all', limit: 5, asOf, cursor } as const;
      const page = await list.list(systemActor, query);
      names.push(...page.items.map(({ name }) => name));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(names).toEqual(Array.from({ length: 12 }, (_, i) => `사람${String(i).padStart(2, '0')}`));
    const done = await list.list(systemActor, {
      unit: units.city,
      mandate: 'yearly',
      state: 'fulfilled',
      limit: 50,
      asOf,
    });
    expect([done.total, done.items.length]).toEqual([4, 4]);
  });

  it('refuses what has not come yet, and what lies before the record', async () => {
    await expect(report(units.city, '2027-01-01')).rejects.toMatchObject({ code: 'mandates.as-of-ahead' });
    await expect(report(units.city, '2026-01-01')).rejects.toMatchObject({ code: 'mandates.as-of-too-early' });
  });

  it('stays the same for a report made in the instant of a change', async () => {
    const before = await report(units.city);
    await complete(persons[10]!, '2026-12-20');
    const after = await report(units.city);
    expect(after.totals.open).toBe(before.totals.open - 1);
    expect(await report(units.city, before.asOf.toISOString())).toEqual(before);
    expect(await report(units.city, after.asOf.toISOString())).toEqual(after);
  });

  it('replays from its events to the state that is stored, forwards and backwards', async () => {
    await t.get(HistoryService).seal();
    const events = await t.db.query<
      { obligation_id: Buffer; state: string; due_on: string; previous: string | null }[]
    >('SELECT obligation_id, state, due_on, previous FROM obligation_event ORDER BY id');
    const replayed = new Map<string, { state: string; dueOn: string }>();
    for (const event of events) {
      const id = fromBin(event.obligation_id);
      const known = replayed.get(id);
      const previous =
        event.previous === null ? undefined : (JSON.parse(event.previous) as { state: string; dueOn: string });
      expect(previous && { state: previous.state, dueOn: previous.dueOn }).toEqual(known);
      replayed.set(id, { state: event.state, dueOn: event.due_on });
    }
    const stored = await t.db.query<{ id: Buffer; state: string; due_on: string }[]>(
      'SELECT id, state, due_on FROM obligation',
    );
    expect(replayed).toEqual(new Map(stored.map((o) => [fromBin(o.id), { state: o.state, dueOn: o.due_on }])));
    await t.get(SealService).seal(AUDIT_STREAM);
    expect(await t.get(SealService).verify([AUDIT_STREAM, OBLIGATION_STREAM])).toEqual([]);
  });

  it('explains a judgement whole, as it is now and as it was known', async () => {
    const now = await t.get(ExplainService).explain(persons[0]!, 'yearly');
    expect(now.stays.map(({ unitPath }) => unitPath)).toEqual(['gaon/bureau/one', 'gaon/other']);
    const [duty] = now.duties;
    expect(duty).toMatchObject({ duty: { cycle: { key: '2026' }, credits: [{ earnedOn: '2026-05-02' }] } });
    expect(duty?.events[0]).toMatchObject({ kind: 'created', actor: null });
    expect(now.versions[0]?.audience[0]).toMatchObject({ meant: true, lines: [{ matches: true, exception: false }] });
    const then = await t.get(ExplainService).explain(persons[0]!, 'yearly', '2026-06-15');
    expect(then.stays.map(({ unitPath, to }) => [unitPath, to])).toEqual([['gaon/bureau/one', null]]);
    expect(then.versions.map(({ number }) => number)).toEqual([1]);
    expect(then.duties[0]!.events.length).toBeLessThan(duty!.events.length);
    const lines = explanationLines(now).join('\n');
    for (const word of ['쓰인 사실', 'facts used', '까닭 / reason', '변화 / event', '실적 / credit']) {
      expect(lines).toContain(word);
    }
  });
});
