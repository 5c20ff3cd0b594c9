import { AccessModule } from '#libs/access';
import { CONFIG, type Config } from '#libs/config';
import { CoursesModule } from '#libs/courses';
import { Database } from '#libs/database';
import { Outbox } from '#libs/jobs';
import { LearningModule } from '#libs/learning';
import { MandatesModule } from '#libs/mandates';
import { MessagesModule } from '#libs/messages';
import { PeopleModule, PeopleService, UnitService } from '#libs/people';
import { makeCity, makeCompletions, makePeople } from '../support/completions.js';
import { killWhileMailing } from '../support/mail-kills.js';
import { type TestContext, withDatabase } from '../support/module.js';
import { killPrograms } from '../support/processes.js';
import { type SmtpSink, startSmtpSink } from '../support/smtp-sink.js';
import { wipeRedis } from '../support/redis.js';

// The long form, 50 kills during 5,000 mails: `npm run bench -- mail-kill` (docs/reminders.md).
const KILLS = 3;
const MAILS = 120;

jest.setTimeout(300_000);

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
    const { lost, doubled, more, unsaid } = await killWhileMailing({ config, db, sink }, MAILS, KILLS);
    expect({ lost, more, unsaid }).toEqual({ lost: 0, more: 0, unsaid: 0 });
    expect(doubled).toBeLessThanOrEqual(KILLS);
  });
});
