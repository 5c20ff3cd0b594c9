import { choiceId, type CourseDocument, itemId, renderMarkdown } from '#libs/courses';
import type { Language } from '#libs/language';
import type { ItemResult } from './attempt.rules.js';

export interface ItemFeedback {
  item: string;
  correct: boolean;
  choices: { id: string; chosen: boolean; correct: boolean; feedbackHtml: string }[];
}

export interface EndingView {
  id: string;
  title: string;
  html: string;
}

/** What is told after an attempt is submitted, in the order in which it was shown. */
export function viewFeedback(
  document: CourseDocument,
  results: readonly ItemResult[],
  attempt: number,
  language: Language,
): ItemFeedback[] {
  const context = { language, sources: document.sources, figures: document.figures };
  return results.map(({ code, correct, choices }, position) => {
    const item = document.items.find((candidate) => candidate.code === code);
    return {
      item: itemId(attempt, position),
      correct,
      choices: choices.map((choice, at) => {
        const choices = item !== undefined && 'choices' in item ? item.choices : [];
        const feedback = choices.find(({ id }) => id === choice.id)?.feedback[language] ?? '';
        return {
          id: choiceId(at),
          chosen: choice.chosen,
          correct: choice.correct,
          feedbackHtml: renderMarkdown(feedback, context),
        };
      }),
    };
  });
}

export function viewEnding(
  document: CourseDocument,
  slug: string,
  endingId: string | null,
  language: Language,
): EndingView | null {
  const lesson = document.lessons.find((candidate) => candidate.slug === slug);
  const ending = lesson?.kind === 'scenario' ? lesson.scenario.endings.find(({ id }) => id === endingId) : undefined;
  if (ending === undefined) return null;
  const context = { language, sources: document.sources, figures: document.figures };
  return { id: ending.id, title: ending.title[language], html: renderMarkdown(ending.text[language], context) };
}
