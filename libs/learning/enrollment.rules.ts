export type LessonState = 'not-started' | 'in-progress' | 'done';
/** `solo` is self-paced from start to end; `blended` is self-study and a live part with a partner. */
export const ROUTES = ['solo', 'blended'] as const;
export type Route = (typeof ROUTES)[number];
/** Why someone learns a course: a duty, their own choice, or with their class. */
export const ORIGINS = ['duty', 'choice', 'class'] as const;
export type Origin = (typeof ORIGINS)[number];
/** What finished a lesson. */
export type DoneBy = 'learner' | 'attempt' | 'attendance';

interface Step {
  readonly id: string;
  readonly required: boolean;
  readonly state: LessonState;
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

/** Finishing a course is finishing every required lesson of the route. */
export function isFinished(lessons: readonly Step[]): boolean {
  return lessons.every((lesson) => !lesson.required || lesson.state === 'done');
}

interface RouteLesson {
  readonly kind: string;
  readonly minutes: number;
  readonly required: boolean;
  readonly routes: readonly Route[];
}

/** The routes a course has: those on which something is required. */
export function routesOf(lessons: readonly RouteLesson[]): Route[] {
  const routes = ROUTES.filter((route) => lessons.some((lesson) => lesson.required && lesson.routes.includes(route)));
  // Where both routes have the same lessons there is nothing to choose.
  const same = lessons.every((lesson) => lesson.routes.length === ROUTES.length);
  return same ? ['solo'] : routes;
}

/**
 * Minutes that completing by a route is credited with. A live part is credited by its own attendance, in its own mode,
 * so what is granted here is the rest; without a live part it is what the course says.
 */
export function creditedMinutes(lessons: readonly RouteLesson[], route: Route, stated: number): number {
  const own = lessons.filter((lesson) => lesson.required && lesson.routes.includes(route));
  if (!own.some(({ kind }) => kind === 'live')) return stated;
  return own.filter(({ kind }) => kind !== 'live').reduce((sum, { minutes }) => sum + minutes, 0);
}

/** What an enrollment under way was begun for, against the duty it is asked for now. */
interface Begun {
  readonly obligationId: string | null;
  /** Whether the duty it was begun for is still owed. */
  readonly stillOwed: boolean;
}

/**
 * Whether an active enrollment serves the duty of a new cycle. One begun for an earlier cycle that is over is left as it
 * is, and the new cycle gets its own; what is still owed, and what was begun by choice, goes on.
 */
export function servesNewCycle(begun: Begun, obligationId: string): boolean {
  return begun.obligationId === null || begun.obligationId === obligationId || begun.stillOwed;
}
