import { AccountService, TokenService } from '#libs/access';
import { PERMISSIONS, type Permission, systemActor } from '#libs/actor';
import { NotFound } from '#libs/errors';
import { UnitService } from '#libs/people';
import { type Command, InvalidArgumentError } from 'commander';
import type { CommandContext } from './context.js';

interface CreateOptions {
  name: string;
  owner: string;
  authority: string;
  unit: string;
  scope: Permission[];
  days: number;
  json?: boolean;
}

/** `madang token …`: tokens for machines, each with an owner, scopes over a unit, and an end. */
export function registerTokenCommands(program: Command, context: CommandContext): void {
  const token = program.command('token').description('기계용 토큰 / tokens for machines');

  token
    .command('create')
    .description('토큰을 만듭니다. 이때 한 번만 보입니다 / make a token; it is shown this once')
    .requiredOption('--name <name>', '어디에 쓰는지 / what it is for')
    .requiredOption('--owner <login>', '책임지는 사람의 아이디 / login of whoever answers for it')
    .requiredOption('--unit <code>', '기관 코드 / code of the unit')
    .option('--authority <code>', '관할 / authority', 'city')
    .option('--scope <permissions>', '권한(쉼표로) / permissions, comma-separated', scopes, ['roster:import'])
    .option('--days <n>', '며칠 동안 / how many days', days, 365)
    .option('--json')
    .action(async ({ name, owner, authority, unit, scope, days: length, json }: CreateOptions) => {
      const made = await context.product(async (app) => {
        const found = await app.get(UnitService).findByCode(authority, unit);
        const ownerId = await app.get(AccountService).personOf(owner);
        if (!found || ownerId === null) throw new NotFound();
        const input = { name, ownerId, scopes: scope, unitId: found.id, days: length };
        return app.get(TokenService).issue(systemActor, input);
      });
      context.print(json, made, () => [made.token, `${made.id}  ~ ${made.expiresAt.toISOString().slice(0, 10)}`]);
    });

  token
    .command('list')
    .description('토큰 목록 / every token')
    .option('--json')
    .action(async ({ json }: { json?: boolean }) => {
      const tokens = await context.product((app) => app.get(TokenService).list());
      context.print(json, tokens, () =>
        tokens.map(({ id, name, scopes: list, expiresAt, revokedAt }) =>
          [id, name, list.join(','), expiresAt.toISOString().slice(0, 10), revokedAt ? '폐기 / revoked' : ''].join(
            '  ',
          ),
        ),
      );
    });

  token
    .command('revoke <id>')
    .description('토큰을 폐기합니다 / revoke a token')
    .action(async (id: string) => {
      await context.product((app) => app.get(TokenService).revoke(systemActor, id));
    });
}

function scopes(value: string): Permission[] {
  return value.split(',').map((name) => {
    const found = PERMISSIONS.find((permission) => permission === name.trim());
    if (!found) throw new InvalidArgumentError(PERMISSIONS.join(', '));
    return found;
  });
}

function days(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1 || number > 730) throw new InvalidArgumentError('1–730');
  return number;
}
