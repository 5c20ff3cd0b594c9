import { type Text, text } from '#libs/language';
import { readSeparated } from './csv.reader.js';
import { decodeText } from './decode.rules.js';
import { ListTooLarge, UnreadableList } from './rosters.errors.js';
import { LIMITS, type Table, type TableLimits } from './table.js';
import { emptyList, readXlsx } from './xlsx.reader.js';

export interface ListOptions {
  /** The sheet to read; the first with rows where it is not given. */
  readonly sheet?: string | null;
  readonly limits?: TableLimits;
  /** The text came from the clipboard, not from a file. */
  readonly pasted?: boolean;
}

/** Opens a list by what it is, not by what it is called. @throws {UnreadableList} {@link ListTooLarge} */
export async function readList(bytes: Buffer, options: ListOptions = {}): Promise<Table> {
  const limits = options.limits ?? LIMITS;
  if (bytes.length > limits.bytes) throw tooManyBytes(limits.bytes);
  if (bytes.length === 0) throw emptyList();
  if (bytes.subarray(0, 2).toString('latin1') === 'PK') return readXlsx(bytes, limits, options.sheet ?? null);
  const known = KNOWN.find(({ magic }) => bytes.subarray(0, magic.length).equals(magic));
  if (known) throw new UnreadableList(known.say(bytes));
  const decoded = decodeText(bytes);
  if (!decoded) throw new UnreadableList(NOT_A_LIST);
  if (/^\s*(<!doctype html|<html|<table|<\?xml)/i.test(decoded.text.slice(0, 500)))
    throw new UnreadableList(A_WEB_PAGE);
  if (decoded.text.trim() === '') throw emptyList();
  return {
    format: options.pasted === true ? 'pasted' : 'csv',
    encoding: decoded.encoding,
    sheet: null,
    otherSheets: [],
    rows: readSeparated(decoded.text.normalize('NFC'), limits),
  };
}

function tooManyBytes(most: number): ListTooLarge {
  const megabytes = String(Math.floor(most / 1024 / 1024));
  return new ListTooLarge(
    text(
      `파일이 ${megabytes}MB를 넘습니다. 나누어 올려 주세요.`,
      `The file is over ${megabytes} MB. Upload it in parts.`,
    ),
  );
}

const NOT_A_LIST = text(
  '명단으로 읽을 수 없는 파일입니다. CSV나 엑셀(.xlsx) 파일을 올려 주세요.',
  'This file cannot be read as a list. Upload a CSV or an Excel (.xlsx) file.',
);
const A_WEB_PAGE = text(
  '엑셀 파일처럼 보이지만 속은 웹 페이지입니다. 엑셀에서 열어 .xlsx로 다시 저장한 뒤 올려 주세요.',
  'It looks like an Excel file but is a web page inside. Open it in Excel, save it as .xlsx and upload that.',
);
const OLD_EXCEL = text(
  '예전 엑셀(.xls)이나 한글(.hwp) 형식입니다. .xlsx로 다시 저장한 뒤 올려 주세요.',
  'This is an old Excel (.xls) or a Hangul (.hwp) file. Save it as .xlsx and upload that.',
);
const ENCRYPTED = text(
  '비밀번호가 걸린 엑셀 파일입니다. 비밀번호를 풀고 저장한 뒤 올려 주세요.',
  'The Excel file is protected by a password. Save it without one and upload that.',
);
const A_PDF = text(
  'PDF에서는 명단을 읽지 않습니다. CSV나 엑셀 파일을 올려 주세요.',
  'Lists are not read from PDF. Upload a CSV or an Excel file.',
);

const KNOWN: readonly { readonly magic: Buffer; readonly say: (bytes: Buffer) => Text }[] = [
  {
    magic: Buffer.from('d0cf11e0a1b11ae1', 'hex'),
    say: (bytes) => (bytes.includes(Buffer.from('EncryptedPackage', 'utf16le')) ? ENCRYPTED : OLD_EXCEL),
  },
  { magic: Buffer.from('%PDF'), say: () => A_PDF },
];
