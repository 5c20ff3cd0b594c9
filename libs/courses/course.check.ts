import { LANGUAGES, type Text } from '#libs/language';

import { normalize } from './course.hash.js';
import { courseDocumentSchema, type CourseDocument } from './course.schema.js';
import { problemsOfIssues, repeated, valueAt, type DocumentProblem, type ProblemPath } from './course.problems.js';
import { LIMITS } from './course.vocabulary.js';
import { looseList, looseRecord, looseText } from './loose.js';
import { checkGuide } from './guide.check.js';
import { checkMarkdown, type SharedIds } from './markdown.check.js';
import { checkMedia } from './media.check.js';
import { checkQuestions, checkQuizzes } from './questions.check.js';
import { checkRoutes } from './routes.check.js';
import { checkScenario } from './scenario.check.js';

export interface CheckedCourse {
  /** The document in its normal form; null as long as anything is wrong with it. */
  document: CourseDocument | null;
  problems: DocumentProblem[];
}

/**
 * Everything that is wrong with a course document, from the studio or put together from files. The checks beyond
 * the schema read the value loosely, so that one missing title does not hide a scenario that never ends.
 *
 * @param shared words and cases that texts may point at; without it, where they point is not checked
 */
export function checkCourse(input: unknown, shared?: SharedIds): CheckedCourse {
  const normal = normalize(input);
  const parsed = courseDocumentSchema.safeParse(normal);
  const problems = [
    ...(parsed.success ? [] : problemsOfIssues(parsed.error.issues, normal)),
    ...checkLessons(normal),
    ...checkRoutes(normal),
    ...checkGuide(normal),
    ...checkMedia(normal),
    ...checkQuestions(normal),
    ...checkQuizzes(normal),
    ...checkSources(normal),
    ...checkFigures(normal),
    ...checkTexts(normal, shared),
  ];
  return { document: parsed.success && problems.length === 0 ? parsed.data : null, problems };
}

function checkLessons(document: unknown): DocumentProblem[] {
  const lessons = looseList(looseRecord(document)['lessons']).map(looseRecord);
  const problems = repeated(
    lessons.map((lesson) => looseText(lesson['slug'])),
    (index) => ['lessons', index, 'slug'],
  );
  lessons.forEach((lesson, index) => {
    if (lesson['kind'] === 'scenario')
      problems.push(...checkScenario(lesson['scenario'], ['lessons', index, 'scenario']));
  });
  return problems;
}

function checkSources(document: unknown): DocumentProblem[] {
  const sources = looseList(looseRecord(document)['sources']).map(looseRecord);
  const problems = repeated(
    sources.map((source) => looseText(source['id'])),
    (index) => ['sources', index, 'id'],
  );
  sources.forEach((source, index) => {
    if (source['verified'] === false && source['question'] === undefined)
      problems.push({
        path: ['sources', index, 'question'],
        message: {
          ko: '확인하지 않은 출처입니다. question에 무엇을 확인해야 하는지 적어 주세요.',
          en: 'This source is not verified. Say under question what must be checked.',
        },
      });
    if (source['verified'] === true && source['url'] === undefined && source['fictional'] !== true)
      problems.push({
        path: ['sources', index, 'url'],
        message: {
          ko: '확인한 출처에는 url이 있어야 합니다. 주소를 적거나 verified: false로 바꾸어 주세요.',
          en: 'A verified source needs its url. Add it, or set verified: false.',
        },
      });
  });
  return problems;
}

function checkFigures(document: unknown): DocumentProblem[] {
  const figures = looseList(looseRecord(document)['figures']).map(looseRecord);
  const problems = repeated(
    figures.map((figure) => looseText(figure['name'])),
    (index) => ['figures', index, 'name'],
  );
  figures.forEach((figure, index) => {
    const message = svgMessage(looseText(figure['svg']));
    if (message !== null) problems.push({ path: ['figures', index, 'svg'], message });
  });
  return problems;
}

/** Figures are shown as images, where nothing of this could act; an author should still learn that it won't. */
function svgMessage(svg: string): Text | null {
  if (
    !/^(?:<\?xml[^>]*\?>\s*)?(?:<!--(?:[^-]|-(?!->))*-->\s*)*<svg[\s>]/.test(svg.slice(0, 5000)) ||
    !/<\/svg>$/.test(svg)
  )
    return {
      ko: 'SVG 파일이 아닙니다. <svg …>로 시작해 </svg>로 끝나야 합니다.',
      en: 'This is not an SVG file. It begins with <svg …> and ends with </svg>.',
    };
  if (
    /<(?:script|foreignObject|iframe|!ENTITY|!DOCTYPE)\b|\son[a-z]+\s*=|href\s*=\s*["']?\s*(?!["'#\s])|@import|url\(\s*["']?\s*(?!["'#\s])/i.test(
      svg,
    )
  )
    return {
      ko: '그림에 스크립트나 바깥 파일을 부르는 부분이 있습니다. 지워 주세요. 파일 안(#이름)만 가리킬 수 있습니다.',
      en: 'The figure holds script or loads something from elsewhere. Remove it; only #names inside the file may be referred to.',
    };
  return null;
}

/** Every Markdown text of the document that stands in both languages, with its place. */
function* markdownPaths(document: unknown): Generator<ProblemPath> {
  const course = looseRecord(document);
  yield ['guide'];
  for (const [i, lesson] of looseList(course['lessons']).entries()) {
    const scenario = looseRecord(looseRecord(lesson)['scenario']);
    yield ['lessons', i, 'body'];
    const base = ['lessons', i, 'scenario'];
    yield [...base, 'role'];
    yield [...base, 'debrief'];
    for (const [j, situation] of looseList(scenario['situations']).entries()) {
      yield [...base, 'situations', j, 'text'];
      for (const k of looseList(looseRecord(situation)['choices']).keys())
        for (const field of ['text', 'consequence', 'reasoning']) yield [...base, 'situations', j, 'choices', k, field];
    }
    for (const j of looseList(scenario['endings']).keys()) yield [...base, 'endings', j, 'text'];
  }
  for (const [i, item] of looseList(course['items']).entries()) {
    yield ['items', i, 'stem'];
    for (const field of ['right', 'wrong']) yield ['items', i, 'feedback', field];
    for (const [list, fields] of ITEM_PARTS)
      for (const k of looseList(looseRecord(item)[list]).keys())
        for (const field of fields) yield ['items', i, list, k, field];
  }
}

const ITEM_PARTS = [
  ['choices', ['text', 'feedback']],
  ['steps', ['text']],
  ['pairs', ['left', 'right']],
  ['rubric', ['text']],
] as const;

function checkTexts(document: unknown, shared: SharedIds | undefined): DocumentProblem[] {
  const course = looseRecord(document);
  const names = (list: unknown, key: string) =>
    new Set(looseList(list).map((entry) => looseText(looseRecord(entry)[key])));
  const sourceIds = names(course['sources'], 'id');
  const figureNames = names(course['figures'], 'name');
  const easy = looseList(course['lessons']).map((_lesson, index) => ({
    path: ['lessons', index, 'easy'],
    language: 'ko' as const,
  }));
  const places = [...markdownPaths(document)].flatMap((path) =>
    LANGUAGES.map((language) => ({ path: [...path, language], language })),
  );
  return [...places, ...easy].flatMap(({ path, language }) => {
    const value = valueAt(document, path);
    if (typeof value !== 'string' || value.length > LIMITS.markdown) return [];
    return checkMarkdown(value, { language, sourceIds, figureNames, shared }).map((problem) => ({ path, ...problem }));
  });
}
