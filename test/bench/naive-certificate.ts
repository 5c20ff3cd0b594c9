import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import forge from 'node-forge';
import PDFDocument from 'pdfkit';
import { toBuffer } from 'qrcode';

const resolver = createRequire(import.meta.url);
const FONT = '@expo-google-fonts/noto-sans-kr/400Regular/NotoSansKR_400Regular.ttf';
const LINES = [
  '제 GAON-2026-000001 호',
  '수료증',
  '성명 김하늘',
  '소속 가온광역시 복지건강국 복지정책과',
  '직위 주무관',
  '과정명 평등하게 만드는 행정',
  '교육기간 2026년 11월 1일 – 2026년 11월 24일',
  '이수시간 1시간 (온라인 자율학습)',
  '관련 근거 가온광역시 인권보장 및 증진에 관한 조례 제10조(교육용 가상)',
  '위 사람은 위 교육과정을 성실히 마쳤기에 이 증서를 드립니다.',
  '2026년 11월 24일',
  '가온광역시장',
];

export interface SigningKey {
  readonly key: string;
  readonly certificate: string;
  /** For a worker that signs with it. */
  readonly variables: Readonly<Record<string, string>>;
  readonly remove: () => void;
}

/** A throw-away RSA key of 2,048 bits with its certificate. */
export function makeSigningKey(): SigningKey {
  const folder = mkdtempSync(join(tmpdir(), 'madang-signing-'));
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  const subject = ['-days', '30', '-subj', '/C=KR/O=Gaon/CN=bench'];
  execFileSync(
    'openssl',
    ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', certificate, ...subject],
    {
      stdio: 'ignore',
    },
  );
  return {
    key: readFileSync(key, 'utf8'),
    certificate: readFileSync(certificate, 'utf8'),
    variables: { MADANG_SIGNING_KEY: key, MADANG_SIGNING_CERTIFICATE: certificate },
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * What a certificate costs when one follows the libraries' first examples: the font opened by each document, the QR code
 * as a picture, the signature by a library in JavaScript. No queue, no file, no database.
 *
 * @returns CPU milliseconds of each
 */
export async function naiveMs(signing: SigningKey, times: number): Promise<number[]> {
  const used: number[] = [];
  for (let i = 0; i < times; i += 1) {
    const start = process.cpuUsage();
    sign(await render(), signing);
    const { user, system } = process.cpuUsage(start);
    used.push((user + system) / 1000);
  }
  return used;
}

async function render(): Promise<Buffer> {
  const doc = new PDFDocument({ size: 'A4', margin: 90, font: resolver.resolve(FONT) });
  for (const line of LINES) doc.fontSize(14).text(line).moveDown();
  doc.image(await toBuffer('https://madang.gaon.example/verify/7ZK4Q9M2XW8RB3TNC6HJ5VPD1A'), { width: 84 });
  doc.end();
  const chunks: Buffer[] = [];
  for await (const chunk of doc) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function sign(file: Buffer, { key, certificate }: SigningKey): void {
  const { pki, pkcs7, util, asn1 } = forge;
  const signed = pkcs7.createSignedData();
  signed.content = util.createBuffer(file.toString('latin1'));
  const own = pki.certificateFromPem(certificate);
  signed.addCertificate(own);
  signed.addSigner({
    key: pki.privateKeyFromPem(key),
    certificate: own,
    digestAlgorithm: pki.oids['sha256'] ?? '',
    authenticatedAttributes: [
      { type: pki.oids['contentType'] ?? '', value: pki.oids['data'] ?? '' },
      { type: pki.oids['messageDigest'] ?? '' },
    ],
  });
  signed.sign({ detached: true });
  asn1.toDer(signed.toAsn1());
}
