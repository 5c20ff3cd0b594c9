import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  HeadingLevel,
  type IRunOptions,
  Packer,
  PageNumber,
  Paragraph,
  ShadingType,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';
import type { Block, ReportDocument } from './document.js';

/** A4 with margins of 20 mm, in twentieths of a point. */
const PAGE = { width: 11_906, height: 16_838, margin: 1_134 };
const WIDTH = PAGE.width - 2 * PAGE.margin;
const LINE = { style: BorderStyle.SINGLE, size: 4, color: 'B8C0CA' } as const;
const BORDERS = { top: LINE, bottom: LINE, left: LINE, right: LINE } as const;

/** The report to be edited further: real headings, lists and tables, and no picture of any. */
export async function docxOf(report: ReportDocument): Promise<Buffer> {
  const document = new Document({
    title: report.title,
    creator: 'Madang',
    styles: {
      default: {
        document: {
          run: {
            // Named for both kinds of letters: what is missing is replaced by the reader's own.
            font: { ascii: 'Malgun Gothic', hAnsi: 'Malgun Gothic', eastAsia: '맑은 고딕' },
            size: 21,
            language: { value: 'en-GB', eastAsia: 'ko-KR' },
          },
          paragraph: { spacing: { after: 100, line: 300 } },
        },
      },
    },
    sections: [
      {
        properties: {
          page: {
            size: PAGE,
            margin: { top: PAGE.margin, bottom: PAGE.margin, left: PAGE.margin, right: PAGE.margin },
          },
        },
        footers: {
          default: new Footer({
            children: [
              new Paragraph({
                alignment: AlignmentType.CENTER,
                children: [run({ children: [PageNumber.CURRENT, ' / ', PageNumber.TOTAL_PAGES], size: 18 })],
              }),
            ],
          }),
        },
        children: [
          new Paragraph({
            heading: HeadingLevel.TITLE,
            children: [run({ text: report.title, bold: true, size: 40 })],
          }),
          new Paragraph({
            children: [run({ text: report.subtitle, color: '5B6472' })],
            spacing: { after: 300 },
          }),
          ...report.blocks.flatMap(blockOf),
        ],
      },
    ],
  });
  return Packer.toBuffer(document);
}

function blockOf(block: Block): (Paragraph | Table)[] {
  switch (block.kind) {
    case 'heading':
      return [
        new Paragraph({
          heading: block.level === 1 ? HeadingLevel.HEADING_1 : HeadingLevel.HEADING_2,
          keepNext: true,
          spacing: { before: block.level === 1 ? 360 : 240, after: 120 },
          children: [run({ text: block.text, bold: true, size: block.level === 1 ? 28 : 24, color: '1D3A5F' })],
        }),
      ];
    case 'text':
      return [new Paragraph(block.text)];
    case 'list':
      return block.items.map((item) => new Paragraph({ text: item, bullet: { level: 0 } }));
    case 'table':
      return [tableOf(block), new Paragraph({ text: '', spacing: { after: 60 } })];
  }
}

function tableOf({ columns, rows }: Extract<Block, { kind: 'table' }>): Table {
  const all = columns.reduce((sum, { share }) => sum + share, 0);
  const widths = columns.map(({ share }) => Math.floor((WIDTH * share) / all));
  const row = (cells: readonly string[], heading: boolean): TableRow =>
    new TableRow({
      tableHeader: heading,
      cantSplit: true,
      children: columns.map(
        (column, i) =>
          new TableCell({
            width: { size: widths[i] ?? 0, type: WidthType.DXA },
            borders: BORDERS,
            margins: { top: 50, bottom: 50, left: 90, right: 90 },
            ...(heading ? { shading: { type: ShadingType.CLEAR, fill: 'E8EEF4' } } : {}),
            children: [
              new Paragraph({
                spacing: { after: 0 },
                alignment: column.numeric === true ? AlignmentType.RIGHT : AlignmentType.LEFT,
                children: [run({ text: cells[i] ?? '', bold: heading, size: 19 })],
              }),
            ],
          }),
      ),
    });
  return new Table({
    width: { size: WIDTH, type: WidthType.DXA },
    columnWidths: widths,
    rows: [
      row(
        columns.map(({ heading }) => heading),
        true,
      ),
      ...rows.map((cells) => row(cells, false)),
    ],
  });
}

/** Options only: a bare string, which the library takes as well, has a `bold` of its own. */
function run(options: IRunOptions): TextRun {
  return new TextRun(options);
}
