import { systemActor } from '#libs/actor';
import { type Database, insertRows, newId, toBin } from '#libs/database';
import { MandateService } from '#libs/mandates';
import { UnitService } from '#libs/people';
import { Clock } from '#libs/time';
import type { INestApplicationContext } from '@nestjs/common';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** People in one unit; a city of a quarter of a million has about 3,000 units. */
const IN_A_UNIT = 80;
const BATCH = 2_000;

/**
 * An organisation of the size asked for, with people in it as rosters leave them: nobody has been evaluated.
 * @param bureausWanted how many stand below the city; by its size where it is not given
 */
export async function bigCity(
  app: INestApplicationContext,
  db: Database,
  people: number,
  progress: (line: string) => void,
  bureausWanted?: number,
): Promise<readonly string[]> {
  const units = app.get(UnitService);
  const authorityId = await units.createAuthority({
    code: 'city',
    name: { ko: '가온광역시', en: 'Gaon Metropolitan City' },
    headTitle: { ko: '가온광역시장', en: 'Mayor of Gaon Metropolitan City' },
    issuerCode: 'GAON',
    senderAddress: 'hr@gaon.example',
    contact: { ko: '-', en: '-' },
    retention: {},
  });
  const made = { authorityId, territory: 'gaon', validFrom: '2020-01-01' };
  const [root = ''] = await units.create([
    { ...made, parentId: null, code: 'gaon', kind: 'city', name: { ko: '가온광역시', en: 'Gaon' } },
  ]);
  const leaves: { id: string; kind: 'division' | 'elderly-facility' }[] = [];
  const count = Math.max(10, Math.ceil(people / IN_A_UNIT));
  const bureauCount = bureausWanted ?? Math.ceil(count / 20);
  const inABureau = bureausWanted === undefined ? 20 : Math.ceil(count / bureausWanted);
  const bureaus = await units.create(
    Array.from({ length: bureauCount }, (_, i) => ({
      ...made,
      parentId: root,
      code: `bureau-${String(i)}`,
      kind: 'bureau' as const,
      name: { ko: `${String(i)}국`, en: `Bureau ${String(i)}` },
    })),
  );
  for (const [b, parentId] of bureaus.entries()) {
    const kind = b % 3 === 2 ? ('elderly-facility' as const) : ('division' as const);
    const below = Array.from({ length: inABureau }, (_, i) => ({
      ...made,
      parentId,
      code: `unit-${String(b)}-${String(i)}`,
      kind,
      name: { ko: `${String(b)}-${String(i)}과`, en: `Unit ${String(b)}-${String(i)}` },
    }));
    leaves.push(...(await units.create(below)).map((id) => ({ id, kind })));
  }
  const persons: string[] = [];
  const now = app.get(Clock).now();
  while (persons.length < people) {
    const batch = Array.from({ length: Math.min(BATCH, people - persons.length) }, () => newId());
    const first = persons.length;
    await db.run(async (tx) => {
      await insertRows(
        tx,
        'person',
        ['id', 'language', 'created_at'],
        batch.map((id) => [toBin(id), 'ko', now]),
      );
      await insertRows(
        tx,
        'membership',
        // prettier-ignore
        ['id', 'person_id', 'unit_id', 'occupation', 'position_band', 'functions', 'is_head', 'is_primary', 'valid_from', 'valid_to', 'recorded_at'],
        batch.flatMap((id, i) => memberships(id, first + i, leaves, now)),
      );
      await insertRows(
        tx,
        'leave',
        ['id', 'person_id', 'kind', 'valid_from', 'valid_to', 'recorded_at'],
        batch
          .filter((_id, i) => (first + i) % 50 === 7)
          .map((id) => [toBin(newId()), toBin(id), 'parental', '2026-06-01', '2027-05-31', now]),
      );
    });
    persons.push(...batch);
    if (persons.length % 50_000 === 0) progress(`${String(persons.length)} people`);
  }
  return persons;
}

function memberships(
  personId: string,
  index: number,
  units: readonly { id: string; kind: string }[],
  now: Date,
): unknown[][] {
  const unit = units[index % units.length];
  const occupation = unit?.kind === 'elderly-facility' ? 'social-service' : 'official';
  const row = (unitId: string, from: string, to: string | null): unknown[] => [
    ...[toBin(newId()), toBin(personId), toBin(unitId), occupation, 'staff'],
    ...[index % 40 === 3 ? '["hr-focal-point"]' : '[]', 0, 1, from, to, now],
  ];
  const joined = index % 20 === 1 ? '2026-10-05' : '2021-03-01';
  // One in ten moved this year to another unit of the same kind.
  const next = units[(index + 1) % units.length];
  if (index % 10 !== 4 || !next || next.kind !== unit?.kind) return [row(unit?.id ?? '', joined, null)];
  return [row(unit.id, '2021-03-01', '2026-05-02'), row(next.id, '2026-05-03', null)];
}

/** Two courses for every second person, earned this year. */
export async function someCredits(db: Database, persons: readonly string[]): Promise<void> {
  const now = new Date();
  for (let from = 0; from < persons.length; from += BATCH) {
    const batch = persons.slice(from, from + BATCH).filter((_id, i) => i % 2 === 0);
    const rows = batch.flatMap((id) =>
      ['2026-03-12', '2026-06-20'].map((on) => [
        ...[toBin(newId()), 'person', toBin(id), 'completion', toBin(newId()), 120, 1, 'self-paced', 'participatory'],
        ...['["non-discrimination"]', 'o2-equal-administration', '과정', 'Course', 'demonstrated', on, now],
      ]),
    );
    await db.run((tx) =>
      insertRows(
        tx,
        'credit',
        // prettier-ignore
        ['id', 'bearer_kind', 'bearer_id', 'source_kind', 'source_id', 'minutes', 'times', 'mode', 'method', 'topics', 'course_code', 'title_ko', 'title_en', 'evidence', 'earned_on', 'granted_at'],
        rows,
      ),
    );
  }
}

/** Three duties for everyone of the city: enough rules that finding out whom each means is part of the work. */
export async function publishBenchMandates(app: INestApplicationContext): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'madang-bench-'));
  const everyone = '[{ occupation: [official, social-service] }, { unit: gaon/** }]';
  const shared = 'sharesCreditWith: [hours, yearly, half, focal, elsewhere]';
  const files: Record<string, string> = {
    yearly: `who: { all: ${everyone} }\ncycle: { kind: calendar-year, targetDue: 11-30 }\nsatisfiedBy: [[{ times: 2 }]]\nqualityGoal: { evidence: demonstrated, methodShare: { participatory: 0.5 } }`,
    hours: `who: { all: ${everyone} }\ncycle: { kind: calendar-year }\nsatisfiedBy: [[{ hours: 4, mode: in-person }], [{ hours: 6 }]]`,
    half: `who: { all: ${everyone} }\ncycle: { kind: semester, semesters: [{ from: 01-01, to: 06-30 }, { from: 07-01, to: 12-31 }] }\nsatisfiedBy: [[{ hours: 1 }]]\neffective: { from: 2026-07-01 }`,
    focal: `who: { all: [{ function: hr-focal-point }] }\ncycle: { kind: calendar-year }\nsatisfiedBy: [[{ times: 1 }]]`,
    elsewhere: `who: { all: [{ occupation: teacher }] }\ncycle: { kind: calendar-year }\nsatisfiedBy: [[{ hours: 2 }]]`,
  };
  try {
    for (const [code, rule] of Object.entries(files)) {
      const own = rule.includes('effective:') ? '' : 'effective: { from: 2026-01-01 }\n';
      await writeFile(
        join(folder, `${code}.yaml`),
        `code: ${code}\ntitle: { ko: 교육 ${code}, en: Education ${code} }\nbasis: [{ kind: policy, instrument: { ko: 방침, en: Policy } }]\nauthority: city\nbearer: person\n${own}${rule}\n${shared.replace(`${code}, `, '').replace(`, ${code}]`, ']')}\njoiner: { graceDays: 60 }\nleave: { pauseAfterDays: 30, returnGraceDays: 60 }\nlate: still-owed\n`,
      );
    }
    await app.get(MandateService).publishFolder(systemActor, folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}
