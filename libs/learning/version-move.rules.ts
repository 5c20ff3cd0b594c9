import type { CourseDocument } from '#libs/courses';

type Lesson = CourseDocument['lessons'][number];

/**
 * Slugs of the lessons that two versions have in the same words: what was finished in them counts in the other as well.
 * Titles, minutes and whether a lesson is required may differ; what is learned in it may not.
 */
export function sameLessons(from: CourseDocument, to: CourseDocument): string[] {
  const before = new Map(from.lessons.map((lesson) => [lesson.slug, contentOf(lesson)]));
  return to.lessons.filter((lesson) => before.get(lesson.slug) === contentOf(lesson)).map(({ slug }) => slug);
}

function contentOf(lesson: Lesson): string {
  return JSON.stringify(
    { ...lesson, slug: null, title: null, minutes: null, required: null, routes: null },
    (_key, value: unknown) =>
      // In one order of keys: a document read from the database and one from a file are written differently.
      value !== null && typeof value === 'object' && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
        : value,
  );
}
