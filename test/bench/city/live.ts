import { type Database, toBin } from '#libs/database';
import { EvaluationService } from '#libs/mandates';
import { Outbox } from '#libs/jobs';
import { Clock } from '#libs/time';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { until } from '../../support/processes.js';
import { blowsOf, strike } from './faults.js';
import { COUNTED, invariants, READ_BEYOND, READ_OUT } from './invariants.js';
import { CityLife, type Told } from './life.js';
import { type CityPeople, peopledCity } from './people.js';
import { rememberBefore, rememberTold } from './remembered.js';
import { CityServers } from './servers.js';

export interface Plan {
  readonly people: number;
  /** How long the city lives. */
  readonly seconds: number;
  /** Seconds between two deaths of a worker, in the mean. */
  readonly killEvery: number;
  /** How long Redis or the database stays away, in milliseconds. */
  readonly downMs: number;
  readonly seed: number;
  /**
   * How what the dead left comes back: `wait` for leases and locks to run out, or `hurry` by a later clock and an empty
   * Redis.
   */
  readonly recovery: 'wait' | 'hurry';
}

export interface Verdict {
  readonly invariant: number;
  readonly says: string;
  readonly looked: number;
  readonly broken: number;
}

export interface Lived {
  readonly verdicts: readonly Verdict[];
  /** Lines that say what happened. */
  readonly story: readonly string[];
  /** Something of each kind of breakage, to look for its cause. */
  readonly examples: readonly string[];
}

/** A city of people who go on while everything below them is stopped, killed and started again; then its rows. */
export async function liveUnderFire(plan: Plan, progress: (line: string) => void): Promise<Lived> {
  const servers = await CityServers.start();
  try {
    const { app, db } = servers;
    const people = await peopledCity(app, db, plan.people, progress);
    await rememberBefore(db);
    await servers.startPrograms();
    const life = new CityLife(servers, people);
    const blows = blowsOf(plan.seconds, plan.killEvery, plan.seed);
    progress(`${String(plan.people)} people live for ${String(plan.seconds)} s (seed ${String(plan.seed)})`);
    const living = life.run();
    const striking = strike(servers, blows, plan.downMs);
    // Whichever fails first is told; the other must not be left without a listener.
    const both = Promise.all([living, striking]);
    const timer = setTimeout(() => {
      life.stop();
    }, plan.seconds * 1000);
    await both.finally(() => {
      clearTimeout(timer);
      life.stop();
    });
    progress('everything is up again: what was promised comes to its end');
    await recover(servers, plan.recovery);
    progress('looking at the rows');
    return await verdictsOf(servers, people, life);
  } finally {
    await servers.remove();
  }
}

/** Waits until nothing is promised any more, the tallies are folded and everything is sealed. */
async function recover(servers: CityServers, recovery: Plan['recovery']): Promise<void> {
  const { app, db } = servers;
  if (recovery === 'hurry') {
    await servers.killWorker();
    await servers.cutRedis(0);
    servers.advance(180_000);
    await servers.startWorker();
  }
  const open = async (): Promise<string> => {
    const rows = await db.query<{ what: string; n: number | string }[]>(
      `SELECT name AS what, COUNT(*) AS n FROM outbox_job WHERE state IN ('waiting', 'relayed') GROUP BY name
       UNION ALL SELECT 'evaluation', COUNT(*) FROM evaluation_due HAVING COUNT(*) > 0
       UNION ALL SELECT 'digests', COUNT(*) FROM message WHERE state IN ('planned', 'claimed') HAVING COUNT(*) > 0`,
    );
    return rows.map(({ what, n }) => `${what} ${String(n)}`).join(', ');
  };
  await until(open, (left) => left === '', recovery === 'hurry' ? 60 : 400, 100);
  // What the schedules would do within the next seconds.
  await app.get(EvaluationService).runDue(null);
  await db.run(() => app.get(Outbox).request('history.seal', {}));
  await until(open, (left) => left === '', 60, 50);
}

async function verdictsOf(servers: CityServers, people: CityPeople, life: CityLife): Promise<Lived> {
  const { db, sink, counted } = servers;
  const { told, client } = life;
  await rememberTold(db, told, sink.taken);
  for (const statement of READ_OUT) await db.query(statement);
  const number = async (sql: string): Promise<number> =>
    Number((await db.query<{ n: number | string }[]>(sql))[0]?.n ?? NaN);
  const verdicts: Verdict[] = [];
  // Redis takes no mail with it; a killed worker and a killed database may.
  for (const { number: invariant, says, looked, broken } of invariants(counted.workerKills + counted.databaseRestarts))
    verdicts.push({ invariant, says, looked: await number(looked), broken: await number(broken) });
  verdicts.push(await certificateFiles(db, servers.config.MADANG_DATA_DIR));
  const examples = [...client.unclear, ...told.crooked, ...told.leaks];
  verdicts.push(...(await reportsAgain(servers, people, life, examples)));
  verdicts.push(...(await readsOnRecord(db, told)));
  verdicts.push({
    invariant: 10,
    says: 'the API answered, or said clearly that it cannot just now',
    looked: client.answered + client.deferred,
    broken: client.unclear.length,
  });
  return {
    verdicts: verdicts.sort((a, b) => a.invariant - b.invariant),
    story: [
      `${String(told.completions.length)} courses completed, ${String(told.moves.length)} moves, ${String(told.lists.length)} lists, ${String(told.reports)} reports, ${String(sink.taken.length)} mails`,
      `${String(counted.workerKills)} kills of the worker, Redis stopped ${String(counted.redisStops)} times, the database ${String(counted.databaseRestarts)} times; ${String(client.answered)} answers, ${String(client.deferred)} times "not just now"`,
    ],
    examples: examples.slice(0, 20),
  };
}

/** The bytes of every certificate, by their name. */
async function certificateFiles(db: Database, dataDir: string): Promise<Verdict> {
  const rows = await db.query<{ sha256: string }[]>('SELECT sha256 FROM certificate WHERE sha256 IS NOT NULL');
  let broken = 0;
  for (const { sha256 } of rows) {
    const bytes = await readFile(join(dataDir, 'files', sha256.slice(0, 2), sha256)).catch(() => Buffer.alloc(0));
    if (createHash('sha256').update(bytes).digest('hex') !== sha256) broken += 1;
  }
  return { invariant: 4, says: 'every certificate’s file is there, unchanged', looked: rows.length, broken };
}

async function reportsAgain(
  { db, app }: CityServers,
  people: CityPeople,
  life: CityLife,
  examples: string[],
): Promise<Verdict[]> {
  const today = app.get(Clock).today();
  const [totals, again] = [
    { looked: 0, broken: 0 },
    { looked: 0, broken: 0 },
  ];
  for (const duty of ['yearly', 'extra', 'summer']) {
    for (const unit of [people.root, ...people.bureaus]) {
      const answer = await life.figures(`/reports/compliance?unit=${unit}&mandate=${duty}&cycle=2026`);
      const [counted] = await db.query<Record<string, number | string>[]>(COUNTED, [
        ...[toBin(unit), today, today, today, today, duty],
      ]);
      const off = Object.entries(counted ?? {}).filter(([key, n]) => Number(n) !== answer.totals[key]);
      totals.looked += 1;
      if (off.length === 0) continue;
      totals.broken += 1;
      examples.push(`${duty} ${unit}: counted ${JSON.stringify(off)}, reported ${JSON.stringify(answer.totals)}`);
    }
  }
  for (const { path, asOf, answer } of life.told.figures) {
    const then = await life.figures(`${path}&asOf=${encodeURIComponent(asOf)}`);
    again.looked += 1;
    if (figuresOf(JSON.stringify([then.totals, then.units])) === figuresOf(answer)) continue;
    again.broken += 1;
    examples.push(
      `${path} as of ${asOf}: ${figuresOf(answer).slice(0, 200)}, now ${figuresOf(JSON.stringify([then.totals, then.units])).slice(0, 200)}`,
    );
  }
  return [
    { invariant: 7, says: 'a report’s total is what its rows are', ...totals },
    {
      invariant: 7,
      says: 'the units of a report add up to its total, at every moment',
      looked: life.told.reports,
      broken: life.told.crooked.length,
    },
    { invariant: 7, says: 'a report as of its own moment is the same later', ...again },
  ];
}

/** Without the heads of units, who are read as of now. */
function figuresOf(answer: string): string {
  const [totals, units] = JSON.parse(answer) as [unknown, { unit: { id: string }; head?: unknown }[]];
  return JSON.stringify([totals, units.map((row) => ({ ...row, unit: row.unit.id, head: null }))]);
}

async function readsOnRecord(db: Database, told: Told): Promise<Verdict[]> {
  const number = async (sql: string): Promise<number> =>
    Number((await db.query<{ n: number | string }[]>(sql))[0]?.n ?? NaN);
  const recorded = await number(`SELECT COUNT(*) AS n FROM audit_entry WHERE action = 'report.people'`);
  return [
    {
      invariant: 8,
      says: 'nobody read names beyond their own part of the city',
      looked: told.refusals + recorded,
      broken: told.leaks.length + (await number(READ_BEYOND)),
    },
    {
      invariant: 9,
      says: 'every read of names is on record',
      looked: told.namesRead,
      broken: Math.max(0, told.namesRead - recorded),
    },
  ];
}
