import { text } from '#libs/language';
import type { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { ListTooLarge, UnreadableList } from './rosters.errors.js';
import type { TableLimits } from './table.js';

const MEGABYTE = 1024 * 1024;

export function damaged(): UnreadableList {
  return new UnreadableList(
    text(
      '엑셀 파일이 손상되어 읽을 수 없습니다. 엑셀에서 열어 다시 저장한 뒤 올려 주세요.',
      'The Excel file is damaged. Open it in Excel, save it again and upload that.',
    ),
  );
}

/** The parts of an XLSX, looked at in the directory first: nothing is unpacked that is too large or packed too well. */
export class ZipParts {
  private constructor(
    private readonly zip: ZipFile,
    private readonly entries: ReadonlyMap<string, Entry>,
  ) {}

  /** @throws {UnreadableList} {@link ListTooLarge} */
  static async open(bytes: Buffer, limits: TableLimits): Promise<ZipParts> {
    const entries = new Map<string, Entry>();
    try {
      const zip = await yauzl.fromBufferPromise(bytes, { lazyEntries: true, autoClose: false });
      let unpacked = 0;
      for await (const entry of zip.eachEntry()) {
        unpacked += entry.uncompressedSize;
        const ratio = entry.uncompressedSize / Math.max(1, entry.compressedSize);
        if (unpacked > limits.unpacked || (entry.uncompressedSize > MEGABYTE && ratio > limits.ratio)) throw tooMuch();
        if (entries.size >= 2_000) throw tooMuch();
        if (!entry.canDecodeFileData()) throw damaged();
        entries.set(entry.fileName.replace(/^\//, '').toLowerCase(), entry);
      }
      return new ZipParts(zip, entries);
    } catch (error) {
      throw error instanceof ListTooLarge ? error : damaged();
    }
  }

  has(name: string): boolean {
    return this.entries.has(name.toLowerCase());
  }

  /** A part as text in pieces, its checksum compared at the end. @throws {UnreadableList} */
  async *read(name: string): AsyncGenerator<string> {
    const entry = this.entries.get(name.toLowerCase());
    if (!entry) throw damaged();
    let sum = 0;
    let stream: Readable | undefined;
    try {
      const decoder = new TextDecoder('utf-8', { fatal: true });
      stream = await this.zip.openReadStreamPromise(entry);
      for await (const piece of stream as AsyncIterable<Buffer>) {
        sum = crc32(piece, sum);
        yield decoder.decode(piece, { stream: true });
      }
      yield decoder.decode();
    } catch (error) {
      if (error instanceof UnreadableList || error instanceof ListTooLarge) throw error;
      throw damaged();
    } finally {
      stream?.destroy();
    }
    if (sum !== entry.crc32) throw damaged();
  }

  async whole(name: string): Promise<string> {
    let all = '';
    for await (const piece of this.read(name)) all += piece;
    return all;
  }
}

function tooMuch(): ListTooLarge {
  return new ListTooLarge(
    text(
      '풀었을 때 너무 커지는 파일입니다. 명단 시트만 새 파일로 저장해서 올려 주세요.',
      'The file grows too large when it is unpacked. Save only the sheet with the list as a new file and upload that.',
    ),
  );
}
