import { type FileCheck, VerificationService } from '#libs/certificates';
import { type PackCheck, checkPack } from '#libs/reports';
import type { Command } from 'commander';
import { open, readFile } from 'node:fs/promises';
import type { CommandContext } from './context.js';

/**
 * `madang verify <file>`: whether an evidence pack is what was made, which needs neither database nor network; or
 * whether a certificate's PDF is what was issued, and still holds, which the database says.
 */
export function registerVerifyCommand(program: Command, context: CommandContext): void {
  program
    .command('verify')
    .argument('<file>', '증빙 묶음(ZIP) 또는 수료증(PDF) / evidence pack (ZIP) or certificate (PDF)')
    .description(
      '증빙 묶음이나 수료증이 만들 때 그대로인지 확인합니다 / check an evidence pack or a certificate against what was made',
    )
    .option('--json')
    .action(async (file: string, { json }: { json?: boolean }) => {
      if (await isPdf(file)) {
        const bytes = await readFile(file);
        const check = await context.product((app) => app.get(VerificationService).byFile(bytes, 'operator'));
        context.print(json, check, () => certificateLines(check));
        if (check.result !== 'genuine' || check.certificate?.status !== 'issued') process.exitCode = 1;
        return;
      }
      const check = await checkPack(file);
      context.print(json, check, () => lines(check));
      if (check.result !== 'genuine') process.exitCode = 1;
    });
}

async function isPdf(file: string): Promise<boolean> {
  const handle = await open(file).catch(() => null);
  if (handle === null) return false;
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(5), 0, 5, 0);
    return bytesRead === 5 && buffer.toString('latin1') === '%PDF-';
  } finally {
    await handle.close();
  }
}

const STATUS_LINES = {
  issued: '✓ 유효합니다 / it holds',
  superseded: '✗ 고쳐서 다시 발급되었습니다 / a corrected one took its place',
  revoked: '✗ 취소되었습니다 / it was revoked',
} as const;

function certificateLines({ result, certificate, sha256 }: FileCheck): readonly string[] {
  if (certificate === null)
    return ['✗ 여기에서 발급한 적이 없는 파일입니다 / it was never issued here', `SHA-256 ${sha256}`];
  return [
    `${certificate.title.ko} 제${certificate.number}호 · ${certificate.issuer.ko} · ${certificate.issuedOn}`,
    result === 'genuine'
      ? '✓ 발급한 파일 그대로입니다 / the file is as it was issued'
      : '✗ 발급한 파일과 다릅니다 / the file is not as it was issued',
    STATUS_LINES[certificate.status],
    `SHA-256 ${sha256}`,
  ];
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
