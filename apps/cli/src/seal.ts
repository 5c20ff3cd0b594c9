import { AUDIT_STREAM, SealService } from '#libs/audit';
import { HistoryService, OBLIGATION_STREAM } from '#libs/mandates';
import type { Command } from 'commander';
import type { CommandContext } from './context.js';

/** `madang seal`: gives what has been committed its place in the record; with `--verify` the whole chain is recomputed. */
export function registerSealCommand(program: Command, context: CommandContext): void {
  program
    .command('seal')
    .description('기록을 봉인합니다 / seal the record of duties and of the audit trail')
    .option('--verify', '처음부터 다시 계산해 바뀐 것이 없는지 확인합니다 / recompute the whole chain')
    .option('--json')
    .action(async ({ verify, json }: { verify?: boolean; json?: boolean }) => {
      const result = await context.product(async (app) => {
        const seals = app.get(SealService);
        const events = await app.get(HistoryService).seal();
        const entries = await seals.seal(AUDIT_STREAM);
        const problems = verify === true ? await seals.verify([AUDIT_STREAM, OBLIGATION_STREAM]) : null;
        return { events, entries, problems };
      });
      context.print(json, result, () => [
        `필수교육 변화 ${String(result.events)}건, 감사 기록 ${String(result.entries)}건을 봉인했습니다. / Sealed events and audit entries.`,
        ...(result.problems === null ? [] : verdict(result.problems)),
      ]);
      if (result.problems !== null && result.problems.length > 0) process.exitCode = 1;
    });
}

function verdict(problems: readonly { seal: number; kind: string }[]): readonly string[] {
  if (problems.length === 0) return ['봉인이 모두 맞습니다 / every seal is intact'];
  return problems.map(({ seal, kind }) => `봉인 ${String(seal)} / seal ${String(seal)}: ${kind}`);
}
