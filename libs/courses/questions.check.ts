import { repeated, type DocumentProblem } from './course.problems.js';
import { looseList, looseRecord, looseText, type Loose } from './loose.js';

/** What the bank's items must be beyond their shape. */
export function checkQuestions(document: unknown): DocumentProblem[] {
  const items = looseList(looseRecord(document)['items']).map(looseRecord);
  return [
    ...repeated(
      items.map((item) => looseText(item['code'])),
      (index) => ['items', index, 'code'],
    ),
    ...items.flatMap((item, index) => [...choiceProblems(item, index), ...answerProblems(item, index)]),
  ];
}

function choicesOf(item: Loose): Loose[] {
  return looseList(item['choices']).map(looseRecord);
}

function choiceProblems(item: Loose, index: number): DocumentProblem[] {
  return repeated(
    choicesOf(item).map((choice) => looseText(choice['id'])),
    (choice) => ['items', index, 'choices', choice, 'id'],
  );
}

function answerProblems(item: Loose, index: number): DocumentProblem[] {
  const choices = choicesOf(item);
  if (choices.length === 0) return [];
  const right = choices.filter((choice) => choice['correct'] === true).length;
  const path = ['items', index, 'choices'];
  if (item['kind'] === 'single' && right !== 1)
    return [
      {
        path,
        message: {
          ko: `단일 선택 문항의 정답은 꼭 하나여야 합니다(지금 ${String(right)}개). correct: true를 하나만 두어 주세요.`,
          en: `A single-choice item has exactly one right choice (now ${String(right)}). Keep one correct: true.`,
        },
      },
    ];
  if (item['kind'] === 'multiple' && (right === 0 || right === choices.length))
    return [
      {
        path,
        message: {
          ko: '복수 선택 문항에는 정답과 오답이 하나 이상씩 있어야 합니다.',
          en: 'A multiple-choice item has at least one right and one wrong choice.',
        },
      },
    ];
  return [];
}

/** Whether each quiz can be drawn as it asks: never two items of one pair, forms by purpose. */
export function checkQuizzes(document: unknown): DocumentProblem[] {
  const course = looseRecord(document);
  const items = looseList(course['items']).map(looseRecord);
  return looseList(course['lessons']).flatMap((entry, index) => {
    const lesson = looseRecord(entry);
    if (lesson['kind'] !== 'quiz') return [];
    const quiz = looseRecord(lesson['quiz']);
    const { purpose, draw } = quiz;
    const problems: DocumentProblem[] = [];
    if ((purpose === 'final' || purpose === 'practice') && quiz['passing'] === undefined)
      problems.push({
        path: ['lessons', index, 'quiz', 'passing'],
        message: {
          ko: '통과 기준이 없습니다. passing에 맞혀야 할 비율을 0과 1 사이로 적어 주세요. 예: 0.6',
          en: 'There is no passing mark. Give under passing the share of right answers, 0 to 1, such as 0.6.',
        },
      });
    const forms = purpose === 'pre' ? ['A'] : ['A', 'B'];
    const pairs = new Set(items.filter((item) => forms.includes(looseText(item['form']))).map((item) => item['pair']));
    if (typeof draw === 'number' && pairs.size < draw)
      problems.push({
        path: ['lessons', index, 'quiz', 'draw'],
        message: {
          ko: `문항이 모자랍니다. ${String(draw)}개를 뽑는데 쓸 수 있는 문항 짝은 ${String(pairs.size)}개입니다. 문항을 더하거나 draw를 줄여 주세요.`,
          en: `Too few items: ${String(draw)} are drawn and ${String(pairs.size)} pairs can be used. Add items or lower draw.`,
        },
      });
    return problems;
  });
}
