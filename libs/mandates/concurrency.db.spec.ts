import { systemActor } from '#libs/actor';
import { AccessModule } from '#libs/access';
import { CoursesModule } from '#libs/courses';
import { newId } from '#libs/database';
import { PeopleModule, PeopleService, UnitService } from '#libs/people';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { officialsMandate } from '../../test/support/mandates.js';
import { type TestContext, withDatabase } from '../../test/support/module.js';
import { CreditService } from './credit.service.js';
import { EvaluationService } from './evaluation.service.js';
import { MandateService } from './mandate.service.js';
import { MandatesModule } from './mandates.module.js';
import { TallyService } from './tally.service.js';

/** A transfer, a completion and a change of the rule for one person at once. */
const TIMES = 1_000;
const PERSONS = 10;
/** A rule changes for everyone, so it changes less often than people move. */
const RULE_EVERY = 20;

describe('a transfer, a completion and a change of rule at once', () => {
  let context: TestContext;
  let folder: string;
  const units: string[] = [];

  beforeAll(async () => {
    context = await withDatabase([PeopleModule, AccessModule, CoursesModule, MandatesModule]);
    folder = mkdtempSync(join(tmpdir(), 'madang-concurrency-'));
    const service = context.get(UnitService);
    const authorityId = await service.createAuthority({
      code: 'city',
      name: { ko: '가온광역시', en: 'Gaon' },
      headTitle: { ko: '시장', en: 'Mayor' },
      issuerCode: 'GAON',
      senderAddress: 'a@b.example',
      contact: { ko: '-', en: '-' },
      retention: {},
    });
    for (const code of ['one', 'two', 'three']) {
      const name = { ko: code, en: code };
      const unit = { authorityId, parentId: null, code, kind: 'division' as const, territory: 'gaon', name };
      units.push(...(await service.create([{ ...unit, validFrom: '2020-01-01' }])));
    }
    await publish(0);
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await context.close();
  });

  /** The same duty with another number of sessions: a new version of the rule. */
  async function publish(round: number): Promise<void> {
    const rule = officialsMandate('yearly').replace('[{ times: 1 }]', `[{ times: ${String(50 + round)} }]`);
    writeFileSync(join(folder, 'yearly.yaml'), rule);
    await context.get(MandateService).publishFolder(systemActor, folder);
  }

  it(
    'leaves one obligation each and exact tallies, and shows no deadlock to anyone',
    async () => {
      const people = context.get(PeopleService);
      const credits = context.get(CreditService);
      const evaluation = context.get(EvaluationService);
      const membership = { occupation: 'official' as const, band: 'staff' as const };
      const persons = await people.register(
        systemActor,
        Array.from({ length: PERSONS }, (_, i) => ({
          name: `김하늘${String(i)}`,
          memberships: [{ ...membership, unitId: units[0] ?? '', from: '2020-01-01' }],
        })),
      );
      let granted = 0;
      for (let time = 0; time < TIMES; time += 1) {
        const personId = persons[time % PERSONS] ?? '';
        // Each person moves on days of their own, one after the other.
        const on = new Date(Date.UTC(2020, 0, 2 + Math.floor(time / PERSONS))).toISOString().slice(0, 10);
        const unitId = units[(time + 1) % units.length] ?? '';
        await Promise.all([
          people.move(systemActor, personId, on, { ...membership, unitId, from: on }),
          credits
            .grant(systemActor, {
              bearer: { kind: 'person', id: personId },
              source: { kind: 'completion', id: newId() },
              ...{ minutes: 60, times: 1, mode: 'self-paced', method: 'participatory', topics: ['dignity'] },
              ...{ course: 'c', title: { ko: '과정', en: 'Course' }, evidence: 'demonstrated', earnedOn: '2026-11-24' },
            })
            .then(() => (granted += 1)),
          time % RULE_EVERY === 0
            ? publish(time / RULE_EVERY + 1).then(() => evaluation.runDue(null))
            : evaluation.evaluatePersons([personId], { kind: 'rule' }),
        ]);
      }
      await evaluation.runDue(null);

      expect(granted).toBe(TIMES);
      const rows = await context.db.query<{ n: string; counted: string; state: string }[]>(
        `SELECT COUNT(DISTINCT o.id) AS n, SUM(a.times) AS counted, MIN(o.state) AS state
         FROM obligation o LEFT JOIN allocation a ON a.obligation_id = o.id GROUP BY o.bearer_id`,
      );
      expect(rows.map(({ n, state }) => [Number(n), state])).toEqual(persons.map(() => [1, 'fulfilled']));
      const taken = rows.map(({ counted }) => Number(counted));
      expect(taken).toEqual(persons.map(() => 50 + TIMES / RULE_EVERY));
      expect(await context.get(TallyService).verify()).toEqual([]);
      expect((await evaluation.evaluateAll()).changed).toBe(0);
    },
    15 * 60_000,
  );
});
