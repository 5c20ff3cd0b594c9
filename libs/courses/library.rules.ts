import type { CourseReport } from './course.report.js';
import type { CourseDocument } from './course.schema.js';
import { TOPICS, TRACKS } from './course.vocabulary.js';

/** A course of the library as `courses check` read it. */
export interface LibraryCourse {
  readonly report: CourseReport;
  readonly document: CourseDocument;
}

/** Topics that a mandate asks for, whoever owes it. */
export interface TopicNeed {
  readonly code: string;
  readonly title: string;
  readonly topics: readonly string[];
}

/** A circle of learners that the library serves on its own. */
interface Group {
  readonly key: string;
  readonly name: string;
  /** Minutes of one school period; absent where hours are hours. */
  readonly period?: number;
  /** Minutes the library has to offer, and of what: issue and ordinances, see docs/library.md. */
  readonly aim: { readonly minutes: number; readonly words: string };
  has(document: CourseDocument): boolean;
}

const school = (level: 'elementary' | 'middle' | 'high', name: string, period: number): Group => ({
  key: level,
  name,
  period,
  aim: { minutes: 4 * period, words: `2 periods of ${String(period)} min a semester` },
  has: (document) => document.track === 'students' && document.level === level,
});

const GROUPS: readonly Group[] = [
  {
    key: 'officials',
    name: '공무원·공공기관 / officials',
    aim: { minutes: 360, words: '6 h self-paced over all courses' },
    has: ({ track }) => track === 'officials',
  },
  {
    key: 'social-service',
    name: '사회복지 종사자 / social-service staff',
    aim: { minutes: 240, words: '4 h (facilities of older persons and long-term care)' },
    has: ({ track }) => track === 'social-service',
  },
  {
    key: 'teachers',
    name: '교원 / teachers',
    aim: { minutes: 240, words: '2 h a semester' },
    has: ({ track }) => track === 'teachers',
  },
  school('elementary', '초등 / elementary', 40),
  school('middle', '중등 / middle', 45),
  school('high', '고등 / high', 50),
];

/** The topics that the school ordinance wants in every school level. */
const SCHOOL_TOPICS = ['labour-rights', 'sports-rights', 'gender'] as const;

const short = ({ document }: LibraryCourse): string => (document.code.split('-')[0] ?? document.code).toUpperCase();
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
const codesWith = (courses: readonly LibraryCourse[], topic: string): string =>
  courses
    .filter(({ document }) => document.credit.topics.some((each) => each === topic))
    .map(short)
    .join(', ');

/** Courses × rights × instruments × topics that mandates ask for, and what is covered where, as Markdown. */
export function libraryMap(courses: readonly LibraryCourse[], needs: readonly TopicNeed[]): string {
  const groups = GROUPS.map((group) => ({ group, members: courses.filter(({ document }) => group.has(document)) }));
  return [
    '### Courses, rights, instruments\n',
    table(
      ['Course', 'Title', 'Approach', 'Topics', 'Rights', 'Instruments', 'World Programme', 'Indicator'],
      ordered(courses).map((course) => {
        const { title, credit, tags } = course.document;
        return [
          short(course),
          `${title.ko} / ${title.en}`,
          tags.approach.join(', '),
          credit.topics.join(', '),
          tags.rights.join(', '),
          tags.instruments.join('; '),
          tags.worldProgramme ?? '',
          tags.indicators.map(({ en }) => en).join('; '),
        ];
      }),
    ),
    '\n### Topics by audience\n',
    table(
      ['Topic', ...groups.map(({ group }) => group.name)],
      TOPICS.map((topic) => [topic, ...groups.map(({ members }) => codesWith(members, topic) || '–')]),
    ),
    '\n### Topics that mandates ask for\n',
    table(
      ['Mandate', 'Topic', 'Courses'],
      needs.flatMap(({ code, title, topics }) =>
        topics.map((topic) => [`\`${code}\` ${title}`, topic, codesWith(ordered(courses), topic) || '**none**']),
      ),
    ),
    '\n### Coverage\n',
    table(
      [
        'Audience',
        'Courses',
        'Self-paced',
        'Blended',
        'of it live',
        'In a year, aimed at',
        'Self-paced reaches',
        ...SCHOOL_TOPICS,
      ],
      groups.map(({ group, members }) => coverage(group, members)),
    ),
    '',
  ].join('\n');
}

/** Minutes without anybody else: the solo route, or of a course that has none, what is not live. */
function selfPaced(course: LibraryCourse): number {
  const { solo, blended } = course.report.minutes;
  return solo ?? (blended ?? 0) - liveMinutes(course);
}

function liveMinutes({ document }: LibraryCourse): number {
  return sum(document.lessons.map((lesson) => (lesson.kind === 'live' ? lesson.minutes : 0)));
}

function coverage(group: Group, members: readonly LibraryCourse[]): string[] {
  const solo = sum(members.map(selfPaced));
  const live = sum(members.map(liveMinutes));
  const reached = solo >= group.aim.minutes;
  const periods =
    group.period === undefined ? '' : ` (periods: ${String(Math.floor(solo / group.period / 2))} a semester)`;
  return [
    group.name,
    String(members.length),
    `${String(solo)} min`,
    `${String(sum(members.map(({ report }) => report.minutes.blended ?? 0)))} min`,
    `${String(live)} min`,
    `${String(group.aim.minutes)} min: ${group.aim.words}`,
    `${reached ? 'yes' : '**no**'}${periods}`,
    ...SCHOOL_TOPICS.map((topic) => codesWith(members, topic) || '–'),
  ];
}

/** The library in figures, a row for each course, as Markdown. */
export function libraryTable(courses: readonly LibraryCourse[]): string {
  const rows = ordered(courses);
  const total = (pick: (report: CourseReport) => number): string => String(sum(rows.map(({ report }) => pick(report))));
  return [
    table(
      [
        ...['Course', 'Minutes solo', 'Minutes blended', 'Words ko', 'Words en', 'Reading minutes ko', 'Items'],
        ...[
          'Situations',
          'Sources (verified, fictional)',
          'Figures',
          'Glossary links',
          'Case links',
          'Guide',
          'Easy Korean',
        ],
      ],
      [
        ...rows.map((course) => {
          const { report } = course;
          return [
            `${short(course)} ${course.document.title.ko}`,
            String(report.minutes.solo ?? '–'),
            String(report.minutes.blended ?? '–'),
            String(report.words.ko),
            String(report.words.en),
            String(report.readingMinutes.ko),
            String(report.items),
            String(report.situations),
            `${String(report.sources.total)} (${String(report.sources.verified)}, ${String(report.sources.fictional)})`,
            String(report.figures),
            String(report.links.terms),
            String(report.links.cases),
            report.guide ? 'ko, en' : '–',
            report.easy === 0 ? '–' : String(report.easy),
          ];
        }),
        [
          `**${String(rows.length)} courses**`,
          total(({ minutes }) => minutes.solo ?? 0),
          total(({ minutes }) => minutes.blended ?? 0),
          total(({ words }) => words.ko),
          total(({ words }) => words.en),
          total(({ readingMinutes }) => readingMinutes.ko),
          total(({ items }) => items),
          total(({ situations }) => situations),
          `${total(({ sources }) => sources.total)} (${total(({ sources }) => sources.verified)}, ${total(({ sources }) => sources.fictional)})`,
          total(({ figures }) => figures),
          total(({ links }) => links.terms),
          total(({ links }) => links.cases),
          total(({ guide }) => (guide ? 1 : 0)),
          total(({ easy }) => easy),
        ],
      ],
    ),
    '',
  ].join('\n');
}

/** The first audience first, students from the youngest. */
function ordered(courses: readonly LibraryCourse[]): LibraryCourse[] {
  const levels = ['adult', 'elementary', 'middle', 'high'];
  const place = ({ document }: LibraryCourse): number =>
    TRACKS.indexOf(document.track) * 10 + levels.indexOf(document.level);
  return [...courses].sort((a, b) => place(a) - place(b) || (short(a) < short(b) ? -1 : 1));
}

const BEGIN = '<!-- begin: written by "npm run madang -- courses map" -->';
const END = '<!-- end -->';

/** Puts generated text between the marks of a file that people write. @throws when the marks are missing */
export function withGenerated(file: string, text: string): string {
  const [from, to] = [file.indexOf(BEGIN), file.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`the marks ${BEGIN} … ${END} are missing`);
  return `${file.slice(0, from + BEGIN.length)}\n\n${text}\n${file.slice(to)}`;
}
