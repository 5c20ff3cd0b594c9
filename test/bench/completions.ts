import { AccountService, hashPassword } from '#libs/access';
import { systemActor } from '#libs/actor';
import { CourseService } from '#libs/courses';
import { PeopleService, UnitService } from '#libs/people';
import { makeCity, makePeople } from '../support/completions.js';
import { startProgram } from '../support/processes.js';
import type { BenchContext } from './bench.js';
import { type Figure, figure, percentile } from './figures.js';
import { Learner } from '../support/learner.js';
import { cpuMs, databasePid, peakMb } from './machine.js';

const COURSE = 'o2-equal-administration';
const PASSWORD = 'bench-password-1';
const DEFAULT_PEOPLE = 240;
const WARM_UP = 40;
const ROUNDS = 5;
/** Learners at work at the same moment. */
const AT_ONCE = 16;
const BATCH = 200;

/**
 * People who take a whole course by HTTP, from the enrollment to the completion: every lesson opened, read and
 * finished, the scenario walked, the quizzes answered right. Signing in is done before the clock starts.
 */
export async function completions({ app, db, config, people, progress }: BenchContext): Promise<Figure[]> {
  const count = Math.max(ROUNDS * AT_ONCE, people ?? DEFAULT_PEOPLE) + WARM_UP;
  progress(`${String(count)} people`);
  const city = await makeCity(app.get(UnitService));
  const { versionId } = await publish(app.get(CourseService));
  const { document } = await app.get(CourseService).getVersion(versionId);
  const passwordHash = await hashPassword(PASSWORD);
  const logins: string[] = [];
  while (logins.length < count) {
    const size = Math.min(BATCH, count - logins.length);
    const persons = await makePeople(app.get(PeopleService), city.divisionId, size);
    const accounts = persons.map((personId, i) => ({
      personId,
      login: `bench-${String(logins.length + i)}`,
      passwordHash,
    }));
    await app.get(AccountService).create(systemActor, accounts);
    logins.push(...accounts.map(({ login }) => login));
  }
  const api = await startProgram('api', config);
  const database = await databasePid(db);
  const base = `${api.url?.replace('[::1]', '127.0.0.1') ?? ''}/api/v1`;
  progress('signing in');
  const learners = await inParallel(logins, (login) => Learner.signIn(base, login, PASSWORD, document));

  const round = async (group: readonly Learner[]) => {
    const before = { api: cpuMs(api.child.pid), database: cpuMs(database) };
    const start = performance.now();
    await inParallel(group, (learner) => learner.complete(document.code));
    const seconds = (performance.now() - start) / 1000;
    return {
      perSecond: group.length / seconds,
      requestsPerSecond: group.reduce((sum, learner) => sum + learner.times.length, 0) / seconds,
      apiMs: ((cpuMs(api.child.pid) ?? NaN) - (before.api ?? NaN)) / group.length,
      databaseMs: ((cpuMs(database) ?? NaN) - (before.database ?? NaN)) / group.length,
    };
  };
  progress('warm-up');
  await round(learners.slice(0, WARM_UP));
  const measured = learners.slice(WARM_UP);
  const size = Math.floor(measured.length / ROUNDS);
  const rounds = [];
  for (let i = 0; i < ROUNDS; i += 1) {
    rounds.push(await round(measured.slice(i * size, (i + 1) * size)));
    progress(`round ${String(i + 1)} of ${String(ROUNDS)}: ${rounds.at(-1)?.perSecond.toFixed(1) ?? ''} completions/s`);
  }
  const ran = measured.slice(0, size * ROUNDS);
  const times = ran.flatMap((learner) => learner.times);
  const last = ran.map((learner) => learner.completing);
  const figures = [
    figure(
      'completions of a whole course',
      '/s',
      rounds.map((each) => each.perSecond),
    ),
    figure(
      'requests',
      '/s',
      rounds.map((each) => each.requestsPerSecond),
    ),
    figure('requests for one completion', '', [times.length / ran.length]),
    figure('a request, median', 'ms', [percentile(times, 0.5)]),
    figure('a request, 95th percentile', 'ms', [percentile(times, 0.95)]),
    figure('the completing request, median', 'ms', [percentile(last, 0.5)]),
    figure('the completing request, 95th percentile', 'ms', [percentile(last, 0.95)]),
    figure(
      'CPU of the API per completion',
      'ms',
      rounds.map((each) => each.apiMs),
    ),
    figure(
      'CPU of the database per completion',
      'ms',
      rounds.map((each) => each.databaseMs),
    ),
    figure('peak memory of the API', 'MB', [peakMb(api.child.pid) ?? NaN]),
  ];
  await api.kill('SIGTERM');
  return figures.filter(({ value }) => !Number.isNaN(value));
}

async function publish(courses: CourseService): Promise<{ versionId: string }> {
  await courses.publishAll(systemActor, 'courses');
  return courses.currentByCode(COURSE);
}

/** {@link AT_ONCE} at a time, in order. */
async function inParallel<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results = new Array<R>(items.length);
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let i = next++; i < items.length; i = next++) results[i] = await work(items[i] as T);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return results;
}
