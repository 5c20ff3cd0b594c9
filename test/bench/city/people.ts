import { AccountService } from '#libs/access';
import { systemActor } from '#libs/actor';
import { type Database, fromBin, insertRows, newId, toBin } from '#libs/database';
import { StudioService } from '#libs/courses';
import { EvaluationService, MandateService } from '#libs/mandates';
import { Clock } from '#libs/time';
import type { INestApplicationContext } from '@nestjs/common';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exampleCourse, publishCourse } from '../../support/example-course.js';
import { bigCity, someCredits } from '../big-city.js';

const BUREAUS = 10;
/** A course counts for one of these two, never for both; a duty of the summer is overdue, and shares with both. */
export const APART = ['yearly', 'extra'] as const;
export const BUDGET = 3;

export interface CityPeople {
  readonly root: string;
  readonly bureaus: readonly string[];
  readonly divisions: readonly string[];
  /** With a session each. */
  readonly learners: readonly { readonly personId: string; readonly cookie: string }[];
  readonly office: string;
  readonly clerk: string;
  /** Heads of the bureaus, in their order. */
  readonly heads: readonly { readonly personId: string; readonly cookie: string }[];
  readonly course: ReturnType<typeof exampleCourse>;
}

/** A city that lives: people who can be written to and sign in, duties with reminders, a course, an office. */
export async function peopledCity(
  app: INestApplicationContext,
  db: Database,
  people: number,
  progress: (line: string) => void,
): Promise<CityPeople> {
  const persons = await bigCity(app, db, people, progress, BUREAUS);
  await db.run((tx) =>
    tx.query(
      `INSERT INTO person_identity (person_id, name, email)
       SELECT id, CONCAT('김', ELT(1 + CRC32(id) % 4, '민준', '서연', '하늘', '보람')), CONCAT(LOWER(HEX(id)), '@gaon.example')
       FROM person`,
    ),
  );
  await someCredits(db, persons.slice(Math.floor(persons.length / 2)));
  await publishDuties(app);
  const course = exampleCourse();
  await publishCourse(app.get(StudioService), course);
  await app.get(EvaluationService).runDue(null);
  const [root = ''] = await unitIds(db, 'city');
  const bureaus = await unitIds(db, 'bureau');
  const cookies = await sessions(db, persons, app.get(Clock).now());
  const session = (i: number): { personId: string; cookie: string } => ({
    personId: persons[i] ?? '',
    cookie: cookies[i] ?? '',
  });
  const officials = bureaus.length + 2;
  const grant = (i: number, role: 'hr-office' | 'training-clerk' | 'department-head', unitId: string) => ({
    personId: persons[i] ?? '',
    role,
    unitId,
    from: '2026-01-01',
  });
  await app
    .get(AccountService)
    .grantRoles(systemActor, [
      grant(0, 'hr-office', root),
      grant(1, 'training-clerk', root),
      ...bureaus.map((unitId, i) => grant(i + 2, 'department-head', unitId)),
    ]);
  return {
    ...{ root, bureaus, course, divisions: await unitIds(db, 'division') },
    office: session(0).cookie,
    clerk: session(1).cookie,
    heads: bureaus.map((_unit, i) => session(i + 2)),
    learners: persons.slice(officials).map((_person, i) => session(i + officials)),
  };
}

async function publishDuties(app: INestApplicationContext): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'madang-city-'));
  const all = 'who: { all: [{ occupation: [official, social-service] }, { unit: gaon/** }] }';
  const reminders = `reminders: { before: [60, 30, 7, 1], after: [1, 7], escalateAfter: 14, perCycle: ${String(BUDGET)} }`;
  const summer = 'cycle: { kind: calendar-year, due: 06-30 }';
  const duties: Record<(typeof APART)[number] | 'summer', string> = {
    yearly: `cycle: { kind: calendar-year }\nnoDoubleCountWith: [extra]\nsharesCreditWith: [summer]`,
    extra: `cycle: { kind: calendar-year }\nnoDoubleCountWith: [yearly]\nsharesCreditWith: [summer]`,
    summer: `${summer}\nsharesCreditWith: [yearly, extra]`,
  };
  try {
    for (const [code, rule] of Object.entries(duties)) {
      await writeFile(
        join(folder, `${code}.yaml`),
        `code: ${code}\ntitle: { ko: 교육 ${code}, en: Education ${code} }\nbasis: [{ kind: policy, instrument: { ko: 방침, en: Policy } }]\nauthority: city\nbearer: person\neffective: { from: 2026-01-01 }\n${all}\n${rule}\nsatisfiedBy: [[{ times: 1 }]]\njoiner: { graceDays: 60 }\nmover: keep\nlate: still-owed\n${reminders}\n`,
      );
    }
    await app.get(MandateService).publishFolder(systemActor, folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function unitIds(db: Database, kind: string): Promise<string[]> {
  const rows = await db.query<{ id: Buffer }[]>('SELECT id FROM org_unit WHERE kind = ? ORDER BY code', [kind]);
  return rows.map(({ id }) => fromBin(id));
}

/** An account and a session for each: signing in is not what is tried. @returns their cookies */
async function sessions(db: Database, persons: readonly string[], now: Date): Promise<string[]> {
  const made = persons.map((personId, i) => ({
    ...{ personId, accountId: newId(), login: `city-${String(i)}` },
    token: randomBytes(32).toString('base64url'),
  }));
  await db.run(async (tx) => {
    await insertRows(
      tx,
      'account',
      ['id', 'person_id', 'login', 'password_hash', 'must_change_password', 'failed_count', 'created_at'],
      made.map(({ accountId, personId, login }) => [toBin(accountId), toBin(personId), login, '-', 0, 0, now]),
    );
    await insertRows(
      tx,
      'sign_in',
      ['id', 'account_id', 'token_hash', 'created_at', 'last_seen_at', 'expires_at'],
      made.map(({ accountId, token }) => [
        ...[toBin(newId()), toBin(accountId), createHash('sha256').update(token).digest()],
        ...[now, now, new Date(now.getTime() + 12 * 3_600_000)],
      ]),
    );
  });
  return made.map(({ token }) => `madang_session=${token}`);
}
