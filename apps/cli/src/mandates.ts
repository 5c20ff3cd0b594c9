import { systemActor } from '#libs/actor';
import { listCourseFolders, parseCourse, readCourseFolder } from '#libs/courses';
import {
  MandateService,
  type Offer,
  type PublishedMandate,
  TallyService,
  anySession,
  checkMandateFolder,
  mandateFolders,
  mandateJsonSchema,
} from '#libs/mandates';
import type { Command } from 'commander';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CommandContext } from './context.js';
import { registerEvaluateCommand } from './evaluate.js';

interface Options {
  dir: string;
  json?: boolean;
}

/** `madang mandates …` and `madang evaluate`: rules from files into force, and everyone held against them. */
export function registerMandateCommands(program: Command, context: CommandContext): void {
  const mandates = program.command('mandates').description('필수교육 기준 / mandates');

  mandates
    .command('check')
    .description('기준 파일을 모두 검사합니다(데이터베이스 불필요) / check every mandate file; needs no database')
    .option('--dir <dir>', '과정 폴더 / folder of courses', 'courses')
    .option('--json')
    .action(async ({ dir, json }: Options) => {
      const offers = [...anySession(), ...(await coursesOffered(dir))];
      const folders = await mandateFolders(join(dir, 'mandates'));
      const checked = (await Promise.all(folders.map((folder) => checkMandateFolder(folder, offers)))).flat();
      const report = checked.map(({ file, document, problems }) => ({ file, code: document?.code ?? null, problems }));
      context.print(json, report, () =>
        report.flatMap(({ file, problems }) => [
          problems.length === 0 ? `✓ ${file}` : `✗ ${file}: 오류 ${String(problems.length)}개 / errors`,
          ...problems.flatMap((problem) => [
            `    ${problem.file}:${String(problem.line)}${problem.path === '' ? '' : ` (${problem.path})`}`,
            `      ${problem.message.ko}`,
            `      ${problem.message.en}`,
          ]),
        ]),
      );
      if (report.some(({ problems }) => problems.length > 0)) process.exitCode = 1;
    });

  mandates
    .command('publish')
    .description(
      '기준을 시행합니다. 이미 시행 중인 것은 그대로 둡니다 / put the mandates in force; what is in force stays',
    )
    .option('--dir <dir>', '과정 폴더 / folder of courses', 'courses')
    .option('--json')
    .action(async ({ dir, json }: Options) => {
      const published = await context.product((app) =>
        app.get(MandateService).publishFolder(systemActor, join(dir, 'mandates')),
      );
      context.print(json, published, () => published.map(publishedLine));
    });

  mandates
    .command('schema')
    .description('기준 형식의 JSON Schema를 씁니다 / write the JSON Schema of the mandate format')
    .option('--dir <dir>', '과정 폴더 / folder of courses', 'courses')
    .option('--json')
    .action(async ({ dir, json }: Options) => {
      await mkdir(join(dir, 'schema'), { recursive: true });
      const name = 'mandate.schema.json';
      await writeFile(join(dir, 'schema', name), mandateJsonSchema());
      context.print(json, [name], () => [name]);
    });

  // By both names: one beside the other commands about mandates, one for whoever looks for a check.
  for (const parent of [mandates, program]) registerVerifyTallies(parent, context);
  registerEvaluateCommand(program, context);
}

function registerVerifyTallies(parent: Command, context: CommandContext): void {
  parent
    .command('verify-tallies')
    .description('집계가 실제 건수와 같은지 다시 셉니다 / recount the tallies from the obligations')
    .option('--json')
    .action(async ({ json }: { json?: boolean }) => {
      const differences = await context.product((app) => app.get(TallyService).verify());
      context.print(json, differences, () =>
        differences.length === 0
          ? ['집계가 모두 맞습니다 / every figure is exact']
          : differences.map(({ place, counted, tallied }) => `${place}: ${String(tallied)} ≠ ${String(counted)}`),
      );
      if (differences.length > 0) process.exitCode = 1;
    });
}

/** What the courses below a folder offer; one that is not in order offers nothing. */
async function coursesOffered(dir: string): Promise<readonly Offer[]> {
  const offers: Offer[] = [];
  for (const folder of await listCourseFolders(dir)) {
    const { place, files } = await readCourseFolder(folder);
    const { document } = parseCourse(files, place);
    if (document === null) continue;
    offers.push({ code: document.code, ...document.credit, evidence: 'demonstrated', repeatable: false });
  }
  return offers;
}

function publishedLine({ code, number, isNew }: PublishedMandate): string {
  return `${code} v${String(number)}: ${isNew ? '시행함 / in force now' : '그대로 / unchanged'}`;
}
