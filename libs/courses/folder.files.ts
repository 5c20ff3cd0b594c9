import { createHash } from 'node:crypto';

import { LANGUAGES, type Language, type Text } from '#libs/language';

import { pathText, type DocumentProblem, type ProblemPath } from './course.problems.js';
import { LIMITS } from './course.vocabulary.js';
import {
  blobTooLarge,
  noCourseFile,
  notMp4,
  notUtf8,
  tooLarge,
  tooMany,
  twoFiles,
  unknownFile,
} from './folder.problems.js';
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
  /** In easy Korean, by the lesson's slug. */
  readonly easy = new Map<string, Body>();
  readonly guides = new Map<Language, Body>();
  readonly figures: { name: string; svg: string }[] = [];
  readonly captions: { path: string; vtt: string }[] = [];
  readonly blobs: { path: string; sha256: string; bytes: number }[] = [];
  /** The bytes of films and packages by their hash. */
  readonly bytes = new Map<string, Uint8Array>();

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
    if (head === 'captions' && typeof index === 'number')
      return { file: this.captions[index]?.path ?? '', line: line ?? 1 };
    if (head === 'blobs' && typeof index === 'number') return { file: this.blobs[index]?.path ?? '', line: 1 };
    if (head === 'guide') {
      const guide = LANGUAGES.flatMap((l) => (l === index ? [this.guides.get(l)] : []))[0];
      if (guide !== undefined) return { file: guide.file, line: guide.skipped + (line ?? 1) };
    }
    if (head === 'lessons' && typeof index === 'number') {
      const slug = this.slugOf(index);
      const body =
        part === 'body'
          ? LANGUAGES.flatMap((l) => (l === language ? [this.bodies[l].get(slug)] : []))[0]
          : part === 'easy'
            ? this.easy.get(slug)
            : undefined;
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
    if (bytes.byteLength > (kind.type === 'blob' ? LIMITS.blobBytes : LIMITS.fileBytes)) {
      this.add(name, kind.type === 'blob' ? blobTooLarge() : tooLarge());
      return;
    }
    if (kind.type === 'blob') {
      // Served under the type that its name says: what is something else must not come in as one.
      if (name.endsWith('.mp4') && decode(bytes.subarray(4, 8)) !== 'ftyp') this.add(name, notMp4());
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      this.blobs.push({ path: name, sha256, bytes: bytes.byteLength });
      this.bytes.set(sha256, bytes);
      return;
    }
    const text = decode(bytes);
    if (text === null) {
      this.add(name, notUtf8());
      return;
    }
    if (kind.type === 'yaml') this.readYaml(name, text);
    else if (kind.type === 'figure') this.figures.push({ name: kind.name, svg: text });
    else if (kind.type === 'captions') this.captions.push({ path: name, vtt: text });
    else if (kind.type === 'guide') this.guides.set(kind.language, bodyOf(name, '', text));
    else if (kind.type === 'easy') this.readBody(name, text, this.easy, kind);
    else this.readBody(name, text, this.bodies[kind.language], kind);
  }

  private readYaml(name: string, text: string): void {
    const file = readYaml(text);
    this.yaml.set(name, file);
    for (const { line, message } of file.problems) this.add(name, message, line);
  }

  private readBody(file: string, text: string, into: Map<string, Body>, kind: { number: string; slug: string }): void {
    const earlier = into.get(kind.slug);
    if (earlier !== undefined) this.add(file, twoFiles(earlier.file));
    into.set(kind.slug, bodyOf(file, kind.number, text));
  }
}

function bodyOf(file: string, number: string, text: string): Body {
  const blank = /^\s*/.exec(text)?.[0] ?? '';
  return { file, number, text, skipped: blank.split('\n').length - 1 };
}

type FileKind =
  | { type: 'yaml' }
  | { type: 'captions' }
  | { type: 'blob' }
  | { type: 'figure'; name: string }
  | { type: 'guide'; language: Language }
  | { type: 'easy'; number: string; slug: string }
  | { type: 'body'; language: Language; number: string; slug: string };

function kindOf(name: string): FileKind | null {
  if (name === COURSE || name === QUESTIONS || /^scenario\/[^/]+\.yaml$/.test(name)) return { type: 'yaml' };
  if (/^media\/[^/]+\.vtt$/.test(name)) return { type: 'captions' };
  if (/^(?:media\/[^/]+\.mp4|packages\/[^/]+\.zip)$/.test(name)) return { type: 'blob' };
  const figure = /^figures\/([^/]+\.svg)$/.exec(name)?.[1];
  if (figure !== undefined) return { type: 'figure', name: figure };
  const [, guide] = /^(ko|en)\/guide\.md$/.exec(name) ?? [];
  const [, folder, number = '', slug = ''] = /^(ko|en|ko-easy)\/(\d{2})-([^/]+)\.md$/.exec(name) ?? [];
  if (folder === 'ko-easy') return { type: 'easy', number, slug };
  const language = LANGUAGES.find((candidate) => candidate === (guide ?? folder));
  if (language === undefined) return null;
  return guide === undefined ? { type: 'body', language, number, slug } : { type: 'guide', language };
}

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
