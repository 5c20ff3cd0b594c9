import type { Language } from '#libs/language';

import type { ParsedCourse } from './course.folder.js';
import type { CourseDocument, Scenario } from './course.schema.js';
import type { CourseProblem } from './folder.files.js';
import { plainText } from './markdown.tree.js';

/** What `madang courses check` says of one course. */
export interface CourseReport {
  code: string;
  track: string;
  languages: Language[];
  /** Minutes credited, and the sum over lessons. */
  minutes: number;
  lessonMinutes: number;
  /** Words that a learner reads in lessons, by language (split at white space). */
  words: Record<Language, number>;
  items: number;
  situations: number;
  errors: CourseProblem[];
}

export function courseReport(place: { track: string; code: string }, parsed: ParsedCourse): CourseReport {
  const { document, problems } = parsed;
  const scenarios = document?.lessons.flatMap((lesson) => (lesson.kind === 'scenario' ? [lesson.scenario] : [])) ?? [];
  return {
    ...place,
    languages: document?.languages ?? [],
    minutes: document?.credit.minutes ?? 0,
    lessonMinutes: document?.lessons.reduce((sum, lesson) => sum + lesson.minutes, 0) ?? 0,
    words: { ko: wordCount(document, 'ko'), en: wordCount(document, 'en') },
    items: document?.items.length ?? 0,
    situations: scenarios.reduce((sum, scenario) => sum + scenario.situations.length, 0),
    errors: problems,
  };
}

function wordCount(document: CourseDocument | null, language: Language): number {
  if (document === null) return 0;
  const texts = document.lessons.flatMap((lesson) => {
    if (lesson.kind === 'scenario') return scenarioTexts(lesson.scenario, language);
    return lesson.kind === 'quiz' ? [] : [lesson.body[language]];
  });
  return texts.reduce((sum, text) => sum + (plainText(text).match(/\S+/g)?.length ?? 0), 0);
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
