import { prepareCms } from '#libs/certificates';
import { execFileSync } from 'node:child_process';
import { X509Certificate, createPrivateKey, sign } from 'node:crypto';
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { MANIFEST, type PackFile, type PackManifest, SIGNATURE, safeName } from './evidence-pack.rules.js';
import { checkPack } from './evidence-pack.verify.js';
import { packOf } from './pack.writer.js';

const MADE = new Date('2026-11-24T03:00:00Z');
const FILES = { 'roster.csv': '이름\r\n', 'sessions/표.pdf': '서명' };

function manifestOf(files: readonly PackFile[]): Buffer {
  const manifest: PackManifest = {
    format: 'madang-evidence/1',
    unit: { code: 'welfare', name: { ko: '복지국', en: 'Welfare' } },
    mandate: { code: 'yearly', title: { ko: '인권교육', en: 'HRE' } },
    cycle: '2026',
    madeAt: MADE.toISOString(),
    files,
  };
  return Buffer.from(JSON.stringify(manifest));
}

describe('an evidence pack', () => {
  let folder: string;
  let path: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'madang-pack-'));
    path = join(folder, 'pack.zip');
    const subject = ['-subj', '/CN=Test Seal', '-days', '30', '-nodes'];
    const out = ['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')];
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', ...subject, ...out], { stdio: 'ignore' });
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  /** Writes a pack; `told` is what its manifest says where that differs from what is in it. */
  async function write(
    files: Readonly<Record<string, string>>,
    { told, signed = false, forged = false }: { told?: PackFile[]; signed?: boolean; forged?: boolean } = {},
  ): Promise<PackFile[]> {
    let packed: PackFile[] = [];
    const entries = Object.entries(files).map(([name, words]) => ({ path: name, open: () => Readable.from([words]) }));
    const last = async (found: readonly PackFile[]): Promise<Map<string, Buffer>> => {
      packed = [...found];
      const bytes = manifestOf(told ?? found);
      const certificate = new X509Certificate(readFileSync(join(folder, 'cert.pem')));
      const { toSign, finish } = prepareCms([certificate], 'rsa-sha256', [forged ? Buffer.from('other') : bytes]);
      const signature = sign('sha256', toSign, createPrivateKey(readFileSync(join(folder, 'key.pem'))));
      return Promise.resolve(
        new Map([
          [MANIFEST, bytes],
          [SIGNATURE, finish(signature)],
        ]),
      );
    };
    const lastPaths = signed || forged ? [MANIFEST, SIGNATURE] : [MANIFEST];
    await pipeline(
      packOf(entries, last, lastPaths, MADE, () => Promise.resolve()),
      createWriteStream(path),
    );
    return packed;
  }

  it('is genuine when nothing was touched', async () => {
    await write(FILES);
    expect(await checkPack(path)).toMatchObject({ result: 'genuine', signature: 'absent', signedBy: null });
    await write(FILES, { signed: true });
    expect(await checkPack(path)).toMatchObject({
      result: 'genuine',
      signature: 'valid',
      signedBy: { subject: 'CN=Test Seal' },
    });
  });

  it('tells a changed, a missing and an unknown file apart', async () => {
    const told = await write(FILES);
    await write({ 'roster.csv': '이름\r\n김하늘\r\n', 'added.txt': '?' }, { told });
    expect(await checkPack(path)).toMatchObject({
      result: 'changed',
      changed: ['roster.csv'],
      missing: ['sessions/표.pdf'],
      unknown: ['added.txt'],
    });
  });

  it('is changed when the manifest is not what was signed', async () => {
    await write(FILES, { forged: true });
    expect(await checkPack(path)).toMatchObject({
      result: 'changed',
      changed: [],
      signature: 'invalid',
      signedBy: null,
    });
  });

  it('is none when it is something else', async () => {
    expect((await checkPack(join(folder, 'key.pem'))).result).toBe('none');
    expect((await checkPack(join(folder, 'nowhere.zip'))).result).toBe('none');
  });

  it('fails whole when one of its files cannot be read', async () => {
    const entry = { path: 'a', open: () => Promise.reject(new Error('gone')) };
    const pack = packOf(
      [entry],
      () => Promise.resolve(new Map()),
      [MANIFEST],
      MADE,
      () => Promise.resolve(),
    );
    await expect(buffer(pack)).rejects.toThrow('gone');
  });
});

describe('safeName', () => {
  it.each([
    ['서명부 (1).pdf', '서명부 (1).pdf'],
    ['../../etc/passwd', '__.._etc_passwd'],
    ['a:b?.pdf', 'a_b_.pdf'],
    ['', '_'],
  ])('%s', (name, safe) => {
    expect(safeName(name)).toBe(safe);
  });
});
