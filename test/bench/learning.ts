import { AccountService } from '#libs/access';
import { systemActor } from '#libs/actor';
import { CourseService, type VersionContent } from '#libs/courses';
import { type Database, insertRows, newId, toBin } from '#libs/database';
import { MandateService } from '#libs/mandates';
import { PeopleService, UnitService } from '#libs/people';
import { fork } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { makeCity, makePeople } from '../support/completions.js';
import { answersFor, type LessonContent, wordsOf } from '../support/learner.js';
import { startProgram } from '../support/processes.js';
import type { BenchContext } from './bench.js';
import { type Figure, figure, percentile } from './figures.js';
import type { LoadAnswer, LoadCall, LoadOrder } from './load.types.js';
import { cpuMs, databasePid, peakMb } from './machine.js';

const COURSE = 'o2-equal-administration';
const LEARNERS = 1_000;
const BATCH = 200;
const AT_ONCE = 200;
const ROUNDS = 3;
const SECONDS = 8;
const COMPLETIONS = 600;
/** The pattern is played this much faster than life: a beat each 15 seconds becomes one each second. */
const FASTER = 15;
/** As fast as life a course takes too long to wait for: so much of the pattern is played. */
const WINDOW_SECONDS = 60;
/** Learners begin over so many seconds, however fast they go on. */
const BEGIN_SECONDS = 24;
/** Share of the stated minutes that the learners of the pattern take, from the quickest to the slowest. */
const PACE = [0.22, 0.42] as const;
const BEAT_SECONDS = 15;

type TimedCall = LoadCall & { at: number };

interface Learner {
  readonly personId: string;
  readonly cookie: string;
}

/**
 * What a city asks of the learning part: 1,000 people at once on a recorded pattern (open, a beat each 15 seconds,
 * attempts, the completion), then as many progress writes, and as many completions, as the machine can do. API,
 * database and load share the machine; the CPU of each is told apart.
 */
export async function learning(context: BenchContext): Promise<Figure[]> {
  const { app, db, config, people, progress } = context;
  const count = people ?? LEARNERS;
  const city = await makeCity(app.get(UnitService));
  // The city's mandates name both authorities.
  await app.get(UnitService).createAuthority({
    code: 'education',
    name: { ko: '가온교육청', en: 'Gaon Office of Education' },
    headTitle: { ko: '가온교육감', en: 'Superintendent of Gaon' },
    issuerCode: 'GAONEDU',
    senderAddress: 'hr@edu.gaon.example',
    contact: { ko: '-', en: '-' },
    retention: {},
  });
  await app.get(MandateService).publishFolder(systemActor, 'courses/mandates');
  await app.get(CourseService).publishAll(systemActor, 'courses');
  const { versionId } = await app.get(CourseService).currentByCode(COURSE);
  const content = await app.get(CourseService).getVersion(versionId);
  const together = count + AT_ONCE;
  const needed = together + (ROUNDS + 1) * COMPLETIONS;
  progress(`${String(needed)} people`);
  const learners = await makeLearners(context, city.divisionId, needed);
  const api = await startProgram('api', config);
  const stage = new Stage(context, content, `${api.url?.replace('[::1]', '127.0.0.1') ?? ''}/api/v1`, api.child.pid);
  try {
    await stage.start();
    const onPattern = learners.slice(0, count);
    const atOnce = learners.slice(count, together);
    const figures = [
      ...(await progressWrites(stage, onPattern)),
      ...(await completions(stage, learners.slice(together))),
      ...(await window(stage, atOnce, 1)),
      ...(await window(stage, atOnce, FASTER)),
      ...(await pattern(stage, onPattern)),
      figure('peak memory of the API', 'MB', [peakMb(api.child.pid) ?? NaN]),
    ];
    await verify(db, stage.completed);
    progress(
      `${String(stage.completed.length)} completions answered, each with one row of each kind: none lost or doubled`,
    );
    return figures.filter(({ value }) => !Number.isNaN(value));
  } finally {
    stage.stop();
    await api.kill('SIGTERM');
  }
}

class Stage {
  private readonly load = fork(resolve('dist/test/bench/load.js'), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  private database: number | null = null;
  /** Ids of all completions that were answered. */
  readonly completed: string[] = [];

  constructor(
    readonly context: BenchContext,
    readonly content: VersionContent,
    readonly base: string,
    private readonly api: number | undefined,
  ) {}

  async start(): Promise<void> {
    this.database = await databasePid(this.context.db);
  }

  stop(): void {
    this.load.kill();
  }

  /** Has the load obey, and tells what each process spent. @throws when a request failed */
  async run(order: LoadOrder): Promise<LoadAnswer & { readonly api: number; readonly database: number }> {
    const before = { api: cpuMs(this.api) ?? NaN, database: cpuMs(this.database) ?? NaN };
    this.load.send(order);
    const [answer] = (await once(this.load, 'message')) as [LoadAnswer];
    if (answer.failures > 0)
      throw new Error(`${String(answer.failures)} requests failed, the first: ${answer.firstFailure ?? ''}`);
    return {
      ...answer,
      api: (cpuMs(this.api) ?? NaN) - before.api,
      database: (cpuMs(this.database) ?? NaN) - before.database,
    };
  }

  lesson(slug: string): string {
    return this.content.lessons.find((lesson) => lesson.slug === slug)?.id ?? '';
  }

  /** Enrollments on which all required lessons are done, save those named. */
  async enroll(learners: readonly Learner[], open: readonly string[] | 'all'): Promise<string[]> {
    const { content } = this;
    const now = new Date();
    const ids = learners.map(() => newId());
    const done =
      open === 'all' ? [] : content.lessons.filter((lesson) => lesson.required && !open.includes(lesson.slug));
    await this.context.db.run(async (tx) => {
      await insertRows(
        tx,
        'enrollment',
        [
          'id',
          'person_id',
          'course_id',
          'course_version_id',
          'active_course_id',
          'state',
          'route',
          'origin',
          'started_at',
        ],
        learners.map(({ personId }, i) => [
          ...[
            toBin(ids[i] ?? ''),
            toBin(personId),
            toBin(content.courseId),
            toBin(content.id),
            toBin(content.courseId),
          ],
          ...['active', 'solo', 'choice', now],
        ]),
      );
      await insertRows(
        tx,
        'lesson_progress',
        ['enrollment_id', 'lesson_id', 'state', 'engaged_ms', 'opened_at', 'done_at', 'done_by'],
        ids.flatMap((id) =>
          done.map((lesson) => [toBin(id), toBin(lesson.id), 'done', lesson.minutes * 40_000, now, now, 'learner']),
        ),
      );
    });
    return ids;
  }
}

/** Everyone sends signs of life without a pause, {@link AT_ONCE} at the same moment. */
async function progressWrites(stage: Stage, learners: readonly Learner[]): Promise<Figure[]> {
  const enrollments = await stage.enroll(learners.slice(0, AT_ONCE), 'all');
  const [first] = stage.content.lessons;
  const calls = enrollments.map((id, i): LoadCall => ({
    method: 'PUT',
    path: `/enrollments/${id}/lessons/${first?.id ?? ''}/progress`,
    cookie: learners[i]?.cookie ?? '',
    body: { event: 'beat', tab: `bench-${String(i)}`, position: 'p3' },
  }));
  const order = { kind: 'repeat', base: stage.base, calls } as const;
  await stage.run({ ...order, seconds: 3 });
  const rounds = [];
  for (let i = 0; i < ROUNDS; i += 1) {
    const answer = await stage.run({ ...order, seconds: SECONDS });
    rounds.push(answer);
    stage.context.progress(`progress writes: ${(answer.times.length / answer.seconds).toFixed(0)}/s`);
  }
  await stage.context.db.query(`UPDATE enrollment SET state = 'left', active_course_id = NULL WHERE id IN (?)`, [
    enrollments.map(toBin),
  ]);
  return [
    figure(
      'progress writes',
      '/s',
      rounds.map(({ times, seconds }) => times.length / seconds),
      { atLeast: 1_500 },
    ),
    figure(
      `a progress write, ${String(AT_ONCE)} at once, median`,
      'ms',
      rounds.map(({ times }) => percentile(times, 0.5)),
    ),
    figure(
      `a progress write, ${String(AT_ONCE)} at once, p99`,
      'ms',
      rounds.map(({ times }) => percentile(times, 0.99)),
      { atMost: 150 },
    ),
    ...cpuFigures('a progress write', rounds, (answer) => answer.times.length),
  ];
}

/** Learners with one lesson left, the quiz, hand it in. */
async function completions(stage: Stage, learners: readonly Learner[]): Promise<Figure[]> {
  const quiz = stage.content.document.lessons.find(
    (lesson) => lesson.kind === 'quiz' && lesson.quiz.purpose === 'final',
  );
  const rounds = [];
  for (let i = 0; i <= ROUNDS; i += 1) {
    const group = learners.slice(i * COMPLETIONS, (i + 1) * COMPLETIONS);
    const scripts = await lastSteps(stage, group, quiz?.slug ?? '');
    const answer = await stage.run({ kind: 'lanes', base: stage.base, scripts, atOnce: AT_ONCE });
    takeCompletions(stage, answer);
    if (i === 0) continue;
    rounds.push(answer);
    stage.context.progress(`completions: ${(answer.times.length / answer.seconds).toFixed(0)}/s`);
  }
  return [
    figure(
      'completions',
      '/s',
      rounds.map(({ times, seconds }) => times.length / seconds),
      { atLeast: 250 },
    ),
    figure(
      `a completion, ${String(AT_ONCE)} at once, median`,
      'ms',
      rounds.map(({ times }) => percentile(times, 0.5)),
    ),
    figure(
      `a completion, ${String(AT_ONCE)} at once, p99`,
      'ms',
      rounds.map(({ times }) => percentile(times, 0.99)),
    ),
    ...cpuFigures('a completion', rounds, (answer) => answer.times.length),
  ];
}

async function lastSteps(stage: Stage, group: readonly Learner[], slug: string): Promise<LoadCall[][]> {
  const enrollments = await stage.enroll(group, [slug]);
  const path = (i: number): string => `/enrollments/${enrollments[i] ?? ''}/lessons/${stage.lesson(slug)}`;
  // One at a time, so that the answers come in the order of the learners.
  const opened = await stage.run({
    kind: 'lanes',
    base: stage.base,
    scripts: group.map(({ cookie }, i) => [{ method: 'GET', path: `${path(i)}?language=ko`, cookie, keep: true }]),
    atOnce: 1,
  });
  const right = rightWords(stage.content);
  return group.map(({ cookie }, i) => {
    const quiz = JSON.parse(opened.bodies[i] ?? '{}') as LessonContent;
    return [
      { method: 'POST', path: `${path(i)}/attempts`, cookie, body: { answers: answersFor(quiz, right) }, keep: true },
    ];
  });
}

/**
 * Learners on the recorded pattern: each lesson opened and read with a beat each 15 seconds, the case walked through,
 * the quiz answered; played {@link FASTER} times as fast as life.
 */
async function pattern(stage: Stage, learners: readonly Learner[]): Promise<Figure[]> {
  const answer = await stage.run({ kind: 'timed', base: stage.base, timed: await script(stage, learners, FASTER) });
  takeCompletions(stage, answer);
  const learned = learners.length;
  if (answer.bodies.length !== learned) throw new Error('not every learner of the pattern came to the end');
  const name = `pattern, ${String(learned)} learners, ${String(FASTER)} times as fast`;
  return [
    figure(`${name}: completions`, '', [answer.bodies.length]),
    ...patternFigures(name, answer),
    ...cpuFigures(`a request of the ${name}`, [answer], ({ times }) => times.length),
  ];
}

/** The first minute of the same pattern: {@link AT_ONCE} people who learn at the same time. */
async function window(stage: Stage, learners: readonly Learner[], faster: number): Promise<Figure[]> {
  const timed = (await script(stage, learners, faster)).map((calls) =>
    calls.filter(({ at }) => at < WINDOW_SECONDS * 1000),
  );
  const answer = await stage.run({ kind: 'timed', base: stage.base, timed });
  takeCompletions(stage, answer);
  await stage.context.db.query(
    `UPDATE enrollment SET state = 'left', active_course_id = NULL WHERE state = 'active' AND person_id IN (?)`,
    [learners.map(({ personId }) => toBin(personId))],
  );
  const speed = faster === 1 ? 'as fast as life' : `${String(faster)} times as fast`;
  return patternFigures(`pattern, ${String(learners.length)} learners, ${speed}`, answer, { atMost: 150 });
}

function patternFigures(name: string, { times, seconds }: LoadAnswer, aim?: Figure['target']): Figure[] {
  return [
    figure(`${name}: requests`, '/s', [times.length / seconds]),
    figure(`${name}: a request, median`, 'ms', [percentile(times, 0.5)]),
    figure(`${name}: a request, p99`, 'ms', [percentile(times, 0.99)], aim),
  ];
}

/** The calls of each learner with their moments; their enrollments are made, and their final quizzes drawn. */
async function script(stage: Stage, learners: readonly Learner[], faster: number): Promise<TimedCall[][]> {
  const quiz = stage.content.document.lessons.find(
    (lesson) => lesson.kind === 'quiz' && lesson.quiz.purpose === 'final',
  );
  const steps = await lastSteps(stage, learners, quiz?.slug ?? '');
  // A second quiz, where the course has one, is taken as done: its answers would be the same load again.
  await stage.context.db.query(
    `DELETE p FROM lesson_progress p JOIN enrollment e ON e.id = p.enrollment_id JOIN lesson l ON l.id = p.lesson_id
     WHERE e.state = 'active' AND l.kind <> 'quiz'`,
  );
  return learners.map((learner, i) => recorded(stage, learner, steps[i]?.[0], i / learners.length, faster));
}

function recorded(
  stage: Stage,
  { cookie }: Learner,
  handIn: LoadCall | undefined,
  share: number,
  faster: number,
): TimedCall[] {
  const enrollment = handIn?.path.split('/')[2] ?? '';
  const calls: TimedCall[] = [];
  const pace = PACE[0] + (PACE[1] - PACE[0]) * ((share * 7) % 1);
  let seconds = share * BEGIN_SECONDS * faster;
  const add = (call: Omit<LoadCall, 'cookie'>): void => {
    calls.push({ ...call, cookie, at: (seconds / faster) * 1000 });
  };
  for (const lesson of stage.content.document.lessons.filter(({ required, kind }) => required && kind !== 'live')) {
    const path = `/enrollments/${enrollment}/lessons/${stage.lesson(lesson.slug)}`;
    const beat = (event: string, done?: boolean): void => {
      add({
        method: 'PUT',
        path: `${path}/progress`,
        body: { event, tab: cookie.slice(-8), ...(done ? { done } : {}) },
      });
    };
    add({ method: 'GET', path: `${path}?language=ko` });
    beat('open');
    const end = seconds + lesson.minutes * 60 * pace;
    while (seconds + BEAT_SECONDS < end) {
      seconds += BEAT_SECONDS;
      beat('beat');
    }
    seconds = end;
    if (lesson.kind === 'scenario')
      add({ method: 'POST', path: `${path}/attempts`, body: { answers: walk(lesson.scenario) } });
    else if (lesson.kind !== 'quiz') beat('leave', true);
  }
  // Last, wherever the course has it: its answer tells of the completion.
  if (handIn) calls.push({ ...handIn, at: (seconds / faster) * 1000 });
  return calls;
}

function walk(
  scenario: Extract<VersionContent['document']['lessons'][number], { kind: 'scenario' }>['scenario'],
): unknown {
  return answersFor({ scenario, quiz: null }, new Set());
}

function takeCompletions(stage: Stage, answer: LoadAnswer): void {
  for (const body of answer.bodies) {
    const { enrollment } = JSON.parse(body) as { enrollment: { completion: { id: string } | null } };
    if (enrollment.completion === null) throw new Error(`handed in, and not completed: ${body.slice(0, 300)}`);
    stage.completed.push(enrollment.completion.id);
  }
}

/** @throws unless each completion that was answered has exactly one row of each kind, and there is no other */
async function verify(db: Database, completed: readonly string[]): Promise<void> {
  const distinct = new Set(completed).size;
  const counts = await db.query<{ what: string; n: string }[]>(
    `SELECT 'completions' AS what, COUNT(*) AS n FROM completion
     UNION ALL SELECT 'enrollments', COUNT(DISTINCT enrollment_id) FROM completion
     UNION ALL SELECT 'credits', COUNT(*) FROM credit c JOIN completion p ON p.credit_id = c.id AND c.source_id = p.id
     UNION ALL SELECT 'all credits', COUNT(*) FROM credit
     UNION ALL SELECT 'promised certificates', COUNT(*) FROM outbox_job WHERE name = 'certificate.issue'
     UNION ALL SELECT 'audit entries', COUNT(*) FROM audit_entry WHERE action = 'enrollment.complete'
     UNION ALL SELECT 'fulfilled', COUNT(DISTINCT a.credit_id) FROM allocation a JOIN completion p ON p.credit_id = a.credit_id`,
  );
  const wrong = counts.filter(({ n }) => Number(n) !== completed.length);
  if (wrong.length > 0 || distinct !== completed.length)
    throw new Error(`${String(completed.length)} completions answered; in the database: ${JSON.stringify(counts)}`);
}

function cpuFigures(
  what: string,
  rounds: readonly (LoadAnswer & { readonly api: number; readonly database: number })[],
  units: (answer: LoadAnswer) => number,
): Figure[] {
  const each = (name: string, spent: (answer: (typeof rounds)[number]) => number): Figure =>
    figure(
      `CPU of the ${name} for ${what}`,
      'ms',
      rounds.map((answer) => spent(answer) / units(answer)),
    );
  return [
    each('API', ({ api }) => api),
    each('database', ({ database }) => database),
    each('load', (answer) => answer.cpuMs),
  ];
}

function rightWords({ document }: VersionContent): ReadonlySet<string> {
  return new Set(
    document.items.flatMap((item) =>
      'choices' in item ? item.choices.filter(({ correct }) => correct).map(({ text }) => wordsOf(text.ko)) : [],
    ),
  );
}

/** People with an account and a session each: signing in is not what is measured. */
async function makeLearners({ app, db }: BenchContext, unitId: string, count: number): Promise<Learner[]> {
  const learners: Learner[] = [];
  while (learners.length < count) {
    const size = Math.min(BATCH, count - learners.length);
    const persons = await makePeople(app.get(PeopleService), unitId, size);
    const from = learners.length;
    await app.get(AccountService).create(
      systemActor,
      persons.map((personId, i) => ({ personId, login: `bench-${String(from + i)}`, passwordHash: '-' })),
    );
    learners.push(...(await openSessions(db, persons)));
  }
  return learners;
}

async function openSessions(db: Database, persons: readonly string[]): Promise<Learner[]> {
  const accounts = await db.query<{ id: Buffer; person_id: Buffer }[]>(
    'SELECT id, person_id FROM account WHERE person_id IN (?)',
    [persons.map(toBin)],
  );
  const accountOf = new Map(accounts.map((row) => [row.person_id.toString('hex'), row.id]));
  const now = new Date();
  const made = persons.map((personId) => ({ personId, token: randomBytes(32).toString('base64url') }));
  await db.run((tx) =>
    insertRows(
      tx,
      'sign_in',
      ['id', 'account_id', 'token_hash', 'created_at', 'last_seen_at', 'expires_at'],
      made.map(({ personId, token }) => [
        toBin(newId()),
        accountOf.get(toBin(personId).toString('hex')),
        createHash('sha256').update(token).digest(),
        ...[now, now, new Date(now.getTime() + 12 * 3_600_000)],
      ]),
    ),
  );
  return made.map(({ personId, token }) => ({ personId, cookie: `madang_session=${token}` }));
}
