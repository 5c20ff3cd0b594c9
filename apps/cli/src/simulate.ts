import { systemActor } from '#libs/actor';
import { SimulationService, type SimulationView, checkMandateFile } from '#libs/mandates';
import type { Command } from 'commander';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { CommandContext } from './context.js';

/** `madang simulate FILE`: what a draft would do, person by person; nothing of the duties is written. */
export function registerSimulateCommand(program: Command, context: CommandContext): void {
  program
    .command('simulate <file>')
    .description('기준 초안을 지금의 사실에 대어 봅니다 / hold a draft of a mandate against the facts')
    .option('--json')
    .action(async (file: string, { json }: { json?: boolean }) => {
      const { document, problems } = checkMandateFile(basename(file), await readFile(file, 'utf8'));
      if (document === null) {
        for (const { line, path, message } of problems) {
          context.progress(`${file}:${String(line)} ${path}: ${message.ko} / ${message.en}`);
        }
        process.exitCode = 1;
        return;
      }
      const view = await context.product(async (app) => {
        const simulations = app.get(SimulationService);
        const { id } = await simulations.start(systemActor, document.code, document);
        await simulations.finish(id, (done) => {
          context.progress(`${String(done)}명 계산 / done`);
        });
        return simulations.get(systemActor, document.code, id, { limit: 200 });
      });
      context.print(json, view, () => lines(view));
    });
}

function lines({ totals, units, on, bearers }: SimulationView): readonly string[] {
  const figures = (counts: SimulationView['totals']): string =>
    `얻음 ${String(counts.gains)} · 잃음 ${String(counts.loses)} · 마감 바뀜 ${String(counts.due)} · 상태 바뀜 ${String(counts.state)} · 양 바뀜 ${String(counts.amount)} · ${hours(counts.minutes)}시간 / gains, loses, due, state, amount, hours`;
  return [
    `${on} 기준, 대상 ${String(bearers)} / as of, bearers`,
    figures(totals),
    ...units.map(({ unit, ...counts }) => `  ${unit.name.ko} (${unit.name.en}): ${figures(counts)}`),
  ];
}

function hours(minutes: number): string {
  return (minutes / 60).toFixed(1);
}
