/** Scans and photographs fit; films don't. */
export const PROOF_MAX_BYTES = 8 * 1024 * 1024;

export interface ProofView {
  readonly id: string;
  readonly name: string;
  readonly mediaType: string;
  /** Bytes. */
  readonly size: number;
}

const SIGNATURES: readonly { readonly mediaType: string; readonly bytes: readonly number[] }[] = [
  { mediaType: 'application/pdf', bytes: [0x25, 0x50, 0x44, 0x46, 0x2d] },
  { mediaType: 'image/png', bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { mediaType: 'image/jpeg', bytes: [0xff, 0xd8, 0xff] },
];

/** What the bytes are, by their first ones: neither name nor stated type is believed. Null for anything not taken. */
export function proofType(bytes: Uint8Array): string | null {
  const found = SIGNATURES.find(({ bytes: signature }) => signature.every((byte, i) => bytes[i] === byte));
  return found?.mediaType ?? null;
}

/** A file's name without folders and control characters, as it is shown and given back. */
export function proofName(name: string): string {
  const bare = name
    .normalize('NFC')
    .replace(/^.*[\\/]/u, '')
    .replace(/\p{C}/gu, '')
    .trim();
  return Array.from(bare === '' ? 'proof' : bare)
    .slice(0, 120)
    .join('');
}
