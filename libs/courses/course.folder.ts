import { LANGUAGES } from '#libs/language';

import { checkCourse } from './course.check.js';
import type { SharedIds } from './markdown.check.js';
import type { DocumentProblem } from './course.problems.js';
import type { CourseDocument } from './course.schema.js';
import { COURSE, CourseFolder, QUESTIONS, type CourseFiles, type CourseProblem } from './folder.files.js';
import {
  fileMissing,
  noLesson,
  otherFolder,
  otherNumber,
  otherNumberThan,
  otherSlug,
  ownFile,
} from './folder.problems.js';
import { looseList, looseRecord, looseText, type Loose } from './loose.js';
import type { YamlFile } from './yaml.file.js';

/** Where the folder stands: its name must be the course's code, the one above it the track. */
export interface CoursePlace {
  track: string;
  code: string;
}

export interface ParsedCourse {
  /** Null as long as anything is wrong. */
  document: CourseDocument | null;
  problems: CourseProblem[];
  /** What the files add up to, right or not: a draft to go on from. */
  raw: unknown;
  /** The bytes of films and packages, which the document only names, by their hash. */
  blobs: ReadonlyMap<string, Uint8Array>;
}

/**
 * Reads a course folder into the course document. Never throws on what a file may hold.
 *
 * @param shared words and cases that readings may point at; without it, where they point is not checked
 */
export function parseCourse(files: CourseFiles, place?: CoursePlace, shared?: SharedIds): ParsedCourse {
  const folder = new CourseFolder(files);
  const { raw, problems: assembled } = assemble(folder);
  const checked = checkCourse(raw, shared);
  const problems = [
    ...folder.problems,
    ...assembled,
    ...(place === undefined ? [] : placeProblems(raw, place)).map((problem) => folder.locate(problem)),
    ...checked.problems.filter((problem) => !isAboutMissingFile(problem, raw)).map((problem) => folder.locate(problem)),
  ];
  problems.sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
  return { document: problems.length === 0 ? checked.document : null, problems, raw, blobs: folder.bytes };
}

/** Kinds of lessons whose text stands in Markdown files. */
const WRITTEN = new Set<unknown>(['reading', 'video', 'reflection']);

/** Puts the document together from the files: each lesson gets its content, the course its items and figures. */
function assemble(folder: CourseFolder): { raw: unknown; problems: CourseProblem[] } {
  const course = folder.yaml.get(COURSE)?.value;
  const problems: CourseProblem[] = [];
  const used = new Set<string>();
  const found = looseRecord(course);
  for (const key of ['items', 'figures', 'guide', 'captions', 'blobs'])
    if (Object.hasOwn(found, key)) problems.push(folder.locate({ path: [key], message: ownFile(key) }));
  const lessons = looseList(found['lessons']).map((entry, index) =>
    withContent(looseRecord(entry), index, folder, used, problems),
  );
  const questions = looseRecord(folder.yaml.get(QUESTIONS)?.value);
  for (const key of Object.keys(questions))
    if (key !== 'items')
      problems.push({
        file: QUESTIONS,
        line: folder.yaml.get(QUESTIONS)?.lineOf([key]) ?? 1,
        path: key,
        message: ownFile(key),
      });
  const bodies = [...LANGUAGES.map((language) => folder.bodies[language]), folder.easy];
  for (const file of [
    ...folder.yaml.keys(),
    ...bodies.flatMap((found) => [...found.values()].map((body) => body.file)),
  ])
    if (file !== COURSE && file !== QUESTIONS && !used.has(file))
      problems.push({ file, line: 1, path: '', message: noLesson() });
  // Without course.yaml every value would be reported as missing; the one error that says so is enough.
  if (course === undefined) return { raw: undefined, problems };
  const { figures, captions, blobs } = folder;
  const raw = {
    ...found,
    lessons: Array.isArray(found['lessons']) ? lessons : found['lessons'],
    items: questions['items'] ?? [],
    figures,
    captions,
    blobs,
    ...(folder.guides.size > 0
      ? { guide: Object.fromEntries([...folder.guides].map(([language, { text }]) => [language, text])) }
      : {}),
  };
  return { raw, problems };
}

function withContent(
  lesson: Loose,
  index: number,
  folder: CourseFolder,
  used: Set<string>,
  problems: CourseProblem[],
): Loose {
  const slug = looseText(lesson['slug']).trim();
  for (const key of ['body', 'easy', 'scenario'])
    if (Object.hasOwn(lesson, key))
      problems.push(folder.locate({ path: ['lessons', index, key], message: ownFile(key) }));
  if (lesson['kind'] === 'scenario') {
    const file = `scenario/${slug}.yaml`;
    used.add(file);
    const yaml = folder.yaml.get(file);
    if (yaml === undefined)
      problems.push(folder.locate({ path: ['lessons', index, 'slug'], message: fileMissing(file) }));
    return { ...lesson, scenario: yaml === undefined ? undefined : withoutSlug(yaml, file, slug, problems) };
  }
  if (!WRITTEN.has(lesson['kind'])) return lesson;
  const body: Record<string, string> = {};
  const numbers = new Set<string>();
  for (const language of LANGUAGES) {
    const found = folder.bodies[language].get(slug);
    if (found === undefined) {
      const file = `${language}/${String(index + 1).padStart(2, '0')}-${slug}.md`;
      problems.push(folder.locate({ path: ['lessons', index, 'slug'], message: fileMissing(file) }));
      continue;
    }
    used.add(found.file);
    body[language] = found.text;
    numbers.add(found.number);
    if (numbers.size > 1) problems.push({ file: found.file, line: 1, path: '', message: otherNumber() });
  }
  const easy = folder.easy.get(slug);
  if (easy === undefined) return { ...lesson, body };
  used.add(easy.file);
  const original = folder.bodies.ko.get(slug);
  if (original !== undefined && original.number !== easy.number)
    problems.push({ file: easy.file, line: 1, path: '', message: otherNumberThan(original.file) });
  return { ...lesson, body, easy: easy.text };
}

function withoutSlug(yaml: YamlFile, file: string, slug: string, problems: CourseProblem[]): unknown {
  if (yaml.value === undefined || yaml.value === null || Array.isArray(yaml.value)) return yaml.value;
  const { slug: inside, ...scenario } = looseRecord(yaml.value);
  if (inside !== slug) problems.push({ file, line: yaml.lineOf(['slug']), path: 'slug', message: otherSlug(slug) });
  return scenario;
}

function placeProblems(raw: unknown, place: CoursePlace): DocumentProblem[] {
  const { code, track } = looseRecord(raw);
  return [
    ...(typeof code === 'string' && code !== place.code
      ? [{ path: ['code'], message: otherFolder('code', place.code) }]
      : []),
    ...(typeof track === 'string' && track !== place.track
      ? [{ path: ['track'], message: otherFolder('track', place.track) }]
      : []),
  ];
}

/** The missing or unreadable file is reported already; that its content is missing from the document is no news. */
function isAboutMissingFile(problem: DocumentProblem, raw: unknown): boolean {
  const [head, index, part, language] = problem.path;
  if (raw === undefined) return true;
  if (head !== 'lessons' || typeof index !== 'number') return false;
  const lesson = looseRecord(looseList(looseRecord(raw)['lessons'])[index]);
  if (part === 'scenario') return problem.path.length === 3 && lesson['scenario'] === undefined;
  return part === 'body' && problem.path.length === 4 && looseRecord(lesson['body'])[String(language)] === undefined;
}
