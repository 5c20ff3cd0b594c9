import { AccessModule, AccountService, hashPassword } from '#libs/access';
import { systemActor } from '#libs/actor';
import { CertificatesModule } from '#libs/certificates';
import { CONFIG, type Config } from '#libs/config';
import { CourseService, CoursesModule, SharedContentService } from '#libs/courses';
import { Database, fromBin, toBin } from '#libs/database';
import { FileStore } from '#libs/files';
import { Outbox } from '#libs/jobs';
import { LearningModule } from '#libs/learning';
import { MandatesModule } from '#libs/mandates';
import { PeopleModule, PeopleService, UnitService } from '#libs/people';
import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { makeCity, makeCompletions, makePeople } from '../support/completions.js';
import { Learner } from '../support/learner.js';
import { type TestContext, withDatabase } from '../support/module.js';
import { killPrograms, type ProgramProcess, startProgram, until } from '../support/processes.js';
import { OwnRedis, wipeRedis } from '../support/redis.js';

/** Every place where a worker may die while it issues: before and after each commit, file write and Redis add. */
const FAULT_POINTS = [
  'relay.before-claim',
  'relay.after-claim',
  'relay.after-add',
  'relay.after-mark',
  'certificates.before-number',
  'certificates.in-number',
  'certificates.after-number',
  'files.before-rename',
  'files.after-rename',
  'certificates.after-file',
  'certificates.in-issue',
  'certificates.after-issue',
];

const startWorker = (config: Config, overrides?: Readonly<Record<string, string>>): Promise<ProgramProcess> =>
  startProgram('worker', config, overrides);

// Leases and locks of killed workers take their time, and the machine may be busy.
jest.setTimeout(300_000);

describe('the worker issues certificates', () => {
  let context: TestContext;
  let db: Database;
  let config: Config;
  let people: string[];

  beforeEach(async () => {
    context = await withDatabase([
      PeopleModule,
      AccessModule,
      MandatesModule,
      CoursesModule,
      LearningModule,
      CertificatesModule,
    ]);
    db = context.get(Database);
    config = context.module.get<Config>(CONFIG);
    const city = await makeCity(context.get(UnitService));
    people = await makePeople(context.get(PeopleService), city.divisionId, 200);
    await wipeRedis(config);
  });
  afterEach(async () => {
    await killPrograms();
    await context.close();
  });

  const complete = (from: number, to: number): Promise<string[]> =>
    makeCompletions(db, people.slice(from, to), {
      at: context.clock.now(),
      on: '2026-11-24',
      outbox: context.get(Outbox),
    });

  const count = async (state: string): Promise<number> => {
    const [row] = await db.query<{ n: number | string }[]>('SELECT COUNT(*) AS n FROM certificate WHERE state = ?', [
      state,
    ]);
    return Number(row?.n ?? 0);
  };
  const issued = (): Promise<number> => count('issued');
  const undone = async (): Promise<number> => {
    const [row] = await db.query<{ n: number | string }[]>(
      `SELECT COUNT(*) AS n FROM outbox_job WHERE name = 'certificate.issue' AND state <> 'done'`,
    );
    return Number(row?.n ?? 0);
  };

  /** Takes a whole course through the API. @returns the completions */
  async function finishByHttp(personIds: readonly string[], redisUrl: string): Promise<string[]> {
    const courses = context.get(CourseService);
    await context.get(SharedContentService).publishFolder(systemActor, 'courses');
    const { versionId } = await courses.publishFolder(systemActor, 'courses/officials/o2-equal-administration');
    const { document } = await courses.getVersion(versionId);
    const passwordHash = await hashPassword('a password of a test');
    const accounts = personIds.map((personId, i) => ({ personId, login: `learner-${String(i)}`, passwordHash }));
    await context.get(AccountService).create(systemActor, accounts);
    const api = await startProgram('api', config, { REDIS_URL: redisUrl });
    for (const { login } of accounts) {
      const learner = await Learner.signIn(`${api.url ?? ''}/api/v1`, login, 'a password of a test', document);
      await learner.complete(document.code);
    }
    const rows = await db.query<{ id: Buffer }[]>('SELECT id FROM completion WHERE person_id IN (?)', [
      personIds.map(toBin),
    ]);
    expect(rows).toHaveLength(personIds.length);
    return rows.map((row) => fromBin(row.id));
  }

  /** What must hold whatever happened on the way. */
  async function expectAllIssued(completions: readonly string[]): Promise<void> {
    await until(issued, (n) => n >= completions.length);
    await until(undone, (n) => n === 0);
    const rows = await db.query<{ completion: string; year: number; serial: number; sha256: string; code: string }[]>(
      `SELECT LOWER(HEX(completion_id)) AS completion, year, serial, sha256, verify_code AS code FROM certificate ORDER BY year, serial`,
    );
    expect(rows.map((row) => row.completion).sort()).toEqual(completions.map((id) => id.replaceAll('-', '')).sort());
    for (const year of new Set(rows.map((row) => row.year))) {
      const serials = rows.filter((row) => row.year === year).map((row) => row.serial);
      expect(serials).toEqual(serials.map((_, i) => i + 1));
    }
    expect(new Set(rows.map((row) => row.code)).size).toBe(rows.length);
    const files = context.get(FileStore);
    for (const { sha256 } of rows) {
      const bytes = await buffer(await files.open(sha256));
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
      expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
    }
    const [audit] = await db.query<{ n: number | string }[]>(
      `SELECT COUNT(*) AS n FROM audit_entry WHERE action = 'certificate.issue'`,
    );
    expect(Number(audit?.n)).toBe(completions.length);
  }

  it('200 certificates with consecutive numbers, none twice, though it is killed on the way', async () => {
    const completions = await complete(0, 200);
    const first = await startWorker(config);
    await until(issued, (n) => n >= 40);
    await first.kill('SIGKILL');
    expect(await issued()).toBeLessThan(200);
    const second = await startWorker(config);
    await until(issued, (n) => n >= 120);
    await second.kill('SIGKILL');
    await startWorker(config);
    await expectAllIssued(completions);
  });

  it('and is killed at every fault point in turn', async () => {
    const completions: string[] = [];
    for (const [i, point] of FAULT_POINTS.entries()) {
      completions.push(...(await complete(i * 6, i * 6 + 6)));
      // Files are passed one by one; the other points once for a batch, and six may make one batch.
      const times = point.startsWith('files.') ? 3 : 1;
      const worker = await startWorker(config, { MADANG_FAULTS: `${point}@${String(times)}` });
      const signal = await Promise.race([
        worker.ended,
        until(issued, () => false, 40).catch(() => 'it did not pass there'),
      ]);
      expect(`${point}: ${String(signal)}`).toBe(`${point}: SIGKILL`);
    }
    await startWorker(config);
    await expectAllIssued(completions);
  });

  it('with two workers at once', async () => {
    const completions = await complete(0, 100);
    await Promise.all([startWorker(config), startWorker(config)]);
    await expectAllIssued(completions);
  });

  it('when Redis comes back empty between the relay and the handling', async () => {
    const completions = await complete(0, 60);
    // Dies at the first job: all others stand relayed in Redis.
    const worker = await startWorker(config, { MADANG_FAULTS: 'certificates.before-number@1' });
    expect(await worker.ended).toBe('SIGKILL');
    expect(await wipeRedis(config)).toBeGreaterThan(0);
    expect(await issued()).toBe(0);
    await startWorker(config);
    await until(issued, (n) => n > 5);
    // And once more under a worker that runs.
    await wipeRedis(config);
    await expectAllIssued(completions);
  });

  it('after Redis was away while people finished', async () => {
    const redis = await OwnRedis.create();
    try {
      await redis.start();
      const worker = await startWorker(config, { REDIS_URL: redis.url });
      const before = await complete(0, 10);
      await until(issued, (n) => n === 10);
      await redis.stop();
      const meanwhile = [...(await complete(10, 60)), ...(await finishByHttp(people.slice(60, 63), redis.url))];
      await until(undone, (n) => n === 53, 5);
      // A worker that starts with Redis away is ready as well, and takes nothing from the outbox.
      const other = await startWorker(config, { REDIS_URL: redis.url });
      expect([worker.child.exitCode, other.child.exitCode]).toEqual([null, null]);
      await redis.start();
      await expectAllIssued([...before, ...meanwhile]);
      // An outage is said once a connection, not at every try.
      const complaints = worker
        .log()
        .split('\n')
        .filter((line) => line.includes('redis cannot be reached'));
      expect(complaints.length).toBeGreaterThan(0);
      expect(complaints.length).toBeLessThanOrEqual(8);
    } finally {
      await killPrograms();
      await redis.remove();
    }
  });

  it('finishes what is under way when it is asked to stop, and leaves the rest promised', async () => {
    const completions = await complete(0, 200);
    const worker = await startWorker(config);
    await until(issued, (n) => n >= 20);
    await worker.kill('SIGTERM');
    expect(worker.child.exitCode).toBe(0);
    expect(await count('numbered')).toBe(0);
    expect(await issued()).toBeLessThan(200);
    await startWorker(config);
    await expectAllIssued(completions);
  });
});
