import { stringify } from 'yaml';

import { LANGUAGES } from '#libs/language';

import { canonicalJson } from './course.hash.js';
import type { CourseDocument, Lesson } from './course.schema.js';
import { ROUTES } from './course.vocabulary.js';

/**
 * The folder of a course, by path inside it: what `parseCourse` reads back into the same document with the same
 * hash. What the format leaves out when it is the default is left out.
 *
 * @param blobs the bytes of films and packages by their hash; one that is not there is left out
 */
export function courseFiles(
  document: CourseDocument,
  blobs: ReadonlyMap<string, Uint8Array> = new Map(),
): Map<string, Uint8Array> {
  const { lessons, items, figures, captions, blobs: named, guide, ...head } = document;
  const files = new Map<string, Uint8Array>();
  const write = (path: string, content: string) => files.set(path, Buffer.from(content, 'utf8'));
  write('course.yaml', yaml({ ...pruned(head), lessons: lessons.map(lessonLine) }));
  lessons.forEach((lesson, index) => {
    const file = `${String(index + 1).padStart(2, '0')}-${lesson.slug}.md`;
    if (lesson.kind === 'scenario')
      write(`scenario/${lesson.slug}.yaml`, yaml({ slug: lesson.slug, ...lesson.scenario }));
    if (!('body' in lesson)) return;
    for (const language of LANGUAGES) write(`${language}/${file}`, `${lesson.body[language]}\n`);
    if (lesson.easy !== undefined) write(`ko-easy/${file}`, `${lesson.easy}\n`);
  });
  if (items.length > 0) write('questions.yaml', yaml({ items: items.map(withoutWrong) }));
  if (guide !== undefined) for (const language of LANGUAGES) write(`${language}/guide.md`, `${guide[language]}\n`);
  for (const figure of figures) write(`figures/${figure.name}`, `${figure.svg}\n`);
  for (const { path, vtt } of captions) write(path, `${vtt}\n`);
  for (const { path, sha256 } of named) {
    const bytes = blobs.get(sha256);
    if (bytes !== undefined) files.set(path, bytes);
  }
  return files;
}

function yaml(value: unknown): string {
  // Lines are never folded: a text keeps its own line ends, and a change of one word is a change of one line.
  return stringify(value, { lineWidth: 0, aliasDuplicateObjects: false, blockQuote: 'literal' });
}

function lessonLine(lesson: Lesson): object {
  const { slug, kind, minutes, required, routes, title } = lesson;
  return {
    slug,
    kind,
    minutes,
    ...(required ? {} : { required }),
    ...(canonicalJson(routes) === canonicalJson(ROUTES) ? {} : { routes }),
    title,
    ...(lesson.kind === 'quiz' ? { quiz: lesson.quiz } : {}),
    ...(lesson.kind === 'video' ? { video: lesson.video } : {}),
    ...(lesson.kind === 'live' ? { live: lesson.live } : {}),
    ...(lesson.kind === 'package' ? { package: lesson.package } : {}),
  };
}

type Head = Omit<CourseDocument, 'lessons' | 'items' | 'figures' | 'captions' | 'blobs' | 'guide'>;

function pruned(head: Head): object {
  const sources = head.sources.map(({ fictional, ...source }) => ({ ...source, ...(fictional ? { fictional } : {}) }));
  const { indicators, ...tags } = head.tags;
  return { ...head, tags: { ...tags, ...(indicators.length > 0 ? { indicators } : {}) }, sources };
}

function withoutWrong(item: CourseDocument['items'][number]): object {
  if (item.kind !== 'single' && item.kind !== 'multiple') return item;
  const choices = item.choices.map(({ correct, ...choice }) => ({
    id: choice.id,
    ...(correct ? { correct } : {}),
    text: choice.text,
    feedback: choice.feedback,
  }));
  return { ...item, choices };
}
