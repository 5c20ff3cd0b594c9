import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { printable } from './certificate.fonts.js';
import { type CertificateContent, renderCertificate } from './certificate.pdf.js';

const content: CertificateContent = {
  language: 'ko',
  number: 'GAON-2026-000001',
  revision: 1,
  holder: {
    name: '김하늘',
    organisation: { ko: '가온광역시 민주인권과 인권교육팀', en: 'Human Rights Education Team, Gaon Metropolitan City' },
    post: { ko: '주무관', en: 'Officer' },
  },
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
  issuedOn: '2026-11-24',
  issuedAt: new Date('2026-11-24T05:00:00Z'),
  issuer: { ko: '가온광역시장', en: 'Mayor of Gaon Metropolitan City' },
  pilot: true,
  verifyUrl: 'https://madang.gaon.example/verify/7ZK4Q9M2XW8RB3TNC6HJ5VPD1A',
  verifyCode: '7ZK4Q-9M2XW-8RB3T-NC6HJ-5VPD1-A',
};

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
function textOf(changes: Partial<CertificateContent>): string {
  return run('pdftotext', stored(renderCertificate({ ...content, ...changes })), '-').replace(/\s+/g, ' ');
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
      content.verifyUrl,
      content.verifyCode,
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
      expect(textOf({ holder: { ...content.holder, name } })).toContain(`성명 ${name} 소속`);
    },
  );

  it('does not mix up the characters of one certificate with those of the one before', () => {
    renderCertificate({ ...content, holder: { ...content.holder, name: '가각갂' } });
    expect(textOf({ holder: { ...content.holder, name: 'ÀÉỗ 가각갂' } })).toContain('ÀÉỗ 가각갂');
  });

  it('stays on one page with long names, titles and many legal bases', () => {
    const long = renderCertificate({
      ...content,
      language: 'en',
      holder: {
        name: 'Maximiliana Wilhelmina Featherstonehaugh-Cholmondeley de la Vega y Montenegro',
        organisation: content.holder.organisation,
        post: content.holder.post,
      },
      course: {
        ko: '',
        en: 'Human rights education for the staff of care facilities for older persons: dignity in everyday care, the right to decide, and privacy',
      },
      basis: Array.from({ length: 7 }, () => content.basis[0] ?? { ko: '', en: '' }),
    });
    expect(run('pdfinfo', stored(long))).toMatch(/Pages:\s+1\n/);
    const text = run('pdftotext', stored(long), '-').replace(/\s+/g, ' ');
    expect(text).toContain('Featherstonehaugh-Cholmondeley de la Vega y Montenegro');
    expect(text).toContain('and 3 more');
  });

  it('carries a QR code that leads to the verification page', () => {
    const path = stored(renderCertificate(content));
    run('pdftoppm', '-r', '150', '-png', '-singlefile', path, join(folder, 'page'));
    expect(run('zbarimg', '-q', '--raw', join(folder, 'page.png')).trim()).toBe(content.verifyUrl);
  });

  it('is tagged, embeds its fonts, and says that it is PDF/A-2a and PDF/UA-1', () => {
    const pdf = renderCertificate(content);
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
    expect(renderCertificate(content).equals(renderCertificate(content))).toBe(true);
  });
});

describe('printable', () => {
  it('keeps what the font has, falls back to base letters, and shows what is left', () => {
    expect(printable('Nguyễn 뷁')).toBe('Nguyễn 뷁');
    expect(printable('Dvořák')).toBe('Dvorák');
    expect(printable('สม')).toBe('〓〓');
    expect(printable('가\u0007나')).toBe('가 나');
    expect(printable('e\u0301')).toBe('é');
  });
});
