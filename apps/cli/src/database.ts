import type { Command } from 'commander';
import type { CommandContext } from './context.js';
import { prepare } from './prepare.js';

export function registerDatabaseCommands(program: Command, context: CommandContext): void {
  program
    .command('migrate')
    .description('데이터베이스 구조를 최신으로 / bring the database schema up to date')
    .option('--json')
    .action(async ({ json }: { json?: boolean }) => {
      const done = await context.database((dataSource) => dataSource.runMigrations());
      context.print(json, { migrations: done.map(({ name }) => name) }, () => [
        `${String(done.length)}개 적용 / migrations applied`,
      ]);
    });

  program
    .command('prepare')
    .description('시작 준비: 구조, 과정, 기준, 빈 곳이면 시범 도시 / all that must stand before the product starts')
    .option('--json')
    .action(async ({ json }: { json?: boolean }) => {
      const result = await prepare(context);
      context.print(json, result, () => ['준비되었습니다 / ready']);
    });
}
