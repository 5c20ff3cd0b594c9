import { stringify } from 'yaml';

import { LANGUAGES } from '#libs/language';

import type { CourseDocument, Lesson } from './course.schema.js';

/**
 * The folder of a course, by path inside it: what `parseCourse` reads back into the same document with the same
 * hash. What the format leaves out when it is the default is left out.
 */
export function courseFiles(document: CourseDocument): Map<string, Uint8Array> {
  const { lessons, items, figures, ...head } = document;
  const files = new Map<string, Uint8Array>();
  const write = (path: string, content: string) => files.set(path, Buffer.from(content, 'utf8'));
  write('course.yaml', yaml({ ...pruned(head), lessons: lessons.map(lessonLine) }));
  lessons.forEach((lesson, index) => {
    if (lesson.kind === 'scenario') write(`scenario/${lesson.slug}.yaml`, yaml({ slug: lesson.slug, ...lesson.scenario }));
    if (lesson.kind === 'reading' || lesson.kind === 'reflection')
      for (const language of LANGUAGES)
        write(`${language}/${String(index + 1).padStart(2, '0')}-${lesson.slug}.md`, `${lesson.body[language]}\n`);
  });
  if (items.length > 0) write('questions.yaml', yaml({ items: items.map(withoutWrong) }));
  for (const figure of figures) write(`figures/${figure.name}`, `${figure.svg}\n`);
  return files;
}

function yaml(value: unknown): string {
  // Lines are never folded: a text keeps its own line ends, and a change of one word is a change of one line.
  return stringify(value, { lineWidth: 0, aliasDuplicateObjects: false, blockQuote: 'literal' });
}

function lessonLine(lesson: Lesson): object {
  const { slug, kind, minutes, required, title } = lesson;
  return {
    slug,
    kind,
    minutes,
    ...(required ? {} : { required }),
    title,
    ...(lesson.kind === 'quiz' ? { quiz: lesson.quiz } : {}),
  };
}

function pruned(head: Omit<CourseDocument, 'lessons' | 'items' | 'figures'>): object {
  const sources = head.sources.map(({ fictional, ...source }) => ({ ...source, ...(fictional ? { fictional } : {}) }));
  return { ...head, sources };
}

function withoutWrong(item: CourseDocument['items'][number]): object {
  const choices = item.choices.map(({ correct, ...choice }) => ({
    id: choice.id,
    ...(correct ? { correct } : {}),
    text: choice.text,
    feedback: choice.feedback,
  }));
  return { ...item, choices };
}
