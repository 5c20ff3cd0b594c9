import { AccessModule } from '#libs/access';
import { type Actor, systemActor } from '#libs/actor';
import { CoursesModule } from '#libs/courses';
import { newId } from '#libs/database';
import { PeopleModule, PeopleService, UnitService } from '#libs/people';
import { parse } from 'yaml';
import { officialsMandate, publishMandates } from '../../test/support/mandates.js';
import { type TestContext, withDatabase } from '../../test/support/module.js';
import { CreditService } from './credit.service.js';
import { EvaluationService } from './evaluation.service.js';
import { MandatesModule } from './mandates.module.js';
import { mandateDocumentSchema } from './rule.schema.js';
import { SimulationService } from './simulation.service.js';
import { VersionService } from './version.service.js';

describe('a simulation', () => {
  let t: TestContext;
  let simulations: SimulationService;
  let city: string;
  let one: string;
  let two: string;
  let persons: string[];
  let office: Actor;
  let signer: Actor;

  beforeAll(async () => {
    t = await withDatabase([PeopleModule, AccessModule, CoursesModule, MandatesModule]);
    simulations = t.get(SimulationService);
    const units = t.get(UnitService);
    const authorityId = await units.createAuthority({
      code: 'city',
      issuerCode: 'GAON',
      name: { ko: '시', en: 'City' },
      headTitle: { ko: '시장', en: 'Mayor' },
      senderAddress: 'a@b.example',
      contact: { ko: '-', en: '-' },
      retention: {},
    });
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
    [one, two] = [await unit(city, 'one'), await unit(city, 'two')];
    persons = await register(10, one, 'official');
    await register(4, two, 'public-corporation');
    office = actor(persons[0]!);
    signer = actor(persons[1]!);
    await publishMandates(t, officialsMandate('yearly'));
    await t.get(CreditService).grant(systemActor, {
      bearer: { kind: 'person', id: persons[2]! },
      source: { kind: 'completion', id: newId() },
      minutes: 60,
      times: 1,
      mode: 'self-paced',
      method: 'lecture',
      topics: [],
      course: null,
      title: { ko: '교육', en: 'Course' },
      evidence: 'demonstrated',
      earnedOn: '2026-11-01',
    });
  });
  afterAll(() => t.close());

  const register = (n: number, unitId: string, occupation: 'official' | 'public-corporation'): Promise<string[]> =>
    t.get(PeopleService).register(
      systemActor,
      Array.from({ length: n }, (_, i) => ({
        name: `${occupation} ${String(i)}`,
        memberships: [{ unitId, occupation, band: 'staff' as const, from: '2020-01-01' }],
      })),
    );

  const actor = (personId: string, unitId = city): Actor => ({
    kind: 'person',
    personId,
    accountId: null,
    language: 'ko',
    scope: { 'mandate:manage': [unitId], 'mandate:sign': [unitId] },
    requestId: null,
  });

  const draft = (more: object) =>
    mandateDocumentSchema.parse({ ...(parse(officialsMandate('yearly')) as object), ...more });
  const wider = draft({
    effective: { from: '2027-01-01' },
    who: { all: [{ occupation: ['official', 'public-corporation'] }] },
    satisfiedBy: [[{ times: 3 }]],
    cycle: { kind: 'calendar-year', opens: '01-01', due: '11-30' },
  });

  const counts = () =>
    t.db.query<{ table_name: string; n: string }[]>(
      `SELECT 'obligation' AS table_name, COUNT(*) AS n FROM obligation UNION ALL
       SELECT 'obligation_event', COUNT(*) FROM obligation_event UNION ALL
       SELECT 'mandate_version', COUNT(*) FROM mandate_version UNION ALL
       SELECT 'allocation', COUNT(*) FROM allocation UNION ALL SELECT 'tally_delta', COUNT(*) FROM tally_delta`,
    );

  it('says who gains and who owes more, by unit and by person, and writes nothing of the duties', async () => {
    const before = await counts();
    const { id } = await simulations.start(office, 'yearly', wider);
    expect(await counts()).toEqual(before);
    const view = await simulations.get(office, 'yearly', id, { limit: 50 });
    expect(view).toMatchObject({ state: 'done', on: '2027-01-01', done: 14, bearers: 14 });
    // Four join with three hours each; ten owe two times more, and a month earlier.
    expect(view.totals).toMatchObject({ gains: 4, due: 10, loses: 0, minutes: 4 * 180 + 10 * 120 });
    expect(view.units.map(({ unit, gains, due }) => [unit.code, gains, due]).sort()).toEqual([
      ['one', 0, 10],
      ['two', 4, 0],
    ]);
    expect(view.rows).toHaveLength(14);
    expect(view.rows.find(({ effect }) => effect === 'due')).toMatchObject({
      cycle: '2027',
      dueBefore: '2027-12-31',
      dueAfter: '2027-11-30',
    });
  });

  it('says what signing then does', async () => {
    const { id } = await simulations.start(office, 'yearly', wider);
    const { rows } = await simulations.get(office, 'yearly', id, { limit: 200 });
    const versions = t.get(VersionService);
    const { number } = await versions.draft(office, 'yearly', wider);
    await versions.sign(signer, 'yearly', number);
    t.clock.set('2027-01-01T03:00:00Z');
    await t.get(EvaluationService).runDue(null);
    const stored = await t.db.query<{ state: string; due_on: string }[]>(
      `SELECT state, due_on FROM obligation WHERE cycle_key = '2027'`,
    );
    const said = rows.map(({ stateAfter, dueAfter }) => `${stateAfter ?? ''} ${dueAfter ?? ''}`).sort();
    expect(stored.map(({ state, due_on }) => `${state} ${due_on}`).sort()).toEqual(said);
    const again = await simulations.start(office, 'yearly', wider).catch((error: unknown) => error);
    // The same text is the newest version already: it changes nothing.
    const view = await simulations.get(office, 'yearly', (again as { id: string }).id, { limit: 10 });
    expect(view.rows).toEqual([]);
  });

  it('works by a job above two hundred, goes on where it stopped, and stops when told to', async () => {
    await register(600, one, 'official');
    const narrower = draft({ effective: { from: '2028-01-01' }, who: { all: [{ occupation: ['teacher'] }] } });
    const { id } = await simulations.start(office, 'yearly', narrower);
    expect(await simulations.get(office, 'yearly', id, { limit: 10 })).toMatchObject({ state: 'running', done: 0 });
    await simulations.run(id, newId());
    const done = await simulations.get(office, 'yearly', id, { limit: 10 });
    expect(done).toMatchObject({ state: 'done', done: 614, totals: { loses: 614 } });
    expect(done.nextCursor).not.toBeNull();
    const second = await simulations.start(office, 'yearly', narrower);
    await simulations.cancel(office, 'yearly', second.id);
    await simulations.run(second.id, newId());
    expect(await simulations.get(office, 'yearly', second.id, { limit: 10 })).toMatchObject({
      state: 'cancelled',
      rows: [],
    });
  });

  it('is for those who may change the rule of the whole authority', async () => {
    const { id } = await simulations.start(office, 'yearly', wider);
    const part = actor(persons[3]!, one);
    await expect(simulations.start(part, 'yearly', wider)).rejects.toMatchObject({ code: 'mandates.unknown' });
    await expect(simulations.get(part, 'yearly', id, { limit: 5 })).rejects.toMatchObject({ code: 'common.not-found' });
    await expect(simulations.cancel(part, 'yearly', id)).rejects.toMatchObject({ code: 'common.not-found' });
  });
});
