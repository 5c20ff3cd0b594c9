import type { z } from 'zod';

import type { Text } from '#libs/language';

export type ProblemPath = readonly (string | number)[];

/** One thing wrong in a course document, with its remedy, where the document (not a file) is the place. */
export interface DocumentProblem {
  path: ProblemPath;
  /** Line inside a Markdown text, from 1; absent where the whole value is meant. */
  line?: number;
  message: Text;
}

/** Messages of the schema's own refinements, by the key given as `error` there. */
const problemTexts: Readonly<Record<string, Text>> = {
  slug: {
    ko: '영문 소문자와 숫자를 붙임표(-)로 이어 60자 이내로 적어 주세요. 예: front-desk',
    en: 'Use lower-case letters and digits joined by hyphens, at most 60 characters, such as front-desk.',
  },
  empty: { ko: '내용이 비어 있습니다. 글을 적어 주세요.', en: 'This is empty. Write the text.' },
  'too-long': { ko: '너무 깁니다. 내용을 줄이거나 나누어 주세요.', en: 'This is too long. Shorten or divide it.' },
  control: {
    ko: '보이지 않는 제어 문자가 들어 있습니다. 그 부분을 지우고 다시 적어 주세요.',
    en: 'There is an invisible control character here. Delete the place and type it again.',
  },
  repeated: { ko: '같은 값이 두 번 들어 있습니다. 하나를 지워 주세요.', en: 'A value stands here twice. Remove one.' },
  https: {
    ko: 'https://로 시작하는 주소를 적어 주세요.',
    en: 'Give an address that begins with https://.',
  },
  'figure-name': {
    ko: '그림 파일 이름은 이름.svg 또는 이름.ko.svg, 이름.en.svg로 적어 주세요. 이름은 영문 소문자, 숫자, 붙임표만 씁니다.',
    en: 'Name a figure name.svg, or name.ko.svg and name.en.svg, with lower-case letters, digits and hyphens.',
  },
  'film-name': {
    ko: 'media/이름.mp4로 적어 주세요. 이름은 영문 소문자, 숫자, 붙임표만 씁니다.',
    en: 'Name the film media/name.mp4, with lower-case letters, digits and hyphens.',
  },
  'captions-name': {
    ko: '자막은 media/이름.ko.vtt, media/이름.en.vtt로 적어 주세요.',
    en: 'Name captions media/name.ko.vtt and media/name.en.vtt.',
  },
  'package-name': {
    ko: 'packages/이름.zip으로 적어 주세요. 이름은 영문 소문자, 숫자, 붙임표만 씁니다.',
    en: 'Name the package packages/name.zip, with lower-case letters, digits and hyphens.',
  },
  'both-languages': {
    ko: 'languages에는 ko와 en을 모두 적어 주세요. 원문 언어를 앞에 둡니다.',
    en: 'Name both ko and en under languages, the original first.',
  },
};

const typeNames: Readonly<Record<string, Text>> = {
  string: { ko: '글(문자열)', en: 'text' },
  number: { ko: '수', en: 'a number' },
  int: { ko: '정수', en: 'a whole number' },
  boolean: { ko: 'true 또는 false', en: 'true or false' },
  array: { ko: '목록', en: 'a list' },
  object: { ko: '이름과 값의 묶음', en: 'a group of names and values' },
};

/** Turns what Zod found into problems; a union inside a value becomes the problems of its likeliest branch. */
export function problemsOfIssues(
  issues: readonly z.core.$ZodIssue[],
  input: unknown,
  base: ProblemPath = [],
): DocumentProblem[] {
  return issues.flatMap((issue) => {
    const inner = issue.path.map((key) => (typeof key === 'symbol' ? key.toString() : key));
    const path = [...base, ...inner];
    const value = valueAt(input, inner);
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({ path: [...path, key], message: unknownKey(key) }));
    if (issue.code === 'invalid_union' && issue.errors.length > 0) {
      const branch = issue.errors.reduce((best, errors) => (depth(errors) > depth(best) ? errors : best));
      return problemsOfIssues(branch, value, path);
    }
    // The discriminator of a lesson: the place to mend is the lesson's kind, written or not.
    return [{ path, message: messageOf(issue, value) }];
  });
}

function depth(issues: readonly z.core.$ZodIssue[]): number {
  return Math.max(0, ...issues.map((issue) => issue.path.length));
}

function messageOf(issue: z.core.$ZodIssue, value: unknown): Text {
  const own = problemTexts[issue.message];
  if (own !== undefined) return own;
  if (value === undefined && issue.code !== 'custom') return missing(issue);
  switch (issue.code) {
    case 'invalid_type':
      return wrongType(issue.expected, value);
    case 'invalid_value':
      return oneOf(issue.values.map(String));
    case 'invalid_union':
      return oneOf(optionsOf(issue));
    case 'too_small':
      return bound(issue.origin, 'least', Number(issue.minimum));
    case 'too_big':
      return bound(issue.origin, 'most', Number(issue.maximum));
    default:
      return {
        ko: '값이 형식에 맞지 않습니다. 과정 형식 문서를 확인해 주세요.',
        en: 'This value does not fit the course format. See docs/course-format.md.',
      };
  }
}

function optionsOf(issue: z.core.$ZodIssue): string[] {
  return 'options' in issue && Array.isArray(issue.options) ? issue.options.map(String) : [];
}

function missing(issue: z.core.$ZodIssue): Text {
  const options = issue.code === 'invalid_value' ? issue.values.map(String) : optionsOf(issue);
  const hint = options.length > 0 ? ` (${options.join(' | ')})` : '';
  return { ko: `값이 없습니다. 적어 주세요.${hint}`, en: `This is missing. Add it.${hint}` };
}

function wrongType(expected: string, value: unknown): Text {
  const name = typeNames[expected] ?? { ko: expected, en: expected };
  // 26 instead of "26" is what people write most often in YAML.
  const quote = expected === 'string' && (typeof value === 'number' || typeof value === 'boolean');
  return {
    ko: `${name.ko}을(를) 적어야 합니다.${quote ? ' 따옴표로 묶어 주세요.' : ''}`,
    en: `This must be ${name.en}.${quote ? ' Put it in quotation marks.' : ''}`,
  };
}

function oneOf(options: readonly string[]): Text {
  const list = options.join(', ');
  return { ko: `다음 중에서 골라 주세요: ${list}`, en: `Choose one of: ${list}.` };
}

function bound(origin: string, side: 'least' | 'most', limit: number): Text {
  const n = String(limit);
  const counted = origin === 'array' || origin === 'string';
  const unit = origin === 'array' ? '개' : origin === 'string' ? '자' : '';
  const noun = origin === 'array' ? ' entries' : origin === 'string' ? ' characters' : '';
  return side === 'least'
    ? {
        ko: `${n}${unit} 이상이어야 합니다.`,
        en: `${counted ? 'Give at least' : 'This must be at least'} ${n}${noun}.`,
      }
    : { ko: `${n}${unit} 이하여야 합니다.`, en: `${counted ? 'Give at most' : 'This must be at most'} ${n}${noun}.` };
}

function unknownKey(key: string): Text {
  return {
    ko: `"${key}"은(는) 과정 형식에 없는 이름입니다. 철자를 확인하거나 지워 주세요.`,
    en: `"${key}" is not a name of the course format. Check its spelling or remove it.`,
  };
}

/** The value at a path of a plain JSON value, undefined where the path leaves it. */
export function valueAt(value: unknown, path: ProblemPath): unknown {
  return path.reduce<unknown>(
    (at, key) =>
      typeof at === 'object' && at !== null && Object.hasOwn(at, key)
        ? (at as Record<string | number, unknown>)[key]
        : undefined,
    value,
  );
}

/** `lessons.2.title.ko`: how a path is written in answers and reports. */
export function pathText(path: ProblemPath): string {
  return path.map(String).join('.');
}

/** A problem at each value that stood before in the list; empty ones are the schema's business. */
export function repeated(values: readonly string[], path: (index: number) => ProblemPath): DocumentProblem[] {
  return values.flatMap((value, index) =>
    value !== '' && values.indexOf(value) < index
      ? [
          {
            path: path(index),
            message: {
              ko: `"${value}"이(가) 두 번 쓰였습니다. 하나의 이름을 바꾸어 주세요.`,
              en: `"${value}" is used twice. Rename one.`,
            },
          },
        ]
      : [],
  );
}
