import type { Text } from '../../api/types';

/** The course document as the trainer edits it; the server checks it, the screens only fill it (docs/course-format.md). */
export interface CourseDocument {
  code: string;
  track: string;
  level: string;
  languages: string[];
  title: Text;
  summary: Text;
  objectives: Text[];
  credit: { minutes: number; mode: string; method: string; topics: string[] };
  seats: string[];
  lessons: DraftLesson[];
  items: DraftItem[];
  sources: DraftSource[];
}

export interface DraftLesson {
  slug: string;
  kind: string;
  minutes: number;
  required: boolean;
  title: Text;
  body?: Text;
  scenario?: DraftScenario;
  quiz?: { purpose: string; draw: number; passing?: number };
}

export interface DraftScenario {
  role: Text;
  people: { id: string; name: Text; about: Text }[];
  start: string;
  situations: DraftSituation[];
  endings: { id: string; title: Text; text: Text }[];
  debrief: Text;
}

export interface DraftSituation {
  id: string;
  text: Text;
  rights: string[];
  choices: DraftChoice[];
}

export interface DraftChoice {
  id: string;
  text: Text;
  consequence: Text;
  reasoning: Text;
  to: string;
}

export interface DraftItem {
  code: string;
  pair: string;
  form: string;
  kind: string;
  tags: { topic: string; type: string; right?: string; instrument?: string };
  stem: Text;
  /** For what is chosen from. */
  choices?: DraftAnswer[];
  /** Of an ordering, in the right order. */
  steps?: { id: string; text: Text }[];
  pairs?: { id: string; left: Text; right: Text }[];
  accept?: { ko: string[]; en: string[] };
  scale?: { from: number; to: number; low: Text; high: Text };
  rubric?: { id: string; points: number; text: Text }[];
  /** For kinds that are right or wrong as a whole. */
  feedback?: { right: Text; wrong: Text };
}

export interface DraftAnswer {
  id: string;
  correct: boolean;
  text: Text;
  feedback: Text;
}

export interface DraftSource {
  id: string;
  title: Text;
  article?: string;
  version?: string;
  url?: string;
  verified: boolean;
  fictional?: boolean;
  question?: Text | string;
}

export type Path = readonly (string | number)[];

export const noText = (): Text => ({ ko: '', en: '' });

/** `lessons.2.title.ko`: how the server names a place. */
export function pathText(path: Path): string {
  return path.map(String).join('.');
}

/** The document with one value replaced; all else is shared with the old one. */
export function setAt<T>(value: T, path: Path, next: unknown): T {
  const [key, ...rest] = path;
  if (key === undefined) return next as T;
  if (Array.isArray(value)) {
    const copy: unknown[] = [...(value as unknown[])];
    copy[Number(key)] = setAt(copy[Number(key)], rest, next);
    return copy as T;
  }
  const old = (value ?? {}) as Record<string, unknown>;
  const inner = setAt(old[key], rest, next);
  if (inner === undefined) {
    return Object.fromEntries(Object.entries(old).filter(([name]) => name !== key)) as T;
  }
  return { ...old, [key]: inner } as T;
}

/** A name not yet taken: `stem-1`, `stem-2`, … Authors never see it. */
export function freshName(stem: string, taken: string[]): string {
  for (let number = taken.length + 1; ; number += 1) {
    const name = `${stem}-${String(number)}`;
    if (!taken.includes(name)) return name;
  }
}

export function moved<T>(list: T[], from: number, to: number): T[] {
  const copy = [...list];
  const [entry] = copy.splice(from, 1);
  if (entry !== undefined) copy.splice(to, 0, entry);
  return copy;
}

export function newChoice(taken: string[]): DraftChoice {
  return { id: freshName('choice', taken), text: noText(), consequence: noText(), reasoning: noText(), to: '' };
}

export function newSituation(taken: string[]): DraftSituation {
  const first = newChoice([]);
  return { id: freshName('situation', taken), text: noText(), rights: [], choices: [first, newChoice([first.id])] };
}

export function newLesson(kind: string, taken: string[]): DraftLesson {
  const head = { slug: freshName(kind, taken), kind, minutes: 10, required: kind !== 'reflection', title: noText() };
  if (kind === 'quiz') return { ...head, quiz: { purpose: 'final', draw: 3, passing: 0.6 } };
  if (kind !== 'scenario') return { ...head, body: noText() };
  const situation = newSituation([]);
  return {
    ...head,
    scenario: {
      role: noText(),
      people: [],
      start: situation.id,
      situations: [situation],
      endings: [{ id: 'ending-1', title: noText(), text: noText() }],
      debrief: noText(),
    },
  };
}

export function newItem(taken: string[], topic: string): DraftItem {
  const code = freshName('question', taken);
  const choice = (id: string, correct: boolean) => ({ id, correct, text: noText(), feedback: noText() });
  return {
    code,
    pair: code,
    form: 'B',
    kind: 'single',
    tags: { topic, type: 'case' },
    stem: noText(),
    choices: [choice('a', true), choice('b', false), choice('c', false)],
  };
}

export const ITEM_KINDS = [
  'single',
  'multiple',
  'ordering',
  'matching',
  'short-text',
  'rating-scale',
  'argued-case',
] as const;

/** The item as one of another kind: what the two have in common stays, the rest begins anew. */
export function withKind(item: DraftItem, kind: string): DraftItem {
  const { code, pair, form, tags, stem } = item;
  const head = { code, pair, form, kind, tags, stem };
  const feedback = item.feedback ?? { right: noText(), wrong: noText() };
  const ids = ['a', 'b', 'c'];
  switch (kind) {
    case 'ordering':
      return { ...head, steps: item.steps ?? ids.map((id) => ({ id, text: noText() })), feedback };
    case 'matching':
      return { ...head, pairs: item.pairs ?? ids.map((id) => ({ id, left: noText(), right: noText() })), feedback };
    case 'short-text':
      return { ...head, accept: item.accept ?? { ko: [''], en: [''] }, feedback };
    case 'rating-scale':
      return { ...head, scale: item.scale ?? { from: 1, to: 5, low: noText(), high: noText() } };
    case 'argued-case':
      return { ...head, rubric: item.rubric ?? [{ id: 'a', points: 5, text: noText() }], feedback };
    default: {
      const choices = item.choices ?? newItem([], tags.topic).choices ?? [];
      const first = Math.max(
        choices.findIndex((choice) => choice.correct),
        0,
      );
      return {
        ...head,
        choices: kind === 'single' ? choices.map((choice, at) => ({ ...choice, correct: at === first })) : choices,
      };
    }
  }
}
