import { systemActor } from '#libs/actor';
import { UnitService } from '#libs/people';
import { ImportService, ImportViews, type NewImport } from '#libs/rosters';
import { EvaluationService } from '#libs/mandates';
import { NotFound } from '#libs/errors';
import { isLocalDate } from '#libs/time';
import { type Command, InvalidArgumentError } from 'commander';
import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import type { CommandContext } from './context.js';

interface Options {
  source: string;
  authority: string;
  unit?: string;
  kind?: 'pupils' | 'staff';
  on?: string;
  schoolYear?: number;
  partial?: boolean;
  dryRun?: boolean;
  confirm?: boolean;
  acceptDrop?: boolean;
  errors?: string;
  json?: boolean;
}

/** `madang import FILE --source S`: the same import as on the screen, for feeds. */
export function registerImportCommand(program: Command, context: CommandContext): void {
  program
    .command('import <file>')
    .description('명단을 확인하고 반영합니다 / check a list and apply it')
    .requiredOption(
      '--source <code>',
      '출처. 열 이름과 번호 체계를 기억합니다 / whose mapping and numbers are remembered',
    )
    .option('--unit <code>', '기관 코드(처음 한 번) / code of the unit, the first time')
    .option('--authority <code>', '관할 / authority', 'city')
    .option('--kind <kind>', 'pupils | staff', kind)
    .option('--on <date>', '이 날짜부터 / from this day', localDate)
    .option('--school-year <year>', '학년도 / school year', Number)
    .option('--partial', '일부만 담은 명단: 빠진 사람은 그대로 / names only some: whoever is missing stays')
    .option('--dry-run', '확인만 / check only')
    .option('--confirm', '제안을 모두 확인한 것으로 / take every proposal as confirmed')
    .option('--accept-drop', '많이 빠져도 반영 / apply although many are missing')
    .option('--errors <file>', '반영하지 않은 줄을 담을 파일 / write rows that were not applied here')
    .option('--json')
    .action(async (file: string, options: Options) => {
      const bytes = await readFile(file);
      const report = await context.product((app) => importFile(app, file, bytes, options, context));
      context.print(options.json, report, () => linesOf(report));
      if (report.state !== 'applied' && options.dryRun !== true) process.exitCode = 1;
    });
}

async function importFile(
  app: INestApplicationContext,
  file: string,
  bytes: Buffer,
  options: Options,
  context: CommandContext,
) {
  const imports = app.get(ImportService);
  const unit =
    options.unit === undefined ? null : await app.get(UnitService).findByCode(options.authority, options.unit);
  if (options.unit !== undefined && !unit) throw new NotFound();
  const input: NewImport = {
    source: options.source,
    unitId: unit?.id,
    kind: options.kind,
    fileName: basename(file),
    bytes,
    effectiveOn: options.on,
    schoolYear: options.schoolYear,
    whole: options.partial === true ? false : undefined,
    atOnce: options.dryRun !== true,
    confirmed: options.confirm === true,
    acceptDrop: options.acceptDrop === true,
  };
  const runId = await imports.start(systemActor, input);
  context.progress(`읽었습니다 / read: ${runId}`);
  await imports.proceed(runId, null);
  if (options.dryRun !== true) await app.get(EvaluationService).runDue(null);
  const view = await app.get(ImportViews).get(systemActor, runId);
  if (options.errors !== undefined) {
    const { bytes: rows } = await app.get(ImportViews).errorFile(systemActor, runId, 'ko');
    await writeFile(options.errors, rows);
  }
  return { id: runId, state: view.state, rows: view.rows, summary: view.run.summary };
}

type Report = Awaited<ReturnType<typeof importFile>>;

function linesOf({ id, state, rows, summary }: Report): string[] {
  if (!summary)
    return [`${id}: ${state}`, '열을 알 수 없습니다. 화면에서 골라 주세요 / say on the screen which column is which'];
  const { create, update, move, end, leave, none, ask, bad } = summary.rows;
  const counts = { create, update, move, end, leave, none, ask, bad };
  return [
    `${id}: ${state}, ${String(rows)}줄 / rows`,
    Object.entries(counts)
      .map(([name, count]) => `${name} ${String(count)}`)
      .join(', '),
    ...summary.duties.map(({ mandate, gains, loses }) => `${mandate}: +${String(gains)} −${String(loses)}`),
    ...(summary.guard.tripped
      ? [
          `멈췄습니다: ${String(summary.guard.known)}명 중 ${String(summary.guard.missing)}명이 빠짐 / stopped: too many are missing (--accept-drop)`,
        ]
      : []),
    ...(summary.proposed > 0 ? [`확인할 제안 / proposals: ${String(summary.proposed)} (--confirm)`] : []),
  ];
}

function kind(value: string): 'pupils' | 'staff' {
  if (value !== 'pupils' && value !== 'staff') throw new InvalidArgumentError('pupils | staff');
  return value;
}

function localDate(value: string): string {
  if (!isLocalDate(value)) throw new InvalidArgumentError('YYYY-MM-DD');
  return value;
}
