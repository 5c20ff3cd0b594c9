import { LANGUAGES, type Language, type Text } from '#libs/language';

import { pathText, type DocumentProblem, type ProblemPath } from './course.problems.js';
import { LIMITS } from './course.vocabulary.js';
import { noCourseFile, notUtf8, tooLarge, tooMany, twoFiles, unknownFile } from './folder.problems.js';
import { looseList, looseRecord, looseText } from './loose.js';
import { readYaml, type YamlFile } from './yaml.file.js';

/** The files of one course by their path inside its folder, `/` between the parts. */
export type CourseFiles = ReadonlyMap<string, Uint8Array>;

export interface CourseProblem {
  file: string;
  line: number;
  /** Place in the document, such as `lessons.2.title.ko`; empty where a whole file is meant. */
  path: string;
  message: Text;
}

interface Body {
  file: string;
  number: string;
  text: string;
  /** Lines before the first text, which the document drops. */
  skipped: number;
}

export const COURSE = 'course.yaml';
export const QUESTIONS = 'questions.yaml';

/** The folder's files, read and sorted by what they are. */
export class CourseFolder {
  readonly problems: CourseProblem[] = [];
  readonly yaml = new Map<string, YamlFile>();
  readonly bodies: Record<Language, Map<string, Body>> = { ko: new Map(), en: new Map() };
  readonly figures: { name: string; svg: string }[] = [];

  constructor(files: CourseFiles) {
    if (files.size > LIMITS.files) {
      this.add(COURSE, tooMany());
      return;
    }
    for (const name of [...files.keys()].sort()) {
      const bytes = files.get(name);
      if (bytes !== undefined && !name.split('/').some((part) => part.startsWith('.'))) this.read(name, bytes);
    }
    if (!files.has(COURSE)) this.add(COURSE, noCourseFile());
  }

  add(file: string, message: Text, line = 1, path = ''): void {
    this.problems.push({ file, line, path, message });
  }

  /** Where in the files a place of the document stands. */
  locate(problem: DocumentProblem): CourseProblem {
    const { path, line, message } = problem;
    const place = this.placeOf(path, line);
    return { ...place, path: pathText(path), message };
  }

  private placeOf(path: ProblemPath, line: number | undefined): { file: string; line: number } {
    const [head, index, part, language] = path;
    if (head === 'items') return this.yamlPlace(QUESTIONS, path, line);
    if (head === 'figures' && typeof index === 'number')
      return { file: `figures/${this.figures[index]?.name ?? ''}`, line: 1 };
    if (head === 'lessons' && typeof index === 'number') {
      const slug = this.slugOf(index);
      const body = part === 'body' ? LANGUAGES.flatMap((l) => (l === language ? [this.bodies[l].get(slug)] : []))[0] : undefined;
      if (body !== undefined) return { file: body.file, line: body.skipped + (line ?? 1) };
      const file = `scenario/${slug}.yaml`;
      if (part === 'scenario' && this.yaml.has(file)) return this.yamlPlace(file, path.slice(3), line);
    }
    return this.yamlPlace(COURSE, path, line);
  }

  private yamlPlace(file: string, path: ProblemPath, line: number | undefined): { file: string; line: number } {
    return { file, line: this.yaml.get(file)?.lineOf(path, line) ?? 1 };
  }

  private slugOf(index: number): string {
    const lessons = looseList(looseRecord(this.yaml.get(COURSE)?.value)['lessons']);
    return looseText(looseRecord(lessons[index])['slug']).trim();
  }

  private read(name: string, bytes: Uint8Array): void {
    const kind = kindOf(name);
    if (kind === null) {
      this.add(name, unknownFile());
      return;
    }
    if (bytes.byteLength > LIMITS.fileBytes) {
      this.add(name, tooLarge());
      return;
    }
    const text = decode(bytes);
    if (text === null) {
      this.add(name, notUtf8());
      return;
    }
    if (kind.type === 'yaml') this.readYaml(name, text);
    else if (kind.type === 'figure') this.figures.push({ name: kind.name, svg: text });
    else this.readBody(name, text, kind);
  }

  private readYaml(name: string, text: string): void {
    const file = readYaml(text);
    this.yaml.set(name, file);
    for (const { line, message } of file.problems) this.add(name, message, line);
  }

  private readBody(file: string, text: string, kind: { language: Language; number: string; slug: string }): void {
    const { language, number, slug } = kind;
    const earlier = this.bodies[language].get(slug);
    if (earlier !== undefined) this.add(file, twoFiles(earlier.file));
    const blank = /^\s*/.exec(text)?.[0] ?? '';
    this.bodies[language].set(slug, { file, number, text, skipped: blank.split('\n').length - 1 });
  }
}

type FileKind =
  | { type: 'yaml' }
  | { type: 'figure'; name: string }
  | { type: 'body'; language: Language; number: string; slug: string };

function kindOf(name: string): FileKind | null {
  if (name === COURSE || name === QUESTIONS || /^scenario\/[^/]+\.yaml$/.test(name)) return { type: 'yaml' };
  const figure = /^figures\/([^/]+\.svg)$/.exec(name)?.[1];
  if (figure !== undefined) return { type: 'figure', name: figure };
  const [, folder, number = '', slug = ''] = /^(ko|en)\/(\d{2})-([^/]+)\.md$/.exec(name) ?? [];
  const language = LANGUAGES.find((candidate) => candidate === folder);
  return language === undefined ? null : { type: 'body', language, number, slug };
}

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
