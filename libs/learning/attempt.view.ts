import {
  choiceId,
  type CourseDocument,
  type Item,
  itemId,
  plainMarkdown,
  renderInline,
  renderMarkdown,
  type ShownItem,
} from '#libs/courses';
import type { Language } from '#libs/language';
import type { ItemResult } from './attempt.rules.js';

export interface ItemFeedback {
  item: string;
  /** Null for what asks and is never right or wrong. */
  correct: boolean | null;
  /** As {@link ItemResult}; feedback for each choice where the author gave one. */
  choices: { id: string; chosen: boolean; correct: boolean; feedbackHtml: string }[];
  /** Feedback on the item as a whole. */
  feedbackHtml: string | null;
  /** What would have been right, in the order that is right, for what is ordered or matched; accepted short answers. */
  rightHtml: string[];
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
  shown: readonly ShownItem[],
  attempt: number,
  language: Language,
): ItemFeedback[] {
  const context = { language, sources: document.sources, figures: document.figures };
  return results.map((result, position) => {
    const item = document.items.find((candidate) => candidate.code === result.code);
    const shownAt = new Map((shown[position]?.choices ?? []).map((id, at) => [id, choiceId(at)]));
    const whole = item !== undefined && 'feedback' in item && result.correct !== null ? item.feedback : null;
    return {
      item: itemId(attempt, position),
      correct: result.correct,
      choices: result.choices.map((choice) => ({
        id: shownAt.get(choice.id) ?? '',
        chosen: choice.chosen,
        correct: choice.correct,
        feedbackHtml: renderMarkdown(choiceFeedback(item, choice.id, language), context),
      })),
      feedbackHtml:
        whole === null ? null : renderMarkdown(whole[result.correct === true ? 'right' : 'wrong'][language], context),
      rightHtml: rightAnswers(item, language).map((words) => renderInline(words, context)),
    };
  });
}

function choiceFeedback(item: Item | undefined, id: string, language: Language): string {
  const choices = item !== undefined && 'choices' in item ? item.choices : [];
  return choices.find((choice) => choice.id === id)?.feedback[language] ?? '';
}

function rightAnswers(item: Item | undefined, language: Language): string[] {
  if (item?.kind === 'ordering') return item.steps.map((step) => step.text[language]);
  if (item?.kind === 'matching') return item.pairs.map((pair) => pair.right[language]);
  // What was accepted is words, not Markdown.
  if (item?.kind === 'short-text') return item.accept[language].slice(0, 1).map(plainMarkdown);
  return [];
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
