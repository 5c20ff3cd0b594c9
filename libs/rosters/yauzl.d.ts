/** What we use of yauzl 3, which brings no types. */
declare module 'yauzl' {
  import type { Readable } from 'node:stream';

  export interface Entry {
    readonly fileName: string;
    readonly compressedSize: number;
    readonly uncompressedSize: number;
    readonly crc32: number;
    canDecodeFileData(): boolean;
  }

  export interface ZipFile {
    eachEntry(): AsyncIterable<Entry>;
    openReadStreamPromise(entry: Entry): Promise<Readable>;
    close(): void;
  }

  const yauzl: {
    fromBufferPromise(bytes: Buffer, options: { lazyEntries: boolean; autoClose: boolean }): Promise<ZipFile>;
    openPromise(path: string, options: { lazyEntries: boolean; autoClose: boolean }): Promise<ZipFile>;
  };
  export default yauzl;
}
