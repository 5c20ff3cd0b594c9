import { CONFIG, type Config } from '#libs/config';
import { faultPoint } from '#libs/faults';
import { Inject, Injectable, Optional } from '@nestjs/common';
import { createHash, randomUUID } from 'node:crypto';
import { constants, type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { FileMissing } from './files.errors.js';

export interface StoredFile {
  /** 64 hexadecimal digits: the file's name, and proof of its content. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
}

/**
 * The file store on a local disk, `<data>/files/ab/<sha256>`. A file is there whole or not at all, at whatever
 * instruction the process dies; storing the same bytes again changes nothing.
 */
@Injectable()
export class FileStore {
  private readonly root: string;

  /** @param folder inside the data directory: what may be removed lives apart from what is kept */
  constructor(@Inject(CONFIG) config: Config, @Optional() folder = 'files') {
    this.root = join(config.MADANG_DATA_DIR, folder);
  }

  /** Returns when the bytes are on the disk. @throws when the disk is full or cannot be written */
  async put(bytes: Uint8Array): Promise<StoredFile> {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const path = this.pathOf(sha256);
    const stored = { sha256, size: bytes.byteLength };
    if ((await sizeOf(path)) === stored.size) return stored;
    const folder = dirname(path);
    if ((await mkdir(folder, { recursive: true })) !== undefined) await syncFolder(this.root);
    const draft = join(folder, `.${sha256.slice(0, 16)}-${randomUUID()}`);
    try {
      await writeDurably(draft, bytes);
      faultPoint('files.before-rename');
      await rename(draft, path);
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
    faultPoint('files.after-rename');
    await syncFolder(folder);
    return stored;
  }

  /** As {@link put}, for what is larger than memory should hold. @throws what the stream throws; nothing is left then */
  async putStream(pieces: AsyncIterable<Uint8Array | string>): Promise<StoredFile> {
    await mkdir(this.root, { recursive: true });
    const draft = join(this.root, `.${randomUUID()}`);
    const hash = createHash('sha256');
    let size = 0;
    try {
      const file = await open(draft, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o640);
      try {
        for await (const piece of pieces) {
          const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
          hash.update(bytes);
          size += bytes.byteLength;
          await file.writeFile(bytes);
        }
        await file.datasync();
      } finally {
        await file.close();
      }
      const sha256 = hash.digest('hex');
      const path = this.pathOf(sha256);
      if ((await mkdir(dirname(path), { recursive: true })) !== undefined) await syncFolder(this.root);
      await rename(draft, path);
      await syncFolder(dirname(path));
      return { sha256, size };
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
  }

  /** Removes a file; one that is gone already is no mistake. Whoever calls it has seen that nothing refers to it. */
  async remove(sha256: string): Promise<void> {
    await rm(this.pathOf(sha256), { force: true });
  }

  /** The file as a stream, or of it the bytes from–to, both included. @throws {FileMissing} */
  async open(sha256: string, part?: { readonly from: number; readonly to: number }): Promise<Readable> {
    let file: FileHandle;
    try {
      file = await open(this.pathOf(sha256), 'r');
    } catch (error) {
      if (isMissing(error)) throw new FileMissing();
      throw error;
    }
    return file.createReadStream(part && { start: part.from, end: part.to });
  }

  private pathOf(sha256: string): string {
    // The name reaches a path: only what is a hash may.
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new FileMissing();
    return join(this.root, sha256.slice(0, 2), sha256);
  }
}

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o640);
  try {
    await file.writeFile(bytes);
    await file.datasync();
  } finally {
    await file.close();
  }
}

/** Without this the new name may be gone after a power cut, though the bytes are there. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function sizeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';
}
