import { normalize } from './course.hash.js';
import { problemsOfIssues, pathText, repeated, type DocumentProblem } from './course.problems.js';
import {
  caseSchema,
  casesFileSchema,
  glossaryFileSchema,
  termSchema,
  type SharedCase,
  type Term,
} from './course.schema.js';
import type { CourseProblem } from './folder.files.js';
import { looseList, looseRecord, looseText } from './loose.js';
import type { SharedIds } from './markdown.check.js';
import { readYaml, type YamlFile } from './yaml.file.js';

export const GLOSSARY = 'glossary.yaml';
export const CASES = 'cases.yaml';

/** What all courses share: the entries with which nothing is wrong. A missing file is an empty one. */
export interface SharedContent {
  terms: Term[];
  cases: SharedCase[];
  problems: CourseProblem[];
  /** Everything that has a name, also where the rest of it is wrong: one mistake must not spoil every link. */
  ids: SharedIds;
}

/**
 * Reads the glossary and the case file.
 *
 * @param courses codes of the courses that there are, which cases may name; without it, any
 */
export function parseShared(
  sources: { glossary: string | null; cases: string | null },
  courses?: ReadonlySet<string>,
): SharedContent {
  const glossary = read(sources.glossary, GLOSSARY, 'terms');
  const cases = read(sources.cases, CASES, 'cases');
  const parsedTerms = glossaryFileSchema.safeParse(glossary.value);
  const parsedCases = casesFileSchema.safeParse(cases.value);
  const termProblems = [
    ...(parsedTerms.success ? [] : problemsOfIssues(parsedTerms.error.issues, glossary.value)),
    ...repeated(idsIn(glossary.value, 'terms'), (index) => ['terms', index, 'id']),
    ...normProblems(glossary.value, 'terms', 'sources'),
  ];
  const caseProblems = [
    ...(parsedCases.success ? [] : problemsOfIssues(parsedCases.error.issues, cases.value)),
    ...repeated(idsIn(cases.value, 'cases'), (index) => ['cases', index, 'id']),
    ...normProblems(cases.value, 'cases', 'norms'),
    ...originProblems(cases.value),
    ...(courses === undefined ? [] : courseProblems(cases.value, courses)),
  ];
  return {
    terms: wholeEntries(glossary.value, 'terms', termProblems).map((entry) => termSchema.parse(entry)),
    cases: wholeEntries(cases.value, 'cases', caseProblems).map((entry) => caseSchema.parse(entry)),
    problems: [
      ...glossary.problems,
      ...termProblems.map(glossary.locate),
      ...cases.problems,
      ...caseProblems.map(cases.locate),
    ],
    ids: { terms: new Set(idsIn(glossary.value, 'terms')), cases: new Set(idsIn(cases.value, 'cases')) },
  };
}

function wholeEntries(value: unknown, key: string, problems: readonly DocumentProblem[]): unknown[] {
  const broken = new Set(
    problems.flatMap(({ path }) => (path[0] === key && typeof path[1] === 'number' ? [path[1]] : [])),
  );
  return looseList(looseRecord(value)[key]).filter((_entry, index) => !broken.has(index));
}

interface ReadFile {
  value: unknown;
  problems: CourseProblem[];
  locate: (problem: DocumentProblem) => CourseProblem;
}

function read(source: string | null, file: string, key: string): ReadFile {
  const yaml: YamlFile | null = source === null ? null : readYaml(source);
  const broken = yaml !== null && yaml.problems.length > 0;
  return {
    // A file that could not be read says so once; that its content is missing is no news.
    value: yaml === null || broken ? { [key]: [] } : normalize(yaml.value),
    problems: (yaml?.problems ?? []).map(({ line, message }) => ({ file, line, path: '', message })),
    locate: ({ path, line, message }) => ({ file, line: yaml?.lineOf(path, line) ?? 1, path: pathText(path), message }),
  };
}

function entriesOf(value: unknown, key: string) {
  return looseList(looseRecord(value)[key]).map(looseRecord);
}

function idsIn(value: unknown, key: string): string[] {
  return entriesOf(value, key).map((entry) => looseText(entry['id']));
}

/** As for a course's own sources: what is not verified says what to check, what is says where. */
function normProblems(value: unknown, key: string, list: string): DocumentProblem[] {
  return entriesOf(value, key).flatMap((entry, index) =>
    looseList(entry[list]).flatMap((norm, at): DocumentProblem[] => {
      const { verified, question, url, fictional } = looseRecord(norm);
      const path = [key, index, list, at];
      if (verified === false && question === undefined)
        return [
          {
            path: [...path, 'question'],
            message: {
              ko: '확인하지 않은 출처입니다. question에 무엇을 확인해야 하는지 적어 주세요.',
              en: 'This source is not verified. Say under question what must be checked.',
            },
          },
        ];
      if (verified === true && url === undefined && fictional !== true)
        return [
          {
            path: [...path, 'url'],
            message: {
              ko: '확인한 출처에는 url이 있어야 합니다. 주소를 적거나 verified: false로 바꾸어 주세요.',
              en: 'A verified source needs its url. Add it, or set verified: false.',
            },
          },
        ];
      return [];
    }),
  );
}

/** Whoever tells of a real decision names where it can be read. */
function originProblems(value: unknown): DocumentProblem[] {
  return entriesOf(value, 'cases').flatMap((entry, index) =>
    entry['origin'] === 'decision' && !looseList(entry['norms']).some((norm) => looseRecord(norm)['url'] !== undefined)
      ? [
          {
            path: ['cases', index, 'norms'],
            message: {
              ko: '결정례에는 공개된 출처의 주소(norms의 url)가 하나 이상 있어야 합니다.',
              en: 'A decision names at least one public source with its url under norms.',
            },
          },
        ]
      : [],
  );
}

function courseProblems(value: unknown, courses: ReadonlySet<string>): DocumentProblem[] {
  return entriesOf(value, 'cases').flatMap((entry, index) =>
    looseList(entry['courses']).flatMap((code, at) =>
      typeof code === 'string' && !courses.has(code)
        ? [
            {
              path: ['cases', index, 'courses', at],
              message: {
                ko: `"${code}" 과정이 없습니다. 폴더 이름을 확인해 주세요.`,
                en: `There is no course "${code}". Check the name of its folder.`,
              },
            },
          ]
        : [],
    ),
  );
}
