import { Canvas, FONT_FILES, type FontName, certificateFont } from '#libs/certificates';
import PDFDocument from 'pdfkit';
import type { Block, Column, ReportDocument } from './document.js';

const PAGE = { width: 595.28, height: 841.89 };
const LEFT = 56;
const WIDTH = PAGE.width - 2 * LEFT;
const TOP = 64;
const BOTTOM = PAGE.height - 70;
const QUIET = '#5b6472';
const NAVY = '#1d3a5f';
const LINE = '#b8c0ca';
const CELL = { size: 8.5, leading: 11.5, pad: 4 };

/** The report as a tagged PDF/A-2a: headings, lists and tables are what they are for a screen reader, too. */
export function pdfOf(report: ReportDocument): Buffer {
  const sheet = new Sheet(report);
  sheet.title(report.title, report.subtitle);
  for (const block of report.blocks) sheet.block(block);
  return sheet.bytes();
}

function documentOf(report: ReportDocument): PDFKit.PDFDocument {
  const doc = new PDFDocument({
    size: 'A4',
    margin: 0,
    pdfVersion: '1.7',
    subset: 'PDF/A-2a',
    tagged: true,
    displayTitle: true,
    bufferPages: true,
    lang: report.language === 'ko' ? 'ko-KR' : 'en',
    // `font: null` keeps PDFKit from loading Helvetica, which a PDF/A file could not embed.
    font: null as unknown as string,
    // PDFKit copies these into the XMP packet as they are: no title of ours may be markup there.
    info: {
      Title: report.title.replace(/[<>&]/g, ' '),
      Creator: 'Madang',
      Producer: 'PDFKit',
      CreationDate: report.madeAt,
    },
  });
  for (const name of Object.keys(FONT_FILES) as FontName[])
    doc.registerFont(name, certificateFont(name) as unknown as string);
  return doc;
}

/** Pages and the drawing on them; a block that does not fit goes on to the next. */
class Sheet {
  private readonly canvas: Canvas;

  constructor(report: ReportDocument) {
    this.canvas = new Canvas(documentOf(report));
    this.canvas.y = TOP;
  }

  bytes(): Buffer {
    const { doc } = this.canvas;
    const { count } = doc.bufferedPageRange();
    for (let page = 0; page < count; page += 1) {
      doc.switchToPage(page);
      this.canvas.artifact(() => {
        this.canvas.write(`${String(page + 1)} / ${String(count)}`, PAGE.width / 2 - 10, PAGE.height - 46, {
          size: 8.5,
          color: QUIET,
        });
      });
    }
    return this.canvas.bytes();
  }

  title(title: string, subtitle: string): void {
    this.words('H1', title, { size: 20, weight: 'bold', color: NAVY });
    this.canvas.y += 4;
    this.words('P', subtitle, { size: 9.5, color: QUIET });
    this.canvas.y += 10;
  }

  block(block: Block): void {
    switch (block.kind) {
      case 'heading':
        this.canvas.y += block.level === 1 ? 14 : 8;
        // A heading does not stand alone at the foot of a page.
        this.room(70);
        this.words(block.level === 1 ? 'H2' : 'H3', block.text, {
          size: block.level === 1 ? 14 : 11.5,
          weight: 'bold',
          color: NAVY,
        });
        this.canvas.y += 5;
        break;
      case 'text':
        this.words('P', block.text, { size: 10 });
        this.canvas.y += 5;
        break;
      case 'list':
        for (const item of block.items) this.words('P', `• ${item}`, { size: 10 });
        this.canvas.y += 5;
        break;
      case 'table':
        this.table(block.columns, block.rows);
        this.canvas.y += 8;
    }
  }

  private words(tag: string, text: string, style: { size: number; weight?: 'bold'; color?: string }): void {
    const lines = this.canvas.lines(text, style.size, style.weight ?? 'regular', WIDTH);
    this.room(lines.length * style.size * 1.4);
    this.canvas.paragraph(tag, lines, { ...style, leading: 1.4 }, LEFT, WIDTH);
  }

  private room(height: number): void {
    if (this.canvas.y + height <= BOTTOM) return;
    this.canvas.doc.addPage();
    this.canvas.y = TOP;
  }

  private table(columns: readonly Column[], rows: readonly (readonly string[])[]): void {
    const { doc, root } = this.canvas;
    const table = doc.struct('Table');
    root.add(table);
    const all = columns.reduce((sum, { share }) => sum + share, 0);
    const widths = columns.map(({ share }) => (WIDTH * share) / all);
    this.row(
      table,
      columns,
      widths,
      columns.map(({ heading }) => heading),
      true,
    );
    for (const cells of rows) this.row(table, columns, widths, cells, false);
    table.end();
  }

  private row(
    table: PDFKit.PDFStructureElement,
    columns: readonly Column[],
    widths: readonly number[],
    cells: readonly string[],
    heading: boolean,
  ): void {
    const { doc } = this.canvas;
    const weight = heading ? 'bold' : 'regular';
    const lines = widths.map((width, i) => this.canvas.lines(cells[i] ?? '', CELL.size, weight, width - 2 * CELL.pad));
    const height = Math.max(...lines.map(({ length }) => Math.max(1, length))) * CELL.leading + 2 * CELL.pad;
    this.room(height);
    const top = this.canvas.y;
    this.canvas.artifact(() => {
      if (heading) doc.rect(LEFT, top, WIDTH, height).fill('#e8eef4');
      doc.lineWidth(0.5).strokeColor(LINE);
      doc
        .moveTo(LEFT, top + height)
        .lineTo(LEFT + WIDTH, top + height)
        .stroke();
    });
    const row = doc.struct('TR');
    table.add(row);
    let left = LEFT;
    widths.forEach((width, i) => {
      const cell = doc.struct(heading ? 'TH' : 'TD', heading ? ({ scope: 'Column' } as object) : {});
      row.add(cell);
      const [x, own] = [left, lines[i] ?? []];
      cell.add(() => {
        own.forEach((line, n) => {
          const free = width - 2 * CELL.pad - this.canvas.measure(line, CELL.size, weight);
          const indent = columns[i]?.numeric === true ? free : 0;
          this.canvas.write(line, x + CELL.pad + indent, top + CELL.pad + n * CELL.leading, {
            size: CELL.size,
            weight,
          });
        });
      });
      cell.end();
      left += width;
    });
    row.end();
    this.canvas.y = top + height;
  }
}
