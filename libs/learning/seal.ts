import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/*
 * Private texts at rest: AES-256-GCM (NIST SP 800-38D) under a key of its own, derived from the deployment's secret
 * (HKDF, RFC 5869). A database, or a backup of it, shows nothing without the secret. Layout: nonce, text, tag.
 */

const NONCE = 12;
const TAG = 16;

/** @param secret 64 hexadecimal digits */
export function sealKey(secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', Buffer.from(secret, 'hex'), '', 'madang reflection v1', 32));
}

/** @param place where the text stands: it cannot be opened in another's row */
export function seal(key: Buffer, place: string, words: string): Buffer {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(place));
  return Buffer.concat([nonce, cipher.update(words, 'utf8'), cipher.final(), cipher.getAuthTag()]);
}

/** @throws for another secret, another place or a changed text */
export function unseal(key: Buffer, place: string, sealed: Buffer): string {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE), { authTagLength: TAG });
  decipher.setAAD(Buffer.from(place)).setAuthTag(sealed.subarray(-TAG));
  return Buffer.concat([decipher.update(sealed.subarray(NONCE, -TAG)), decipher.final()]).toString('utf8');
}
