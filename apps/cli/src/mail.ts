import { BounceService } from '#libs/messages';
import type { Command } from 'commander';
import { readFile } from 'node:fs/promises';
import { text as textOf } from 'node:stream/consumers';
import type { CommandContext } from './context.js';

/** `madang bounces`: what the mail server hands back, one notice a file, or one on the standard input. */
export function registerMailCommand(program: Command, context: CommandContext): void {
  program
    .command('bounces [files...]')
    .description('되돌아온 메일 통지를 읽습니다 / read notices of mail that came back')
    .option('--json')
    .action(async (files: string[], { json }: { json?: boolean }) => {
      const sources =
        files.length > 0
          ? await Promise.all(files.map((file) => readFile(file, 'latin1')))
          : [await textOf(process.stdin)];
      const found = await context.product(async (app) => {
        const ids: string[] = [];
        for (const source of sources) {
          const id = await app.get(BounceService).record(source);
          if (id !== null) ids.push(id);
        }
        return ids;
      });
      context.print(json, { notices: sources.length, bounced: found }, () => [
        `통지 ${String(sources.length)}건 가운데 ${String(found.length)}건을 반송으로 적었습니다. / Bounces recorded.`,
        ...found,
      ]);
    });
}
