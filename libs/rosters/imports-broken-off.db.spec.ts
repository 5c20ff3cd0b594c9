import { AccessModule } from '#libs/access';
import { type Actor, systemActor } from '#libs/actor';
import { CoursesModule } from '#libs/courses';
import { toBin } from '#libs/database';
import { AppError } from '#libs/errors';
import { MandatesModule } from '#libs/mandates';
import { type NewUnit, PeopleModule, PeopleService, UnitService } from '#libs/people';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { EntityManager } from 'typeorm';
import { type TestContext, withDatabase } from '../../test/support/module.js';
import { fixture } from './fixtures/read-fixture.js';
import { mutated, randomFrom } from './fixtures/mutate.js';
import { ImportService } from './import.service.js';
import { ImportViews } from './import.views.js';
import { RostersModule } from './rosters.module.js';
import type { Summary } from './run.js';

/** Files of the thousand in `fuzz.spec.ts` that also go through the database. */
const FUZZED = 25;
const LISTS = join(import.meta.dirname, 'fixtures/lists');

let t: TestContext;
let imports: ImportService;
let clerk: Actor;
let authorityId: string;
let root: string;
let made = 0;

const csv = (...rows: readonly string[]): Buffer => Buffer.from(rows.join('\r\n'));
const STAFF = '사번,성명,생년월일,직위,상태';

/** Of each facility its own people: who shares name and birth date with somebody elsewhere would be proposed. */
const first = (year: number): Buffer =>
  csv(
    STAFF,
    `0001,한미숙,${String(year)}-01-15,시설장,재직`,
    `0002,송정훈,${String(year)}-06-20,요양보호사,재직`,
    `0003,오복희,${String(year)}-12-01,요양보호사,재직`,
    `0004,문파트,${String(year)}-03-03,사무원,재직`,
  );
/** One new, one renamed, one on leave, one gone, and one left out by the list. */
const second = (year: number): Buffer =>
  csv(
    STAFF,
    `0001,한미숙,${String(year)}-01-15,원장,재직`,
    `0002,송정훈,${String(year)}-06-20,요양보호사,휴직`,
    `0003,오복희,${String(year)}-12-01,요양보호사,퇴직`,
    `0005,김새롬,${String(year)}-01-01,요양보호사,재직`,
  );

beforeAll(async () => {
  t = await withDatabase([PeopleModule, AccessModule, CoursesModule, MandatesModule, RostersModule]);
  imports = t.get(ImportService);
  t.clock.set('2026-05-11T03:00:00Z');
  const units = t.get(UnitService);
  authorityId = await units.createAuthority({
    code: 'city',
    issuerCode: 'city',
    name: { ko: '시', en: 'City' },
    headTitle: { ko: '시장', en: 'Mayor' },
    senderAddress: 'a@b.example',
    contact: { ko: '팀', en: 'Team' },
    retention: {},
  });
  [root = ''] = await units.create([unit('gaon', 'city', '시', null)]);
  const [personId = ''] = await t
    .get(PeopleService)
    .register(systemActor, [
      { name: '담당자', memberships: [{ unitId: root, occupation: 'official', band: 'staff', from: '2020-01-01' }] },
    ]);
  clerk = { ...systemActor, kind: 'person', personId, scope: { 'roster:import': [root] } };
});
afterAll(() => t.close());

function unit(code: string, kind: NewUnit['kind'], ko: string, parentId: string | null): NewUnit {
  return { authorityId, parentId, code, kind, territory: 'gaon', name: { ko, en: code }, validFrom: '2020-01-01' };
}

async function newUnit(kind: NewUnit['kind'], name: string): Promise<string> {
  made += 1;
  const [id = ''] = await t.get(UnitService).create([unit(`u${String(made)}`, kind, name, root)]);
  return id;
}

const start = (unitId: string, bytes: Buffer): Promise<string> =>
  imports.start(clerk, { unitId, fileName: 'list.csv', bytes, whole: true });

async function bring(unitId: string, bytes: Buffer): Promise<string> {
  const runId = await start(unitId, bytes);
  await imports.proceed(runId, null);
  await imports.confirmAll(clerk, runId);
  await imports.apply(clerk, runId, { acceptDrop: true });
  await imports.proceed(runId, null);
  return runId;
}

const summaryOf = async (runId: string): Promise<Summary | null> =>
  (await t.get(ImportViews).get(clerk, runId)).run.summary;

/** All that is believed of who is below a unit, and what is noted of it, without ids. */
async function stateOf(unitId: string): Promise<readonly string[]> {
  const rows = await t.db.query<{ line: string }[]>(
    `SELECT CONCAT_WS(' ', i.name, x.external_id, COALESCE(n.name_ko, ''), m.position_ko, m.roll_number, m.valid_from,
              COALESCE(m.valid_to, '-'), GROUP_CONCAT(CONCAT(l.kind, l.valid_from, COALESCE(l.valid_to, '-')))) AS line
     FROM org_unit_closure c JOIN membership m ON m.unit_id = c.descendant_id AND m.superseded_at IS NULL
     JOIN person_identity i ON i.person_id = m.person_id
     LEFT JOIN org_unit_name n ON n.unit_id = m.unit_id AND n.valid_to IS NULL AND c.depth > 0
     LEFT JOIN person_external_id x ON x.person_id = m.person_id
     LEFT JOIN \`leave\` l ON l.person_id = m.person_id AND l.superseded_at IS NULL
     WHERE c.ancestor_id = ? GROUP BY m.id ORDER BY line`,
    [toBin(unitId)],
  );
  return rows.map(({ line }) => line);
}

async function outcomesOf(unitId: string): Promise<readonly string[]> {
  const rows = await t.db.query<{ line: string }[]>(
    `SELECT CONCAT_WS(' ', r.state, w.number, w.kind, w.outcome, f.kind) AS line FROM import_source s
     JOIN import_run r ON r.source_id = s.id AND r.state <> 'reading' JOIN import_row w ON w.run_id = r.id
     LEFT JOIN import_fact f ON f.run_id = r.id AND f.number = w.number WHERE s.unit_id = ? ORDER BY line`,
    [toBin(unitId)],
  );
  return rows.map(({ line }) => line);
}

class Killed extends Error {}

/** Lets a number of transactions commit; after the last of them nothing is written or read any more. */
function killAfter(commits: number): { revive: () => void; readonly dead: boolean } {
  const { dataSource } = t.db;
  const transaction = dataSource.transaction.bind(dataSource) as <T>(
    work: (tx: EntityManager) => Promise<T>,
  ) => Promise<T>;
  const state = { left: commits, dead: false };
  const own = async <T>(work: (tx: EntityManager) => Promise<T>): Promise<T> => {
    if (state.dead) throw new Killed();
    const result = await transaction(async (tx) => {
      const inner = await work(tx);
      // Lanes that were still at work when the process died commit nothing.
      if (state.dead) throw new Killed();
      return inner;
    });
    state.left -= 1;
    if (state.left <= 0) {
      state.dead = true;
      throw new Killed();
    }
    return result;
  };
  Object.defineProperty(dataSource, 'transaction', { value: own, configurable: true });
  return {
    revive: () => {
      Reflect.deleteProperty(dataSource, 'transaction');
    },
    get dead() {
      return state.dead;
    },
  };
}

describe('a list whose import is broken off', () => {
  it('comes to the same end after a kill at every commit', async () => {
    const untouched = await newUnit('elderly-facility', '새봄');
    await bring(untouched, first(1950));
    await bring(untouched, second(1950));
    const [state, outcomes] = [await stateOf(untouched), await outcomesOf(untouched)];

    const stages = new Set<string>();
    for (let commits = 1, finished = false; !finished; commits += 1) {
      const home = await newUnit('elderly-facility', '새봄');
      await bring(home, first(1950 + commits));
      const kill = killAfter(commits);
      try {
        await bring(home, second(1950 + commits));
        finished = true;
      } catch (error) {
        if (!(error instanceof Killed)) throw error;
      } finally {
        kill.revive();
      }
      const runId = await latestRun(home, first(1950 + commits));
      const reached = finished ? 'end' : runId === null ? 'nothing' : await stateOfRun(runId);
      stages.add(reached);
      // What a worker finds is taken up; what a person had not pressed yet, they press.
      if (runId === null) await bring(home, second(1950 + commits));
      else {
        await imports.proceed(runId, null);
        if ((await stateOfRun(runId)) === 'checked') {
          await imports.confirmAll(clerk, runId);
          await imports.apply(clerk, runId, { acceptDrop: true });
          await imports.proceed(runId, null);
        }
      }
      expect([reached, await stateOf(home)]).toEqual([reached, state]);
      expect([reached, await outcomesOf(home)]).toEqual([reached, outcomes]);
    }
    expect([...stages].sort()).toEqual(['applied', 'applying', 'checked', 'checking', 'end', 'nothing']);
  });

  it('lets one of two lists of a school through at a time, and the other one after it', async () => {
    const names = ['가나다', '라마바', '사아자', '차카타', '파하가'];
    const list = (...pupils: readonly string[]): Buffer =>
      csv('학년,반,번호,이름', ...pupils.map((name, i) => `1,1,${String(i + 1)},${name}`));
    const school = await newUnit('school', '가람중학교');
    await bring(school, list(...names));
    const runs = await Promise.all([start(school, list(...names, '나중에')), start(school, list(...names, '다음에'))]);
    await Promise.all(runs.map((runId) => imports.proceed(runId, null)));
    const begun = await Promise.allSettled(runs.map((runId) => imports.apply(clerk, runId)));
    expect(begun.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await Promise.all(runs.map((runId) => imports.proceed(runId, null)));
    const states = await Promise.all(runs.map(stateOfRun));
    expect(states.sort()).toEqual(['applied', 'checked']);
    expect((await stateOf(school)).length).toBe(names.length + 1);
    // The other one was checked against what has been overtaken: it is checked anew before it may be applied.
    const other = runs[begun.findIndex(({ status }) => status === 'rejected')] ?? '';
    await imports.apply(clerk, other).catch(() => undefined);
    await imports.proceed(other, null);
    expect((await summaryOf(other))?.rows).toMatchObject({ ask: 1, create: 0 });
  });

  it('refuses more pupils than a school can have, and keeps none of them', async () => {
    const school = await newUnit('school', '아주큰학교');
    const rows = Array.from({ length: 20_001 }, (_, i) => `1,${String(i)},1,이름`);
    await expect(start(school, csv('학년,반,번호,이름', ...rows))).rejects.toMatchObject({
      code: 'rosters.list-too-large',
    });
    expect(await latestRun(school, Buffer.alloc(0))).toBeNull();
  });

  it(`comes to nothing or to what was shown, ${String(FUZZED)} damaged files through the database`, async () => {
    const random = randomFrom(20_261_125);
    const files = readdirSync(LISTS).filter((file) => !/bomb/.test(file));
    let applied = 0;
    for (let round = 0; round < FUZZED; round += 1) {
      const file = files[Math.floor(random() * files.length)] ?? '';
      const bytes = mutated(fixture(file), random);
      const place = await newUnit(/pupils|march/.test(file) ? 'school' : 'elderly-facility', '가람중학교');
      const runId = await start(place, bytes).catch((error: unknown) => {
        if (error instanceof AppError) return null;
        throw error;
      });
      if (runId !== null) await imports.proceed(runId, null);
      expect(await stateOf(place)).toEqual([]);
      if (runId === null || (await stateOfRun(runId)) !== 'checked') continue;
      const { create, update, move, end, leave } = (await summaryOf(runId))?.rows ?? { create: 0 };
      await imports.confirmAll(clerk, runId);
      await imports.apply(clerk, runId, { acceptDrop: true });
      await imports.proceed(runId, null);
      const shown = create + (update ?? 0) + (move ?? 0) + (end ?? 0) + (leave ?? 0);
      expect([file, (await summaryOf(runId))?.applied]).toEqual([
        file,
        { applied: shown, leftOut: expect.any(Number), outdated: 0 },
      ]);
      if (shown > 0) applied += 1;
      const brought = await stateOf(place);
      // The same bytes again find everybody.
      const again = await start(place, bytes);
      await imports.proceed(again, null);
      expect([file, (await summaryOf(again))?.rows.create]).toEqual([file, 0]);
      await imports.cancel(clerk, again);
      expect(await stateOf(place)).toEqual(brought);
      await imports.undo(clerk, runId);
      await imports.proceed(runId, null);
      expect([file, await stateOf(place)]).toEqual([file, []]);
    }
    expect(applied).toBeGreaterThan(FUZZED / 8);
  });
});

async function stateOfRun(runId: string): Promise<string> {
  return (await t.get(ImportViews).get(clerk, runId)).run.state;
}

/** The latest list that was read to its end, beside the one that came before. */
async function latestRun(unitId: string, before: Buffer): Promise<string | null> {
  const [row] = await t.db.query<{ id: string }[]>(
    `SELECT LOWER(HEX(r.id)) AS id FROM import_run r JOIN import_source s ON s.id = r.source_id
     WHERE s.unit_id = ? AND r.state <> 'reading' AND r.sha256 <> UNHEX(SHA2(?, 256)) ORDER BY r.requested_at DESC, r.id DESC LIMIT 1`,
    [toBin(unitId), before],
  );
  return row ? row.id.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-') : null;
}
