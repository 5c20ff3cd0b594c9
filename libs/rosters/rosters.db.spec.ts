import { AccessModule } from '#libs/access';
import { type Actor, systemActor } from '#libs/actor';
import { CoursesModule } from '#libs/courses';
import { fromBin, toBin } from '#libs/database';
import { EvaluationService, MandatesModule, MandateService } from '#libs/mandates';
import { type NewUnit, PeopleModule, PeopleService, UnitService } from '#libs/people';
import { join } from 'node:path';
import { type TestContext, withDatabase } from '../../test/support/module.js';
import { DoublesService } from './doubles.service.js';
import { fixture } from './fixtures/read-fixture.js';
import type { NewImport } from './import-upload.js';
import { ImportService } from './import.service.js';
import { ImportViews } from './import.views.js';
import { CheckOutdated, ImportUnderWay, TooManyLeave, UndoClosed } from './rosters.errors.js';
import { RostersModule } from './rosters.module.js';
import type { Summary } from './run.js';

let t: TestContext;
let imports: ImportService;
let views: ImportViews;
let school: string;
let home: string;
let otherHome: string;
let clerk: Actor;

const AUTHORITY = {
  name: { ko: '시', en: 'City' },
  headTitle: { ko: '시장', en: 'Mayor' },
  senderAddress: 'a@b.example',
  contact: { ko: '팀', en: 'Team' },
  retention: {},
};
const csv = (...rows: readonly string[]): Buffer => Buffer.from(rows.join('\r\n'));
const S = '사번,성명,생년월일,직위,상태';

beforeAll(async () => {
  t = await withDatabase([PeopleModule, AccessModule, CoursesModule, MandatesModule, RostersModule]);
  imports = t.get(ImportService);
  views = t.get(ImportViews);
});
afterAll(() => t.close());

beforeEach(async () => {
  t.clock.set('2026-05-11T03:00:00Z');
  const units = t.get(UnitService);
  const tag = Math.random().toString(36).slice(2, 8);
  const authorityId = await units.createAuthority({ ...AUTHORITY, code: `a-${tag}`, issuerCode: tag });
  const unit = (code: string, kind: NewUnit['kind'], ko: string, parentId: string | null): NewUnit => ({
    authorityId,
    parentId,
    // Codes are unique below an authority, and mandates name `gaon`.
    code,
    kind,
    territory: 'gaon',
    name: { ko, en: code },
    validFrom: '2020-01-01',
  });
  const [root = ''] = await units.create([unit('gaon', 'city', '시', null)]);
  [school = '', home = '', otherHome = ''] = await units.create([
    unit('garam', 'school', '가람중학교', root),
    unit('saebom', 'elderly-facility', '새봄노인요양원', root),
    unit('areum', 'elderly-facility', '아름주야간보호센터', root),
  ]);
  const [personId = ''] = await t
    .get(PeopleService)
    .register(systemActor, [
      { name: '담당자', memberships: [{ unitId: root, occupation: 'official', band: 'staff', from: '2020-01-01' }] },
    ]);
  clerk = {
    kind: 'person',
    personId,
    accountId: null,
    language: 'ko',
    scope: { 'roster:import': [school, home] },
    requestId: null,
  };
});

async function check(unitId: string, bytes: Buffer, more: Partial<NewImport> = {}): Promise<string> {
  const runId = await imports.start(clerk, { unitId, fileName: 'list.csv', bytes, ...more });
  await imports.proceed(runId, null);
  return runId;
}

async function bring(unitId: string, bytes: Buffer, more: Partial<NewImport> = {}): Promise<string> {
  const runId = await check(unitId, bytes, more);
  await imports.confirmAll(clerk, runId);
  await imports.apply(clerk, runId);
  await imports.proceed(runId, null);
  return runId;
}

async function summaryOf(runId: string): Promise<Summary> {
  const { run } = await views.get(clerk, runId);
  if (!run.summary) throw new Error(`no summary: ${run.state}`);
  return run.summary;
}

/** Who is where below a unit today, and since when. */
async function rosterOf(unitId: string): Promise<readonly string[]> {
  const rows = await t.db.query<
    { name: string; unit: string; roll: number | null; valid_from: string; valid_to: string | null }[]
  >(
    `SELECT i.name, n.name_ko AS unit, m.roll_number AS roll, m.valid_from, m.valid_to FROM membership m
     JOIN org_unit_closure c ON c.descendant_id = m.unit_id AND c.ancestor_id = ?
     JOIN org_unit_name n ON n.unit_id = m.unit_id AND n.valid_to IS NULL
     JOIN person_identity i ON i.person_id = m.person_id
     WHERE m.superseded_at IS NULL ORDER BY m.valid_from, n.name_ko, m.roll_number, i.name`,
    [toBin(unitId)],
  );
  return rows.map(({ name, unit, roll, valid_from: from, valid_to: to }) =>
    [name, unit, roll, from, to].filter((part) => part !== null).join(' '),
  );
}

describe('a school brings its pupils', () => {
  it('shows what would happen and changes nothing before it is applied', async () => {
    const runId = await check(school, fixture('pupils-cp949.csv'));
    const summary = await summaryOf(runId);
    expect(summary.rows).toMatchObject({ create: 16, bad: 0, ask: 0 });
    expect(summary.newClasses).toHaveLength(6);
    expect(await rosterOf(school)).toEqual([]);
    await imports.apply(clerk, runId);
    await imports.proceed(runId, null);
    const roster = await rosterOf(school);
    expect(roster).toHaveLength(16);
    expect(roster[0]).toBe('김민준 1학년 1반 1 2026-03-01');
  });

  it('changes nothing when the same file comes twice', async () => {
    await bring(school, fixture('pupils-utf8.csv'));
    const before = await rosterOf(school);
    const again = await bring(school, fixture('pupils.xlsx'));
    expect((await summaryOf(again)).rows).toMatchObject({ none: 16, create: 0, update: 0, move: 0, end: 0 });
    expect(await rosterOf(school)).toEqual(before);
  });

  it('takes the good rows and gives the bad ones back with their reasons, resident numbers masked', async () => {
    const runId = await bring(school, fixture('pupils-rrn-in-note.csv'));
    expect((await summaryOf(runId)).applied).toEqual({ applied: 2, leftOut: 0, outdated: 0 });
    const { bytes } = await views.errorFile(clerk, runId, 'ko');
    const file = bytes.toString('utf8');
    expect(file).toContain('김민준');
    expect(file).toContain('주민등록번호가 들어 있어');
    expect(file).toContain('******-*******');
    expect(file).not.toMatch(/130405/);
    const stored = await t.db.query<{ cells: string }[]>('SELECT cells FROM import_row');
    expect(stored.filter(({ cells }) => /\d{6}-\d{7}/.test(cells))).toEqual([]);
  });

  it('promotes in March whom somebody confirmed, asks about namesakes and lets the last grade go', async () => {
    await bring(school, fixture('pupils-utf8.csv'));
    t.clock.set('2027-03-02T03:00:00Z');
    const runId = await check(school, fixture('march-promotion.csv'));
    const summary = await summaryOf(runId);
    expect(summary.rows).toMatchObject({ ask: 2, move: 10, create: 3, end: 4 });
    expect(summary.guard.tripped).toBe(false);
    const asked = await views.rows(clerk, runId, 'attention', 0, 50);
    const [first, second] = asked;
    if (!first || !second) throw new Error('nobody is asked about');
    await imports.decide(clerk, runId, first.id, first.candidates[0]?.personId ?? '');
    await imports.decide(clerk, runId, second.id, second.candidates[1]?.personId ?? '');
    expect((await summaryOf(runId)).rows.ask).toBe(0);
    await imports.confirmAll(clerk, runId);
    await imports.apply(clerk, runId);
    await imports.proceed(runId, null);
    const roster = await rosterOf(school);
    expect(roster.filter((line) => line.includes('2027-03-01'))).toHaveLength(15);
    expect(roster.filter((line) => line.endsWith('2027-02-28'))).toHaveLength(16);
    const persons = await t.db.query<{ n: number | string }[]>(
      `SELECT COUNT(DISTINCT m.person_id) AS n FROM membership m JOIN org_unit_closure c ON c.descendant_id = m.unit_id
       WHERE c.ancestor_id = ?`,
      [toBin(school)],
    );
    expect(Number(persons[0]?.n)).toBe(19);
  });

  it("stops at another school's list and applies it only when told so", async () => {
    await bring(school, fixture('pupils-utf8.csv'));
    const runId = await check(school, fixture('year-wrong-school.csv'));
    expect((await summaryOf(runId)).guard).toMatchObject({ tripped: true, known: 16 });
    await expect(imports.apply(clerk, runId)).rejects.toThrow(TooManyLeave);
    const half = await check(school, fixture('year-half-missing.csv'));
    await expect(imports.apply(clerk, half)).rejects.toThrow(TooManyLeave);
    await imports.apply(clerk, half, { acceptDrop: true });
    await imports.proceed(half, null);
    expect((await rosterOf(school)).filter((line) => line.endsWith('2026-05-10'))).toHaveLength(8);
  });

  it('is undone within seven days, not later, and not when somebody built on it', async () => {
    await bring(school, fixture('pupils-utf8.csv'));
    const before = await rosterOf(school);
    const moves = await bring(school, fixture('year-moves.csv'));
    expect(await rosterOf(school)).not.toEqual(before);
    t.clock.set('2026-05-17T03:00:00Z');
    await imports.undo(clerk, moves);
    await imports.proceed(moves, null);
    expect(await rosterOf(school)).toEqual(before);
    const again = await bring(school, fixture('year-moves.csv'));
    await expect(
      imports.undo(clerk, again, (personIds) => Promise.resolve(new Set(personIds.slice(0, 1)))),
    ).rejects.toThrow(UndoClosed);
    t.clock.set('2026-05-25T03:00:00Z');
    await expect(imports.undo(clerk, again)).rejects.toThrow(UndoClosed);
  });

  it('lets one list of a source be written at a time, and checks again what another has overtaken', async () => {
    await bring(school, fixture('pupils-utf8.csv'));
    const one = await check(school, fixture('year-moves.csv'));
    const two = await check(school, fixture('year-other-name.csv'));
    await imports.confirmAll(clerk, one);
    const both = await Promise.allSettled([imports.apply(clerk, one), imports.apply(clerk, one)]);
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
    await expect(imports.apply(clerk, two)).rejects.toThrow(ImportUnderWay);
    await imports.proceed(one, null);
    await expect(imports.apply(clerk, two)).rejects.toThrow(CheckOutdated);
    await imports.proceed(two, null);
    expect((await views.get(clerk, two)).state).toBe('checked');
  });

  it('asks what the columns are where the list does not say, and remembers the answer', async () => {
    const list = csv('가,나,다,라', '1,1,1,김민준', '1,1,2,이서연');
    const columns = ['grade', 'class', 'number', 'name'] as const;
    const runId = await imports.start(clerk, {
      unitId: school,
      kind: 'pupils',
      fileName: 'a.csv',
      bytes: csv('가,나,다,라', '1,1,1,Min-jun 3', '1,1,2,Seo-yeon 4'),
    });
    expect((await views.get(clerk, runId)).state).toBe('uploaded');
    await imports.setMapping(clerk, runId, { headerRow: 1, columns });
    await imports.proceed(runId, null);
    expect((await summaryOf(runId)).rows).toMatchObject({ create: 2 });
    const next = await check(school, list, { kind: 'pupils' });
    expect((await views.get(clerk, next)).run.mapping).toMatchObject({ headerRow: 1, columns });
  });

  it('is not for somebody who does not look after the school', async () => {
    const stranger = { ...clerk, scope: { 'roster:import': [otherHome] } };
    await expect(
      imports.start(stranger, { unitId: school, fileName: 'a.csv', bytes: fixture('pupils-utf8.csv') }),
    ).rejects.toMatchObject({ code: 'common.not-found' });
  });
});

describe('a care facility brings its staff', () => {
  const list = csv(
    S,
    '0001,한미숙,1970-01-15,시설장,재직',
    '0002,송정훈,1985-06-20,요양보호사,재직',
    '0003,오복희,1962-12-01,요양보호사,재직',
  );

  it('moves, ends and gives leave by the number that the list knows', async () => {
    await bring(home, list);
    t.clock.set('2026-06-01T03:00:00Z');
    const runId = await bring(
      home,
      csv(
        S,
        '0001,한미숙,1970-01-15,시설장,육아휴직',
        '0002,송정훈,1985-06-20,선임,재직',
        '0003,오복희,1962-12-01,요양보호사,퇴직',
      ),
    );
    expect((await summaryOf(runId)).rows).toMatchObject({ leave: 1, update: 1, end: 1 });
    expect(await rosterOf(home)).toEqual([
      '송정훈 새봄노인요양원 2026-05-11 2026-05-31',
      '오복희 새봄노인요양원 2026-05-11 2026-05-31',
      '한미숙 새봄노인요양원 2026-05-11',
      '송정훈 새봄노인요양원 2026-06-01',
    ]);
    const back = await bring(home, csv(S, '0001,한미숙,1970-01-15,시설장,재직', '0002,송정훈,1985-06-20,선임,재직'));
    expect((await summaryOf(back)).rows).toMatchObject({ none: 2 });
    t.clock.set('2026-09-01T03:00:00Z');
    const later = await bring(home, csv(S, '0001,한미숙,1970-01-15,시설장,재직', '0002,송정훈,1985-06-20,선임,재직'));
    expect((await summaryOf(later)).rows).toMatchObject({ leave: 1, none: 1 });
  });

  it('proposes the person who works at another facility too, and adds the second post when confirmed', async () => {
    await t.get(PeopleService).register(systemActor, [
      {
        name: '문파트',
        memberships: [{ unitId: otherHome, occupation: 'social-service', band: 'staff', from: '2024-01-01' }],
      },
    ]);
    await t.db.query(`UPDATE person_identity SET birth_date = '1988-08-08' WHERE name = '문파트'`);
    const runId = await bring(home, csv('성명,생년월일', '문파트,1988-08-08'));
    const [row] = await views.rows(clerk, runId, 'move', 0, 10);
    expect(row).toMatchObject({ because: 'name-and-birth-date', outcome: 'applied', from: { ko: '새봄노인요양원' } });
    const posts = await t.db.query<{ is_primary: number }[]>(
      `SELECT m.is_primary FROM membership m JOIN person_identity i ON i.person_id = m.person_id
       WHERE i.name = '문파트' AND m.superseded_at IS NULL AND m.unit_id IN (?) ORDER BY m.valid_from`,
      [[toBin(home), toBin(otherHome)]],
    );
    expect(posts.map((post) => post.is_primary)).toEqual([1, 0]);
  });

  it('queues who may be somebody known, merges them with all evidence, and takes the merge back', async () => {
    await bring(home, list);
    t.clock.set('2026-05-12T03:00:00Z');
    // The same person under a number of another source: proposed to nobody, since the source names them as new.
    const second = await t.get(PeopleService).register(systemActor, [
      {
        name: '송정훈',
        memberships: [{ unitId: home, occupation: 'social-service', band: 'staff', from: '2025-01-01' }],
      },
    ]);
    await t.db.query(`UPDATE person_identity SET birth_date = '1985-06-20' WHERE person_id = ?`, [
      toBin(second[0] ?? ''),
    ]);
    await bring(
      home,
      csv(
        S,
        '0001,한미숙,1970-01-15,시설장,재직',
        '0002,송정훈,1985-06-20,요양보호사,재직',
        '0003,오복희,1962-12-01,요양보호사,재직',
        '0004,김새롬,1990-01-01,요양보호사,재직',
      ),
    );
    const doubles = t.get(DoublesService);
    await t.db.query(
      `INSERT INTO person_double (id, person_a, person_b, why, state, found_at)
       SELECT UNHEX(REPLACE(UUID(), '-', '')), LEAST(a.person_id, b.person_id), GREATEST(a.person_id, b.person_id), 'name-and-birth-date', 'open', NOW(3)
       FROM person_identity a JOIN person_identity b ON b.name = a.name AND b.person_id > a.person_id
       JOIN membership m ON m.person_id = a.person_id AND m.unit_id = ? WHERE a.name = '송정훈' LIMIT 1`,
      [toBin(home)],
    );
    const [pair] = (await doubles.list(clerk)).filter(({ state }) => state === 'open');
    if (!pair) throw new Error('no doubles');
    const before = await rosterOf(home);
    const kept = pair.persons.find(({ personId }) => personId !== second[0])?.personId ?? '';
    await doubles.merge(clerk, pair.id, kept, []);
    const [alias] = await t.db.query<{ alias_of: Buffer }[]>('SELECT alias_of FROM person WHERE id = ?', [
      toBin(second[0] ?? ''),
    ]);
    expect(alias && fromBin(alias.alias_of)).toBe(kept);
    // At one place once: before the day on which the one who is kept came, and from then on.
    expect((await rosterOf(home)).filter((line) => line.startsWith('송정훈'))).toEqual([
      '송정훈 새봄노인요양원 2025-01-01 2026-05-10',
      '송정훈 새봄노인요양원 2026-05-11',
    ]);
    await doubles.reopen(clerk, pair.id);
    expect(await rosterOf(home)).toEqual(before);

    // Somebody who looks after one of the two does not decide over the other.
    const [elsewhere = ''] = await t.get(PeopleService).register(systemActor, [
      {
        name: '송정훈',
        memberships: [{ unitId: otherHome, occupation: 'social-service', band: 'staff', from: '2025-01-01' }],
      },
    ]);
    const both = [kept, elsewhere].sort().map(toBin);
    await t.db.query(
      `INSERT INTO person_double (id, person_a, person_b, why, state, found_at) VALUES (?, ?, ?, 'name-and-email', 'open', NOW(3))`,
      [toBin(elsewhere), ...both],
    );
    await expect(doubles.merge(clerk, elsewhere, kept, [])).rejects.toMatchObject({ code: 'rosters.not-both-yours' });
  });

  it('shows who gains which duty, and the evaluation afterwards agrees', async () => {
    for (const code of ['city', 'education']) {
      await t.get(UnitService).createAuthority({ ...AUTHORITY, code, issuerCode: code });
    }
    await t.get(MandateService).publishFolder(systemActor, join(process.cwd(), 'courses/mandates'));
    const runId = await check(home, list);
    const summary = await summaryOf(runId);
    const shown = summary.duties.reduce((sum, { gains }) => sum + gains, 0);
    await imports.apply(clerk, runId);
    await imports.proceed(runId, null);
    await t.get(EvaluationService).runDue(null);
    const [stored] = await t.db.query<{ n: string | number }[]>(
      `SELECT COUNT(*) AS n FROM obligation o JOIN import_row r ON r.person_id = o.bearer_id AND r.run_id = ?
       WHERE o.state IN ('upcoming', 'open', 'paused', 'exempt', 'fulfilled')`,
      [toBin(runId)],
    );
    expect(Number(stored?.n)).toBe(shown);
    expect(shown).toBeGreaterThan(0);
  });
});

describe('a list of several batches', () => {
  it('is applied whole, and says how far it is as a number of rows', async () => {
    const lines = Array.from(
      { length: 3_200 },
      (_, i) =>
        `${String(i + 1).padStart(4, '0')},김${'가나다라마바사아자차'[i % 10] ?? ''}${'하허호후흐희'[i % 6] ?? ''},요양보호사`,
    );
    const runId = await bring(home, csv('사번,성명,직위', ...lines));
    expect((await summaryOf(runId)).applied).toEqual({ applied: 3_200, leftOut: 0, outdated: 0 });
    expect((await views.get(clerk, runId)).done).toBe(3_200);
    expect(await rosterOf(home)).toHaveLength(3_200);
  }, 60_000);
});

describe('killed after any commit and run again', () => {
  class Killed extends Error {}

  /** From the n-th commit on nothing happens any more, as if the process were gone. */
  function killAfter(commits: number): () => void {
    const original = t.db.run.bind(t.db);
    let left = commits;
    t.db.run = async (work) => {
      if (t.db.inTransaction) return original(work);
      if (left === 0) throw new Killed();
      const result = await original(work);
      left -= 1;
      if (left === 0) throw new Killed();
      return result;
    };
    return () => {
      t.db.run = original;
    };
  }

  const people = Array.from(
    { length: 450 },
    (_, i) =>
      `${String(i + 1).padStart(4, '0')},김${'가나다라마바사아자차'[i % 10] ?? ''}${'하허호후흐희혜효휴해'[Math.floor(i / 10) % 10] ?? ''},요양보호사`,
  );
  const bytes = csv('사번,성명,직위', ...people);

  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13])('commit %i', async (commits) => {
    const settle = async (): Promise<void> => {
      const open = (await views.list(clerk)).find(({ state }) => !['applied', 'cancelled'].includes(state));
      const runId = open?.id ?? (await imports.start(clerk, { unitId: home, fileName: 'a.csv', bytes, atOnce: true }));
      await imports.proceed(runId, null);
    };
    const alive = killAfter(commits);
    await settle().catch((error: unknown) => {
      if (!(error instanceof Killed)) throw error;
    });
    alive();
    const applied = async (): Promise<boolean> => (await views.list(clerk)).some(({ state }) => state === 'applied');
    for (let round = 0; round < 3 && !(await applied()); round += 1) await settle();
    const roster = await rosterOf(home);
    expect(roster).toHaveLength(450);
    expect(new Set(roster).size).toBe(new Set(people.map((line) => line.split(',')[1])).size);
    const [ids] = await t.db.query<{ n: string }[]>(
      `SELECT COUNT(*) AS n FROM person_external_id x JOIN membership m ON m.person_id = x.person_id AND m.superseded_at IS NULL
       WHERE m.unit_id = ?`,
      [toBin(home)],
    );
    expect(Number(ids?.n)).toBe(450);
  });
});
