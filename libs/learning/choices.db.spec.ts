import { AccessModule } from '#libs/access';
import { type Actor, systemActor } from '#libs/actor';
import { type CourseDocument, CoursesModule, StudioService } from '#libs/courses';
import { newId } from '#libs/database';
import { MandatesModule, ObligationService } from '#libs/mandates';
import { AccommodationService, PeopleModule, PeopleService, UnitService } from '#libs/people';
import { makeCity } from '../../test/support/completions.js';
import { exampleCourse, publishCourse } from '../../test/support/example-course.js';
import { officialsMandate, publishMandates } from '../../test/support/mandates.js';
import { type TestContext, withDatabase } from '../../test/support/module.js';
import { ArguedCaseService } from './argued-cases.service.js';
import { AttemptService } from './attempts.service.js';
import { EnrollmentQueries } from './enrollments.queries.js';
import { EnrollmentService } from './enrollments.service.js';
import { LearningModule } from './learning.module.js';
import { LessonService } from './lessons.service.js';
import { StatisticsQueries } from './statistics.queries.js';

let t: TestContext;
let unitId: string;
let enrollments: EnrollmentService;
let queries: EnrollmentQueries;
let lessons: LessonService;
let attempts: AttemptService;

beforeAll(async () => {
  t = await withDatabase([PeopleModule, AccessModule, CoursesModule, MandatesModule, LearningModule]);
  enrollments = t.get(EnrollmentService);
  queries = t.get(EnrollmentQueries);
  lessons = t.get(LessonService);
  attempts = t.get(AttemptService);
  unitId = (await makeCity(t.get(UnitService))).divisionId;
});
afterAll(() => t.close());

/** Of the lessons that both routes have. */
const blendedMinutes = exampleCourse()
  .lessons.filter(({ required }) => required)
  .reduce((sum, { minutes }) => sum + minutes, 0);
const both = (words: string) => ({ ko: words, en: words });
const bin = (id: string) => Buffer.from(id.replaceAll('-', ''), 'hex');

async function newLearner(): Promise<Actor> {
  const [personId = ''] = await t
    .get(PeopleService)
    .register(systemActor, [
      { name: '김하늘', memberships: [{ unitId, occupation: 'official', band: 'staff', from: '2024-01-01' }] },
    ]);
  return { ...systemActor, kind: 'person', personId };
}

/** A reading for both routes, one for solo, a live part for blended; the case and the quiz for both. */
function twoRoutes(code: string): CourseDocument {
  const course = exampleCourse({ code });
  const [opening, , desk, check] = course.lessons;
  return {
    ...course,
    credit: { ...course.credit, minutes: opening!.minutes + 20 + desk!.minutes + check!.minutes },
    lessons: [
      opening!,
      {
        ...(opening as Extract<CourseDocument['lessons'][number], { kind: 'reading' }>),
        slug: 'alone',
        minutes: 20,
        routes: ['solo'],
      },
      desk!,
      check!,
      {
        slug: 'together',
        kind: 'live',
        minutes: 90,
        required: true,
        routes: ['blended'],
        title: both('Together'),
        live: { mode: 'in-person', partner: both('A civil society group') },
      },
    ],
    guide: { ko: GUIDE_KO, en: GUIDE_EN },
  };
}
const GUIDE_KO =
  '## 목표\n\n가\n\n## 자리와 준비물\n\n가\n\n## 시간 계획\n\n| 분 | 일 |\n| --- | --- |\n| 90 | 가 |\n\n## 함께하는 사람의 역할\n\n가\n\n## 위험과 돌봄\n\n가\n\n## 인원에 맞추기\n\n가\n\n## 누구나 함께하기\n\n가';
const GUIDE_EN =
  '## Aim\n\na\n\n## Room and materials\n\na\n\n## Minute plan\n\n| Minutes | What |\n| --- | --- |\n| 90 | a |\n\n## Who does what\n\na\n\n## Risks and care\n\na\n\n## For 8 people, for 40\n\na\n\n## Accessibility\n\na';

interface Learning {
  readonly actor: Actor;
  readonly id: string;
  readonly lesson: (slug: string) => string;
}

async function begin(course: string, more: { actor?: Actor; route?: 'solo' | 'blended' } = {}): Promise<Learning> {
  const actor = more.actor ?? (await newLearner());
  const { id } = await enrollments.enroll(actor, course, { route: more.route });
  return opened(actor, id);
}

async function opened(actor: Actor, id: string): Promise<Learning> {
  const rows = await t.db.query<{ id: Buffer; slug: string }[]>(
    'SELECT l.id, l.slug FROM lesson l JOIN enrollment e ON e.course_version_id = l.course_version_id WHERE e.id = ?',
    [bin(id)],
  );
  const ids = new Map(
    rows.map((row) => [row.slug, row.id.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')]),
  );
  return { actor, id, lesson: (slug) => ids.get(slug) ?? '' };
}

const read = ({ actor, id, lesson }: Learning, slug: string) =>
  lessons.progress(actor, id, lesson(slug), { event: 'leave', done: true });
const walk = ({ actor, id, lesson }: Learning) =>
  attempts.submit(actor, id, lesson('front-desk'), [{ situation: 's1', choice: 'b' }], 'ko');
const rightAnswers = (items: { id: string; choices: { id: string; html: string }[] }[]) =>
  items.map((item) => ({
    item: item.id,
    choices: [item.choices.find(({ html }) => html.startsWith('Choice right'))!.id],
  }));
async function pass(learning: Learning) {
  const { actor, id, lesson } = learning;
  const { quiz } = await lessons.content(actor, id, lesson('check'), 'en');
  return attempts.submit(actor, id, lesson('check'), rightAnswers(quiz?.items ?? []), 'en');
}
const creditOf = async ({ actor }: Learning) =>
  t.db.query<{ minutes: number; evidence: string }[]>('SELECT minutes, evidence FROM credit WHERE bearer_id = ?', [
    bin(actor.personId ?? ''),
  ]);

describe('routes', () => {
  beforeAll(() => publishCourse(t.get(StudioService), twoRoutes('o9-routes')));

  it('are chosen, and changed without losing a finished lesson', async () => {
    const learning = await begin('o9-routes');
    const { actor, id } = learning;
    await read(learning, 'opening');
    await read(learning, 'alone');
    expect(await queries.get(actor, id)).toMatchObject({ route: 'solo', routes: ['solo', 'blended'] });
    await enrollments.changeRoute(actor, id, 'blended');
    const blended = await queries.get(actor, id);
    expect(blended.lessons.map(({ slug, state }) => [slug, state])).toEqual([
      ['opening', 'done'],
      ['front-desk', 'not-started'],
      ['check', 'not-started'],
      ['together', 'not-started'],
    ]);
    await enrollments.changeRoute(actor, id, 'solo');
    expect((await queries.get(actor, id)).lessons.map(({ state }) => state)).toEqual([
      'done',
      'done',
      'not-started',
      'not-started',
    ]);
    expect((await queries.list(actor))[0]).toMatchObject({ done: 2, total: 4 });
  });

  it('complete at once when what the other route asks is done already', async () => {
    const learning = await begin('o9-routes', { route: 'blended' });
    for (const slug of ['opening', 'alone']) await read(learning, slug);
    await walk(learning);
    await pass(learning);
    expect((await queries.get(learning.actor, learning.id)).state).toBe('active');
    expect(await enrollments.changeRoute(learning.actor, learning.id, 'solo')).toMatchObject({ state: 'completed' });
    await expect(enrollments.changeRoute(learning.actor, learning.id, 'blended')).rejects.toMatchObject({
      code: 'learning.already-completed',
    });
  });

  const attend = (courseId: string, actor: Actor, sessionId: string) =>
    t.db.run(() =>
      enrollments.recordAttendance(systemActor, {
        courseId,
        sessionId,
        on: '2026-11-20',
        personIds: [actor.personId ?? ''],
      }),
    );
  const courseIdOf = async (code: string) => {
    const [row] = await t.db.query<{ id: string }[]>('SELECT LOWER(HEX(id)) AS id FROM course WHERE code = ?', [code]);
    return (row?.id ?? '').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  };

  it('finish their live part by attendance alone, and credit the rest', async () => {
    const learning = await begin('o9-routes', { route: 'blended' });
    const { actor, id, lesson } = learning;
    await read(learning, 'opening');
    await walk(learning);
    await pass(learning);
    await expect(lessons.progress(actor, id, lesson('together'), { event: 'leave', done: true })).rejects.toMatchObject(
      {
        code: 'learning.proved-by-attendance',
      },
    );
    await attend(await courseIdOf('o9-routes'), actor, '0192f000-0000-7000-8000-000000000001');
    const view = await queries.get(actor, id);
    expect(view).toMatchObject({ state: 'completed', evidence: { grade: 'practised', frozen: true } });
    expect(await creditOf(learning)).toMatchObject([{ minutes: blendedMinutes, evidence: 'practised' }]);
  });

  it('take an attendance from before the enrollment once, and not for the next one', async () => {
    const actor = await newLearner();
    await attend(await courseIdOf('o9-routes'), actor, '0192f000-0000-7000-8000-000000000002');
    const first = await begin('o9-routes', { actor, route: 'blended' });
    expect((await queries.get(actor, first.id)).lessons.at(-1)).toMatchObject({ slug: 'together', state: 'done' });
    await read(first, 'opening');
    await walk(first);
    await pass(first);
    const second = await begin('o9-routes', { actor, route: 'blended' });
    expect(second.id).not.toBe(first.id);
    expect((await queries.get(actor, second.id)).lessons.at(-1)).toMatchObject({ state: 'not-started' });
  });

  it('are those of the course', async () => {
    await publishCourse(t.get(StudioService), exampleCourse({ code: 'o9-one-way' }));
    await expect(begin('o9-one-way', { route: 'blended' })).rejects.toMatchObject({ code: 'learning.no-such-route' });
  });
});

describe('a newer version', () => {
  it('is gone on in by choice, with what has the same content', async () => {
    const course = exampleCourse({ code: 'o9-newer' });
    await publishCourse(t.get(StudioService), course);
    const learning = await begin('o9-newer');
    const { actor, id } = learning;
    await read(learning, 'opening');
    await walk(learning);
    const [opening, pre, desk, ...rest] = course.lessons;
    const scenario = (desk as Extract<typeof desk, { kind: 'scenario' }>).scenario;
    await publishCourse(t.get(StudioService), {
      ...course,
      lessons: [
        { ...opening!, title: both('Another title') },
        pre!,
        { ...desk!, scenario: { ...scenario, debrief: both('New.') } } as typeof opening,
        ...rest,
      ] as CourseDocument['lessons'],
    });
    expect((await queries.get(actor, id)).newer).toEqual({
      version: 2,
      kept: [course.lessons[0]!.title],
      again: [course.lessons[2]!.title],
    });
    await enrollments.moveToCurrent(actor, id);
    const moved = await queries.get(actor, id);
    expect(moved).toMatchObject({ id, course: { version: 2 }, newer: null });
    expect(moved.lessons.map(({ slug, state }) => [slug, state])).toEqual([
      ['opening', 'done'],
      ['pre-check', 'not-started'],
      ['front-desk', 'not-started'],
      ['check', 'not-started'],
      ['reflect', 'not-started'],
    ]);
    const again = await opened(actor, id);
    await walk(again);
    await pass(again);
    expect((await queries.get(actor, id)).state).toBe('completed');
  });
});

describe('cycles', () => {
  it('each have an enrollment of their own, and nothing is overwritten', async () => {
    await publishCourse(t.get(StudioService), exampleCourse({ code: 'o9-cycle' }));
    await publishMandates(t, officialsMandate('gaon-cycle').replace('late: still-owed', 'late: closed-at-cycle-end'));
    const actor = await newLearner();
    const dutyOf = async () =>
      (await t.get(ObligationService).listOf(actor.personId ?? '')).obligations.find(({ state }) => state === 'open')
        ?.id ?? '';
    const duty = await dutyOf();
    const first = await enrollments.enroll(actor, 'o9-cycle', { obligationId: duty });
    expect((await enrollments.enroll(actor, 'o9-cycle', { obligationId: duty })).id).toBe(first.id);
    await read(await opened(actor, first.id), 'opening');
    t.clock.set('2027-03-02T03:00:00.000Z');
    try {
      const next = await dutyOf();
      expect(next).not.toBe(duty);
      const second = await enrollments.enroll(actor, 'o9-cycle', { obligationId: next });
      expect(second).toMatchObject({ created: true });
      expect((await queries.list(actor)).map(({ id, state, origin, done }) => [id, state, origin, done])).toEqual([
        [second.id, 'active', 'duty', 0],
        [first.id, 'left', 'duty', 1],
      ]);
    } finally {
      t.clock.set('2026-11-24T03:00:00.000Z');
    }
    await expect(enrollments.enroll(await newLearner(), 'o9-cycle', { obligationId: duty })).rejects.toMatchObject({
      code: 'learning.not-your-duty',
    });
  });

  it('of a class enroll those who are not learning it yet', async () => {
    await publishCourse(t.get(StudioService), exampleCourse({ code: 'o9-class' }));
    const actors = await Promise.all([newLearner(), newLearner(), newLearner()]);
    await enrollments.enroll(actors[0], 'o9-class');
    const ids = actors.map(({ personId }) => personId ?? '');
    expect(await enrollments.enrollClass(systemActor, unitId, ids, 'o9-class')).toBe(2);
    expect(await enrollments.enrollClass(systemActor, unitId, ids, 'o9-class')).toBe(0);
    expect((await queries.list(actors[1]))[0]).toMatchObject({ origin: 'class', state: 'active' });
  });
});

describe('other ways to prove', () => {
  beforeAll(() => publishCourse(t.get(StudioService), withArguedCase(exampleCourse({ code: 'o9-proof' }))));

  function withArguedCase(course: CourseDocument): CourseDocument {
    const [item] = course.items;
    const tags = item!.tags;
    const argued = (form: 'A' | 'B') => ({
      code: `p9${form.toLowerCase()}`,
      pair: 'p9',
      form,
      tags,
      stem: both('What would you do, and why?'),
      kind: 'argued-case' as const,
      rubric: [
        { id: 'right', points: 3, text: both('Names the right') },
        { id: 'ground', points: 2, text: both('Gives a ground') },
      ],
      feedback: { right: both('Thank you'), wrong: both('Look again') },
    });
    return { ...course, items: [...course.items, argued('A'), argued('B')] };
  }

  /** Clicked through in no time. */
  async function rushed(): Promise<Learning> {
    const learning = await begin('o9-proof');
    await read(learning, 'opening');
    await walk(learning);
    await pass(learning);
    return learning;
  }

  it('are told with the grade and its reasons, in both languages', async () => {
    const { actor, id } = await rushed();
    const { state, evidence } = await queries.get(actor, id);
    expect(state).toBe('completed');
    expect(evidence).toMatchObject({ grade: 'interacted', frozen: true, later: null });
    expect(evidence.reasons.map(({ ko }) => ko).join(' ')).toContain('기록된 학습 시간은 0분');
    expect(evidence.ways.map(({ kind }) => kind)).toEqual(['test-out', 'argued-case']);
  });

  it('a test-out asks only what was not seen, and raises the grade beside the credit', async () => {
    const learning = await rushed();
    const { actor, id } = learning;
    const seen = async () =>
      (
        await t.db.query<{ shown: string }[]>('SELECT shown FROM attempt WHERE enrollment_id = ? ORDER BY number', [
          bin(id),
        ])
      ).map(({ shown }) => (JSON.parse(shown) as { code: string }[]).map(({ code }) => code));
    const quiz = await attempts.openTestOut(actor, id, 'en');
    expect(quiz.passing).toBe(0.8);
    const all = (await seen()).flat();
    expect(new Set(all).size).toBe(all.length);
    const result = await attempts.submit(actor, id, quiz.lessonId, rightAnswers(quiz.items), 'en');
    expect(result).toMatchObject({ purpose: 'test-out', passed: true });
    expect((await queries.get(actor, id)).evidence).toMatchObject({
      grade: 'interacted',
      later: { grade: 'demonstrated' },
      ways: [{ kind: 'argued-case' }],
    });
    expect(await creditOf(learning)).toMatchObject([{ evidence: 'interacted' }]);
    await expect(attempts.openTestOut(actor, id, 'en')).rejects.toMatchObject({ code: 'learning.nothing-unseen' });
  });

  it('an argued case is marked by somebody else, without a name, and by its rubric', async () => {
    const cases = t.get(ArguedCaseService);
    const { actor, id } = await rushed();
    const marker: Actor = { ...(await newLearner()), scope: { 'course:author': [unitId] } };
    const words = '창구에서 이름을 다시 묻지 않고, 본인이 정한 이름을 쓰도록 하겠습니다. 근거는 협약 제5조입니다.';
    const caseId = await cases.submit(actor, id, 'p9a', words);
    await expect(cases.submit(actor, id, 'p9a', words)).rejects.toMatchObject({ code: 'learning.awaiting-mark' });
    expect((await cases.waiting(actor, 'ko')).some((waiting) => waiting.id === caseId)).toBe(false);
    const waiting = (await cases.waiting(marker, 'ko')).find((each) => each.id === caseId);
    expect(JSON.stringify(waiting)).not.toContain('김하늘');
    await expect(cases.mark(actor, caseId, { right: 3, ground: 2 }, '잘 읽었습니다.')).rejects.toMatchObject({
      kind: 'not-found',
    });
    // A trainer of another part of the city.
    const elsewhere: Actor = { ...marker, scope: { 'course:author': [newId()] } };
    expect(await cases.waiting(elsewhere, 'ko')).toEqual([]);
    await expect(cases.mark(elsewhere, caseId, { right: 3, ground: 2 }, '-')).rejects.toMatchObject({
      kind: 'not-found',
    });
    await expect(cases.mark(marker, caseId, { right: 4, ground: 2 }, '-')).rejects.toMatchObject({
      code: 'learning.not-in-rubric',
    });
    expect(await cases.mark(marker, caseId, { right: 1, ground: 1 }, '근거를 더 써 주세요.')).toBe('returned');
    const second = await cases.submit(actor, id, 'p9a', words);
    expect(await cases.mark(marker, second, { right: 2, ground: 1 }, '잘 읽었습니다.')).toBe('accepted');
    expect((await queries.get(actor, id)).evidence.later).toMatchObject({ grade: 'verified' });
    expect((await cases.get(actor, id, 'ko')).mine.map(({ state }) => state).sort()).toEqual(['accepted', 'returned']);
  });
});

describe('items', () => {
  it('seen long ago are drawn again, those seen lately are not while there are others', async () => {
    await publishCourse(t.get(StudioService), exampleCourse({ code: 'o9-rest' }));
    const learning = await begin('o9-rest');
    await pass(learning);
    await t.db.query('UPDATE item_shown SET shown_at = ? WHERE person_id = ?', [
      new Date('2022-01-01'),
      bin(learning.actor.personId ?? ''),
    ]);
    // All eight are fresh again, so the final quiz draws its own form once more.
    await lessons.content(learning.actor, learning.id, learning.lesson('check'), 'en');
    const [row] = await t.db.query<{ shown: string }[]>(
      'SELECT shown FROM attempt WHERE enrollment_id = ? ORDER BY number DESC LIMIT 1',
      [bin(learning.id)],
    );
    expect((JSON.parse(row?.shown ?? '[]') as { code: string }[]).every(({ code }) => code.endsWith('b'))).toBe(true);
  });

  it('and the gain of a course are told from ten people on, and of nobody', async () => {
    await publishCourse(t.get(StudioService), exampleCourse({ code: 'o9-gain' }));
    const statistics = t.get(StatisticsQueries);
    const learn = async () => {
      const learning = await begin('o9-gain');
      const { actor, id, lesson } = learning;
      const { quiz } = await lessons.content(actor, id, lesson('pre-check'), 'en');
      const wrong = (quiz?.items ?? []).map((item) => ({
        item: item.id,
        choices: [item.choices.find(({ html }) => html.startsWith('Choice wrong'))!.id],
      }));
      await attempts.submit(actor, id, lesson('pre-check'), wrong, 'en');
      await pass(learning);
      return learning;
    };
    const [first] = await Promise.all(Array.from({ length: 9 }, learn));
    expect(await statistics.of('o9-gain')).toMatchObject({ gain: null });
    await learn();
    const { gain, items } = await statistics.of('o9-gain');
    expect(gain).toEqual({ persons: 10, before: 0, after: 1, normalized: 1 });
    expect(items.reduce((sum, { answered }) => sum + answered, 0)).toBe(10 * (2 + 3));
    // The final quiz asked the parallel items of what the pre-test had asked.
    const rows = await t.db.query<{ shown: string }[]>(
      'SELECT shown FROM attempt WHERE enrollment_id = ? ORDER BY opened_at, number',
      [bin(first?.id ?? '')],
    );
    const pairs = rows.map(({ shown }) =>
      (JSON.parse(shown) as { code: string }[]).map(({ code }) => code.slice(0, 2)),
    );
    const asked = pairs.find((each) => each.length === 2) ?? [];
    expect(pairs.find((each) => each.length === 3)).toEqual(expect.arrayContaining(asked));
  });
});

describe('accommodations', () => {
  const timed = exampleCourse({ code: 'o9-timed' });

  beforeAll(() =>
    publishCourse(t.get(StudioService), {
      ...timed,
      lessons: timed.lessons.map((lesson) =>
        lesson.kind === 'quiz' && lesson.quiz.purpose === 'final'
          ? { ...lesson, quiz: { ...lesson.quiz, timeLimit: 10 } }
          : lesson,
      ),
    }),
  );
  const accommodate = (actor: Actor, more: { extraTime?: number; noTimeLimit?: boolean; easyKorean?: boolean }) =>
    t.get(AccommodationService).set(actor, actor.personId ?? '', {
      extraTime: 0,
      noTimeLimit: false,
      textOnly: false,
      easyKorean: false,
      largerText: false,
      ...more,
    });
  const minutesFor = async (more: Parameters<typeof accommodate>[1]) => {
    const actor = await newLearner();
    await accommodate(actor, more);
    const { id, lesson } = await begin('o9-timed', { actor });
    const due = (await lessons.content(actor, id, lesson('check'), 'ko')).quiz?.dueAt;
    return due == null ? null : (due.getTime() - t.clock.now().getTime()) / 60_000;
  };

  it('lengthen a time limit, or take it away', async () => {
    expect(await minutesFor({})).toBe(10);
    expect(await minutesFor({ extraTime: 50 })).toBe(15);
    expect(await minutesFor({ noTimeLimit: true, extraTime: 50 })).toBeNull();
  });

  it('what comes after its time is scored, not passed, and may be tried again at once', async () => {
    const learning = await begin('o9-timed');
    const { actor, id, lesson } = learning;
    const { quiz } = await lessons.content(actor, id, lesson('check'), 'en');
    t.clock.advance(11 * 60_000 + 1);
    const answers = rightAnswers(quiz?.items ?? []);
    expect(await attempts.submit(actor, id, lesson('check'), answers, 'en')).toMatchObject({
      score: 1,
      passed: false,
      late: true,
    });
    expect(await pass(learning)).toMatchObject({ passed: true, late: false });
    t.clock.set('2026-11-24T03:00:00.000Z');
  });

  it('show the easy Korean version where there is one', async () => {
    const course = exampleCourse({ code: 'o9-easy' });
    const [opening, ...rest] = course.lessons;
    await publishCourse(t.get(StudioService), {
      ...course,
      lessons: [
        { ...opening!, easy: '쉬운 말로 쓴 글입니다.' } as typeof opening,
        ...rest,
      ] as CourseDocument['lessons'],
    });
    const { actor, id, lesson } = await begin('o9-easy');
    const show = (language: 'ko' | 'en', asked?: boolean) =>
      lessons.content(actor, id, lesson('opening'), language, asked);
    expect(await show('ko')).toMatchObject({ easy: { shown: false, available: true } });
    await accommodate(actor, { easyKorean: true });
    expect((await show('ko')).html).toContain('쉬운 말로 쓴 글입니다.');
    expect(await show('ko', false)).toMatchObject({ easy: { shown: false } });
    expect(await show('en')).toMatchObject({ easy: { shown: false, available: false } });
  });
});

describe('a group', () => {
  it('completes those who can, and refuses the one who cannot, alone', async () => {
    await publishCourse(t.get(StudioService), exampleCourse({ code: 'o9-group' }));
    const nobody = await t.get(PeopleService).register(systemActor, [{ name: '무소속', memberships: [] }]);
    const lost: Actor = { ...systemActor, kind: 'person', personId: nobody[0] ?? '' };
    const all = await Promise.all([
      ...Array.from({ length: 12 }, () => begin('o9-group')),
      begin('o9-group', { actor: lost }),
    ]);
    await Promise.all(all.map((each) => walk(each)));
    await Promise.all(all.map((each) => pass(each)));
    const results = await Promise.allSettled(all.map((each) => read(each, 'opening')));
    expect(results.map(({ status }) => status)).toEqual([...Array<string>(12).fill('fulfilled'), 'rejected']);
    const granted = await Promise.all(all.map((each) => creditOf(each)));
    expect(granted.map((credits) => credits.length)).toEqual([...Array<number>(12).fill(1), 0]);
  });
});
