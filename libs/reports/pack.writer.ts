import { createHash } from 'node:crypto';
import { Readable, Transform } from 'node:stream';
import { ZipFile } from 'yazl';
import type { PackFile } from './evidence-pack.rules.js';

/** A file on its way into the archive; opened when its turn comes, so that no more than one is open. */
export interface PackEntry {
  readonly path: string;
  readonly open: () => Promise<Readable> | Readable;
}

/**
 * An archive that is written as it is read: each file's hash is taken on the way, and what `last` makes of all of them
 * follows at the end. It ends early when it is destroyed.
 */
export function packOf(
  entries: readonly PackEntry[],
  last: (files: readonly PackFile[]) => Promise<ReadonlyMap<string, Buffer>>,
  lastPaths: readonly string[],
  mtime: Date,
  progress: (files: number) => Promise<void>,
): Readable {
  const zip = new ZipFile();
  const file = zip.outputStream as Readable;
  zip.on('error', (error: Error) => file.destroy(error));
  const done: PackFile[] = [];
  const add = (path: string, open: () => Promise<Readable>): void => {
    zip.addReadStreamLazy(path, { mtime }, (callback) => {
      open().then(
        (stream) => {
          file.once('close', () => stream.destroy());
          callback(null, stream);
        },
        (error: unknown) => {
          callback(error, Readable.from([]));
        },
      );
    });
  };
  for (const { path, open } of entries) {
    add(path, async () => {
      await progress(done.length);
      const stream = await open();
      const counted = hashing((sha256, size) => done.push({ path, sha256, size }));
      // yazl does not listen to it: without this a missing file would end the process.
      counted.once('error', (error) => file.destroy(error));
      stream.once('error', (error) => counted.destroy(error));
      return stream.pipe(counted);
    });
  }
  let closing: Promise<ReadonlyMap<string, Buffer>> | null = null;
  for (const path of lastPaths) {
    add(path, async () => {
      closing ??= last(done);
      return Readable.from([(await closing).get(path) ?? Buffer.alloc(0)]);
    });
  }
  zip.end();
  return file;
}

function hashing(tell: (sha256: string, size: number) => void): Transform {
  const hash = createHash('sha256');
  let size = 0;
  return new Transform({
    transform(piece: Buffer, _encoding, callback) {
      hash.update(piece);
      size += piece.length;
      callback(null, piece);
    },
    flush(callback) {
      tell(hash.digest('hex'), size);
      callback();
    },
  });
}
