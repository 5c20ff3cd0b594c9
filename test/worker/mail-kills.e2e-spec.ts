import { AccessModule } from '#libs/access';
import { CONFIG, type Config } from '#libs/config';
import { CoursesModule } from '#libs/courses';
import { Database } from '#libs/database';
import { Outbox } from '#libs/jobs';
import { LearningModule } from '#libs/learning';
import { MandatesModule } from '#libs/mandates';
import { MessagesModule } from '#libs/messages';
import { PeopleModule, PeopleService, UnitService } from '#libs/people';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeCity, makeCompletions, makePeople } from '../support/completions.js';
import { type TestContext, withDatabase } from '../support/module.js';
import { killPrograms, startProgram, until } from '../support/processes.js';
import { type SmtpSink, startSmtpSink } from '../support/smtp-sink.js';
import { wipeRedis } from './redis.js';

// The whole of it, 5,000 mails and 50 kills, takes a quarter of an hour: MADANG_KILLS=50 (docs/reminders.md).
const KILLS = Number(process.env['MADANG_KILLS'] ?? '3');
const MAILS = KILLS * (KILLS >= 50 ? 100 : 40);

jest.setTimeout(KILLS >= 50 ? 3_600_000 : 300_000);

describe('mail by SMTP from a worker that is killed', () => {
  let context: TestContext;
  let db: Database;
  let config: Config;
  let sink: SmtpSink;

  beforeAll(async () => {
    const modules = [PeopleModule, AccessModule, MandatesModule, CoursesModule, LearningModule, MessagesModule];
    [context, sink] = [await withDatabase(modules), await startSmtpSink()];
    db = context.get(Database);
    config = context.module.get<Config>(CONFIG);
    await wipeRedis(config);
  });
  afterAll(async () => {
    await killPrograms();
    await sink.close();
    await context.close();
  });

  const sent = async (): Promise<number> => {
    const [row] = await db.query<{ n: number | string }[]>(`SELECT COUNT(*) AS n FROM message WHERE state = 'sent'`);
    return Number(row?.n ?? 0);
  };

  it('loses none, doubles at most one a kill, and says which', async () => {
    const city = await makeCity(context.get(UnitService));
    const people = await makePeople(context.get(PeopleService), city.divisionId, MAILS);
    const completions = await makeCompletions(db, people, { at: context.clock.now(), on: '2026-11-24' });
    await db.run(() =>
      context.get(Outbox).requestMany(
        'completion.notify',
        completions.map((completionId) => ({ completionId })),
      ),
    );
    const overrides = { SMTP_URL: sink.url, MADANG_QUEUES: 'mail' };
    for (let kill = 1; kill <= KILLS; kill += 1) {
      const before = sink.taken.length;
      const worker = await startProgram('worker', config, overrides);
      // Killed while mails go out, each time at another moment of a sending. After a kill nothing may move for a
      // while: what the dead worker held comes back when its leases run out.
      await until(
        () => Promise.resolve(sink.taken.length),
        (taken) => taken > before + 10 || taken >= MAILS,
        150,
        5,
      );
      await sleep((kill * 7) % 20);
      await worker.kill('SIGKILL');
    }
    await startProgram('worker', config, overrides);
    await until(sent, (n) => n === MAILS, KILLS >= 50 ? 1_200 : 200, 250);

    const times = new Map<string, number>();
    for (const id of sink.taken) times.set(id, (times.get(id) ?? 0) + 1);
    const rows = await db.query<{ id: Buffer; doubted_at: Date | null }[]>('SELECT id, doubted_at FROM message');
    const host = new URL(config.MADANG_ORIGIN).hostname;
    const idOf = (row: { id: Buffer }): string =>
      `${row.id.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')}@${host}`;
    expect(rows.filter((row) => !times.has(idOf(row)))).toEqual([]);
    const doubled = [...times].filter(([, count]) => count > 1);
    expect(doubled.filter(([, count]) => count > 2)).toEqual([]);
    expect(doubled.length).toBeLessThanOrEqual(KILLS);
    const doubted = new Set(rows.filter((row) => row.doubted_at !== null).map(idOf));
    expect(doubled.filter(([id]) => !doubted.has(id))).toEqual([]);
    // What there was to see, for whoever runs the whole of it.
    process.stderr.write(
      `${String(MAILS)} mails, ${String(KILLS)} kills: ${String(sink.taken.length)} taken, ${String(doubled.length)} doubled, ${String(doubted.size)} marked as doubtful\n`,
    );
  });
});
