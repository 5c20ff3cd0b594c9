import type { Table, TableCell } from 'mdast';

import { LANGUAGES, type Language } from '#libs/language';

import type { DocumentProblem } from './course.problems.js';
import { looseList, looseRecord } from './loose.js';
import { nodesOf, parseMarkdown } from './markdown.tree.js';

const SECTIONS: Readonly<Record<Language, string>> = {
  ko: '목표, 자리와 준비물, 시간 계획, 함께하는 사람의 역할, 위험과 돌봄, 인원에 맞추기, 누구나 함께하기',
  en: 'aim, room and materials, minute plan, who does what, risks and care, for 8 people and for 40, accessibility',
};
const COUNT = 7;
/** Where among the sections the minute plan stands, from 0. */
const MINUTE_PLAN = 2;

/** The facilitator's guide: there for every course with a live lesson, seven sections, minutes that add up. */
export function checkGuide(document: unknown): DocumentProblem[] {
  const course = looseRecord(document);
  const live = looseList(course['lessons'])
    .map(looseRecord)
    .filter((lesson) => lesson['kind'] === 'live');
  if (course['guide'] === undefined) return live.length === 0 ? [] : [noGuide()];
  const guide = looseRecord(course['guide']);
  const minutes = live.map((lesson) => lesson['minutes']).filter((value) => typeof value === 'number');
  const wanted =
    minutes.length === live.length && live.length > 0 ? minutes.reduce((sum, value) => sum + value, 0) : null;
  return LANGUAGES.flatMap((language) => {
    const text = guide[language];
    return typeof text === 'string' ? guideProblems(text, language, wanted) : [];
  });
}

function guideProblems(text: string, language: Language, wanted: number | null): DocumentProblem[] {
  const tree = parseMarkdown(text);
  if (tree === null) return [];
  const heads = tree.children.flatMap((node, at) =>
    node.type === 'heading' && node.depth === 2 ? [{ at, line: node.position?.start.line ?? 1 }] : [],
  );
  if (heads.length !== COUNT)
    return [
      {
        path: ['guide', language],
        line: heads.at(-1)?.line ?? 1,
        message: {
          ko: `안내서에는 ## 제목이 일곱 개 있어야 합니다(지금 ${String(heads.length)}개). 순서: ${SECTIONS.ko}`,
          en: `A guide has seven ## sections (now ${String(heads.length)}), in this order: ${SECTIONS.en}.`,
        },
      },
    ];
  const [plan, next] = heads.slice(MINUTE_PLAN);
  const inside = tree.children.slice(plan?.at, next?.at);
  const table = inside.find((node) => node.type === 'table');
  const line = (table ?? inside[0])?.position?.start.line ?? 1;
  if (table === undefined)
    return [
      {
        path: ['guide', language],
        line,
        message: {
          ko: '시간 계획은 표로 적어 주세요. 한 열에 분을 적고, 합이 함께 배우는 차시의 시간과 같아야 합니다.',
          en: 'Write the minute plan as a table, with a column of minutes that add up to the live lesson.',
        },
      },
    ];
  const sum = plannedMinutes(table);
  if (wanted === null || sum === wanted) return [];
  return [
    {
      path: ['guide', language],
      line,
      message: {
        ko: `시간 계획의 합은 ${String(sum)}분이고 함께 배우는 차시는 ${String(wanted)}분입니다. 둘을 맞추어 주세요.`,
        en: `The minute plan adds up to ${String(sum)} minutes and the live lesson takes ${String(wanted)}. Make them agree.`,
      },
    },
  ];
}

/** The sum of the column of minutes: the one whose head says so, else the first whose cells are all numbers. */
export function plannedMinutes(table: Table): number {
  const [head, ...rows] = table.children.map((row) => row.children.map(textOf));
  const columns = head?.keys() ?? [];
  const column =
    [...columns].find(
      (at) =>
        /^\s*(?:분|시간|소요|min|minutes?|time)\b|\((?:분|min)/i.test(`${head?.[at] ?? ''} `) ||
        /^(?:분|시간|소요 시간|시간\(분\))$/.test(head?.[at] ?? ''),
    ) ??
    [...(head?.keys() ?? [])].find((at) => rows.every((row) => minutesOf(row[at] ?? '') !== null)) ??
    0;
  return rows
    .filter((row) => !row.some((cell) => /^(?:합계|계|모두|total|sum)$/i.test(cell)))
    .reduce((sum, row) => sum + (minutesOf(row[column] ?? '') ?? 0), 0);
}

/** `5`, `5분`, `5 min`, or a span `10–15` of which the length counts. */
function minutesOf(cell: string): number | null {
  const [, from, to] = /^(\d{1,3})\s*(?:[–~-]\s*(\d{1,3})\s*)?(?:분|min(?:utes?)?\.?|′|')?$/i.exec(cell) ?? [];
  if (from === undefined) return null;
  return to === undefined ? Number(from) : Number(to) - Number(from);
}

function textOf(cell: TableCell): string {
  let text = '';
  for (const node of nodesOf(cell)) if (node.type === 'text') text += node.value;
  return text.trim();
}

function noGuide(): DocumentProblem {
  return {
    path: ['guide'],
    message: {
      ko: '함께 배우는 차시가 있는 과정에는 진행 안내서가 있어야 합니다. ko/guide.md와 en/guide.md를 써 주세요.',
      en: 'A course with a live lesson needs a guide. Write ko/guide.md and en/guide.md.',
    },
  };
}
