export type LessonState = 'not-started' | 'in-progress' | 'done';

interface Step {
  id: string;
  required: boolean;
  state: LessonState;
}

/**
 * Where to go on: the first lesson in the course's order that is not done, without going back to optional ones that the
 * learner has passed over. Null when nothing is left.
 */
export function nextLesson(lessons: readonly Step[]): string | null {
  const reached = lessons.findLastIndex((lesson) => lesson.state !== 'not-started');
  const next = lessons.find((lesson, index) => lesson.state !== 'done' && (lesson.required || index >= reached));
  return next?.id ?? null;
}

/** Finishing a course is finishing every required lesson. */
export function isFinished(lessons: readonly Step[]): boolean {
  return lessons.every((lesson) => !lesson.required || lesson.state === 'done');
}
