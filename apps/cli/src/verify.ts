import { type PackCheck, checkPack } from '#libs/reports';
import type { Command } from 'commander';
import type { CommandContext } from './context.js';

/** `madang verify <file>`: whether an evidence pack is what was made. Needs neither database nor network. */
export function registerVerifyCommand(program: Command, context: CommandContext): void {
  program
    .command('verify')
    .argument('<file>', '증빙 묶음(ZIP) / evidence pack (ZIP)')
    .description(
      '증빙 묶음이 만들 때 그대로인지 확인합니다 / check an evidence pack against its manifest and signature',
    )
    .option('--json')
    .action(async (file: string, { json }: { json?: boolean }) => {
      const check = await checkPack(file);
      context.print(json, check, () => lines(check));
      if (check.result !== 'genuine') process.exitCode = 1;
    });
}

function lines({ result, manifest, changed, missing, unknown, signature, signedBy }: PackCheck): readonly string[] {
  if (manifest === null) return ['마당 증빙 묶음이 아닙니다 / not an evidence pack of Madang'];
  return [
    `${manifest.unit.name.ko} · ${manifest.mandate.title.ko} · ${manifest.cycle} · ${manifest.madeAt}`,
    result === 'genuine'
      ? `✓ 파일 ${String(manifest.files.length)}개가 모두 그대로입니다 / all files are as they were packed`
      : '✗ 만들 때와 다릅니다 / it is not as it was made',
    ...changed.map((path) => `  바뀜 / changed: ${path}`),
    ...missing.map((path) => `  빠짐 / missing: ${path}`),
    ...unknown.map((path) => `  모르는 파일 / unknown: ${path}`),
    signature === 'valid'
      ? `✓ 서명 / signature: ${signedBy?.subject ?? ''} (SHA-256 ${signedBy?.fingerprint ?? ''})`
      : signature === 'invalid'
        ? '✗ 서명이 목록과 맞지 않습니다 / the signature is not of this manifest'
        : '– 서명 없이 만든 묶음입니다 / made without a signature',
  ];
}
