import { systemActor } from '#libs/actor';
import {
  type CourseReport,
  CourseService,
  courseJsonSchemas,
  courseReport,
  listCourseFolders,
  parseCourse,
  type Published,
  readCourseFolder,
} from '#libs/courses';
import type { Command } from 'commander';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CommandContext } from './context.js';

interface Options {
  dir: string;
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
      const published = await context.product(async (app) => {
        const service = app.get(CourseService);
        const done: Published[] = [];
        for (const folder of await listCourseFolders(dir)) {
          context.progress(folder);
          done.push(await service.publishFolder(systemActor, folder));
        }
        return done;
      });
      context.print(json, published, () => published.map(publishedLine));
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

async function checkFolders(dir: string): Promise<CourseReport[]> {
  const reports: CourseReport[] = [];
  for (const folder of await listCourseFolders(dir)) {
    const { place, files } = await readCourseFolder(folder);
    reports.push(courseReport(place, parseCourse(files, place)));
  }
  return reports;
}

function reportLines(report: CourseReport): string[] {
  const { code, track, minutes, words, items, situations, errors } = report;
  const head =
    errors.length > 0
      ? `✗ ${track}/${code}: 오류 ${String(errors.length)}개 / errors`
      : `✓ ${track}/${code}: ${String(minutes)}분/min, 단어/words ko ${String(words.ko)} en ${String(words.en)}, 문항/items ${String(items)}, 상황/situations ${String(situations)}`;
  return [
    head,
    ...errors.flatMap(({ file, line, path, message }) => [
      `    ${track}/${code}/${file}:${String(line)}${path === '' ? '' : ` (${path})`}`,
      `      ${message.ko}`,
      `      ${message.en}`,
    ]),
  ];
}

function publishedLine({ code, number, pilot, isNew }: Published): string {
  return `${code} v${String(number)}${pilot ? ' (시범판 / pilot)' : ''}: ${isNew ? '게시함 / published' : '그대로 / unchanged'}`;
}
