import { systemActor } from '#libs/actor';
import {
  type BrokenFolder,
  type CourseProblem,
  type CourseReport,
  CourseService,
  courseJsonSchemas,
  courseReport,
  listCourseFolders,
  parseCourse,
  type Published,
  readCourseFolder,
  readShared,
  TransferService,
} from '#libs/courses';
import type { Command } from 'commander';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { CommandContext } from './context.js';
import { libraryPages } from './library.js';

interface Options {
  dir: string;
  json?: boolean;
}

interface ExportOptions {
  to: string;
  number?: number;
  json?: boolean;
}

/** `madang courses …`: check and publish the folder of courses, and write its published schemas. */
export function registerCourseCommands(program: Command, context: CommandContext): void {
  const courses = program.command('courses').description('과정 파일 / course files');

  courses
    .command('check')
    .description('모든 과정 폴더를 검사합니다(데이터베이스 불필요) / check every course folder; needs no database')
    .option('--dir <dir>', '과정 폴더 / folder of courses', 'courses')
    .option('--json')
    .action(async ({ dir, json }: Options) => {
      const reports = await checkFolders(dir);
      context.print(json, reports, () => reports.flatMap(reportLines));
      if (reports.some(({ errors }) => errors.length > 0)) process.exitCode = 1;
    });

  courses
    .command('publish')
    .description(
      '과정 폴더를 게시합니다. 이미 게시한 내용은 그대로 둡니다 / publish the folders; what is published stays',
    )
    .option('--dir <dir>', '과정 폴더 / folder of courses', 'courses')
    .option('--json')
    .action(async ({ dir, json }: Options) => {
      const { published, broken } = await context.product((app) =>
        app.get(CourseService).publishAll(systemActor, dir, (folder) => {
          context.progress(folder);
        }),
      );
      context.print(json, { published, broken }, () => [
        ...published.map(publishedLine),
        ...broken.flatMap(brokenLines),
      ]);
      if (broken.length > 0) process.exitCode = 1;
    });

  courses
    .command('export <code>')
    .description('과정을 폴더로 꺼냅니다 / write a course of the database as a folder')
    .option('--to <dir>', '쓸 곳 / where to write it', 'export')
    .option('--number <n>', '판 번호 / number of a version', Number)
    .option('--json')
    .action(async (code: string, { to, number, json }: ExportOptions) => {
      const { hash, files } = await context.product((app) => app.get(TransferService).export(code, number ?? null));
      for (const [path, content] of files) {
        const target = join(to, code, path);
        await mkdir(dirname(target), { recursive: true });
        await writeFile(target, content);
      }
      context.print(json, { code, hash, files: [...files.keys()] }, () => [
        `${join(to, code)}: ${String(files.size)} 파일/files, ${hash}`,
      ]);
    });

  courses
    .command('map')
    .description('과정 지도와 표를 다시 씁니다 / write the map of the library and its table anew')
    .option('--json')
    .action(async ({ json }: { json?: boolean }) => {
      const pages = await libraryPages('.');
      for (const [path, content] of pages) await writeFile(path, content);
      context.print(json, [...pages.keys()], () => [...pages.keys()]);
    });

  courses
    .command('schema')
    .description('과정 형식의 JSON Schema를 씁니다 / write the JSON Schemas of the course format')
    .option('--dir <dir>', '과정 폴더 / folder of courses', 'courses')
    .option('--json')
    .action(async ({ dir, json }: Options) => {
      const files = courseJsonSchemas();
      await mkdir(join(dir, 'schema'), { recursive: true });
      for (const [name, content] of files) await writeFile(join(dir, 'schema', name), content);
      context.print(json, [...files.keys()], () => [...files.keys()]);
    });
}

interface SharedReport {
  code: string;
  track: 'shared';
  errors: CourseProblem[];
}

/** A report of each course; the files that all share are listed only where something is wrong with them. */
async function checkFolders(dir: string): Promise<(CourseReport | SharedReport)[]> {
  const shared = await readShared(dir);
  const reports: (CourseReport | SharedReport)[] = [];
  for (const folder of await listCourseFolders(dir)) {
    const { place, files } = await readCourseFolder(folder);
    reports.push(courseReport(place, parseCourse(files, place, shared.ids)));
  }
  const names = [...new Set(shared.problems.map(({ file }) => file))];
  return [
    ...reports,
    ...names.map((code) => ({
      code,
      track: 'shared' as const,
      errors: shared.problems.filter(({ file }) => file === code),
    })),
  ];
}

function reportLines(report: CourseReport | SharedReport): string[] {
  const { code, track, errors } = report;
  const isShared = track === 'shared';
  return [
    ...(errors.length > 0
      ? [`✗ ${isShared ? code : `${track}/${code}`}: 오류 ${String(errors.length)}개 / errors`]
      : []),
    ...(errors.length === 0 && 'words' in report ? courseLines(report) : []),
    ...errors.flatMap(({ file, line, path, message }) => [
      `    ${isShared ? file : `${track}/${code}/${file}`}:${String(line)}${path === '' ? '' : ` (${path})`}`,
      `      ${message.ko}`,
      `      ${message.en}`,
    ]),
  ];
}

function courseLines(report: CourseReport): string[] {
  const { code, track, minutes, words, readingMinutes, items, situations, altTexts, sources, readingLevel, easy } =
    report;
  const routes = Object.entries(minutes).map(([route, sum]) => `${route} ${String(sum)}분/min`);
  const level =
    readingLevel?.fits == null
      ? []
      : [
          `    ${readingLevel.fits ? '✓' : '!'} 읽기 수준 / reading level: 문장당 ${String(readingLevel.eojeol)}어절/eojeol, 긴 어절/long words ${String(Math.round(readingLevel.longWords * 100))}%`,
        ];
  return [
    `✓ ${track}/${code}: ${routes.join(', ')}, 단어/words ko ${String(words.ko)} en ${String(words.en)}, 문항/items ${String(items)}, 상황/situations ${String(situations)}`,
    `    읽는 시간/reading ko ${String(readingMinutes.ko)} en ${String(readingMinutes.en)}분/min, 그림 설명/alt texts ${String(altTexts.described)}/${String(altTexts.placed)}, 출처/sources ${String(sources.total)} (확인/verified ${String(sources.verified)}, 인용/cited ${String(sources.cited)}), 쉬운 말/easy ${String(easy)}`,
    ...level,
  ];
}

/** What could not be published, in the form in which `courses check` says it. */
export function brokenLines({ folder, problems }: BrokenFolder): string[] {
  return [
    `✗ ${folder}: 오류 ${String(problems.length)}개, 게시하지 않음 / errors, not published`,
    ...problems.flatMap(({ field, message }) => [`    ${field}`, `      ${message.ko}`, `      ${message.en}`]),
  ];
}

function publishedLine({ code, number, pilot, isNew }: Published): string {
  return `${code} v${String(number)}${pilot ? ' (시범판 / pilot)' : ''}: ${isNew ? '게시함 / published' : '그대로 / unchanged'}`;
}
