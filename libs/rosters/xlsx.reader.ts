import { text } from '#libs/language';
import { type MergedCells, type NumberLook, columnOf, mergedOf, numberLook, numberText } from './cells.rules.js';
import { tooManyColumns, tooManyRows } from './csv.reader.js';
import { UnreadableList } from './rosters.errors.js';
import { ROWS_AT_ONCE, type Table, type TableLimits, type TableRow } from './table.js';
import { type XmlEvent, XmlEvents, attribute, unescapeXml } from './xml.rules.js';
import { ZipParts, damaged } from './zip.reader.js';

interface Sheet {
  readonly name: string;
  readonly part: string;
}

/** What a sheet's cells need from elsewhere in the workbook. */
interface Book {
  readonly shared: readonly string[];
  readonly looks: readonly NumberLook[];
  readonly from1904: boolean;
}

/** Opens the first visible sheet that holds rows, or the one named. @throws {UnreadableList} {ListTooLarge} */
export async function readXlsx(bytes: Buffer, limits: TableLimits, wanted: string | null): Promise<Table> {
  const zip = await ZipParts.open(bytes, limits);
  const { sheets, from1904 } = await workbookOf(zip);
  const named = wanted === null ? undefined : sheets.find(({ name }) => name === wanted);
  const filled: Sheet[] = [];
  for (const sheet of sheets) if (await hasRows(zip, sheet.part)) filled.push(sheet);
  const sheet = named ?? filled[0];
  if (!sheet) throw emptyList();
  const book: Book = {
    shared: zip.has('xl/sharedStrings.xml') ? await sharedStrings(zip, limits) : [],
    looks: zip.has('xl/styles.xml') ? await numberLooks(zip) : [],
    from1904,
  };
  return {
    format: 'xlsx',
    encoding: null,
    sheet: sheet.name,
    otherSheets: filled.filter((other) => other !== sheet).map(({ name }) => name),
    rows: rowsOf(zip, sheet.part, book, limits),
  };
}

export function emptyList(): UnreadableList {
  return new UnreadableList(text('명단에 내용이 없습니다.', 'There is nothing in the list.'));
}

async function* eventsOf(zip: ZipParts, part: string): AsyncGenerator<readonly XmlEvent[]> {
  const events = new XmlEvents();
  try {
    for await (const piece of zip.read(part)) yield events.feed(piece);
    events.end();
  } catch (error) {
    throw error instanceof UnreadableList ? error : damaged();
  }
}

async function workbookOf(zip: ZipParts): Promise<{ sheets: readonly Sheet[]; from1904: boolean }> {
  if (!zip.has('xl/workbook.xml')) throw damaged();
  const targets = new Map<string, string>();
  if (zip.has('xl/_rels/workbook.xml.rels')) {
    for await (const events of eventsOf(zip, 'xl/_rels/workbook.xml.rels')) {
      for (const event of events) {
        if (event.kind !== 'open' || event.name !== 'Relationship') continue;
        const target = attribute(event.attributes, 'Target') ?? '';
        targets.set(attribute(event.attributes, 'Id') ?? '', target.startsWith('/') ? target.slice(1) : `xl/${target}`);
      }
    }
  }
  const sheets: Sheet[] = [];
  let from1904 = false;
  for await (const events of eventsOf(zip, 'xl/workbook.xml')) {
    for (const event of events) {
      if (event.kind !== 'open') continue;
      if (event.name === 'workbookPr') from1904 = /^(1|true)$/.test(attribute(event.attributes, 'date1904') ?? '');
      if (event.name !== 'sheet' || (attribute(event.attributes, 'state') ?? 'visible') !== 'visible') continue;
      const part =
        targets.get(attribute(event.attributes, 'id') ?? '') ?? `xl/worksheets/sheet${String(sheets.length + 1)}.xml`;
      if (zip.has(part)) sheets.push({ name: attribute(event.attributes, 'name') ?? '', part });
    }
  }
  return { sheets, from1904 };
}

async function hasRows(zip: ZipParts, part: string): Promise<boolean> {
  for await (const events of eventsOf(zip, part)) {
    if (events.some((event) => event.kind === 'open' && event.name === 'c')) return true;
  }
  return false;
}

async function sharedStrings(zip: ZipParts, limits: TableLimits): Promise<string[]> {
  const strings: string[] = [];
  let current: string | null = null;
  let phonetic = false;
  let inText = false;
  for await (const events of eventsOf(zip, 'xl/sharedStrings.xml')) {
    for (const event of events) {
      if (event.kind === 'text') {
        if (inText && current !== null && !phonetic) current += event.text;
      } else if (event.name === 'si') {
        if (event.kind === 'open' && !event.closed) current = '';
        else strings.push(unescapeXml(current ?? '').slice(0, limits.cell + 1));
      } else if (event.name === 'rPh') {
        // How a name is read aloud stands beside it, and is not part of it.
        phonetic = event.kind === 'open' && !event.closed;
      } else if (event.name === 't') {
        inText = event.kind === 'open' && !event.closed;
      }
    }
  }
  return strings;
}

async function numberLooks(zip: ZipParts): Promise<NumberLook[]> {
  const formats = new Map<number, string>();
  const looks: NumberLook[] = [];
  let inCells = false;
  for await (const events of eventsOf(zip, 'xl/styles.xml')) {
    for (const event of events) {
      if (event.kind === 'text') continue;
      if (event.name === 'cellXfs') inCells = event.kind === 'open' && !event.closed;
      if (event.kind !== 'open') continue;
      if (event.name === 'numFmt') {
        formats.set(Number(attribute(event.attributes, 'numFmtId')), attribute(event.attributes, 'formatCode') ?? '');
      } else if (event.name === 'xf' && inCells) {
        const id = Number(attribute(event.attributes, 'numFmtId') ?? 0);
        looks.push(numberLook(id, formats.get(id) ?? null));
      }
    }
  }
  return looks;
}

/** Merged cells stand after the rows they speak of, so the part is read for them first. */
async function mergesOf(zip: ZipParts, part: string): Promise<readonly MergedCells[]> {
  const merges: MergedCells[] = [];
  for await (const events of eventsOf(zip, part)) {
    for (const event of events) {
      if (event.kind !== 'open' || event.name !== 'mergeCell') continue;
      const merged = mergedOf(attribute(event.attributes, 'ref') ?? '');
      if (merged) merges.push(merged);
    }
  }
  return merges.sort((a, b) => a.fromRow - b.fromRow);
}

async function* rowsOf(
  zip: ZipParts,
  part: string,
  book: Book,
  limits: TableLimits,
): AsyncGenerator<readonly TableRow[]> {
  const fill = fillerOf(await mergesOf(zip, part));
  let batch: TableRow[] = [];
  let number = 0;
  let cells: string[] = [];
  let column = -1;
  let cell: { type: string; style: number; value: string; inline: string } | null = null;
  let inside: 'v' | 't' | null = null;
  for await (const events of eventsOf(zip, part)) {
    for (const event of events) {
      if (event.kind === 'text') {
        if (cell && inside === 'v') cell.value += event.text;
        if (cell && inside === 't') cell.inline += event.text;
        continue;
      }
      const opens = event.kind === 'open';
      if (event.name === 'row' && opens) {
        number = Number(attribute(event.attributes, 'r') ?? number + 1);
        if (number > limits.rows) throw tooManyRows(limits.rows);
        cells = [];
        column = -1;
      } else if (event.name === 'c' && opens) {
        column = columnOf(attribute(event.attributes, 'r') ?? '') ?? column + 1;
        if (column >= limits.columns) throw tooManyColumns(limits.columns);
        cell = {
          type: attribute(event.attributes, 't') ?? 'n',
          style: Number(attribute(event.attributes, 's') ?? 0),
          value: '',
          inline: '',
        };
      } else if (event.name === 'v' || event.name === 't') {
        inside = opens && !event.closed ? event.name : null;
      }
      const ends = event.kind === 'close' || event.closed;
      if (event.name === 'c' && ends && cell) {
        while (cells.length < column) cells.push('');
        cells[column] = cellText(cell, book);
        cell = null;
      } else if (event.name === 'row' && ends) {
        batch.push({ number, cells: fill(number, cells) });
        if (batch.length === ROWS_AT_ONCE) {
          yield batch;
          batch = [];
        }
      }
    }
  }
  if (batch.length > 0) yield batch;
}

function cellText(cell: { type: string; style: number; value: string; inline: string }, book: Book): string {
  if (cell.type === 's') return (book.shared[Number(cell.value)] ?? '').trim();
  if (cell.type === 'inlineStr') return unescapeXml(cell.inline).trim();
  // The result of a formula as it was last computed: the formula itself is never looked at.
  if (cell.type === 'str' || cell.type === 'e') return unescapeXml(cell.value).trim();
  if (cell.type === 'b') return cell.value === '1' ? 'TRUE' : 'FALSE';
  if (cell.type === 'd') return cell.value.slice(0, 10);
  return numberText(cell.value, book.looks[cell.style] ?? { kind: 'plain' }, book.from1904);
}

/** Every cell of a merged block says what its first one says: "3학년" over thirty rows is thirty times "3학년". */
function fillerOf(merges: readonly MergedCells[]): (number: number, cells: string[]) => readonly string[] {
  let next = 0;
  let active: { merged: MergedCells; value: string }[] = [];
  return (number, cells) => {
    active = active.filter(({ merged }) => merged.toRow >= number);
    for (let merged = merges[next]; merged && merged.fromRow <= number; merged = merges[next]) {
      next += 1;
      if (merged.fromRow === number) active.push({ merged, value: cells[merged.fromColumn] ?? '' });
    }
    for (const { merged, value } of active) {
      if (value === '') continue;
      while (cells.length <= merged.toColumn && merged.toColumn < 200) cells.push('');
      for (let at = merged.fromColumn; at <= merged.toColumn && at < cells.length; at += 1) cells[at] = value;
    }
    return cells;
  };
}
