import { decodeCursor, encodeCursor, totalsOf } from './compliance.rules.js';
import { csvLine } from './csv.writer.js';

describe('totalsOf', () => {
  it('adds up: what is required is done, open, overdue or closed', () => {
    const group = (state: string, obligations: number, inTime = false, overdue = false) => ({
      state,
      obligations,
      inTime,
      overdue,
    });
    expect(
      totalsOf([
        group('fulfilled', 3, true),
        group('fulfilled', 1, false, true),
        group('open', 2),
        group('open', 2, false, true),
        group('upcoming', 1),
        group('exempt', 5),
        group('paused', 1, false, true),
        group('withdrawn', 9),
      ]),
    ).toEqual({ required: 9, inTime: 3, late: 1, open: 3, overdue: 2, exempt: 5, paused: 1, unmet: 0, rate: 4 / 9 });
    expect(totalsOf([]).rate).toBeNull();
  });
});

describe('csvLine', () => {
  it.each([
    [['a', 1, null], 'a,1,\r\n'],
    [['김하늘, "과장"'], '"김하늘, ""과장"""\r\n'],
    [['=1+1'], '"\'=1+1"\r\n'],
    [['  +82'], '"\'  +82"\r\n'],
    [['@x'], '"\'@x"\r\n'],
    [['＝1'], '"\'＝1"\r\n'],
    [['\tx'], '"\'\tx"\r\n'],
    [['2-1'], '2-1\r\n'],
  ])('%j → %j', (cells, line) => {
    expect(csvLine(cells)).toBe(line);
  });
});

describe('cursor', () => {
  it('survives the way there and back, and refuses anything else', () => {
    const place = ['뷁 O’Brien', '01900000-0000-7000-8000-000000000000'] as const;
    expect(decodeCursor(encodeCursor(place))).toEqual(place);
    for (const bad of [
      '',
      'x',
      Buffer.from('[1,2]').toString('base64url'),
      Buffer.from('["a"]').toString('base64url'),
    ]) {
      expect(decodeCursor(bad)).toBeNull();
    }
  });
});
