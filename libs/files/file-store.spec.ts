import { loadConfig } from '#libs/config';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { FileMissing } from './files.errors.js';
import { FileStore } from './file-store.js';

describe('FileStore', () => {
  let folder: string;
  let store: FileStore;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'madang-files-'));
    store = new FileStore(
      loadConfig({
        MYSQL_URL: 'mysql://u@h/d',
        REDIS_URL: 'redis://h',
        MADANG_SECRET: 'ab'.repeat(32),
        MADANG_DATA_DIR: folder,
      }),
    );
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('names bytes by their SHA-256 and gives them back', async () => {
    const bytes = Buffer.from('수료증');
    const stored = await store.put(bytes);
    expect(stored).toEqual({ sha256: createHash('sha256').update(bytes).digest('hex'), size: bytes.length });
    expect(await buffer(await store.open(stored.sha256))).toEqual(bytes);
  });

  it('keeps one file, and no draft, when the same bytes come many times at once', async () => {
    const bytes = Buffer.alloc(100_000, 7);
    const stored = await Promise.all(Array.from({ length: 20 }, () => store.put(bytes)));
    const [{ sha256 } = { sha256: '' }] = stored;
    expect(await readdir(join(folder, 'files', sha256.slice(0, 2)))).toEqual([sha256]);
  });

  it('opens nothing that is not there, or not a hash', async () => {
    await expect(store.open('0'.repeat(64))).rejects.toThrow(FileMissing);
    await expect(store.open('../../etc/passwd')).rejects.toThrow(FileMissing);
  });

  it('stores what comes in pieces under the same name, and leaves nothing of what broke off', async () => {
    const { sha256 } = await store.put(Buffer.from('가나다라'));
    expect(await store.putStream(pieces(['가나', Buffer.from('다라')]))).toEqual({ sha256, size: 12 });
    const before = await readdir(join(folder, 'files'));
    await expect(store.putStream(pieces(['가'], new Error('gone')))).rejects.toThrow('gone');
    expect(await readdir(join(folder, 'files'))).toEqual(before);
    await store.remove(sha256);
    await store.remove(sha256);
    await expect(store.open(sha256)).rejects.toBeInstanceOf(FileMissing);
  });
});

async function* pieces(parts: readonly (string | Buffer)[], error?: Error): AsyncIterable<string | Buffer> {
  await Promise.resolve();
  yield* parts;
  if (error) throw error;
}
