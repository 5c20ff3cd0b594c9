import { AccessModule } from '#libs/access';
import { CONFIG, type Config } from '#libs/config';
import { CoursesModule } from '#libs/courses';
import { Database } from '#libs/database';
import { Outbox } from '#libs/jobs';
import { LearningModule } from '#libs/learning';
import { MandatesModule } from '#libs/mandates';
import { MailFolder, MessagesModule } from '#libs/messages';
import { PeopleModule, PeopleService, UnitService } from '#libs/people';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeCity, makeCompletions, makePeople } from '../support/completions.js';
import { type TestContext, withDatabase } from '../support/module.js';
import { killPrograms, startProgram, until } from '../support/processes.js';
import { wipeRedis } from '../support/redis.js';

/** Before and after each commit of a delivery, and around the sending. */
const FAULT_POINTS = ['messages.in-claim', 'messages.after-claim', 'messages.after-send', 'messages.in-mark'];

// Leases and locks of killed workers take their time, and the machine may be busy.
jest.setTimeout(300_000);

describe('the worker sends mail', () => {
  let context: TestContext;
  let db: Database;
  let config: Config;

  beforeEach(async () => {
    context = await withDatabase([
      PeopleModule,
      AccessModule,
      MandatesModule,
      CoursesModule,
      LearningModule,
      MessagesModule,
    ]);
    db = context.get(Database);
    config = context.module.get<Config>(CONFIG);
    await rm(join(config.MADANG_DATA_DIR, 'mail'), { recursive: true, force: true });
    await wipeRedis(config);
  });
  afterEach(async () => {
    await killPrograms();
    await context.close();
  });

  it('once to each, though it is killed around every sending', async () => {
    const city = await makeCity(context.get(UnitService));
    const people = await makePeople(context.get(PeopleService), city.divisionId, 20);
    // A notice of a completion goes out at any hour, so the test does not depend on when it runs.
    const completions = await makeCompletions(db, people, { at: context.clock.now(), on: '2026-11-24' });
    const outbox = context.get(Outbox);
    await db.run(() =>
      outbox.requestMany(
        'completion.notify',
        completions.map((completionId) => ({ completionId })),
      ),
    );
    for (const point of FAULT_POINTS) {
      const worker = await startProgram('worker', config, { MADANG_FAULTS: `${point}@2` });
      const signal = await Promise.race([
        worker.ended,
        until(
          () => Promise.resolve(false),
          (passed) => passed,
          40,
        ).catch(() => 'it did not pass there'),
      ]);
      expect(`${point}: ${String(signal)}`).toBe(`${point}: SIGKILL`);
    }
    await startProgram('worker', config);
    const states = async (): Promise<Record<string, number>> => {
      const rows = await db.query<{ state: string; n: number | string }[]>(
        'SELECT state, COUNT(*) AS n FROM message GROUP BY state',
      );
      return Object.fromEntries(rows.map((row) => [row.state, Number(row.n)]));
    };
    // A message whose worker died holds its lease for a minute: until then nobody knows whether it went out.
    await until(states, ({ sent }) => sent === 20, 110);
    const mails = await context.get(MailFolder).list();
    expect(mails.map((mail) => mail.to).sort()).toEqual(
      people.map((_, i) => `김하늘${String(i)} <p${String(i)}@gaon.example>`).sort(),
    );
  });
});
