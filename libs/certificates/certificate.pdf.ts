import PDFDocument from 'pdfkit';
import { create as createQr } from 'qrcode';
import type { Language } from '#libs/language';
import type { CertificateContent, ContentTable } from './certificate.content.js';
import {
  ascentOf,
  certificateFont,
  FONT_FILES,
  type FontName,
  fontRuns,
  printable,
  type Weight,
} from './certificate.fonts.js';
import { fitSize, wrapLines } from './certificate.layout.js';
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
  const sheet = new Sheet(content.language, documentOf(content));
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

interface TextStyle {
  readonly size: number;
  readonly weight?: Weight;
  readonly color?: string;
  readonly align?: 'left' | 'center' | 'right';
  readonly spacing?: number;
  readonly leading?: number;
  /** Where it differs from the document's. */
  readonly lang?: string;
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
  private readonly root: PDFKit.PDFStructureElement;
  private y = 0;

  constructor(
    private readonly language: Language,
    private readonly doc: PDFKit.PDFDocument,
  ) {
    this.root = doc.struct('Document');
    doc.addStructure(this.root);
  }

  bytes(): Buffer {
    this.root.end();
    this.doc.end();
    return this.doc.read() as Buffer;
  }

  reserveSignature(room: number, { issuer, issuedAt }: CertificateContent): void {
    reserveSignature(this.doc, room, `${WORDS.signature[this.language]} ${issuer[this.language]}`, issuedAt);
  }

  /** The border: a wide and a fine line, with a lattice knot in each corner. */
  frame(): void {
    this.artifact(() => {
      const { doc } = this;
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
    const { doc } = this;
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
    this.y = 78;
    this.paragraph('P', [numberLine(content.number, content.revision, language)], { size: 10.5, color: QUIET });
    if (content.pilot) this.pilotBadge();
    this.y = titleTop(density);
    const korean = language === 'ko';
    const { title } = KIND_WORDS[content.kind];
    const [words, other] = korean ? [title.ko, title.en] : [title.en, title.ko];
    const spacing = !korean ? 0 : words.length > 4 ? 2 : 10;
    const { size } = fitSize(words, WIDTH - spacing * words.length, 1, TITLE_SIZES[language], (text, at) =>
      this.measure(text, at, 'bold'),
    );
    const bottom = this.y + TITLE_SIZES[language][0] * 1.3;
    this.y = bottom - size * 1.3;
    this.paragraph('H1', [words], { size, weight: 'bold', color: NAVY, align: 'center', spacing });
    this.y = bottom + (korean ? 4 : 10);
    const subtitle: TextStyle = {
      size: 12,
      color: BRASS,
      align: 'center',
      spacing: korean ? 1 : 5,
      lang: korean ? 'en' : 'ko-KR',
    };
    this.paragraph('P', [other], subtitle);
    this.y += 14;
    this.artifact(() => {
      const middle = PAGE.width / 2;
      this.doc.lineWidth(0.8).strokeColor(BRASS);
      this.doc
        .moveTo(middle - 90, this.y)
        .lineTo(middle - 8, this.y)
        .stroke();
      this.doc
        .moveTo(middle + 8, this.y)
        .lineTo(middle + 90, this.y)
        .stroke();
      this.doc
        .polygon([middle - 4, this.y], [middle, this.y - 4], [middle + 4, this.y], [middle, this.y + 4])
        .fill(NAVY);
    });
    this.y = tableTop(density, language);
  }

  private pilotBadge(): void {
    const words = WORDS.pilot[this.language];
    const width = this.measure(words, 10, 'bold') + 22;
    const x = RIGHT - width;
    this.artifact(() => {
      this.doc.lineWidth(1).roundedRect(x, 76, width, 20, 10).stroke(SEAL);
    });
    this.add('P', () => {
      this.write(words, x + 11, 79, { size: 10, weight: 'bold', color: SEAL });
    });
  }

  /** Name, organisation, course and hours as a table, so that a screen reader says each value with its label. */
  holder(rows: readonly Row[]): void {
    const table = this.doc.struct('Table');
    this.root.add(table);
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
      row.map((cell, i) => this.lines(cell, ENTRY.size, 'regular', (widths[i] ?? 0) - 8)),
    );
    const heights = cells.map((row) => Math.max(...row.map(({ length }) => length)) * ENTRY.leading + ENTRY.gap);
    const height = heights.reduce((sum, each) => sum + each, 4 + ENTRY.leading + ENTRY.gap);
    return { lefts, cells, heights, height };
  }

  private rowsAt(content: CertificateContent, density: number): Row[] {
    const { language } = this;
    const rows = content.rows.map(({ label, value, weight }): Row => {
      const { style, maxLines } = ROW_STYLES[weight];
      const { size, lines } = this.fit(value, { ...style, size: style.size * density }, maxLines);
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
      .flatMap((line) => this.lines(line[language], 10.5 * density, 'regular', VALUE_WIDTH));
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
    const table = this.doc.struct('Table');
    this.root.add(table);
    const draw = (cells: readonly (readonly string[])[], style: TextStyle, tag: 'TH' | 'TD' | null): void => {
      const top = this.y;
      const write = (lines: readonly string[], column: number): void => {
        lines.forEach((line, i) => {
          this.write(line, lefts[column] ?? LEFT, top + i * ENTRY.leading, style);
        });
      };
      if (tag === null)
        this.artifact(() => {
          cells.forEach(write);
        });
      else {
        const row = this.doc.struct('TR');
        table.add(row);
        cells.forEach((lines, column) => {
          const options = (tag === 'TH' ? { scope: 'Column' } : {}) as PDFKit.Mixins.StructureElementOptions;
          const cell = this.doc.struct(tag, options);
          row.add(cell);
          cell.add(() => {
            write(lines, column);
          });
          cell.end();
        });
        row.end();
      }
      this.y = top + Math.max(...cells.map(({ length }) => length)) * ENTRY.leading + ENTRY.gap;
      this.artifact(() => {
        const rule = this.y - ENTRY.gap / 2;
        this.doc.lineWidth(0.4).strokeColor('#d5d9df').moveTo(LEFT, rule).lineTo(RIGHT, rule).stroke();
      });
    };
    const head = content.columns.map(({ label }) => [label]);
    const headStyle: TextStyle = { size: ENTRY.size, color: QUIET };
    this.y += 4;
    draw(head, headStyle, 'TH');
    laid.forEach((cells, i) => {
      const end = i === laid.length - 1 ? DATE_LINE - CLOSING : PAGE_END;
      if (this.y + (heights[i] ?? 0) > end) {
        this.nextSheet(number, revision);
        draw(head, headStyle, null);
      }
      draw(cells, { size: ENTRY.size }, 'TD');
    });
    table.end();
  }

  private nextSheet(number: string, revision: number): void {
    this.doc.addPage({ size: 'A4', margin: 0 });
    this.frame();
    const words = `${numberLine(number, revision, this.language)} · ${WORDS.continued[this.language]}`;
    this.artifact(() => {
      this.write(words, LEFT, 78, { size: 10.5, color: QUIET });
    });
    this.y = PAGE_START;
  }

  private row(table: PDFKit.PDFStructureElement, { label, style, lines, leading, height }: Row): void {
    const top = this.y;
    // Label and value stand on one baseline whatever the sizes are.
    const labelSize = Math.min(11, style.size + 0.5);
    const labelTop = top + (style.size - labelSize) * ascentOf('korean-regular');
    const row = this.doc.struct('TR');
    table.add(row);
    const head = this.doc.struct('TH', { scope: 'Row' } as PDFKit.Mixins.StructureElementOptions);
    row.add(head);
    head.add(() => {
      this.write(label, LEFT, labelTop, { size: labelSize, color: QUIET });
    });
    head.end();
    const cell = this.doc.struct('TD');
    row.add(cell);
    cell.add(() => {
      lines.forEach((line, i) => {
        this.write(line, LEFT + LABEL_WIDTH, top + i * leading, style);
      });
    });
    cell.end();
    row.end();
    this.y = top + height;
    const rule = this.y - (height - lines.length * leading) / 2;
    this.artifact(() => {
      this.doc.lineWidth(0.4).strokeColor('#d5d9df').moveTo(LEFT, rule).lineTo(RIGHT, rule).stroke();
    });
  }

  attestation(content: CertificateContent): void {
    const { language } = this;
    // The sentence stands in the middle of what the table leaves free above the date.
    const { size, lines } = this.fit(KIND_WORDS[content.kind].attestation[language], { size: 15 }, 2, WIDTH);
    const height = lines.length * size * 1.7;
    this.y += (DATE_LINE - this.y - height) / 2;
    this.paragraph('P', lines, { size, align: 'center', leading: 1.7 });
    this.y = DATE_LINE;
    this.paragraph('P', [dateWords(content.issuedOn, language)], { size: 13.5, align: 'center' });
    this.y += 12;
    this.issuer(content.issuer[language]);
  }

  /** The issuer's name and, where the seal would be, a dashed square that no one can take for a seal. */
  private issuer(name: string): void {
    const fitted = fitSize(printable(name), WIDTH - 110, 1, [25, 22, 19, 16, 13], (text, size) =>
      this.measure(text, size, 'bold'),
    );
    const spacing = this.language === 'ko' ? 2 : 0;
    const line = fitted.lines.join(' ');
    const width = this.measure(line, fitted.size, 'bold') + spacing * Array.from(line).length;
    const x = (PAGE.width - width) / 2;
    const top = this.y;
    this.add('P', () => {
      this.write(line, x, top, { size: fitted.size, weight: 'bold', color: INK, spacing });
    });
    const side = 54;
    const sealX = Math.min(x + width + 6, RIGHT - side);
    const sealY = top + fitted.size * 0.72 - side / 2;
    this.figure(WORDS.sealAlt[this.language], [sealX, sealY, sealX + side, sealY + side], () => {
      this.doc.lineWidth(1.4).dash(3, { space: 2.4 }).roundedRect(sealX, sealY, side, side, 4).stroke(SEAL).undash();
      const [first, second] = [WORDS.seal.ko, WORDS.seal.en];
      this.write(first, sealX + (side - this.measure(first, 15, 'bold')) / 2, sealY + 9, {
        size: 15,
        weight: 'bold',
        color: SEAL,
      });
      this.write(second, sealX + (side - this.measure(second, 8, 'regular')) / 2, sealY + 31, { size: 8, color: SEAL });
    });
    this.y = top + 60;
  }

  /** QR, address and code by which anyone can check the sheet, and what a pilot is. */
  proof(content: CertificateContent): void {
    const { language } = this;
    const top = PAGE.height - 68 - QR_SIZE;
    this.artifact(() => {
      this.doc
        .lineWidth(0.6)
        .strokeColor(BRASS)
        .moveTo(LEFT, top - 13)
        .lineTo(RIGHT, top - 13)
        .stroke();
    });
    this.figure(WORDS.qrAlt[language], [LEFT, top, LEFT + QR_SIZE, top + QR_SIZE], () => {
      this.qr(content.verifyUrl, LEFT, top);
    });
    const x = LEFT + QR_SIZE + 16;
    const width = RIGHT - x;
    this.y = top + 2;
    const small = (text: string, style: TextStyle): void => {
      const lines = this.lines(text, style.size, style.weight ?? 'regular', width);
      this.paragraph('P', lines, { leading: 1.5, ...style }, x, width);
    };
    small(WORDS.verify[language], { size: 9.5, color: INK });
    this.y += 1;
    small(content.verifyUrl, { size: 8.5, color: NAVY });
    this.y += 1;
    small(`${WORDS.verifyCode[language]} ${content.verifyCode}`, { size: 8.5, color: QUIET });
    if (content.pilot) {
      this.y += 4;
      small(WORDS.pilotNotice[language], { size: 8.5, color: SEAL });
    }
  }

  private qr(text: string, x: number, y: number): void {
    const { size, data } = createQr(text, { errorCorrectionLevel: 'M' }).modules;
    const module = QR_SIZE / size;
    // Runs of dark modules in one path: a few hundred rectangles, one fill.
    for (let row = 0; row < size; row += 1) {
      for (let column = 0; column < size; column += 1) {
        const start = column;
        while (column < size && data[row * size + column]) column += 1;
        if (column > start) this.doc.rect(x + start * module, y + row * module, (column - start) * module, module);
      }
    }
    this.doc.fill('#000000');
  }

  private fit(
    value: string,
    style: TextStyle,
    maxLines: number,
    width = VALUE_WIDTH,
  ): { size: number; lines: string[] } {
    const sizes = [1, 0.88, 0.76, 0.66].map((factor) => Math.round(style.size * factor * 2) / 2);
    return fitSize(printable(value), width, maxLines, sizes, (text, size) =>
      this.measure(text, size, style.weight ?? 'regular'),
    );
  }

  private lines(text: string, size: number, weight: Weight, width: number): string[] {
    return wrapLines(printable(text), width, (part) => this.measure(part, size, weight));
  }

  private measure(text: string, size: number, weight: Weight): number {
    return fontRuns(text, weight).reduce((sum, run) => sum + this.doc.font(run.font, size).widthOfString(run.text), 0);
  }

  private paragraph(tag: string, lines: readonly string[], style: TextStyle, left = LEFT, width = WIDTH): void {
    const leading = style.size * (style.leading ?? 1.3);
    const top = this.y;
    const draw = (): void => {
      lines.forEach((line, i) => {
        const spacing = style.spacing ?? 0;
        const free =
          width - this.measure(line, style.size, style.weight ?? 'regular') - spacing * (Array.from(line).length - 1);
        const offset = style.align === 'center' ? free / 2 : style.align === 'right' ? free : 0;
        this.write(line, left + offset, top + i * leading, style);
      });
    };
    this.add(tag, draw, style.lang === undefined ? {} : { lang: style.lang });
    this.y = top + lines.length * leading;
  }

  private write(text: string, x: number, y: number, style: TextStyle): void {
    const spacing = style.spacing ?? 0;
    this.doc.fillColor(style.color ?? INK);
    let left = x;
    for (const run of fontRuns(text, style.weight ?? 'regular')) {
      this.doc.font(run.font, style.size);
      // On the Korean font's baseline, whatever the other one's ascent is.
      this.doc.text(run.text, left, y + (ascentOf('korean-regular') - ascentOf(run.font)) * style.size, {
        lineBreak: false,
        characterSpacing: spacing,
      });
      left += this.doc.widthOfString(run.text) + spacing * Array.from(run.text).length;
    }
  }

  private add(tag: string, draw: () => void, options: PDFKit.Mixins.StructureElementOptions = {}): void {
    const element = this.doc.struct(tag, options);
    this.root.add(element);
    element.add(draw);
    element.end();
  }

  private figure(alt: string, bbox: [number, number, number, number], draw: () => void): void {
    this.add('Figure', draw, { alt, bbox } as PDFKit.Mixins.StructureElementOptions);
  }

  private artifact(draw: () => void): void {
    this.doc.markContent('Artifact', { type: 'Layout' });
    draw();
    this.doc.endMarkedContent();
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
