import type { Permission, Role } from '#libs/actor';

/** What each role may do, over the unit it is granted for and all below. */
export const ROLE_PERMISSIONS = {
  'department-head': ['report:read', 'report:people', 'message:read'],
  'training-clerk': [
    'session:record',
    'report:read',
    'report:people',
    'message:read',
    'course:guide',
    'request:decide',
    'roster:import',
  ],
  trainer: ['session:record', 'course:author', 'course:inspect', 'course:guide'],
  reviewer: ['course:review', 'course:inspect', 'course:guide'],
  'class-teacher': ['class:teach', 'course:guide'],
  'school-coordinator': [
    'session:record',
    'class:teach',
    'class:manage',
    'course:guide',
    'report:read',
    'report:people',
    'message:read',
    'person:manage',
    'request:decide',
    'roster:import',
  ],
  'hr-office': [
    'session:record',
    'report:read',
    'report:people',
    'message:read',
    'message:office',
    'mandate:manage',
    'mandate:sign',
    'person:manage',
    'certificate:manage',
    'request:decide',
    'course:inspect',
    'course:guide',
    'course:manage',
    'roster:import',
  ],
  // Signs what the human rights office drafts; whoever wrote a draft does not sign it.
  signatory: ['mandate:sign'],
} as const satisfies Record<Role, readonly Permission[]>;

/** For each permission the units it holds over, from the roles granted. */
export function scopeOf(
  grants: readonly { readonly role: Role; readonly unitId: string }[],
): Partial<Record<Permission, string[]>> {
  const scope: Partial<Record<Permission, string[]>> = {};
  for (const { role, unitId } of grants) {
    for (const permission of ROLE_PERMISSIONS[role]) {
      const units = (scope[permission] ??= []);
      if (!units.includes(unitId)) units.push(unitId);
    }
  }
  return scope;
}

// Letters and digits that nobody confuses on paper: no 0/O, 1/I/L, 2/Z, 5/S, 8/B, and no vowels that could form words.
export const CODE_ALPHABET = '34679CDFGHJKMNPQRTVWXY';

/** A code that is easy to read out and to type. `random` gives integers in [0, max). */
export function readableCode(length: number, random: (max: number) => number): string {
  return Array.from({ length }, () => CODE_ALPHABET[random(CODE_ALPHABET.length)]).join('');
}

const CODE_LOGIN = new RegExp(`^[${CODE_ALPHABET}]{4,12}-\\d{1,3}$`, 'i');

/** A pupil's login and secret code are printed in capitals and typed as it comes, also with spaces: both are one. */
export function asIssued(login: string, password: string): { login: string; password: string } {
  const compact = login.replace(/\s/g, '');
  if (!CODE_LOGIN.test(compact)) return { login, password };
  return { login: compact.toUpperCase(), password: password.replace(/[\s-]/g, '').toUpperCase() };
}

/** Failures in a row before an account rests, and for how long. */
export const LOCK_AFTER = 5;
export const LOCK_MINUTES = 10;

/** True when a password is long enough and not simply the login. Length beats composition rules (NIST SP 800-63B). */
export function isAcceptablePassword(password: string, login: string): boolean {
  return password.length >= 10 && password.length <= 200 && password.toLowerCase() !== login.toLowerCase();
}
