import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileTextChannel, fitting } from './text.channel.js';

describe('short texts', () => {
  it('hold whole lines, as many as a phone takes', () => {
    expect(fitting('가나\n다라\n')).toBe('가나\n다라');
    const line = '가'.repeat(400);
    expect(fitting([line, line, line].join('\n'))).toBe([line, line].join('\n'));
  });

  it('are written once for each id by the channel that only writes', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'madang-texts-'));
    try {
      const channel = new FileTextChannel(join(folder, 'texts'));
      const text = { reader: [{ source: 'directory', id: 'D1' }], language: 'ko', template: 'reminder' } as const;
      await channel.send({ ...text, id: 'a', words: '하나' });
      await channel.send({ ...text, id: 'a', words: '둘' });
      expect(await readdir(join(folder, 'texts'))).toEqual(['a.json']);
      expect(JSON.parse(await readFile(join(folder, 'texts', 'a.json'), 'utf8'))).toMatchObject({ words: '둘' });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
