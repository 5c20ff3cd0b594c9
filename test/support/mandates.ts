import { systemActor } from '#libs/actor';
import { EvaluationService, MandateService } from '#libs/mandates';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from './module.js';

/** A yearly duty of officials, due at the end of the year, as a mandate file. */
export function officialsMandate(code: string, extra = ''): string {
  return `code: ${code}
title: { ko: 공직자 인권교육 ${code}, en: Human rights education ${code} }
summary: { ko: 해마다 한 번 듣습니다., en: Once a year. }
basis:
  - kind: policy
    instrument: { ko: 가온광역시 방침(교육용 가상), en: Gaon policy (fictional) }
    version: 2025-12-01
    territory: gaon
    fictional: true
authority: city
bearer: person
effective: { from: 2026-01-01 }
who: { all: [{ occupation: [official] }] }
cycle: { kind: calendar-year, opens: 01-01, due: 12-31 }
satisfiedBy:
  - [{ times: 1 }]
late: still-owed
reminders: { before: [60, 30, 7, 1], after: [1, 7], escalateAfter: 14, perCycle: 4 }
${extra}`;
}

/** Puts mandates in force, and evaluates everyone there is. */
export async function publishMandates(context: TestContext, ...files: readonly string[]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'madang-mandates-'));
  try {
    for (const file of files) await writeFile(join(folder, `${/^code: (.*)$/m.exec(file)?.[1] ?? ''}.yaml`), file);
    await context.get(MandateService).publishFolder(systemActor, folder);
  } finally {
    await rm(folder, { recursive: true });
  }
  await context.get(EvaluationService).runDue(null);
}
