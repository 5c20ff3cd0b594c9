import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { printable } from './certificate.fonts.js';
import { contentOf, type Numbering } from './certificate.content.js';
import { renderCertificate } from './certificate.pdf.js';
import type { CertificateEntry, FrozenCertificate, FrozenCourse } from './frozen-certificate.js';
import { pemSigner, type Signer, signatureRoom, signPdf } from './signer.js';

const course: FrozenCourse = {
  kind: 'completion',
  language: 'ko',
  name: '김하늘',
  organisation: { ko: '가온광역시 민주인권과 인권교육팀', en: 'Human Rights Education Team, Gaon Metropolitan City' },
  post: { ko: '주무관', en: 'Officer' },
  courseCode: 'o1',
  course: { ko: '인권도시와 나의 자리', en: 'My post in a human rights city' },
  startedOn: '2026-11-20',
  completedOn: '2026-11-24',
  minutes: 90,
  mode: 'self-paced',
  basis: [
    {
      ko: '가온광역시 인권 기본조례 제10조 (교육용 가상)',
      en: 'Gaon Framework Ordinance on Human Rights, art. 10 (fictional)',
    },
  ],
  issuer: { ko: '가온광역시장', en: 'Mayor of Gaon Metropolitan City' },
  pilot: true,
};
const numbering: Numbering = {
  number: 'GAON-2026-000001',
  revision: 1,
  issuedOn: '2026-11-24',
  issuedAt: new Date('2026-11-24T05:00:00Z'),
  verifyUrl: 'https://madang.gaon.example/verify/7ZK4Q9M2XW8RB3TNC6HJ5VPD1A',
  verifyCode: '7ZK4Q-9M2XW-8RB3T-NC6HJ-5VPD1-A',
};
const sheet = (frozen: FrozenCertificate = course): Buffer => renderCertificate(contentOf(frozen, numbering));

const folder = mkdtempSync(join(tmpdir(), 'madang-pdf-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function stored(pdf: Buffer): string {
  const path = join(folder, 'certificate.pdf');
  writeFileSync(path, pdf);
  return path;
}

/** The programs stand in Debian's poppler-utils, qpdf and zbar-tools. */
function run(program: string, ...args: string[]): string {
  return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}

/** The text as a reader extracts it, with all spaces and line ends as one space. */
function textOf(changes: Partial<FrozenCourse>): string {
  return wordsOf(sheet({ ...course, ...changes }));
}

function wordsOf(pdf: Buffer): string {
  return run('pdftotext', stored(pdf), '-').replace(/\s+/g, ' ');
}

describe('renderCertificate', () => {
  it('prints every field so that it extracts exactly', () => {
    const text = textOf({});
    for (const expected of [
      '제 GAON-2026-000001 호',
      '수료증',
      '성명 김하늘',
      '소속 가온광역시 민주인권과 인권교육팀',
      '직위 주무관',
      '과정명 인권도시와 나의 자리',
      '교육기간 2026년 11월 20일 – 2026년 11월 24일',
      '이수시간 1시간 30분 (온라인 자율학습)',
      '관련 근거 가온광역시 인권 기본조례 제10조 (교육용 가상)',
      '가온광역시장',
      '견본 SPECIMEN',
      '시범판',
      numbering.verifyUrl,
      numbering.verifyCode,
    ]) {
      expect(text).toContain(expected);
    }
  });

  it('speaks English throughout when asked', () => {
    const text = textOf({ language: 'en' });
    for (const expected of [
      'Certificate of Completion',
      'Name 김하늘',
      'Hours 1 hour 30 minutes',
      'Mayor of Gaon Metropolitan City',
    ]) {
      expect(text).toContain(expected);
    }
    expect(text).not.toMatch(/성명|소속|과정명/);
  });

  it.each(['뷁', '똠방각하', '龍', '펲 뷁똠', 'Nguyễn Thị Ánh Nguyệt', 'Ōta Ольга', 'AVATAR To Waffle-Office'])(
    'prints the name %s',
    (name) => {
      expect(textOf({ name })).toContain(`성명 ${name} 소속`);
    },
  );

  it('does not mix up the characters of one certificate with those of the one before', () => {
    sheet({ ...course, name: '가각갂' });
    expect(textOf({ name: 'ÀÉỗ 가각갂' })).toContain('ÀÉỗ 가각갂');
  });

  it('stays on one page with long names, titles and many legal bases', () => {
    const long = sheet({
      ...course,
      language: 'en',
      name: 'Maximiliana Wilhelmina Featherstonehaugh-Cholmondeley de la Vega y Montenegro',
      course: {
        ko: '',
        en: 'Human rights education for the staff of care facilities for older persons: dignity in everyday care, the right to decide, and privacy',
      },
      basis: Array.from({ length: 7 }, () => course.basis[0] ?? { ko: '', en: '' }),
    });
    expect(run('pdfinfo', stored(long))).toMatch(/Pages:\s+1\n/);
    const text = run('pdftotext', stored(long), '-').replace(/\s+/g, ' ');
    expect(text).toContain('Featherstonehaugh-Cholmondeley de la Vega y Montenegro');
    expect(text).toContain('and 3 more');
  });

  it('carries a QR code that leads to the verification page', () => {
    const path = stored(sheet());
    run('pdftoppm', '-r', '150', '-png', '-singlefile', path, join(folder, 'page'));
    expect(run('zbarimg', '-q', '--raw', join(folder, 'page.png')).trim()).toBe(numbering.verifyUrl);
  });

  it('is tagged, embeds its fonts, and says that it is PDF/A-2a and PDF/UA-1', () => {
    const pdf = sheet();
    const path = stored(pdf);
    expect(run('qpdf', '--check', path)).toContain('No syntax or stream encoding errors found');
    const fonts = run('pdffonts', path).trim().split('\n').slice(2);
    expect(fonts).toHaveLength(2);
    for (const font of fonts) expect(font).toMatch(/\+NotoSansKR-(Regular|Bold)\s.*\syes yes yes\s/);
    const xmp = pdf.toString('latin1');
    expect(xmp).toMatch(/<pdfaid:part>2<[\s\S]*<pdfaid:conformance>A</);
    expect(xmp).toContain('<pdfuaid:part>1<');
    expect(xmp).toContain('pdfaExtension:schemas');
    const structure = run('pdfinfo', '-struct', path);
    for (const tag of ['Document', 'H1', 'Table', 'TR', 'TH', 'TD', 'Figure'])
      expect(structure).toMatch(new RegExp(`\\b${tag}\\b`));
    expect(run('pdfinfo', path)).toMatch(/Tagged:\s+yes/);
  });

  it('gives the same bytes for the same content', () => {
    expect(sheet().equals(sheet())).toBe(true);
  });
});

describe('the other papers', () => {
  const entry = (i: number): CertificateEntry => ({
    title: { ko: `평등하게 만드는 행정 ${String(i)}차`, en: `Administration that treats people equally ${String(i)}` },
    on: '2026-03-02',
    minutes: 45,
    mode: 'in-person',
    reached: 24,
    roster: 25,
  });
  const duty = {
    mandateCode: 'x',
    mandate: { ko: '공직자 인권교육', en: 'Officials' },
    fulfilledOn: '2026-08-17',
  } as const;
  const { name, organisation, post, language, issuer, basis } = course;
  const shared = { language, issuer, basis, pilot: false };

  it('say what counted towards a fulfilled duty', () => {
    const words = wordsOf(
      sheet({
        kind: 'obligation',
        ...shared,
        ...duty,
        name,
        organisation,
        post,
        cycle: '2026',
        entries: [entry(1), entry(2)],
      }),
    );
    for (const part of [
      '이수증',
      '공직자 인권교육 (2026년)',
      '이수일 2026년 8월 17일',
      '합계 1시간 30분',
      '평등하게 만드는 행정 2차',
    ])
      expect(words).toContain(part);
  });

  it('confirm what a class was given without any name', () => {
    const words = wordsOf(
      sheet({ kind: 'provision', ...shared, ...duty, organisation, cycle: '2026-2', entries: [entry(1)] }),
    );
    for (const part of ['교육 실시 확인서', '2026학년도 2학기', '24 / 25', '대면 교육']) expect(words).toContain(part);
    expect(words).not.toContain('김하늘');
  });

  it('go on over as many sheets as a long record needs, with the closing words on the last', () => {
    const entries = Array.from({ length: 70 }, (_, i) => entry(i + 1));
    const pdf = sheet({
      kind: 'history',
      ...shared,
      name,
      organisation,
      post,
      from: '2025-01-01',
      to: '2026-12-31',
      entries,
    });
    expect(run('pdfinfo', stored(pdf))).toMatch(/Pages:\s+[3-5]\n/);
    expect(run('qpdf', '--check', stored(pdf))).toContain('No syntax or stream encoding errors found');
    const words = wordsOf(pdf);
    for (let i = 1; i <= 70; i += 1) expect(words).toContain(`평등하게 만드는 행정 ${String(i)}차`);
    expect(words.match(/가온광역시장/g)).toHaveLength(1);
    expect(words).toContain('52시간 30분');
  });
});

describe('signPdf', () => {
  /** A key and a certificate of its own, as an operator would bring them. */
  function makeSigner(...kind: readonly string[]): Signer {
    const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
    run(
      'openssl',
      'req',
      '-x509',
      '-newkey',
      ...kind,
      '-nodes',
      '-keyout',
      key,
      '-out',
      certificate,
      '-days',
      '30',
      '-subj',
      '/C=KR/O=Gaon/CN=Gaon test signer',
    );
    return pemSigner(key, certificate, new Date());
  }
  const signed = (signer: Signer): Promise<Buffer> =>
    signPdf(renderCertificate(contentOf(course, numbering), signatureRoom(signer)), signer);

  it.each([['rsa:2048'], ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256']])(
    'makes a PAdES signature over the whole file (%s)',
    async (...kind: string[]) => {
      const signer = makeSigner(...kind);
      const pdf = await signed(signer);
      const path = stored(pdf);
      const report = run('pdfsig', '-nocert', path);
      expect(report).toContain('Signature is Valid');
      expect(report).toContain('Total document signed');
      expect(report).toContain('ETSI.CAdES.detached');
      expect(run('qpdf', '--check', path)).toContain('No syntax or stream encoding errors found');
      const [, from = 0, to = 0] = (/ByteRange \[0 (\d+) (\d+)/.exec(pdf.toString('latin1')) ?? []).map(Number);
      const hex = pdf.toString('latin1', from + 1, to - 1);
      writeFileSync(join(folder, 'signature.der'), Buffer.from(hex, 'hex'));
      writeFileSync(join(folder, 'content'), Buffer.concat([pdf.subarray(0, from), pdf.subarray(to)]));
      const cms = [
        '-inform',
        'DER',
        '-in',
        join(folder, 'signature.der'),
        '-content',
        join(folder, 'content'),
        '-binary',
      ];
      const trust = ['-CAfile', join(folder, 'certificate.pem'), '-purpose', 'any', '-out', '/dev/null'];
      expect(() => run('openssl', 'cms', '-verify', '-cades', ...cms, ...trust)).not.toThrow();
      writeFileSync(
        join(folder, 'content'),
        Buffer.concat([pdf.subarray(0, from), Buffer.from(' '), pdf.subarray(to)]),
      );
      expect(() => run('openssl', 'cms', '-verify', '-cades', ...cms, ...trust)).toThrow();
    },
  );

  it('gives the same bytes again with an RSA key', async () => {
    const signer = makeSigner('rsa:2048');
    expect((await signed(signer)).equals(await signed(signer))).toBe(true);
  });

  it('refuses a certificate of another key, an old one, and a weak key, naming the variable', () => {
    makeSigner('rsa:2048');
    const path = (name: string): string => join(folder, name);
    expect(() => pemSigner(path('key.pem'), path('certificate.pem'), new Date('2030-01-01'))).toThrow(/CERTIFICATE/);
    run('openssl', 'genrsa', '-out', path('other.pem'), '2048');
    expect(() => pemSigner(path('other.pem'), path('certificate.pem'), new Date())).toThrow(/CERTIFICATE/);
    run('openssl', 'genrsa', '-out', path('weak.pem'), '1024');
    expect(() => pemSigner(path('weak.pem'), path('certificate.pem'), new Date())).toThrow(/SIGNING_KEY/);
    expect(() => pemSigner(path('absent.pem'), path('certificate.pem'), new Date())).toThrow(/SIGNING_KEY/);
  });
});

describe('printable', () => {
  it('keeps what the fonts have, and shows what they lack', () => {
    expect(printable('Nguyễn 뷁')).toBe('Nguyễn 뷁');
    expect(printable('Dvořák Иван')).toBe('Dvořák Иван');
    expect(printable('สม')).toBe('〓〓');
    expect(printable('가\u0007나')).toBe('가 나');
    expect(printable('e\u0301')).toBe('é');
  });
});
