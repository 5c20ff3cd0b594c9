import { systemActor } from '#libs/actor';
import { type Database, fromBin } from '#libs/database';
import { MandateService } from '#libs/mandates';
import { DeliveryService, ReminderPlanner } from '#libs/messages';
import { FixedClock } from '#libs/time';
import type { INestApplicationContext } from '@nestjs/common';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { htmlOf, textOf } from '../../libs/messages/mail.content.js';
import { digestMail } from '../../libs/messages/mail.words.js';
import { type BenchContext, openProduct } from './bench.js';
import { bigCity } from './big-city.js';
import { type Figure, figure } from './figures.js';
import { cpuMs, databasePid, peakMb } from './machine.js';

const DEFAULT_PEOPLE = 10_000;
const BUREAUS = 20;
/** A Tuesday in December at nine in Seoul, eight days after the duty was due: whoever is late gets the second reminder. */
const MORNING = '2026-12-08T00:00:00Z';
const DUE = '2026-11-30';
/** Digests that are delivered one after the other, to see what each costs with all that it reads. */
const DELIVERED = 1_000;
const RENDERED = 20_000;

/**
 * The December day on which 40 % are late: the sweep that plans everyone's digest, what a digest costs to render, and
 * what it costs to deliver into the folder of mails, all in.
 */
export async function reminders({
  config,
  app: first,
  db: firstDb,
  people,
  progress,
}: BenchContext): Promise<Figure[]> {
  const count = people ?? DEFAULT_PEOPLE;
  progress(`making ${String(count)} people`);
  await bigCity(first, firstDb, count, progress, BUREAUS);
  await publishDuty(first);
  const late = await makeLate(firstDb, progress);
  const app = await openProduct(config, new FixedClock(new Date(MORNING), config.MADANG_TIME_ZONE));
  try {
    const db = firstDb;
    const database = await databasePid(db);
    progress('the sweep');
    const before = { memory: process.memoryUsage.rss() / 2 ** 20, own: process.cpuUsage(), database: cpuMs(database) };
    const start = performance.now();
    const planned = await app.get(ReminderPlanner).plan();
    const seconds = (performance.now() - start) / 1000;
    const own = process.cpuUsage(before.own);
    const databaseMs = (cpuMs(database) ?? NaN) - (before.database ?? NaN);
    const peak = peakMb(process.pid) ?? NaN;
    if (planned !== late) throw new Error(`${String(late)} people are late, and ${String(planned)} were planned`);
    const again = performance.now();
    const twice = await app.get(ReminderPlanner).plan();
    const againSeconds = (performance.now() - again) / 1000;
    if (twice !== 0) throw new Error(`the second sweep planned ${String(twice)} again`);
    progress('digests');
    const delivered = await deliver(app, db);
    return [
      figure('people', '', [count]),
      figure('digests planned', '', [planned]),
      figure('the sweep that plans them', 's', [seconds], { atMost: 20 }),
      figure('CPU of the sweep, own', 's', [(own.user + own.system) / 1e6]),
      figure('CPU of the sweep, database', 's', [databaseMs / 1000]),
      figure('the sweep again, which plans nothing', 's', [againSeconds]),
      figure('memory before the sweep', 'MB', [before.memory]),
      figure('peak memory of all that came before the digests', 'MB', [peak], { atMost: 400 }),
      figure('digests rendered on one core, text and HTML', '/s', rendered(), { atLeast: 2_000 }),
      figure('digests delivered one after the other, all in', '/s', [delivered]),
    ].filter(({ value }) => !Number.isNaN(value));
  } finally {
    await app.close();
  }
}

async function publishDuty(app: INestApplicationContext): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'madang-reminders-'));
  try {
    await writeFile(
      join(folder, 'yearly.yaml'),
      `code: yearly\ntitle: { ko: 공직자 인권교육, en: Human rights education of officials }\nbasis: [{ kind: policy, instrument: { ko: 방침, en: Policy } }]\nauthority: city\nbearer: person\neffective: { from: 2026-01-01 }\nwho: { all: [{ occupation: [official, social-service] }, { unit: gaon/** }] }\ncycle: { kind: calendar-year, due: 11-30 }\nsatisfiedBy: [[{ times: 1 }]]\nlate: still-owed\nreminders: { before: [60, 30, 7, 1], after: [1, 7], escalateAfter: 14, perCycle: 6 }\n`,
    );
    await app.get(MandateService).publishFolder(systemActor, folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Everyone can be written to; 40 % are late, the others are done. @returns how many are late and not on leave */
async function makeLate(db: Database, progress: (line: string) => void): Promise<number> {
  const run = (sql: string): Promise<unknown> => db.run((tx) => tx.query(sql));
  await run(
    `INSERT INTO person_identity (person_id, name, email)
     SELECT id, CONCAT('김', ELT(1 + CRC32(id) % 4, '민준', '서연', '하늘', '보람')), CONCAT(LOWER(HEX(id)), '@gaon.example') FROM person`,
  );
  const result =
    '{"alternatives":[{"met":false,"parts":[{"kind":"times","unit":"times","needed":1,"got":0,"met":false,"credits":[]}]}],"mustInclude":[],"reasons":[]}';
  await run(
    `INSERT INTO obligation (id, bearer_kind, bearer_id, mandate_id, mandate_version_id, cycle_key, cycle_from, cycle_to,
       opens_on, due_on, state, fulfilled_on, in_time, reporting_unit_id, band, result, evaluated_on, created_at, changed_at)
     SELECT UNHEX(MD5(m.person_id)), 'person', m.person_id, d.id, v.id, '2026', '2026-01-01', '2026-12-31', '2026-01-01',
       '${DUE}', IF(CRC32(m.person_id) % 10 < 4, 'open', 'fulfilled'), IF(CRC32(m.person_id) % 10 < 4, NULL, '2026-07-01'),
       IF(CRC32(m.person_id) % 10 < 4, NULL, 1), m.unit_id, m.position_band, '${result}', '2026-12-08', '2026-01-02', '2026-07-01'
     FROM membership m JOIN mandate d JOIN mandate_version v ON v.mandate_id = d.id WHERE m.valid_to IS NULL`,
  );
  await run('DELETE FROM evaluation_due');
  await run('ANALYZE TABLE obligation, person_identity, membership, org_unit_closure, reminder_step, message');
  const [row] = await db.query<{ n: number | string }[]>(
    `SELECT COUNT(*) AS n FROM obligation o WHERE o.state = 'open' AND NOT EXISTS (
       SELECT 1 FROM \`leave\` l WHERE l.person_id = o.bearer_id AND l.valid_from <= '2026-12-08' AND l.valid_to >= '2026-12-08')`,
  );
  progress(`${String(row?.n ?? 0)} are late`);
  return Number(row?.n ?? 0);
}

async function deliver(app: INestApplicationContext, db: Database): Promise<number> {
  const jobs = await db.query<{ id: Buffer; data: string }[]>(
    `SELECT id, data FROM outbox_job WHERE name = 'message.deliver' AND state = 'waiting' ORDER BY id LIMIT ${String(DELIVERED)}`,
  );
  const delivery = app.get(DeliveryService);
  const start = performance.now();
  for (const { id, data } of jobs)
    await delivery.deliver((JSON.parse(data) as { messageId: string }).messageId, fromBin(id));
  return jobs.length / ((performance.now() - start) / 1000);
}

/** A digest with two duties, in each language in turn. @returns how many a second of CPU, by round */
function rendered(): number[] {
  const duty = (days: number) => ({
    title: { ko: '공직자 인권교육', en: 'Human rights education of officials' },
    dueOn: DUE,
    daysLeft: days,
    missing: { ko: '교육 1회를 더 받아야 합니다.', en: 'One more course is still to be done.' },
  });
  const sender = {
    name: { ko: '가온광역시', en: 'Gaon Metropolitan City' },
    contact: { ko: '인권교육팀 000-0000', en: 'Human Rights Education Team 000-0000' },
  };
  const round = (): number => {
    const before = process.cpuUsage();
    let bytes = 0;
    for (let i = 0; i < RENDERED; i += 1) {
      const content = digestMail(
        {
          language: i % 2 === 0 ? 'ko' : 'en',
          ...{ name: `김하늘${String(i)}`, duties: [duty(-8), duty(23)], help: [], copied: false },
        },
        sender,
        'https://madang.example',
      );
      bytes += textOf(content).length + htmlOf(content).length;
    }
    const { user, system } = process.cpuUsage(before);
    if (bytes === 0) throw new Error('nothing was rendered');
    return RENDERED / ((user + system) / 1e6);
  };
  round();
  return [round(), round(), round()];
}
