import PDFDocument from 'pdfkit';
import type { Language } from '#libs/language';
import { Canvas, type TextStyle } from './certificate.canvas.js';
import type { CertificateContent, ContentTable } from './certificate.content.js';
import { ascentOf, certificateFont, FONT_FILES, type FontName, printable } from './certificate.fonts.js';
import { fitSize } from './certificate.layout.js';
import { CODE_ENTRY } from './certificate.rules.js';
import { andMore, dateWords, KIND_WORDS, numberLine, WORDS } from './certificate.words.js';
import { reserveSignature } from './signer.js';

const PAGE = { width: 595.28, height: 841.89 };
const LEFT = 92;
const RIGHT = PAGE.width - LEFT;
const WIDTH = RIGHT - LEFT;
const LABEL_WIDTH = 92;
const VALUE_WIDTH = WIDTH - LABEL_WIDTH;
/** Where the issue date stands, on every sheet. */
const DATE_LINE = 585;
const MAX_BASIS = 4;
const TITLE_SIZES = { ko: [46, 40, 34, 28, 24], en: [34, 30, 26, 22, 18] } as const;
/** What the closing words need above the date. */
const CLOSING = 42;
/** Where a sheet that is continued on the next ends, and where the next begins. */
const PAGE_END = PAGE.height - 90;
const PAGE_START = 112;
const INK = '#1b2430';
const QUIET = '#5b6472';
const NAVY = '#1d3a5f';
const BRASS = '#a9874b';
const SEAL = '#b3392f';
const QR_SIZE = 84;

/**
 * The certificate as PDF/A-2a and PDF/UA-1 in one file (ISO 19005-2, ISO 14289-1): tagged, fonts embedded as subsets,
 * QR as rectangles. Pure: no clock, no randomness, so that a retry after a crash stores the same bytes.
 *
 * @param signatureRoom bytes to keep free for a signature; 0 for a file that stays unsigned
 */
export function renderCertificate(content: CertificateContent, signatureRoom = 0): Buffer {
  const sheet = new Sheet(content);
  sheet.frame();
  const { rows, density } = sheet.rows(content);
  sheet.heading(content, density);
  sheet.holder(rows);
  if (content.table !== null) sheet.table(content.table, content);
  sheet.attestation(content);
  sheet.proof(content);
  if (signatureRoom > 0) sheet.reserveSignature(signatureRoom, content);
  return sheet.bytes();
}

function documentOf(content: CertificateContent): PDFKit.PDFDocument {
  const doc = new PDFDocument({
    size: 'A4',
    margin: 0,
    pdfVersion: '1.7',
    subset: 'PDF/A-2a',
    tagged: true,
    displayTitle: true,
    lang: content.language === 'ko' ? 'ko-KR' : 'en',
    // `font: null` keeps PDFKit from loading Helvetica, which a PDF/A file could not embed.
    font: null as unknown as string,
    info: {
      // Only words that need no XML escaping: PDFKit copies them into the XMP packet as they are.
      Title: `${KIND_WORDS[content.kind].title[content.language]} ${content.number}`,
      Author: 'Madang',
      Creator: 'Madang',
      Producer: 'PDFKit',
      CreationDate: content.issuedAt,
      [CODE_ENTRY]: content.verifyCode,
    } as PDFKit.DocumentInfo,
  });
  for (const name of Object.keys(FONT_FILES) as FontName[])
    doc.registerFont(name, certificateFont(name) as unknown as string);
  doc.appendXML(PDF_UA_XMP);
  return doc;
}

interface Row {
  readonly label: string;
  readonly style: TextStyle;
  readonly lines: readonly string[];
  readonly leading: number;
  readonly height: number;
}

const ROW_STYLES = {
  name: { style: { size: 19, weight: 'bold' }, maxLines: 2 },
  title: { style: { size: 14, weight: 'bold' }, maxLines: 3 },
  plain: { style: { size: 12.5 }, maxLines: 2 },
} as const satisfies Record<CertificateContent['rows'][number]['weight'], { style: TextStyle; maxLines: number }>;
const ENTRY = { size: 9.5, leading: 13.5, gap: 9 };

const titleTop = (density: number): number => 146 - (1 - density) * 120;
const tableTop = (density: number, language: Language): number => titleTop(density) + (language === 'ko' ? 140 : 128);

/** One page and the drawing on it; `y` runs down the page in points. */
class Sheet {
  private readonly language: Language;
  private readonly canvas: Canvas;

  constructor(content: CertificateContent) {
    this.language = content.language;
    this.canvas = new Canvas(documentOf(content));
  }

  bytes(): Buffer {
    return this.canvas.bytes();
  }

  reserveSignature(room: number, { issuer, issuedAt }: CertificateContent): void {
    reserveSignature(this.canvas.doc, room, `${WORDS.signature[this.language]} ${issuer[this.language]}`, issuedAt);
  }

  /** The border: a wide and a fine line, with a lattice knot in each corner. */
  frame(): void {
    this.canvas.artifact(() => {
      const { doc } = this.canvas;
      doc.lineWidth(2.2).strokeColor(NAVY);
      doc.rect(34, 34, PAGE.width - 68, PAGE.height - 68).stroke();
      doc.lineWidth(0.6).strokeColor(BRASS);
      doc.rect(41, 41, PAGE.width - 82, PAGE.height - 82).stroke();
      for (const [x, y, h, v] of [
        [48, 48, 1, 1],
        [PAGE.width - 48, 48, -1, 1],
        [48, PAGE.height - 48, 1, -1],
        [PAGE.width - 48, PAGE.height - 48, -1, -1],
      ] as const)
        this.corner(x, y, h, v);
    });
  }

  private corner(x: number, y: number, h: number, v: number): void {
    const { doc } = this.canvas;
    doc.lineWidth(0.9).strokeColor(BRASS);
    for (const [a, b] of [
      [0, 30],
      [7, 18],
    ] as const) {
      doc.moveTo(x + h * a, y + v * (a + b)).lineTo(x + h * a, y + v * a);
      doc.lineTo(x + h * (a + b), y + v * a).stroke();
    }
    doc.rect(x + h * 14 - 2.5, y + v * 14 - 2.5, 5, 5).fill(NAVY);
  }

  heading(content: CertificateContent, density: number): void {
    const { language } = this;
    this.canvas.y = 78;
    this.canvas.paragraph(
      'P',
      [numberLine(content.number, content.revision, language)],
      { size: 10.5, color: QUIET },
      LEFT,
      WIDTH,
    );
    if (content.pilot) this.pilotBadge();
    this.canvas.y = titleTop(density);
    const korean = language === 'ko';
    const { title } = KIND_WORDS[content.kind];
    const [words, other] = korean ? [title.ko, title.en] : [title.en, title.ko];
    const spacing = !korean ? 0 : words.length > 4 ? 2 : 10;
    const { size } = fitSize(words, WIDTH - spacing * words.length, 1, TITLE_SIZES[language], (text, at) =>
      this.canvas.measure(text, at, 'bold'),
    );
    const bottom = this.canvas.y + TITLE_SIZES[language][0] * 1.3;
    this.canvas.y = bottom - size * 1.3;
    this.canvas.paragraph('H1', [words], { size, weight: 'bold', color: NAVY, align: 'center', spacing }, LEFT, WIDTH);
    this.canvas.y = bottom + (korean ? 4 : 10);
    const subtitle: TextStyle = {
      size: 12,
      color: BRASS,
      align: 'center',
      spacing: korean ? 1 : 5,
      lang: korean ? 'en' : 'ko-KR',
    };
    this.canvas.paragraph('P', [other], subtitle, LEFT, WIDTH);
    this.canvas.y += 14;
    this.canvas.artifact(() => {
      const middle = PAGE.width / 2;
      this.canvas.doc.lineWidth(0.8).strokeColor(BRASS);
      this.canvas.doc
        .moveTo(middle - 90, this.canvas.y)
        .lineTo(middle - 8, this.canvas.y)
        .stroke();
      this.canvas.doc
        .moveTo(middle + 8, this.canvas.y)
        .lineTo(middle + 90, this.canvas.y)
        .stroke();
      this.canvas.doc
        .polygon(
          [middle - 4, this.canvas.y],
          [middle, this.canvas.y - 4],
          [middle + 4, this.canvas.y],
          [middle, this.canvas.y + 4],
        )
        .fill(NAVY);
    });
    this.canvas.y = tableTop(density, language);
  }

  private pilotBadge(): void {
    const words = WORDS.pilot[this.language];
    const width = this.canvas.measure(words, 10, 'bold') + 22;
    const x = RIGHT - width;
    this.canvas.artifact(() => {
      this.canvas.doc.lineWidth(1).roundedRect(x, 76, width, 20, 10).stroke(SEAL);
    });
    this.canvas.add('P', () => {
      this.canvas.write(words, x + 11, 79, { size: 10, weight: 'bold', color: SEAL });
    });
  }

  /** Name, organisation, course and hours as a table, so that a screen reader says each value with its label. */
  holder(rows: readonly Row[]): void {
    const table = this.canvas.doc.struct('Table');
    this.canvas.root.add(table);
    for (const row of rows) this.row(table, row);
    table.end();
  }

  /**
   * The rows at the loosest spacing that leaves room for what stands below them: a long title or a table tightens the
   * sheet. Where nothing helps, a table goes on over further sheets.
   */
  rows(content: CertificateContent): { rows: readonly Row[]; density: number } {
    const below = content.table === null ? 52 : this.laidOut(content.table).height + CLOSING;
    let loosest: { rows: readonly Row[]; density: number } | null = null;
    for (const density of [1, 0.9, 0.8, 0.7]) {
      const fitted = { rows: this.rowsAt(content, density), density };
      loosest ??= fitted;
      const height = fitted.rows.reduce((sum, row) => sum + row.height, 0);
      if (tableTop(density, this.language) + height + below <= DATE_LINE) return fitted;
      if (content.table === null) loosest = fitted;
    }
    return loosest ?? { rows: [], density: 1 };
  }

  /** A table's cells broken into lines, with the columns they stand in. */
  private laidOut({ columns, rows }: ContentTable) {
    const fixed = columns.reduce((sum, { width }) => sum + (width === 'rest' ? 0 : width), 0);
    const widths = columns.map(({ width }) => (width === 'rest' ? WIDTH - fixed : width));
    const lefts = widths.map((_, i) => LEFT + widths.slice(0, i).reduce((sum, width) => sum + width, 0));
    const cells = rows.map((row) =>
      row.map((cell, i) => this.canvas.lines(cell, ENTRY.size, 'regular', (widths[i] ?? 0) - 8)),
    );
    const heights = cells.map((row) => Math.max(...row.map(({ length }) => length)) * ENTRY.leading + ENTRY.gap);
    const height = heights.reduce((sum, each) => sum + each, 4 + ENTRY.leading + ENTRY.gap);
    return { lefts, cells, heights, height };
  }

  private rowsAt(content: CertificateContent, density: number): Row[] {
    const { language } = this;
    const rows = content.rows.map(({ label, value, weight }): Row => {
      const { style, maxLines } = ROW_STYLES[weight];
      const { size, lines } = this.canvas.fit(value, { ...style, size: style.size * density }, maxLines, VALUE_WIDTH);
      const leading = size * 1.4;
      return {
        label: label[language],
        style: { ...style, size },
        lines,
        leading,
        height: lines.length * leading + 15 * density,
      };
    });
    const basis = content.basis
      .slice(0, MAX_BASIS)
      .flatMap((line) => this.canvas.lines(line[language], 10.5 * density, 'regular', VALUE_WIDTH));
    if (content.basis.length > MAX_BASIS) basis.push(andMore(content.basis.length - MAX_BASIS, language));
    const leading = 15.5 * density;
    const style: TextStyle = { size: 10.5 * density };
    const height = basis.length * leading + 15 * density;
    return [...rows, { label: WORDS.basis[language], style, lines: basis, leading, height }].filter(
      ({ lines }) => lines.length > 0,
    );
  }

  /**
   * What counted, a line each. It goes on over as many sheets as it needs; a sheet is not begun for the closing words
   * alone, so that they never stand without a line of what they attest.
   */
  table(content: ContentTable, { number, revision }: CertificateContent): void {
    const { lefts, cells: laid, heights } = this.laidOut(content);
    const table = this.canvas.doc.struct('Table');
    this.canvas.root.add(table);
    const draw = (cells: readonly (readonly string[])[], style: TextStyle, tag: 'TH' | 'TD' | null): void => {
      const top = this.canvas.y;
      const write = (lines: readonly string[], column: number): void => {
        lines.forEach((line, i) => {
          this.canvas.write(line, lefts[column] ?? LEFT, top + i * ENTRY.leading, style);
        });
      };
      if (tag === null)
        this.canvas.artifact(() => {
          cells.forEach(write);
        });
      else {
        const row = this.canvas.doc.struct('TR');
        table.add(row);
        cells.forEach((lines, column) => {
          const options = (tag === 'TH' ? { scope: 'Column' } : {}) as PDFKit.Mixins.StructureElementOptions;
          const cell = this.canvas.doc.struct(tag, options);
          row.add(cell);
          cell.add(() => {
            write(lines, column);
          });
          cell.end();
        });
        row.end();
      }
      this.canvas.y = top + Math.max(...cells.map(({ length }) => length)) * ENTRY.leading + ENTRY.gap;
      this.canvas.artifact(() => {
        const rule = this.canvas.y - ENTRY.gap / 2;
        this.canvas.doc.lineWidth(0.4).strokeColor('#d5d9df').moveTo(LEFT, rule).lineTo(RIGHT, rule).stroke();
      });
    };
    const head = content.columns.map(({ label }) => [label]);
    const headStyle: TextStyle = { size: ENTRY.size, color: QUIET };
    this.canvas.y += 4;
    draw(head, headStyle, 'TH');
    laid.forEach((cells, i) => {
      const end = i === laid.length - 1 ? DATE_LINE - CLOSING : PAGE_END;
      if (this.canvas.y + (heights[i] ?? 0) > end) {
        this.nextSheet(number, revision);
        draw(head, headStyle, null);
      }
      draw(cells, { size: ENTRY.size }, 'TD');
    });
    table.end();
  }

  private nextSheet(number: string, revision: number): void {
    this.canvas.doc.addPage({ size: 'A4', margin: 0 });
    this.frame();
    const words = `${numberLine(number, revision, this.language)} · ${WORDS.continued[this.language]}`;
    this.canvas.artifact(() => {
      this.canvas.write(words, LEFT, 78, { size: 10.5, color: QUIET });
    });
    this.canvas.y = PAGE_START;
  }

  private row(table: PDFKit.PDFStructureElement, { label, style, lines, leading, height }: Row): void {
    const top = this.canvas.y;
    // Label and value stand on one baseline whatever the sizes are.
    const labelSize = Math.min(11, style.size + 0.5);
    const labelTop = top + (style.size - labelSize) * ascentOf('korean-regular');
    const row = this.canvas.doc.struct('TR');
    table.add(row);
    const head = this.canvas.doc.struct('TH', { scope: 'Row' } as PDFKit.Mixins.StructureElementOptions);
    row.add(head);
    head.add(() => {
      this.canvas.write(label, LEFT, labelTop, { size: labelSize, color: QUIET });
    });
    head.end();
    const cell = this.canvas.doc.struct('TD');
    row.add(cell);
    cell.add(() => {
      lines.forEach((line, i) => {
        this.canvas.write(line, LEFT + LABEL_WIDTH, top + i * leading, style);
      });
    });
    cell.end();
    row.end();
    this.canvas.y = top + height;
    const rule = this.canvas.y - (height - lines.length * leading) / 2;
    this.canvas.artifact(() => {
      this.canvas.doc.lineWidth(0.4).strokeColor('#d5d9df').moveTo(LEFT, rule).lineTo(RIGHT, rule).stroke();
    });
  }

  attestation(content: CertificateContent): void {
    const { language } = this;
    // The sentence stands in the middle of what the table leaves free above the date.
    const { size, lines } = this.canvas.fit(KIND_WORDS[content.kind].attestation[language], { size: 15 }, 2, WIDTH);
    const height = lines.length * size * 1.7;
    this.canvas.y += (DATE_LINE - this.canvas.y - height) / 2;
    this.canvas.paragraph('P', lines, { size, align: 'center', leading: 1.7 }, LEFT, WIDTH);
    this.canvas.y = DATE_LINE;
    this.canvas.paragraph('P', [dateWords(content.issuedOn, language)], { size: 13.5, align: 'center' }, LEFT, WIDTH);
    this.canvas.y += 12;
    this.issuer(content.issuer[language]);
  }

  /** The issuer's name and, where the seal would be, a dashed square that no one can take for a seal. */
  private issuer(name: string): void {
    const fitted = fitSize(printable(name), WIDTH - 110, 1, [25, 22, 19, 16, 13], (text, size) =>
      this.canvas.measure(text, size, 'bold'),
    );
    const spacing = this.language === 'ko' ? 2 : 0;
    const line = fitted.lines.join(' ');
    const width = this.canvas.measure(line, fitted.size, 'bold') + spacing * Array.from(line).length;
    const x = (PAGE.width - width) / 2;
    const top = this.canvas.y;
    this.canvas.add('P', () => {
      this.canvas.write(line, x, top, { size: fitted.size, weight: 'bold', color: INK, spacing });
    });
    const side = 54;
    const sealX = Math.min(x + width + 6, RIGHT - side);
    const sealY = top + fitted.size * 0.72 - side / 2;
    this.canvas.figure(WORDS.sealAlt[this.language], [sealX, sealY, sealX + side, sealY + side], () => {
      this.canvas.doc
        .lineWidth(1.4)
        .dash(3, { space: 2.4 })
        .roundedRect(sealX, sealY, side, side, 4)
        .stroke(SEAL)
        .undash();
      const [first, second] = [WORDS.seal.ko, WORDS.seal.en];
      this.canvas.write(first, sealX + (side - this.canvas.measure(first, 15, 'bold')) / 2, sealY + 9, {
        size: 15,
        weight: 'bold',
        color: SEAL,
      });
      this.canvas.write(second, sealX + (side - this.canvas.measure(second, 8, 'regular')) / 2, sealY + 31, {
        size: 8,
        color: SEAL,
      });
    });
    this.canvas.y = top + 60;
  }

  /** QR, address and code by which anyone can check the sheet, and what a pilot is. */
  proof(content: CertificateContent): void {
    const { language } = this;
    const top = PAGE.height - 68 - QR_SIZE;
    this.canvas.artifact(() => {
      this.canvas.doc
        .lineWidth(0.6)
        .strokeColor(BRASS)
        .moveTo(LEFT, top - 13)
        .lineTo(RIGHT, top - 13)
        .stroke();
    });
    this.canvas.figure(WORDS.qrAlt[language], [LEFT, top, LEFT + QR_SIZE, top + QR_SIZE], () => {
      this.canvas.qr(content.verifyUrl, LEFT, top, QR_SIZE);
    });
    const x = LEFT + QR_SIZE + 16;
    const width = RIGHT - x;
    this.canvas.y = top + 2;
    const small = (text: string, style: TextStyle): void => {
      const lines = this.canvas.lines(text, style.size, style.weight ?? 'regular', width);
      this.canvas.paragraph('P', lines, { leading: 1.5, ...style }, x, width);
    };
    small(WORDS.verify[language], { size: 9.5, color: INK });
    this.canvas.y += 1;
    small(content.verifyUrl, { size: 8.5, color: NAVY });
    this.canvas.y += 1;
    small(`${WORDS.verifyCode[language]} ${content.verifyCode}`, { size: 8.5, color: QUIET });
    if (content.pilot) {
      this.canvas.y += 4;
      small(WORDS.pilotNotice[language], { size: 8.5, color: SEAL });
    }
  }
}

/**
 * PDFKit writes the PDF/A identification only. The PDF/UA one is ours, and PDF/A wants every property outside its own
 * list described by an extension schema (ISO 19005-2, 6.6.2.3).
 */
const PDF_UA_XMP = `
        <rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
            <pdfuaid:part>1</pdfuaid:part>
        </rdf:Description>
        <rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
            xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
            <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
                <pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
                <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
                <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
                <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
                    <pdfaProperty:name>part</pdfaProperty:name>
                    <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
                    <pdfaProperty:category>internal</pdfaProperty:category>
                    <pdfaProperty:description>Part of ISO 14289 to which the file conforms</pdfaProperty:description>
                </rdf:li></rdf:Seq></pdfaSchema:property>
            </rdf:li></rdf:Bag></pdfaExtension:schemas>
        </rdf:Description>
`;
