import {
  isAlias,
  isCollection,
  isNode,
  isPair,
  isScalar,
  LineCounter,
  parseDocument,
  visit,
  type Document,
} from 'yaml';

import type { Text } from '#libs/language';

import type { ProblemPath } from './course.problems.js';

export interface YamlProblem {
  line: number;
  message: Text;
}

/** A YAML file as a plain value that remembers where everything stood. */
export interface YamlFile {
  /** Undefined where the file could not be read at all. */
  value: unknown;
  problems: YamlProblem[];
  /** Line of the value at a path, or of the nearest thing around it; `inner` is a line inside a literal text. */
  lineOf(path: ProblemPath, inner?: number): number;
}

export function readYaml(source: string): YamlFile {
  const counter = new LineCounter();
  const line = (offset: number | undefined) => Math.max(1, counter.linePos(offset ?? 0).line);
  let document: Document;
  try {
    document = parseDocument(source, {
      lineCounter: counter,
      prettyErrors: false,
      logLevel: 'silent',
      version: '1.2',
      schema: 'core',
      merge: false,
    });
  } catch (error) {
    if (error instanceof Error) return broken(unreadable(error.message));
    throw error;
  }
  const problems: YamlProblem[] = [...document.errors, ...document.warnings].map((found) => ({
    line: line(found.pos[0]),
    message: found.code === 'DUPLICATE_KEY' ? duplicateKey() : unreadable(found.message),
  }));
  // Aliases would let one place change another, and a small file become a huge document.
  visit(document, {
    Alias: (_key, node) => {
      problems.push({ line: line(node.range?.[0]), message: noAliases() });
    },
  });
  if (problems.length > 0) return { ...broken(), problems };
  return { value: document.toJS(), problems, lineOf: (path, inner) => lineAt(document, path, inner, line) };
}

function broken(message?: Text): YamlFile {
  return { value: undefined, problems: message === undefined ? [] : [{ line: 1, message }], lineOf: () => 1 };
}

function lineAt(
  document: Document,
  path: ProblemPath,
  inner: number | undefined,
  line: (offset: number | undefined) => number,
): number {
  let node: unknown = document.contents;
  let start = isNode(node) ? node.range?.[0] : 0;
  for (const key of path) {
    if (!isCollection(node)) break;
    const pair = node.items.find(
      (entry) => isPair(entry) && isScalar(entry.key) && String(entry.key.value) === String(key),
    );
    const next: unknown = isPair(pair) ? pair.value : node.get(key, true);
    // A key without a value, or one that is not there: the key, or what should hold it, is the place.
    if (isPair(pair) && isNode(pair.key)) start = pair.key.range?.[0] ?? start;
    if (!isNode(next) || isAlias(next)) break;
    node = next;
    if (!isPair(pair)) start = next.range?.[0] ?? start;
  }
  const literal = isScalar(node) && node.type === 'BLOCK_LITERAL';
  return line(start) + (literal && inner !== undefined ? inner : 0);
}

function unreadable(detail: string): Text {
  const first = detail.split('\n')[0]?.slice(0, 200) ?? '';
  return {
    ko: `YAML로 읽을 수 없습니다. 들여쓰기와 따옴표를 확인해 주세요. (${first})`,
    en: `This can't be read as YAML. Check indentation and quotation marks. (${first})`,
  };
}

function duplicateKey(): Text {
  return {
    ko: '같은 이름이 두 번 쓰였습니다. 하나를 지워 주세요.',
    en: 'The same name stands here twice. Remove one.',
  };
}

function noAliases(): Text {
  return {
    ko: 'YAML 별칭(&, *)은 쓸 수 없습니다. 값을 그대로 적어 주세요. 글이 *나 &로 시작하면 따옴표로 묶어 주세요.',
    en: 'YAML aliases (& and *) are not allowed. Write the value itself, or quote a text that begins with * or &.',
  };
}
