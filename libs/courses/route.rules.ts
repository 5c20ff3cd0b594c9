import type { CourseDocument, Lesson } from './course.schema.js';
import { ROUTES, type Route } from './course.vocabulary.js';

/** The routes that a course offers: where no lesson belongs to one of them alone, there is just the one. */
export function routesOf(lessons: readonly Pick<Lesson, 'routes'>[]): Route[] {
  const branches = lessons.some(({ routes }) => routes.length < ROUTES.length);
  return ROUTES.filter(
    (route) => (route === 'solo' || branches) && lessons.some(({ routes }) => routes.includes(route)),
  );
}

/** Minutes of each offered route: the sum of its required lessons. */
export function routeMinutes(document: Pick<CourseDocument, 'lessons'>): Partial<Record<Route, number>> {
  return Object.fromEntries(
    routesOf(document.lessons).map((route) => [
      route,
      document.lessons
        .filter(({ routes, required }) => required && routes.includes(route))
        .reduce((sum, { minutes }) => sum + minutes, 0),
    ]),
  );
}
