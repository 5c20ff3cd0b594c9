import type { LocalDate } from '#libs/time';
import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { type Cell, type Sheet, looksLikeFormula } from './sheet.js';

/*
 * A workbook with one sheet (ECMA-376, SpreadsheetML), written row by row into the ZIP file: memory stays the same
 * however many rows there are. Text stands in its cell (`inlineStr`), so that no table of strings has to be kept.
 */

/** What the format can hold below its heading (ECMA-376, 18.3.1.73). */
const MOST_ROWS = 1_048_575;
/** Cell formats, as `styles.xml` numbers them. */
const STYLE = { heading: 1, date: 2, formulaLike: 3 } as const;
const LONGEST_TEXT = 32_767;
/** Dates in the archive: a file is not dated, so that the same rows give the same bytes. */
const UNDATED = { mtime: new Date('1980-01-01T00:00:00Z'), forceDosTimestamp: true } as const;

/** The file as a stream. It ends early when it is destroyed, and so does the reading of the rows. */
export function xlsxOf(sheet: Sheet): Readable {
  const zip = new ZipFile();
  const rows = Readable.from(sheetXml(sheet), { objectMode: false, highWaterMark: 256 * 1024 });
  for (const [path, xml] of Object.entries(frame(sheet))) zip.addBuffer(Buffer.from(xml), path, UNDATED);
  zip.addReadStream(rows, 'xl/worksheets/sheet1.xml', { ...UNDATED, compressionLevel: 2 });
  zip.end();
  const file = zip.outputStream as Readable;
  zip.on('error', (error: Error) => file.destroy(error));
  // yazl does not listen to it: without this a failing query would end the process.
  rows.once('error', (error) => file.destroy(error));
  file.once('close', () => rows.destroy());
  return file;
}

async function* sheetXml({ columns, rows }: Sheet): AsyncIterable<string> {
  const last = columnName(columns.length - 1);
  const widths = columns
    .map(
      ({ width }, i) => `<col min="${String(i + 1)}" max="${String(i + 1)}" width="${String(width)}" customWidth="1"/>`,
    )
    .join('');
  const heading = columns.map(({ heading: words }) => textCell(words, STYLE.heading)).join('');
  yield `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${widths}</cols><sheetData><row>${heading}</row>`;
  let written = 0;
  for await (const some of rows) {
    let piece = '';
    for (const row of some) {
      if (written === MOST_ROWS) break;
      piece += `<row>${row.map(cellXml).join('')}</row>`;
      written += 1;
    }
    yield piece;
  }
  yield `</sheetData><autoFilter ref="A1:${last}${String(written + 1)}"/></worksheet>`;
}

function cellXml(cell: Cell): string {
  if (cell === null || cell === '') return '<c/>';
  if (typeof cell === 'number') return `<c><v>${String(cell)}</v></c>`;
  if (typeof cell === 'object') return `<c s="${String(STYLE.date)}"><v>${String(serialOf(cell.date))}</v></c>`;
  // Text in its cell is never evaluated; the format keeps it text when someone edits it or saves it as CSV.
  return textCell(cell, looksLikeFormula(cell) ? STYLE.formulaLike : 0);
}

function textCell(words: string, style: number): string {
  return `<c t="inlineStr"${style === 0 ? '' : ` s="${String(style)}"`}><is><t xml:space="preserve">${escaped(words.slice(0, LONGEST_TEXT))}</t></is></c>`;
}

function escaped(words: string): string {
  if (!SPECIAL.test(words)) return words;
  return words.replace(FORBIDDEN, '').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

// What XML 1.0 has no place for at all, half a surrogate pair among it; the other controls are no text either.
const FORBIDDEN = /(?![\t\n\r])\p{Cc}|[\p{Cs}\uFFFE\uFFFF]/gu;
const SPECIAL = /[&<>\p{Cc}\p{Cs}\uFFFE\uFFFF]/u;

const DAY_MS = 86_400_000;
const serials = new Map<LocalDate, number>();

/** Days since 30 December 1899, which is how the format counts them. */
function serialOf(date: LocalDate): number {
  const known = serials.get(date);
  if (known !== undefined) return known;
  const serial = (Date.parse(`${date}T00:00:00Z`) - Date.UTC(1899, 11, 30)) / DAY_MS;
  if (serials.size > 5_000) serials.clear();
  serials.set(date, serial);
  return serial;
}

function columnName(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : `${columnName(Math.floor(index / 26) - 1)}${letter}`;
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** What stands around the sheet. */
function frame({ title }: Sheet): Record<string, string> {
  // A sheet's name is at most 31 characters, without these.
  const name = escaped(title.replace(/[\\/?*[\]:]/g, ' ').slice(0, 31)).replaceAll('"', '&quot;');
  return {
    '[Content_Types].xml': `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPE}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/></Types>`,
    '_rels/.rels': `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `${XML}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets><sheet name="${name}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${RELATIONS}/styles" Target="styles.xml"/></Relationships>`,
    'xl/styles.xml': `${XML}<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts><fonts count="2"><font><sz val="11"/><name val="맑은 고딕"/></font><font><b/><sz val="11"/><name val="맑은 고딕"/></font></fonts><fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFE8EEF4"/></patternFill></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf/><xf fontId="1" fillId="2" applyFont="1" applyFill="1"/><xf numFmtId="164" applyNumberFormat="1"/><xf quotePrefix="1"/></cellXfs></styleSheet>`,
  };
}
