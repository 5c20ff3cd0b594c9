import { EvaluationService } from '#libs/mandates';
import { isLocalDate } from '#libs/time';
import { type Command, InvalidArgumentError } from 'commander';
import type { CommandContext } from './context.js';

/** `madang evaluate`: evaluates everyone; what it changes had drifted. */
export function registerEvaluateCommand(program: Command, context: CommandContext): void {
  program
    .command('evaluate')
    .description('모든 사람과 학급의 필수교육을 다시 계산합니다 / evaluate everyone and every unit anew')
    .option('--on <date>', '이 날짜를 오늘로 보고 계산합니다 / as if this were today, YYYY-MM-DD', localDate)
    .option('--json')
    .action(async ({ on, json }: { on?: string; json?: boolean }) => {
      const done = await context.product(async (app) => {
        const evaluation = app.get(EvaluationService);
        // What was waiting is work to do, not drift.
        await evaluation.runDue(null);
        return evaluation.evaluateAll(on, ({ persons, units, changed }) => {
          context.progress(
            `사람 ${String(persons)}명, 기관 ${String(units)}곳, 바뀐 것 ${String(changed)} / persons, units, changed`,
          );
        });
      });
      context.print(json, done, () => [
        `사람 ${String(done.persons)}명, 기관 ${String(done.units)}곳을 계산했고 ${String(done.changed)}건이 바뀌었습니다.`,
        `Evaluated ${String(done.persons)} persons and ${String(done.units)} units; ${String(done.changed)} obligations changed.`,
      ]);
    });
}

function localDate(value: string): string {
  if (!isLocalDate(value)) throw new InvalidArgumentError('YYYY-MM-DD');
  return value;
}
