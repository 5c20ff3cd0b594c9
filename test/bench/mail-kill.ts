import { Outbox } from '#libs/jobs';
import { PeopleService, UnitService } from '#libs/people';
import { makeCity, makeCompletions, makePeople } from '../support/completions.js';
import { killWhileMailing } from '../support/mail-kills.js';
import { startSmtpSink } from '../support/smtp-sink.js';
import type { BenchContext } from './bench.js';
import { type Figure, figure } from './figures.js';

const DEFAULT_MAILS = 5_000;
const KILLS = 50;
const BATCH = 200;

/** A worker that is killed 50 times while it sends 5,000 mails (`--people` gives another number). */
export async function mailKill({ app, db, config, people, progress }: BenchContext): Promise<Figure[]> {
  const mails = people ?? DEFAULT_MAILS;
  const sink = await startSmtpSink();
  try {
    const city = await makeCity(app.get(UnitService));
    for (let from = 0; from < mails; from += BATCH) {
      const persons = await makePeople(app.get(PeopleService), city.divisionId, Math.min(BATCH, mails - from), (i) => ({
        email: `k${String(from + i)}@gaon.example`,
      }));
      const completions = await makeCompletions(db, persons, { at: new Date(), on: '2026-11-24' });
      await db.run(() =>
        app.get(Outbox).requestMany(
          'completion.notify',
          completions.map((completionId) => ({ completionId })),
        ),
      );
    }
    progress(`${String(mails)} mails, ${String(KILLS)} kills`);
    const { taken, lost, doubled, more, unsaid, doubted } = await killWhileMailing(
      { config, db, sink },
      mails,
      KILLS,
      progress,
    );
    return [
      figure('mails', '', [mails]),
      figure('kills', '', [KILLS]),
      figure('deliveries', '', [taken]),
      figure('mails lost', '', [lost], { atMost: 0 }),
      figure('mails doubled', '', [doubled], { atMost: KILLS }),
      figure('mails that came three times', '', [more], { atMost: 0 }),
      figure('doubled, and not named by their rows', '', [unsaid], { atMost: 0 }),
      figure('mails that are named as perhaps doubled', '', [doubted]),
    ];
  } finally {
    await sink.close();
  }
}
