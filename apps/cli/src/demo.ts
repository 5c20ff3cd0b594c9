import type { Command } from 'commander';
import type { CommandContext } from './context.js';
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from './seed/demo-accounts.js';
import { unitName } from './seed/demo-units.js';

export function registerDemoCommands(program: Command, context: CommandContext): void {
  program
    .command('demo-accounts')
    .description('시범 도시의 로그인 정보 / sign-ins of the demo city')
    .option('--json')
    .action(({ json }: { json?: boolean }) => {
      const accounts = DEMO_ACCOUNTS.map((account) => ({
        login: account.login,
        password: DEMO_PASSWORD,
        roles: account.roles.map(({ role }) => role),
        unit: unitName(account.unit).ko,
        name: account.name,
        as: account.as,
      }));
      context.print(json, accounts, () =>
        accounts.map(
          ({ login, password, as, name, unit }) => `${login}  ${password}  ${as.ko} / ${as.en}  ${name} (${unit})`,
        ),
      );
    });
}
