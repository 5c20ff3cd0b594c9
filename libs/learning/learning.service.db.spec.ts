import { AccessModule } from '#libs/access';
import { type Actor, systemActor } from '#libs/actor';
import { type CourseDocument, CoursesModule, StudioService } from '#libs/courses';
import { NotFound } from '#libs/errors';
import { MandatesModule } from '#libs/mandates';
import { PeopleModule, PeopleService, UnitService } from '#libs/people';
import { makeCity } from '../../test/support/completions.js';
import { exampleCourse, publishCourse } from '../../test/support/example-course.js';
import { type TestContext, withDatabase } from '../../test/support/module.js';
import { AttemptService } from './attempts.service.js';
import { EnrollmentQueries } from './enrollments.queries.js';
import { EnrollmentService } from './enrollments.service.js';
import { LearningModule } from './learning.module.js';
import { ReflectionLocked } from './learning.errors.js';
import { LessonService } from './lessons.service.js';
import { ReflectionService } from './reflections.service.js';

let t: TestContext;
let unitId: string;
let enrollments: EnrollmentService;
let queries: EnrollmentQueries;
let lessons: LessonService;
let attempts: AttemptService;
const document = exampleCourse();

beforeAll(async () => {
  t = await withDatabase([PeopleModule, AccessModule, CoursesModule, MandatesModule, LearningModule]);
  enrollments = t.get(EnrollmentService);
  queries = t.get(EnrollmentQueries);
  lessons = t.get(LessonService);
  attempts = t.get(AttemptService);
  unitId = (await makeCity(t.get(UnitService))).divisionId;
  await publishCourse(t.get(StudioService), document);
});
afterAll(() => t.close());

const position = { ko: '주무관', en: 'Officer' };

async function newLearner(): Promise<Actor> {
  const [personId = ''] = await t.get(PeopleService).register(systemActor, [
    {
      name: '김하늘',
      memberships: [{ unitId, occupation: 'official', band: 'staff', position, from: '2024-01-01' }],
    },
  ]);
  return { ...systemActor, kind: 'person', personId };
}

interface Learning {
  actor: Actor;
  id: string;
  lesson(slug: string): string;
}

async function start(actor?: Actor, course = document): Promise<Learning> {
  const learner = actor ?? (await newLearner());
  const { id } = await enrollments.enroll(learner, course.code);
  const ids = new Map((await queries.get(learner, id)).lessons.map((lesson) => [lesson.slug, lesson.id]));
  return { actor: learner, id, lesson: (slug) => ids.get(slug) ?? '' };
}

const quizAnswers = async ({ actor, id, lesson }: Learning, slug: string, right: boolean) => {
  const { quiz } = await lessons.content(actor, id, lesson(slug), 'en');
  return (quiz?.items ?? []).map((item) => ({
    item: item.id,
    choices: [item.choices.find(({ html }) => html.startsWith(right ? 'Choice right' : 'Choice wrong'))!.id],
  }));
};
const path = [{ situation: 's1', choice: 'b' }];
const times = <T>(n: number, work: (i: number) => Promise<T>) =>
  Promise.all(Array.from({ length: n }, (_, i) => work(i)));
const count = async (sql: string, ...parameters: unknown[]) =>
  Number((await t.db.query<{ n: string }[]>(`SELECT COUNT(*) AS n FROM ${sql}`, parameters))[0]?.n);
const bin = (id: string | null) => Buffer.from((id ?? '').replaceAll('-', ''), 'hex');

describe('a reflection', () => {
  const words = '누구에게도 말하지 않은 생각';

  it('is kept encrypted, for its writer alone, until it is taken away', async () => {
    const reflections = t.get(ReflectionService);
    const { actor, id, lesson } = await start();
    expect(await reflections.get(actor, id, lesson('reflect'))).toBeNull();
    await reflections.save(actor, id, lesson('reflect'), 'first');
    await reflections.save(actor, id, lesson('reflect'), words);
    expect(await reflections.get(actor, id, lesson('reflect'))).toMatchObject({ words });
    const rows = await t.db.query<{ sealed: Buffer }[]>('SELECT * FROM reflection WHERE enrollment_id = ?', [bin(id)]);
    expect(rows).toHaveLength(1);
    expect(rows[0]!.sealed.includes(words)).toBe(false);
    expect(JSON.stringify(rows)).not.toContain(words);
    await expect(reflections.get(await newLearner(), id, lesson('reflect'))).rejects.toThrow(NotFound);
    await expect(reflections.save(actor, id, lesson('opening'), words)).rejects.toThrow(NotFound);
    await reflections.save(actor, id, lesson('reflect'), '');
    expect(await count('reflection WHERE enrollment_id = ?', bin(id))).toBe(0);
  });

  it('stays shut, and is not lost, where it was moved to another row', async () => {
    const reflections = t.get(ReflectionService);
    const [mine, other] = [await start(), await start()];
    await reflections.save(mine.actor, mine.id, mine.lesson('reflect'), words);
    await t.db.query('UPDATE reflection SET enrollment_id = ? WHERE enrollment_id = ?', [bin(other.id), bin(mine.id)]);
    await expect(reflections.get(other.actor, other.id, other.lesson('reflect'))).rejects.toThrow(ReflectionLocked);
  });
});

describe('enrolling', () => {
  it('gives one active enrollment, from however many tabs', async () => {
    const actor = await newLearner();
    const all = await times(24, () => enrollments.enroll(actor, document.code));
    expect(new Set(all.map(({ id }) => id)).size).toBe(1);
    expect(all.filter(({ created }) => created)).toHaveLength(1);
    expect(await queries.list(actor)).toMatchObject([
      { state: 'active', done: 0, total: 3, course: { code: document.code } },
    ]);
  });

  it('shows lessons, and where to go on', async () => {
    const { actor, id } = await start();
    const view = await queries.get(actor, id);
    expect(view).toMatchObject({ state: 'active', course: { pilot: true, version: 1, minutes: 60 }, completion: null });
    expect(view.lessons.map(({ state }) => state)).toEqual(Array(5).fill('not-started'));
    expect(view.next).toBe(view.lessons[0]?.id);
  });

  it('knows nothing of a course that is not published', async () => {
    await expect(enrollments.enroll(await newLearner(), 'nothing')).rejects.toMatchObject({ kind: 'not-found' });
  });

  it('hides what is another person’s', async () => {
    const mine = await start();
    const other = await newLearner();
    const calls = [
      () => queries.get(other, mine.id),
      () => lessons.content(other, mine.id, mine.lesson('opening'), 'ko'),
      () => lessons.progress(other, mine.id, mine.lesson('opening'), { event: 'beat', done: true }),
      () => attempts.submit(other, mine.id, mine.lesson('front-desk'), path, 'ko'),
      () => lessons.content(mine.actor, mine.id, other.personId ?? '', 'ko'),
    ];
    for (const call of calls) await expect(call()).rejects.toMatchObject({ kind: 'not-found' });
  });
});

describe('progress', () => {
  const engaged = async ({ actor, id }: Learning) =>
    (await queries.get(actor, id)).lessons.reduce((sum, { engagedSeconds }) => sum + engagedSeconds, 0);

  it('credits the union of all tabs once', async () => {
    const learning = await start();
    const { actor, id, lesson } = learning;
    await times(20, (i) => lessons.progress(actor, id, lesson('opening'), { event: 'open', tab: String(i) }));
    t.clock.advance(15_000);
    await times(20, (i) =>
      lessons.progress(actor, id, lesson(i % 2 ? 'opening' : 'reflect'), {
        event: 'beat',
        tab: String(i),
        position: `p${String(i)}`,
      }),
    );
    t.clock.advance(3_600_000);
    await times(20, (i) => lessons.progress(actor, id, lesson('opening'), { event: 'beat', tab: String(i) }));
    expect(await engaged(learning)).toBe(15);
    expect((await queries.get(actor, id)).lessons[0]).toMatchObject({
      state: 'in-progress',
      position: expect.stringMatching(/^p\d+$/) as string,
    });
  });

  it('counts two courses at once as one time', async () => {
    const first = await start();
    await publishCourse(t.get(StudioService), exampleCourse({ code: 'o9-other' }));
    const second = await start(first.actor, exampleCourse({ code: 'o9-other' }));
    const both = [first, second].map((learning, i) => ({ ...learning, tab: String(i) }));
    for (const event of ['open', 'beat'] as const) {
      await Promise.all(
        both.map(({ actor, id, lesson, tab }) => lessons.progress(actor, id, lesson('opening'), { event, tab })),
      );
      t.clock.advance(20_000);
    }
    expect((await engaged(first)) + (await engaged(second))).toBe(20);
  });

  it('takes what was queued without a connection, once for each key', async () => {
    const learning = await start();
    const { actor, id, lesson } = learning;
    t.clock.advance(600_000);
    const late = [
      { key: 'queued-entry-1', ago: 300, seconds: 60 },
      { key: 'queued-entry-2', ago: 240, seconds: 30 },
    ];
    await times(8, () => lessons.progress(actor, id, lesson('opening'), { event: 'open', late }));
    t.clock.advance(5_000);
    await lessons.progress(actor, id, lesson('opening'), { event: 'beat', late });
    expect(await engaged(learning)).toBe(90 + 5);
  });

  it('merges the seconds of a film that were played, as far as the clock explains them', async () => {
    const { actor, id, lesson } = await start();
    const play = (...watched: [number, number][]) =>
      lessons.progress(actor, id, lesson('opening'), { event: 'beat', watched });
    await lessons.progress(actor, id, lesson('opening'), { event: 'open' });
    t.clock.advance(30_000);
    await play([0, 30], [20, 45]);
    expect(await play([40, 50], [0, 10])).toMatchObject({ watchedSeconds: 50 });
    expect(await play([0, 3_600])).toMatchObject({ watchedSeconds: 65 });
  });

  it('finishes a reading once and for all, and a quiz never', async () => {
    const { actor, id, lesson } = await start();
    expect(await lessons.progress(actor, id, lesson('opening'), { event: 'leave', done: true })).toMatchObject({
      state: 'done',
    });
    expect(await lessons.progress(actor, id, lesson('opening'), { event: 'beat', done: false })).toMatchObject({
      state: 'done',
      enrollment: { state: 'active', completion: null },
    });
    await expect(lessons.progress(actor, id, lesson('check'), { event: 'beat', done: true })).rejects.toMatchObject({
      code: 'learning.proved-by-attempt',
    });
    await expect(attempts.submit(actor, id, lesson('opening'), path, 'ko')).rejects.toMatchObject({
      code: 'learning.nothing-to-answer',
    });
  });
});

describe('lesson content', () => {
  it('is whole and holds no answer before one is given', async () => {
    const { actor, id, lesson } = await start();
    expect((await lessons.content(actor, id, lesson('opening'), 'ko')).html).toContain('callout-case');
    expect((await lessons.content(actor, id, lesson('opening'), 'en')).sources).toMatchObject([{ id: 'crpd-5' }]);
    expect((await lessons.content(actor, id, lesson('front-desk'), 'ko')).scenario?.situations).toHaveLength(2);
    const quiz = await lessons.content(actor, id, lesson('check'), 'en');
    expect(quiz.quiz).toMatchObject({ purpose: 'final', passing: 0.6, attempt: 1, last: null });
    expect(quiz.quiz?.items).toHaveLength(3);
    expect(JSON.stringify(quiz)).not.toMatch(/correct|feedback|p\d[ab]"/i);
    expect(quiz.quiz?.items[0]?.choices.map(({ id: choice }) => choice)).toEqual(['a', 'b', 'c']);
  });
});

describe('attempts', () => {
  it('are drawn once, however many tabs open the quiz', async () => {
    const { actor, id, lesson } = await start();
    const opened = await times(20, () => lessons.content(actor, id, lesson('check'), 'ko'));
    expect(new Set(opened.map(({ quiz }) => JSON.stringify(quiz))).size).toBe(1);
    expect(await count('attempt WHERE enrollment_id = ?', bin(id))).toBe(1);
    expect(await count('item_shown WHERE person_id = ?', bin(actor.personId))).toBe(3);
  });

  it('are submitted once, and answer every repetition with the same result', async () => {
    const learning = await start();
    const { actor, id, lesson } = learning;
    const [wrong, right] = [await quizAnswers(learning, 'check', false), await quizAnswers(learning, 'check', true)];
    const results = await times(20, (i) => attempts.submit(actor, id, lesson('check'), i % 2 ? wrong : right, 'en'));
    expect(new Set(results.map((result) => JSON.stringify(result))).size).toBe(1);
    expect(results[0]?.items[0]?.choices[0]).toEqual({
      id: 'a',
      chosen: expect.any(Boolean) as boolean,
      correct: expect.any(Boolean) as boolean,
      feedbackHtml: expect.stringContaining('Feedback') as string,
    });
    // A late repetition, when the next attempt is open already, still belongs to the first.
    const next = await lessons.content(actor, id, lesson('check'), 'en');
    expect(next.quiz).toMatchObject({ attempt: 2, last: { number: 1 } });
    expect((await attempts.submit(actor, id, lesson('check'), wrong, 'en')).number).toBe(1);
    expect(await count('attempt WHERE enrollment_id = ? AND submitted_at IS NOT NULL', bin(id))).toBe(1);
  });

  it('show other items the next time, as long as there are any', async () => {
    const learning = await start();
    const { actor, id, lesson } = learning;
    const shown = async () => {
      await attempts.submit(actor, id, lesson('check'), await quizAnswers(learning, 'check', false), 'en');
      const [row] = await t.db.query<{ shown: string }[]>(
        'SELECT shown FROM attempt WHERE enrollment_id = ? ORDER BY number DESC LIMIT 1',
        [bin(id)],
      );
      return (JSON.parse(row?.shown ?? '[]') as { code: string }[]).map(({ code }) => code);
    };
    const all = [...(await shown()), ...(await shown())];
    expect(new Set(all).size).toBe(6);
    expect((await queries.get(actor, id)).lessons[3]).toMatchObject({
      state: 'in-progress',
      attempts: 2,
      bestScore: 0,
    });
  });

  it('of a pre-test are never graded', async () => {
    const learning = await start();
    const { actor, id, lesson } = learning;
    const result = await attempts.submit(
      actor,
      id,
      lesson('pre-check'),
      await quizAnswers(learning, 'pre-check', false),
      'en',
    );
    expect(result).toMatchObject({ score: null, passed: true, lesson: { state: 'done' } });
    expect((await queries.get(actor, id)).lessons[1]).toMatchObject({ attempts: 1, bestScore: null });
  });

  it('need an opened quiz, and items of it', async () => {
    const { actor, id, lesson } = await start();
    await expect(attempts.submit(actor, id, lesson('check'), [], 'ko')).rejects.toMatchObject({
      code: 'learning.no-open-attempt',
    });
    await lessons.content(actor, id, lesson('check'), 'ko');
    await expect(
      attempts.submit(actor, id, lesson('check'), [{ item: '1-9', choices: ['a'] }], 'ko'),
    ).rejects.toMatchObject({
      fields: [{ field: 'answers.0.item' }],
    });
  });

  it('of a scenario follow its paths to an ending', async () => {
    const { actor, id, lesson } = await start();
    await expect(
      attempts.submit(actor, id, lesson('front-desk'), [{ situation: 's2', choice: 'a' }], 'ko'),
    ).rejects.toMatchObject({
      fields: [{ field: 'answers.0.situation' }],
    });
    const result = await attempts.submit(actor, id, lesson('front-desk'), path, 'en');
    expect(result).toMatchObject({
      score: null,
      passed: true,
      ending: { id: 'e1', title: 'Accepted (English)' },
      lesson: { state: 'done' },
    });
  });
});

describe('completing', () => {
  const recordsOf = async ({ actor, id }: Learning) => ({
    completions: await count('completion WHERE enrollment_id = ?', bin(id)),
    credits: await count(`credit WHERE bearer_id = ? AND source_kind = 'completion'`, bin(actor.personId)),
    audited: await count(`audit_entry WHERE subject_id = ? AND action = 'enrollment.complete'`, bin(actor.personId)),
    certificates: await count(
      `outbox_job j JOIN completion c ON j.data LIKE CONCAT('%', LOWER(CONCAT_WS('-', SUBSTR(HEX(c.id),1,8), SUBSTR(HEX(c.id),9,4), SUBSTR(HEX(c.id),13,4), SUBSTR(HEX(c.id),17,4), SUBSTR(HEX(c.id),21))), '%')
       WHERE j.name = 'certificate.issue' AND c.enrollment_id = ?`,
      bin(id),
    ),
  });
  const once = { completions: 1, credits: 1, audited: 1, certificates: 1 };

  it('happens once, from many tabs, in any order, at once', async () => {
    const learning = await start();
    const { actor, id, lesson } = learning;
    const answers = await quizAnswers(learning, 'check', true);
    const results = await times(30, async (i) => {
      if (i % 3 === 0) return (await attempts.submit(actor, id, lesson('check'), answers, 'ko')).enrollment;
      if (i % 3 === 1) return (await attempts.submit(actor, id, lesson('front-desk'), path, 'ko')).enrollment;
      return (await lessons.progress(actor, id, lesson('opening'), { event: 'leave', done: true })).enrollment;
    });
    const ids = new Set(results.flatMap(({ completion }) => completion?.id ?? []));
    expect(ids.size).toBe(1);
    expect(await recordsOf(learning)).toEqual(once);
    const view = await queries.get(actor, id);
    expect(view).toMatchObject({
      state: 'completed',
      next: null,
      completion: { id: [...ids][0], completedOn: '2026-11-24' },
    });
  });

  it('freezes what the certificate will say, with the evidence and its reasons', async () => {
    const learning = await start();
    const { actor, id, lesson } = learning;
    await lessons.progress(actor, id, lesson('opening'), { event: 'open', done: true });
    await attempts.submit(actor, id, lesson('front-desk'), path, 'ko');
    const { enrollment } = await attempts.submit(
      actor,
      id,
      lesson('check'),
      await quizAnswers(learning, 'check', true),
      'ko',
    );
    const [row] = await t.db.query<{ frozen: string; evidence: string; evidence_reasons: string }[]>(
      'SELECT frozen, evidence, evidence_reasons FROM completion WHERE id = ?',
      [bin(enrollment.completion?.id ?? null)],
    );
    expect(JSON.parse(row?.frozen ?? '')).toEqual({
      language: 'ko',
      name: '김하늘',
      organisation: { ko: '가온광역시 도로과', en: 'Roads Division, Gaon Metropolitan City' },
      post: position,
      issuerCode: 'GAON',
      issuer: { ko: '가온광역시장', en: 'Mayor of Gaon Metropolitan City' },
      courseCode: document.code,
      course: document.title,
      courseVersion: 1,
      startedOn: '2026-11-24',
      completedOn: '2026-11-24',
      minutes: 60,
      mode: 'self-paced',
      pilot: true,
      basis: [],
    });
    // Clicked through in no time: a grade lower than the quiz would prove.
    expect(row?.evidence).toBe('interacted');
    expect(JSON.parse(row?.evidence_reasons ?? '')).toContainEqual({
      rule: 'impossible-pace',
      engagedSeconds: 0,
      expectedSeconds: 720,
    });
  });

  it('writes nothing when any part of it fails', async () => {
    const learning = await start();
    const { actor, id, lesson } = learning;
    await attempts.submit(actor, id, lesson('front-desk'), path, 'ko');
    await attempts.submit(actor, id, lesson('check'), await quizAnswers(learning, 'check', true), 'ko');
    await t.db.query(`RENAME TABLE outbox_job TO outbox_away`);
    try {
      await expect(lessons.progress(actor, id, lesson('opening'), { event: 'leave', done: true })).rejects.toThrow();
    } finally {
      await t.db.query(`RENAME TABLE outbox_away TO outbox_job`);
    }
    expect(await recordsOf(learning)).toEqual({ completions: 0, credits: 0, audited: 0, certificates: 0 });
    expect((await queries.get(actor, id)).lessons[0]?.state).toBe('not-started');
    await lessons.progress(actor, id, lesson('opening'), { event: 'leave', done: true });
    expect(await recordsOf(learning)).toEqual(once);
  });

  it('lets one learn the course again, next to what is completed', async () => {
    const first = await start();
    const { actor, id, lesson } = first;
    await lessons.progress(actor, id, lesson('opening'), { event: 'leave', done: true });
    await attempts.submit(actor, id, lesson('front-desk'), path, 'ko');
    await attempts.submit(actor, id, lesson('check'), await quizAnswers(first, 'check', true), 'ko');
    expect(await attempts.submit(actor, id, lesson('front-desk'), path, 'ko')).toMatchObject({
      enrollment: { state: 'completed' },
    });
    const second = await start(actor);
    expect(second.id).not.toBe(id);
    expect((await queries.newestByCourse(actor)).get(document.code)).toMatchObject({
      id: second.id,
      state: 'active',
    });
  });

  it('keeps to the version that was begun when a newer one is published', async () => {
    const course: CourseDocument = exampleCourse({ code: 'o9-versions' });
    await publishCourse(t.get(StudioService), course);
    const old = await start(undefined, course);
    const [reading, ...rest] = course.lessons;
    const credit = { ...course.credit, minutes: course.credit.minutes - reading!.minutes };
    await publishCourse(t.get(StudioService), {
      ...course,
      credit,
      lessons: [{ ...reading!, required: false }, ...rest],
    });
    const view = await queries.get(old.actor, old.id);
    expect(view.course.version).toBe(1);
    expect(view.lessons[0]?.required).toBe(true);
    expect((await enrollments.enroll(old.actor, course.code)).id).toBe(old.id);
    const fresh = await start(undefined, course);
    expect((await queries.get(fresh.actor, fresh.id)).course.version).toBe(2);
  });
});
