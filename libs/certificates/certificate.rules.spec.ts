import fc from 'fast-check';
import { groupedCode, maskName, newVerifyCode, numberOf, readVerifyCode } from './certificate.rules.js';

describe('numberOf', () => {
  it.each([
    ['GAON', 2026, 1, 'GAON-2026-000001'],
    ['GAON-EDU', 2027, 999_999, 'GAON-EDU-2027-999999'],
    ['GAON', 2026, 1_234_567, 'GAON-2026-1234567'],
  ])('%s %d %d', (issuer, year, serial, expected) => {
    expect(numberOf(issuer, year, serial)).toBe(expected);
  });
});

describe('verify codes', () => {
  it('carry all 128 bits', () => {
    expect(newVerifyCode(new Uint8Array(16))).toBe('0'.repeat(26));
    expect(newVerifyCode(new Uint8Array(16).fill(255))).toBe(`7${'Z'.repeat(25)}`);
  });

  it('are read as they were printed, in any case and spacing', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
        const code = newVerifyCode(bytes);
        expect(code).toHaveLength(26);
        expect(readVerifyCode(groupedCode(code).toLowerCase().replace('-', ' '))).toBe(code);
      }),
    );
  });

  it('forgive the letters that look like digits, and refuse what is no code', () => {
    expect(readVerifyCode(`OIL${'0'.repeat(23)}`)).toBe(`011${'0'.repeat(23)}`);
    expect(readVerifyCode('U'.repeat(26))).toBeNull();
    expect(readVerifyCode('')).toBeNull();
    expect(readVerifyCode('0'.repeat(27))).toBeNull();
  });
});

describe('maskName', () => {
  it.each([
    ['김하늘', '김*늘'],
    ['이솔', '이*'],
    ['남궁옥분', '남**분'],
    ['龍', '*'],
    ['Nguyễn Thị Ánh', 'N*** T*** Á***'],
    ['Jo', 'J***'],
    ['Ольга', 'О***'],
    [' 뷁  똠펲 ', '* 똠*'],
  ])('%s → %s', (name, expected) => {
    expect(maskName(name)).toBe(expected);
  });
});
