import { buffer } from 'node:stream/consumers';
import { LIMITS } from '../rosters/table.js';
import { readXlsx } from '../rosters/xlsx.reader.js';
import type { Cell, Sheet } from './sheet.js';
import { xlsxOf } from './xlsx.writer.js';

function sheetOf(
  batches: readonly (readonly (readonly Cell[])[])[],
  read: (batch: number) => void = () => undefined,
): Sheet {
  async function* rows(): AsyncIterable<readonly (readonly Cell[])[]> {
    for (const [i, batch] of batches.entries()) {
      await Promise.resolve();
      read(i);
      yield batch;
    }
  }
  return {
    title: '이수 현황 [2026]',
    columns: ['이름', '마침', '수'].map((heading) => ({ heading, width: 12 })),
    rows: rows(),
  };
}

describe('xlsxOf', () => {
  it('writes text, numbers and dates so that a spreadsheet knows them', async () => {
    const table = await readXlsx(
      await buffer(xlsxOf(sheetOf([[['뷁 & <똠> 龍', { date: '2026-11-24' }, 12]], [['=1+1', null, 0.5]]]))),
      LIMITS,
      null,
    );
    expect(table.sheet).toBe('이수 현황  2026 ');
    const rows = [];
    for await (const some of table.rows) rows.push(...some);
    expect(rows.map(({ cells }) => cells)).toEqual([
      ['이름', '마침', '수'],
      ['뷁 & <똠> 龍', '2026-11-24', '12'],
      ['=1+1', '', '0.5'],
    ]);
  });

  it('leaves out what XML cannot hold', async () => {
    const table = await readXlsx(
      await buffer(xlsxOf(sheetOf([[['a\u0000b\uD800c\u{1F600}\tz', '', '']]]))),
      LIMITS,
      null,
    );
    const rows = [];
    for await (const some of table.rows) rows.push(...some);
    expect(rows[1]?.cells[0]).toMatch(/^abc\u{1F600}\s?z$/u);
  });

  it('writes the same bytes for the same rows', async () => {
    const once = (): Promise<Buffer> => buffer(xlsxOf(sheetOf([[['가', '나', 1]]])));
    expect(await once()).toEqual(await once());
  });

  it('stops reading when nobody takes the file any more, and fails when the rows do', async () => {
    const read: number[] = [];
    const many = Array.from({ length: 5_000 }, (_, i) => [[`${String(i)} ${'가나다라'.repeat(2_000)}`, null, i]]);
    const file = xlsxOf(sheetOf(many, (i) => read.push(i)));
    await new Promise((resolve) => file.once('readable', resolve));
    file.destroy();
    await new Promise((resolve) => setImmediate(resolve));
    const after = read.length;
    await new Promise((resolve) => setImmediate(resolve));
    expect(read.length).toBeLessThan(5_000);
    expect(read.length - after).toBeLessThan(2);
    const failing = xlsxOf(
      sheetOf([[['가', null, 1]]], () => {
        throw new Error('gone');
      }),
    );
    await expect(buffer(failing)).rejects.toThrow('gone');
  });
});
