import { randomBytes } from 'node:crypto';

/** Crockford's base 32: no I, L, O or U, so that a code can be read out and typed. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CODE_LENGTH = 26;

/** `GAON-2026-000001`. Beyond 999,999 the number simply grows. */
export function numberOf(issuerCode: string, year: number, serial: number): string {
  return `${issuerCode}-${String(year)}-${String(serial).padStart(6, '0')}`;
}

/** 128 random bits as 26 characters. @param bytes only for tests; 16 of them */
export function newVerifyCode(bytes: Uint8Array = randomBytes(16)): string {
  let value = bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  let code = '';
  for (let i = 0; i < CODE_LENGTH; i += 1) {
    code = (ALPHABET[Number(value & 31n)] ?? '') + code;
    value >>= 5n;
  }
  return code;
}

/** Grouped as it is printed: `7ZK4Q-9M2XW-…`. */
export function groupedCode(code: string): string {
  return code.replace(/(.{5})(?=.)/g, '$1-');
}

/**
 * The code that someone typed: upper case, without separators, and with the letters that are taken for digits put
 * right (I, L → 1; O → 0). Null when it cannot be a code.
 */
export function readVerifyCode(typed: string): string | null {
  const code = typed.toUpperCase().replace(/[\s-]/g, '').replace(/[IL]/g, '1').replace(/O/g, '0');
  return code.length === CODE_LENGTH && Array.from(code).every((char) => ALPHABET.includes(char)) ? code : null;
}

/** Under which name a file carries its code, in its document information. */
export const CODE_ENTRY = 'VerifyCode';

/** The code that a file says it has, as its document information holds it; null for a file that is not ours. */
export function verifyCodeIn(file: Buffer): string | null {
  const found = /\(([0-9A-Z]{5}(?:-[0-9A-Z]{5}){4}-[0-9A-Z])\)/.exec(file.toString('latin1'));
  return found?.[1] === undefined ? null : readVerifyCode(found[1]);
}

/**
 * A name as the public verification page shows it: enough to recognise a paper in one's hand, too little to learn a
 * name. `김하늘` → `김*늘`, `남궁옥분` → `남**분`, `이솔` → `이*`, `Nguyễn Thị Ánh` → `N*** T*** Á***`.
 */
export function maskName(name: string): string {
  const words = name.trim().normalize('NFC').split(/\s+/);
  return words
    .map((word) => (/\p{Script=Latin}|\p{Script=Cyrillic}/u.test(word) ? maskAlphabetic(word) : maskSyllables(word)))
    .join(' ');
}

function maskAlphabetic(word: string): string {
  // Always three stars: the length of a name would narrow it down.
  return `${Array.from(word)[0] ?? ''}***`;
}

function maskSyllables(word: string): string {
  const chars = Array.from(word);
  if (chars.length <= 1) return '*';
  if (chars.length === 2) return `${chars[0] ?? ''}*`;
  return `${chars[0] ?? ''}${'*'.repeat(chars.length - 2)}${chars.at(-1) ?? ''}`;
}
