import fc from 'fast-check';
import { drawQuiz, type QuizSettings, viewQuizItems } from '#libs/courses';
import { exampleCourse } from '../../test/support/example-course.js';
import { attemptNumberOf, followPath, scoreQuiz } from './attempt.rules.js';
import { viewFeedback } from './attempt.view.js';
import { basisLines } from './completion.rules.js';
import { creditedMinutes, isFinished, nextLesson, routesOf, servesNewCycle } from './enrollment.rules.js';

const bank = exampleCourse().items;
const scenario = exampleCourse().lessons.flatMap((lesson) => (lesson.kind === 'scenario' ? [lesson.scenario] : []))[0]!;
const text = (words: string) => ({ ko: words, en: words });

describe('a quiz', () => {
  const shown = [
    { code: 'p1b', choices: ['wrong', 'right', 'odd'] },
    { code: 'p2b', choices: ['right', 'odd', 'wrong'] },
  ];

  it('is scored by what was shown, unanswered items being wrong', () => {
    const scored = scoreQuiz(shown, 3, bank, [{ item: '3-1', choices: ['b'] }], 0.6);
    expect(scored).toMatchObject({ score: 0.5, passed: false, items: [{ correct: true }, { correct: false }] });
    expect(scored.items[0]?.choices).toEqual([
      { id: 'wrong', chosen: false, correct: false },
      { id: 'right', chosen: true, correct: true },
      { id: 'odd', chosen: false, correct: false },
    ]);
    expect(scoreQuiz(shown, 3, bank, [{ item: '3-1', choices: ['b'] }], 0.5).passed).toBe(true);
    expect(scoreQuiz(shown, 3, bank, [], null)).toMatchObject({ score: 0, passed: true });
  });

  it('passes on exactly the share asked for', () => {
    const five = ['p1b', 'p2b', 'p3b', 'p4b', 'p1a'].map((code) => ({ code, choices: ['right', 'wrong'] }));
    const answers = (right: number) =>
      five.map((_item, i) => ({ item: `1-${String(i + 1)}`, choices: [i < right ? 'a' : 'b'] }));
    expect(scoreQuiz(five, 1, bank, answers(3), 0.6).passed).toBe(true);
    expect(scoreQuiz(five, 1, bank, answers(2), 0.6).passed).toBe(false);
  });

  it.each([
    ['an item of another attempt', [{ item: '2-1', choices: ['a'] }], 'answers.0.item'],
    [
      'an item twice',
      [
        { item: '3-1', choices: ['a'] },
        { item: '3-1', choices: ['b'] },
      ],
      'answers.1.item',
    ],
    ['a choice that is not there', [{ item: '3-1', choices: ['z'] }], 'answers.0.choices'],
    ['two choices of a single-choice item', [{ item: '3-1', choices: ['a', 'b'] }], 'answers.0.choices'],
    ['a step of a scenario', [{ situation: 's1', choice: 'a' }], 'answers.0.item'],
  ])('refuses %s', (_what, answers, field) => {
    expect(() => scoreQuiz(shown, 3, bank, answers, 0.6)).toThrow(
      expect.objectContaining({ fields: [expect.objectContaining({ field })] }) as Error,
    );
  });

  describe('of other kinds', () => {
    const head = { pair: 'x', form: 'A' as const, tags: bank[0]!.tags, stem: text('?') };
    const feedback = { right: text('Yes.'), wrong: text('No.') };
    const others: typeof bank = [
      { ...head, code: 'o', kind: 'ordering', steps: ['1', '2', '3'].map((id) => ({ id, text: text(id) })), feedback },
      {
        ...head,
        code: 'm',
        kind: 'matching',
        pairs: ['1', '2'].map((id) => ({ id, left: text(`l${id}`), right: text(`r${id}`) })),
        feedback,
      },
      { ...head, code: 's', kind: 'short-text', accept: { ko: ['정당한 편의'], en: ['Adjustment'] }, feedback },
      { ...head, code: 'r', kind: 'rating-scale', scale: { from: 1, to: 5, low: text('no'), high: text('yes') } },
    ];
    const put = [
      { code: 'o', choices: ['3', '1', '2'] },
      { code: 'm', choices: ['2', '1'] },
      { code: 's', choices: [] },
      { code: 'r', choices: [] },
    ];
    const right = [
      { item: '1-1', choices: ['b', 'c', 'a'] },
      { item: '1-2', choices: ['b', 'a'] },
      { item: '1-3', text: ' 정당한편의. ' },
      { item: '1-4', value: 4 },
    ];

    it('is right in the right order, with each in its place, and with the word itself; a scale never counts', () => {
      const scored = scoreQuiz(put, 1, others, right, 1);
      expect(scored.items.map(({ correct }) => correct)).toEqual([true, true, true, null]);
      expect(scored).toMatchObject({ score: 1, passed: true });
      expect(scored.items[3]).toMatchObject({ value: 4 });
    });

    it('is wrong otherwise, and says what was in its place', () => {
      const scored = scoreQuiz(
        put,
        1,
        others,
        [
          { item: '1-1', choices: ['b', 'a', 'c'] },
          { item: '1-2', choices: ['a', 'b'] },
          { item: '1-3', text: '?' },
        ],
        1,
      );
      expect(scored.items.map(({ correct }) => correct)).toEqual([false, false, false, null]);
      expect(scored.items[0]?.choices).toEqual([
        { id: '1', chosen: true, correct: true },
        { id: '3', chosen: true, correct: false },
        { id: '2', chosen: true, correct: false },
      ]);
      expect(scoreQuiz(put, 1, others, [], 1).items.map(({ correct }) => correct)).toEqual([false, false, false, null]);
    });

    it.each([
      ['a part of the order', { item: '1-1', choices: ['a', 'b'] }, 'choices'],
      ['one thing in two places', { item: '1-2', choices: ['a', 'a'] }, 'choices'],
      ['choices where words belong', { item: '1-3', choices: ['a'] }, 'text'],
      ['words where an order belongs', { item: '1-1', text: 'x' }, 'choices'],
      ['a place that the scale does not have', { item: '1-4', value: 6 }, 'value'],
    ])('refuses %s', (_what, answer, field) => {
      expect(() => scoreQuiz(put, 1, others, [answer as never], 1)).toThrow(
        expect.objectContaining({ fields: [expect.objectContaining({ field: `answers.0.${field}` })] }) as Error,
      );
    });

    it('is shown without what would be right, and told afterwards', () => {
      const document = exampleCourse({ items: others });
      const view = viewQuizItems(document, put, 1, 'ko');
      expect(view[1]).toMatchObject({
        lefts: [{ html: 'l1' }, { html: 'l2' }],
        choices: [{ html: 'r2' }, { html: 'r1' }],
      });
      expect(view[3]?.scale).toEqual({ from: 1, to: 5, low: 'no', high: 'yes' });
      expect(JSON.stringify(view)).not.toContain('정당한');
      const told = viewFeedback(document, scoreQuiz(put, 1, others, right, 1).items, put, 1, 'ko');
      expect(told.map(({ feedbackHtml }) => feedbackHtml)).toEqual(['<p>Yes.</p>', '<p>Yes.</p>', '<p>Yes.</p>', null]);
      expect(told[0]?.choices.map(({ id }) => id)).toEqual(['b', 'c', 'a']);
      expect(told[2]?.rightHtml).toEqual(['정당한 편의']);
    });
  });

  it('knows its attempt by the items', () => {
    expect(attemptNumberOf([{ item: '12-3', choices: [] }])).toBe(12);
    expect(attemptNumberOf([])).toBeNull();
    expect(() => attemptNumberOf([{ item: 'x', choices: [] }])).toThrow();
  });

  it('is drawn without two of a pair, unseen items first, forms by purpose', () => {
    const seed = fc.array(fc.nat(), { minLength: 200, maxLength: 200 });
    const purpose = fc.constantFrom('pre' as const, 'final' as const, 'practice' as const);
    fc.assert(
      fc.property(
        seed,
        purpose,
        fc.integer({ min: 1, max: 4 }),
        fc.subarray(bank.map(({ code }) => code)),
        (numbers, kind, draw, seenCodes) => {
          let next = 0;
          const random = (below: number) => (numbers[next++ % numbers.length] ?? 0) % below;
          const settings: QuizSettings = { purpose: kind, draw, passing: 0.6 };
          const seen = new Set(seenCodes);
          const drawn = drawQuiz(settings, bank, seen, random).map((item) => ({
            ...bank.find(({ code }) => code === item.code)!,
            order: item.choices,
          }));
          expect(drawn).toHaveLength(draw);
          expect(new Set(drawn.map(({ pair }) => pair)).size).toBe(draw);
          for (const { order } of drawn) expect([...order].sort()).toEqual(['odd', 'right', 'wrong']);
          if (kind === 'pre') expect(drawn.every(({ form }) => form === 'A')).toBe(true);
          const usable = bank.filter(({ form }) => kind !== 'pre' || form === 'A');
          const unseenPairs = new Set(usable.filter(({ code }) => !seen.has(code)).map(({ pair }) => pair));
          expect(drawn.filter(({ code }) => !seen.has(code))).toHaveLength(Math.min(draw, unseenPairs.size));
          if (kind === 'final' && seen.size === 0) expect(drawn.every(({ form }) => form === 'B')).toBe(true);
        },
      ),
    );
  });
});

describe('a scenario', () => {
  it('takes every path that the author drew', () => {
    expect(followPath(scenario, [{ situation: 's1', choice: 'b' }])).toBe('e1');
    expect(
      followPath(scenario, [
        { situation: 's1', choice: 'a' },
        { situation: 's2', choice: 'b' },
      ]),
    ).toBe('e2');
  });

  it.each([
    ['a path that stops', [{ situation: 's1', choice: 'a' }], 'answers'],
    ['no path', [], 'answers'],
    ['a jump', [{ situation: 's2', choice: 'a' }], 'answers.0.situation'],
    [
      'a step after the end',
      [
        { situation: 's1', choice: 'b' },
        { situation: 's2', choice: 'a' },
      ],
      'answers.1.situation',
    ],
    ['an unknown choice', [{ situation: 's1', choice: 'z' }], 'answers.0.choice'],
  ])('refuses %s', (_what, answers, field) => {
    expect(() => followPath(scenario, answers)).toThrow(
      expect.objectContaining({ fields: [expect.objectContaining({ field })] }) as Error,
    );
  });
});

describe('where one stands', () => {
  const steps = (...states: ('not-started' | 'in-progress' | 'done')[]) =>
    states.map((state, i) => ({ id: String(i), required: i !== 1, state }));

  it('goes on in order, without going back to optional lessons passed over', () => {
    expect(nextLesson(steps('not-started', 'not-started', 'not-started'))).toBe('0');
    expect(nextLesson(steps('done', 'not-started', 'not-started'))).toBe('1');
    expect(nextLesson(steps('done', 'in-progress', 'not-started'))).toBe('1');
    expect(nextLesson(steps('done', 'not-started', 'in-progress'))).toBe('2');
    expect(nextLesson(steps('not-started', 'not-started', 'done'))).toBe('0');
    expect(nextLesson(steps('done', 'not-started', 'done'))).toBeNull();
  });

  it('is finished when every required lesson is', () => {
    expect(isFinished(steps('done', 'not-started', 'done'))).toBe(true);
    expect(isFinished(steps('done', 'done', 'in-progress'))).toBe(false);
  });

  it('is frozen in words', () => {
    const basis = { instrument: text('조례'), article: '제10조', fictional: true };
    expect(basisLines([basis, basis])).toEqual([{ ko: '조례 제10조 (교육용 가상)', en: '조례 제10조 (fictional)' }]);
    const named = {
      instrument: { ko: '조례(교육용 가상)', en: 'Ordinance (fictional)' },
      article: '',
      fictional: true,
    };
    expect(basisLines([named])).toEqual([named.instrument]);
  });
});

describe('routes', () => {
  const lesson = (kind: string, minutes: number, routes: ('solo' | 'blended')[], required = true) => ({
    kind,
    minutes,
    routes,
    required,
  });
  const course = [
    lesson('reading', 10, ['solo', 'blended']),
    lesson('reading', 20, ['solo']),
    lesson('live', 90, ['blended']),
    lesson('reflection', 5, ['blended'], false),
  ];

  it('are those on which something is required', () => {
    expect(routesOf(course)).toEqual(['solo', 'blended']);
    expect(routesOf(course.slice(2))).toEqual(['blended']);
    expect(routesOf([lesson('reading', 10, ['solo', 'blended'])])).toEqual(['solo']);
  });

  it('credit their own minutes, without those of the live part', () => {
    expect(creditedMinutes(course, 'solo', 30)).toBe(30);
    expect(creditedMinutes(course, 'blended', 30)).toBe(10);
  });

  it('serve a new cycle unless they were begun for one that is over', () => {
    expect(servesNewCycle({ obligationId: null, stillOwed: false }, 'new')).toBe(true);
    expect(servesNewCycle({ obligationId: 'old', stillOwed: true }, 'new')).toBe(true);
    expect(servesNewCycle({ obligationId: 'new', stillOwed: false }, 'new')).toBe(true);
    expect(servesNewCycle({ obligationId: 'old', stillOwed: false }, 'new')).toBe(false);
  });
});
