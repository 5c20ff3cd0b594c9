import type { PresentedLesson as Lesson, QuizView, ScenarioView } from '../../api/types';

/** One screenful of a lesson shown to a class. */
export type Scene =
  | { kind: 'text'; lesson: Lesson; html: string }
  | { kind: 'scenario'; lesson: Lesson; scenario: ScenarioView }
  | { kind: 'question'; lesson: Lesson; item: QuizView['items'][number]; number: number };

/** Cuts lessons into scenes: a reading at its headings, a quiz at its questions; a scenario is one scene that walks by itself. */
export function scenesOf(lessons: Lesson[]): Scene[] {
  return lessons.flatMap((lesson): Scene[] => {
    if (lesson.scenario) return [{ kind: 'scenario', lesson, scenario: lesson.scenario }];
    if (lesson.quiz) {
      return lesson.quiz.items.map((item, index) => ({ kind: 'question', lesson, item, number: index + 1 }));
    }
    return cutAtHeadings(lesson.html ?? '').map((html) => ({ kind: 'text', lesson, html }));
  });
}

/** A heading opens a new screen: a class reads one thought at a time. */
export function cutAtHeadings(html: string): string[] {
  const pieces = html.split(/(?=<h2[ >])/).filter((piece) => piece.trim() !== '');
  return pieces.length > 0 ? pieces : [''];
}
