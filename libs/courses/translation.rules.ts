import { type Language, LANGUAGES } from '#libs/language';

import { canonicalJson } from './course.hash.js';
import { looseList, looseRecord, looseText } from './loose.js';

/**
 * `missing`: some text is not there. `behind`: the original was changed since, and this language was not.
 * `whole`: everything is there, and as new as the original.
 */
export const TRANSLATION_STATES = ['missing', 'behind', 'whole'] as const;
export type TranslationState = (typeof TRANSLATION_STATES)[number];

export interface LessonTranslation {
  slug: string;
  states: Record<Language, TranslationState>;
}

/**
 * How far each lesson is in each language. The first language of the course is its original.
 *
 * @param base the version the draft was begun from; without it nothing can be behind
 */
export function translationOf(document: unknown, base: unknown): LessonTranslation[] {
  const course = looseRecord(document);
  const original = LANGUAGES.find((language) => language === looseList(course['languages'])[0]) ?? 'ko';
  const items = looseList(course['items']);
  const baseLessons = looseList(looseRecord(base)['lessons']).map(looseRecord);
  return looseList(course['lessons'])
    .map(looseRecord)
    .map((lesson) => {
      const slug = looseText(lesson['slug']);
      const before = baseLessons.find((candidate) => candidate['slug'] === slug);
      // A quiz asks the whole bank.
      const content = lesson['kind'] === 'quiz' ? { lesson, items } : { lesson };
      const earlier =
        lesson['kind'] === 'quiz' ? { lesson: before, items: looseRecord(base)['items'] } : { lesson: before };
      const changed = (language: Language) =>
        before !== undefined && canonicalJson(only(content, language)) !== canonicalJson(only(earlier, language));
      const stateOf = (language: Language): TranslationState => {
        if (isMissing(content, language)) return 'missing';
        return language !== original && before !== undefined && changed(original) && !changed(language)
          ? 'behind'
          : 'whole';
      };
      return { slug, states: { ko: stateOf('ko'), en: stateOf('en') } };
    });
}

function isPair(value: object): boolean {
  return 'ko' in value || 'en' in value;
}

/** Whether some text in the value lacks the language. */
function isMissing(value: unknown, language: Language): boolean {
  if (Array.isArray(value)) return value.some((entry) => isMissing(entry, language));
  if (typeof value !== 'object' || value === null) return false;
  const found = (value as Record<string, unknown>)[language];
  if (isPair(value)) return Array.isArray(found) ? found.length === 0 : looseText(found).trim() === '';
  return Object.values(value).some((entry) => isMissing(entry, language));
}

/** All texts of the value in one language, in order. */
function only(value: unknown, language: Language): unknown[] {
  if (Array.isArray(value)) return value.flatMap((entry) => only(entry, language));
  if (typeof value !== 'object' || value === null) return [];
  if (isPair(value)) return [(value as Record<string, unknown>)[language] ?? null];
  return Object.values(value).flatMap((entry) => only(entry, language));
}
