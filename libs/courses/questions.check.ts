import { LANGUAGES } from '#libs/language';

import { comparable } from './answer.rules.js';
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

function choiceProblems(item: Loose, index: number): DocumentProblem[] {
  return ['choices', 'steps', 'pairs', 'rubric'].flatMap((list) =>
    repeated(
      looseList(item[list]).map((part) => looseText(looseRecord(part)['id'])),
      (at) => ['items', index, list, at, 'id'],
    ),
  );
}

function answerProblems(item: Loose, index: number): DocumentProblem[] {
  const choices = looseList(item['choices']).map(looseRecord);
  if (choices.length === 0) return acceptProblems(item, index);
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

/** An answer without any letter or digit would be compared as nothing, and nothing would be right. */
function acceptProblems(item: Loose, index: number): DocumentProblem[] {
  const accept = looseRecord(item['accept']);
  return LANGUAGES.flatMap((language) =>
    looseList(accept[language]).flatMap((answer, at) =>
      typeof answer === 'string' && answer.trim() !== '' && comparable(answer) === ''
        ? [
            {
              path: ['items', index, 'accept', language, at],
              message: {
                ko: '글자나 숫자가 들어 있어야 합니다. 답은 띄어쓰기와 문장 부호를 빼고 견줍니다.',
                en: 'Give letters or digits: answers are compared without spaces and marks.',
              },
            },
          ]
        : [],
    ),
  );
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
    const usable = items.filter((item) => forms.includes(looseText(item['form'])));
    const pairsOf = (found: Loose[]) => new Set(found.map((item) => item['pair'])).size;
    const blueprint = looseList(quiz['blueprint']).map(looseRecord);
    const parts = blueprint.length > 0 ? blueprint : [{ count: draw }];
    parts.forEach((part, at) => {
      const pairs = pairsOf(usable.filter((item) => fitsPart(item, part)));
      if (typeof part['count'] === 'number' && pairs < part['count'])
        problems.push({
          path: ['lessons', index, 'quiz', ...(blueprint.length > 0 ? ['blueprint', at] : ['draw'])],
          message: {
            ko: `문항이 모자랍니다. ${String(part['count'])}개를 뽑는데 쓸 수 있는 문항 짝은 ${String(pairs)}개입니다. 문항을 더하거나 수를 줄여 주세요.`,
            en: `Too few items: ${String(part['count'])} are drawn and ${String(pairs)} pairs can be used. Add items or draw fewer.`,
          },
        });
    });
    const counted = blueprint.reduce((sum, { count }) => sum + (typeof count === 'number' ? count : 0), 0);
    if (blueprint.length > 0 && typeof draw === 'number' && counted !== draw)
      problems.push({
        path: ['lessons', index, 'quiz', 'draw'],
        message: {
          ko: `blueprint의 합(${String(counted)})과 draw(${String(draw)})가 다릅니다. 맞추어 주세요.`,
          en: `The blueprint adds up to ${String(counted)} and draw is ${String(draw)}. Make them agree.`,
        },
      });
    return problems;
  });
}

/** Whether a part of a blueprint may draw an item, as the draw itself decides. */
function fitsPart(item: Loose, part: Loose): boolean {
  const tags = looseRecord(item['tags']);
  if (item['kind'] === 'argued-case' || (part['kind'] !== undefined && part['kind'] !== item['kind'])) return false;
  return ['topic', 'right', 'instrument', 'type'].every((key) => part[key] === undefined || part[key] === tags[key]);
}
