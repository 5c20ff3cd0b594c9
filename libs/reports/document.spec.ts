import type { ReportDocument } from './document.js';
import { docxOf } from './document.docx.js';
import { pdfOf } from './document.pdf.js';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';

const report: ReportDocument = {
  title: '2026년 인권교육 결과보고서',
  subtitle: '가온광역시 <복지국> & 산하, 2026-11-24',
  language: 'ko',
  madeAt: new Date('2026-11-24T03:00:00Z'),
  blocks: [
    { kind: 'heading', level: 1, text: '1. 개요' },
    { kind: 'text', text: '뷁과 똠, 龍, Nguyễn Thị도 그대로 나옵니다.' },
    { kind: 'list', items: ['하나', '둘'] },
    {
      kind: 'table',
      columns: [
        { heading: '기관', share: 3 },
        { heading: '대상', share: 1, numeric: true },
      ],
      rows: Array.from({ length: 90 }, (_, i) => [
        `부서 ${String(i)} 이름이 조금 길어서 줄이 바뀌기도 하는 곳`,
        String(i),
      ]),
    },
  ],
};

describe('a report as a document', () => {
  it('is a tagged PDF of several pages whose text can be read out', () => {
    const folder = mkdtempSync(join(tmpdir(), 'madang-report-'));
    try {
      const file = join(folder, 'report.pdf');
      writeFileSync(file, pdfOf(report));
      const text = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' });
      expect(text).toContain('2026년 인권교육 결과보고서');
      expect(text).toContain('뷁과 똠, 龍, Nguyễn Thị도 그대로 나옵니다.');
      expect(text).toContain('부서 89');
      expect(text).toMatch(/1 ?\/ ?[3-9]/);
    } finally {
      rmSync(folder, { recursive: true });
    }
    expect(pdfOf(report)).toEqual(pdfOf(report));
  });

  it('is a DOCX with headings and tables that can be edited', async () => {
    const xml = partOf(await docxOf(report), 'word/document.xml');
    expect(xml).toContain('Heading1');
    expect(xml).toContain('<w:tblHeader');
    expect(xml).toContain('가온광역시 &lt;복지국&gt; &amp; 산하, 2026-11-24');
  });
});

/** A part of the package, found in its central directory. */
function partOf(zip: Buffer, path: string): string {
  let at = zip.readUInt32LE(zip.lastIndexOf('PK\u0005\u0006', undefined, 'latin1') + 16);
  while (zip.toString('utf8', at + 46, at + 46 + zip.readUInt16LE(at + 28)) !== path)
    at += 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  const local = zip.readUInt32LE(at + 42);
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  const bytes = zip.subarray(start, start + zip.readUInt32LE(at + 20));
  return (zip.readUInt16LE(at + 10) === 0 ? bytes : inflateRawSync(bytes)).toString('utf8');
}
