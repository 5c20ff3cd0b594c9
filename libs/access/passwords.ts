import { hash, verify } from '@node-rs/argon2';

// OWASP's minimum for argon2id; about 12 ms of CPU on the reference machine.
// argon2id is the library's default algorithm.
const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** argon2id, as a PHC string. Normalised first: a Korean password may arrive composed or decomposed. */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFC'), OPTIONS);
}

export function verifyPassword(stored: string, password: string): Promise<boolean> {
  return verify(stored, password.normalize('NFC'));
}

let decoy: Promise<string> | undefined;

/** Spends the same time as a real check, so that a login that does not exist cannot be told by the clock. */
export async function verifyNothing(password: string): Promise<false> {
  decoy ??= hashPassword('no account has this');
  await verifyPassword(await decoy, password);
  return false;
}
