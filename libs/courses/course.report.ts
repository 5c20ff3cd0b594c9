import { LANGUAGES, type Language } from '#libs/language';

import type { ParsedCourse } from './course.folder.js';
import type { CourseDocument, Lesson, Scenario } from './course.schema.js';
import type { ItemKind, Route } from './course.vocabulary.js';
import type { CourseProblem } from './folder.files.js';
import { nodesOf, parseMarkdown, plainText } from './markdown.tree.js';
import { readingLevel, type ReadingLevel } from './reading.rules.js';
import { routeMinutes } from './route.rules.js';

/** What `madang courses check` says of one course. */
export interface CourseReport {
  code: string;
  track: string;
  languages: Language[];
  /** Minutes credited. */
  credit: number;
  /** Minutes of each route that the course offers: the sum of its required lessons. */
  minutes: Partial<Record<Route, number>>;
  /** Words that a learner reads in lessons, by language (split at white space). */
  words: Record<Language, number>;
  /** Minutes that reading them takes, by language; see {@link WORDS_A_MINUTE}. */
  readingMinutes: Record<Language, number>;
  /** English words to one Korean eojeol: far from that of other courses, one language says more than the other. */
  englishPerKorean: number;
  items: number;
  itemKinds: Partial<Record<ItemKind, number>>;
  situations: number;
  /** Lessons by kind. */
  lessons: Partial<Record<Lesson['kind'], number>>;
  /** Lessons that are there in easy Korean too. */
  easy: number;
  figures: number;
  /** Figures placed in texts, and how many of them say in words what they show. */
  altTexts: { placed: number; described: number };
  sources: { total: number; verified: number; fictional: number; cited: number };
  /** Links to words of the glossary and to shared cases. */
  links: { terms: number; cases: number };
  guide: boolean;
  readingLevel: ReadingLevel | null;
  errors: CourseProblem[];
}

/** Reading for understanding, unhurried: Korean eojeol carry more than English words. */
const WORDS_A_MINUTE: Readonly<Record<Language, number>> = { ko: 110, en: 180 };

export function courseReport(place: { track: string; code: string }, parsed: ParsedCourse): CourseReport {
  const { document, problems } = parsed;
  const words = { ko: wordCount(document, 'ko'), en: wordCount(document, 'en') };
  const texts = document === null ? [] : everyText(document);
  const scenarios = document?.lessons.flatMap((lesson) => (lesson.kind === 'scenario' ? [lesson.scenario] : [])) ?? [];
  const joined = texts.join('\n');
  return {
    code: place.code,
    track: place.track,
    languages: document?.languages ?? [],
    credit: document?.credit.minutes ?? 0,
    minutes: document === null ? {} : routeMinutes(document),
    words,
    readingMinutes: { ko: Math.ceil(words.ko / WORDS_A_MINUTE.ko), en: Math.ceil(words.en / WORDS_A_MINUTE.en) },
    englishPerKorean: words.ko === 0 ? 0 : Math.round((words.en / words.ko) * 100) / 100,
    items: document?.items.length ?? 0,
    itemKinds: counted(document?.items.map(({ kind }) => kind) ?? []),
    situations: scenarios.reduce((sum, scenario) => sum + scenario.situations.length, 0),
    lessons: counted(document?.lessons.map(({ kind }) => kind) ?? []),
    easy: document?.lessons.filter((lesson) => 'easy' in lesson && lesson.easy !== undefined).length ?? 0,
    figures: document?.figures.length ?? 0,
    altTexts: altTexts(texts),
    sources: {
      total: document?.sources.length ?? 0,
      verified: document?.sources.filter(({ verified }) => verified).length ?? 0,
      fictional: document?.sources.filter(({ fictional }) => fictional).length ?? 0,
      cited: document?.sources.filter(({ id }) => joined.includes(`(source:${id})`)).length ?? 0,
    },
    links: { terms: joined.match(/\(term:/g)?.length ?? 0, cases: joined.match(/\(case:/g)?.length ?? 0 },
    guide: document?.guide !== undefined,
    readingLevel:
      document === null
        ? null
        : readingLevel(document.lessons.flatMap((lesson) => lessonTexts(lesson, 'ko')).map(plainText), document.level),
    errors: problems,
  };
}

function counted<K extends string>(kinds: readonly K[]): Partial<Record<K, number>> {
  const found: Partial<Record<K, number>> = {};
  for (const kind of kinds) found[kind] = (found[kind] ?? 0) + 1;
  return found;
}

function wordCount(document: CourseDocument | null, language: Language): number {
  const texts = document?.lessons.flatMap((lesson) => lessonTexts(lesson, language)) ?? [];
  return texts.reduce((sum, text) => sum + (plainText(text).match(/\S+/g)?.length ?? 0), 0);
}

function everyText(document: CourseDocument): string[] {
  const guide = document.guide === undefined ? [] : LANGUAGES.map((language) => document.guide?.[language] ?? '');
  const items = document.items.flatMap((item) => JSON.stringify(item));
  return [
    ...document.lessons.flatMap((lesson) => LANGUAGES.flatMap((language) => lessonTexts(lesson, language))),
    ...guide,
    ...items,
  ];
}

function altTexts(texts: readonly string[]): { placed: number; described: number } {
  let placed = 0;
  let described = 0;
  for (const text of texts) {
    const tree = text.includes('![') ? parseMarkdown(text) : null;
    if (tree === null) continue;
    for (const node of nodesOf(tree))
      if (node.type === 'image') {
        placed += 1;
        if ((node.alt ?? '').trim() !== '') described += 1;
      }
  }
  return { placed, described };
}

function lessonTexts(lesson: Lesson, language: Language): string[] {
  if (lesson.kind === 'scenario') return scenarioTexts(lesson.scenario, language);
  return 'body' in lesson ? [lesson.body[language]] : [];
}

function scenarioTexts(scenario: Scenario, language: Language): string[] {
  return [
    scenario.role[language],
    ...scenario.situations.flatMap((situation) => [
      situation.text[language],
      ...situation.choices.flatMap((choice) => [
        choice.text[language],
        choice.consequence[language],
        choice.reasoning[language],
      ]),
    ]),
    ...scenario.endings.map((ending) => ending.text[language]),
    scenario.debrief[language],
  ];
}
