import { createHmac, timingSafeEqual } from 'node:crypto';

/** Proves that a link came out of our own mail: nobody can take someone else off a list. */
export function optOutKey(secret: string, messageId: string): string {
  return createHmac('sha256', Buffer.from(secret, 'hex')).update(`opt-out ${messageId}`).digest('hex').slice(0, 32);
}

export function isOptOutKey(secret: string, messageId: string, key: string): boolean {
  const given = Buffer.from(key);
  const own = Buffer.from(optOutKey(secret, messageId));
  return given.length === own.length && timingSafeEqual(given, own);
}

/** Tells one address from another without keeping it: 64 bits, keyed, so that it cannot be found by trying. */
export function addressMark(secret: string, address: string): string {
  const normal = address.trim().toLowerCase();
  return createHmac('sha256', Buffer.from(secret, 'hex')).update(`address ${normal}`).digest('hex').slice(0, 16);
}
