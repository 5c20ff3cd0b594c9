import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib';

import { text } from '#libs/language';

import { LIMITS } from './course.vocabulary.js';
import { InvalidCourse } from './courses.errors.js';

/*
 * A course folder as one ZIP file (PKWARE APPNOTE 6.3.3): as much of the format as a folder needs. Written the same for
 * the same files, so that an export can be compared byte by byte; read strictly and within limits, since it comes from
 * outside.
 */

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const UTF8_NAMES = 0x0800;
/** 1 January 1980, the first day of the format's calendar: an export is not dated. */
const DOS_DATE = 0x0021;

/** Writes files by their path. */
export function zipOf(files: ReadonlyMap<string, Uint8Array>): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [path, content] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const name = Buffer.from(path, 'utf8');
    const packed = deflateRawSync(content, { level: 6 });
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(UTF8_NAMES, 2);
    common.writeUInt16LE(8, 4);
    common.writeUInt16LE(0, 6);
    common.writeUInt16LE(DOS_DATE, 8);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(content.byteLength, 18);
    common.writeUInt16LE(name.length, 22);
    parts.push(signed(LOCAL), common, name, packed);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    // "Made by" stands before what a local header has; what follows it are comment, disk, attributes and the offset.
    directory.push(signed(CENTRAL), Buffer.from([20, 0]), common, rest, name);
    offset += 4 + common.length + name.length + packed.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.size, 4);
  end.writeUInt16LE(files.size, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...parts, central, signed(END), end]);
}

function signed(signature: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(signature);
  return bytes;
}

/**
 * Reads the files of a course folder, at its top or inside one folder of its own.
 *
 * @throws {InvalidCourse} for what is no ZIP file, or more than a course may be
 */
export function unzipCourse(zip: Buffer): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  try {
    readEntries(zip, files);
  } catch (error) {
    // Offsets beyond the end, broken data: whatever it is, the file is none that can be read.
    if (error instanceof InvalidCourse) throw error;
    throw broken();
  }
  const folders = new Set(
    [...files.keys()].map((path) => (path.includes('/') ? path.slice(0, path.indexOf('/') + 1) : '')),
  );
  const [folder = ''] = folders;
  if (folders.size !== 1 || folder === '' || files.has('course.yaml')) return files;
  return new Map([...files].map(([path, content]) => [path.slice(folder.length), content]));
}

function readEntries(zip: Buffer, files: Map<string, Uint8Array>): void {
  const end = zip.lastIndexOf(signed(END));
  if (end < 0) throw broken();
  const count = zip.readUInt16LE(end + 10);
  if (count > LIMITS.files * 2) throw tooMuch();
  let at = zip.readUInt32LE(end + 16);
  let bytes = 0;
  for (let entry = 0; entry < count; entry += 1) {
    if (zip.readUInt32LE(at) !== CENTRAL) throw broken();
    const [flags, method] = [zip.readUInt16LE(at + 8), zip.readUInt16LE(at + 10)];
    const [crc, packedSize, size] = [zip.readUInt32LE(at + 16), zip.readUInt32LE(at + 20), zip.readUInt32LE(at + 24)];
    const [nameLength, extraLength] = [zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30)];
    const local = zip.readUInt32LE(at + 42);
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength).normalize('NFC');
    at += 46 + nameLength + extraLength + zip.readUInt16LE(at + 32);
    if (name.endsWith('/') || name.startsWith('__MACOSX/') || name.split('/').some((part) => part.startsWith('.')))
      continue;
    bytes += size;
    if (bytes > LIMITS.folderBytes + LIMITS.blobBytes || files.size >= LIMITS.files) throw tooMuch();
    if (zip.readUInt32LE(local) !== LOCAL || (flags & 1) !== 0 || (method !== 0 && method !== 8)) throw broken();
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const packed = zip.subarray(start, start + packedSize);
    if (packed.length !== packedSize) throw broken();
    // No more than it says: what unpacks to more is broken, or meant to fill the memory.
    const content = method === 0 ? packed : inflateRawSync(packed, { maxOutputLength: Math.max(size, 1) });
    if (content.length !== size || crc32(content) !== crc || files.has(name)) throw broken();
    files.set(name, content);
  }
}

function broken(): InvalidCourse {
  return new InvalidCourse([
    {
      field: 'file',
      message: text(
        'ZIP 파일로 읽을 수 없습니다. 과정 폴더를 암호 없이 다시 압축해 주세요.',
        'This cannot be read as a ZIP file. Compress the course folder again, without a password.',
      ),
    },
  ]);
}

function tooMuch(): InvalidCourse {
  return new InvalidCourse([
    {
      field: 'file',
      message: text(
        '과정 하나에 담을 수 있는 크기나 파일 수를 넘습니다.',
        'This holds more files or bytes than a course may.',
      ),
    },
  ]);
}
