export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'cp949';

export interface Decoded {
  readonly text: string;
  readonly encoding: Encoding;
}

const SAMPLE = 4_096;

/**
 * Turns the bytes of a text file into text. What a file says of itself in its name or header is not believed: a byte
 * order mark decides, then the pattern of zero bytes (UTF-16), then whether all of it is valid UTF-8; what is left is
 * CP949, in which Korean Excel saves "CSV". @returns null when the bytes are no text in any of these
 */
export function decodeText(bytes: Uint8Array): Decoded | null {
  if (startsWith(bytes, [0xef, 0xbb, 0xbf])) return decoded(bytes.subarray(3), 'utf-8');
  if (startsWith(bytes, [0xff, 0xfe])) return decoded(bytes.subarray(2), 'utf-16le');
  if (startsWith(bytes, [0xfe, 0xff])) return decoded(bytes.subarray(2), 'utf-16be');
  const wide = withoutMark(bytes);
  if (wide !== null) return decoded(bytes, wide);
  // No text has a zero byte from here on: it is a picture, a program, a damaged file.
  if (bytes.includes(0)) return null;
  return decoded(bytes, 'utf-8') ?? decoded(bytes, 'cp949');
}

/** UTF-16 without a mark: separators and digits have a zero in every second byte. */
function withoutMark(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const sample = bytes.subarray(0, SAMPLE);
  let even = 0;
  let odd = 0;
  for (let i = 0; i + 1 < sample.length; i += 2) {
    if (sample[i] === 0 && sample[i + 1] !== 0) even += 1;
    if (sample[i] !== 0 && sample[i + 1] === 0) odd += 1;
  }
  const pairs = Math.floor(sample.length / 2);
  if (bytes.length % 2 === 1 || pairs < 2 || even + odd < pairs * 0.05) return null;
  // A few characters of Korean have a zero in the other byte, `가` (U+AC00) among them.
  if (odd > even * 4) return 'utf-16le';
  return even > odd * 4 ? 'utf-16be' : null;
}

function decoded(bytes: Uint8Array, encoding: Encoding): Decoded | null {
  // The label `euc-kr` of the WHATWG names windows-949, all of CP949.
  const label = encoding === 'cp949' ? 'euc-kr' : encoding;
  try {
    return { text: new TextDecoder(label, { fatal: true }).decode(bytes), encoding };
  } catch {
    return null;
  }
}

function startsWith(bytes: Uint8Array, prefix: readonly number[]): boolean {
  return prefix.every((byte, i) => bytes[i] === byte);
}
