import { randomBytes, randomFillSync } from 'node:crypto';

let lastMs = 0;
let counter = 0;

/** Random bytes of ids to come: asked of the system for 512 ids at once, one by one they cost more than an insert. */
const pool = Buffer.alloc(8 * 512);
let used = pool.length;

/**
 * A new UUIDv7 (RFC 9562 §5.7): 48 bits of milliseconds, then a counter in `rand_a` so that ids made in one
 * millisecond by one process still ascend and pages of an index fill in order, then 62 random bits.
 */
export function newId(nowMs: number = Date.now()): string {
  if (nowMs > lastMs) {
    lastMs = nowMs;
    counter = randomBytes(2).readUInt16BE() & 0x7ff;
  } else {
    counter += 1;
    if (counter > 0xfff) {
      lastMs += 1;
      counter = 0;
    }
  }
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  pool[used] = ((pool[used] ?? 0) & 0x3f) | 0x80;
  const time = lastMs.toString(16).padStart(12, '0');
  const random = pool.toString('hex', used, used + 8);
  used += 8;
  return `${time.slice(0, 8)}-${time.slice(8)}-${(0x7000 | counter).toString(16)}-${random.slice(0, 4)}-${random.slice(4)}`;
}

/** The 16 bytes of a UUID, as they stand in `BINARY(16)`. */
export function toBin(id: string): Buffer {
  return Buffer.from(id.slice(0, 8) + id.slice(9, 13) + id.slice(14, 18) + id.slice(19, 23) + id.slice(24), 'hex');
}

export function fromBin(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
