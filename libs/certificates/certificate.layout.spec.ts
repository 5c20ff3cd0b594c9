import fc from 'fast-check';
import { fitSize, wrapLines } from './certificate.layout.js';

const byLength = (text: string): number => Array.from(text).length;

describe('wrapLines', () => {
  it('breaks between words, and inside a word only when it is wider than a line', () => {
    expect(wrapLines('돌봄과 존엄 그리고 기록', 6, byLength)).toEqual(['돌봄과 존엄', '그리고 기록']);
    expect(wrapLines('스스로결정할권리', 3, byLength)).toEqual(['스스로', '결정할', '권리']);
    expect(wrapLines('', 3, byLength)).toEqual([]);
  });

  it('loses no character and never passes the width', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-z가-힣]{1,12}$/), { maxLength: 12 }),
        fc.integer({ min: 1, max: 20 }),
        (words, width) => {
          const lines = wrapLines(words.join(' '), width, byLength);
          expect(lines.join('').replaceAll(' ', '')).toBe(words.join(''));
          expect(lines.every((line) => byLength(line) <= width)).toBe(true);
        },
      ),
    );
  });
});

describe('fitSize', () => {
  const measure = (text: string, size: number): number => byLength(text) * size;

  it('takes the largest size that needs few enough lines, else the smallest', () => {
    expect(fitSize('가나 다라', 50, 1, [20, 10, 5], measure)).toEqual({ size: 10, lines: ['가나 다라'] });
    expect(fitSize('가나 다라', 10, 1, [20, 10], measure).size).toBe(10);
  });
});
