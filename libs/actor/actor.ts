import type { Language } from '#libs/language';

/** What a route or a service asks for. `signed-in` and `public` are not permissions: they are the absence of one. */
export const PERMISSIONS = [
  'report:read',
  'report:people',
  'message:read',
  'message:office',
  'course:author',
  'course:review',
  'course:inspect',
  'course:guide',
  'course:manage',
  'session:record',
  'class:teach',
  'class:manage',
  'mandate:manage',
  'mandate:sign',
  'request:decide',
  'person:manage',
  'certificate:manage',
  'roster:import',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** Roles are granted over a unit and hold for all that lies below it. */
export const ROLES = [
  'department-head',
  'training-clerk',
  'trainer',
  'reviewer',
  'class-teacher',
  'school-coordinator',
  'hr-office',
  'signatory',
] as const;
export type Role = (typeof ROLES)[number];

export interface Actor {
  readonly kind: 'person' | 'system';
  /** Null for the system only. */
  readonly personId: string | null;
  readonly accountId: string | null;
  readonly language: Language;
  /** For each permission the units over whose subtrees it holds. */
  readonly scope: Readonly<Partial<Record<Permission, readonly string[]>>>;
  readonly requestId: string | null;
}

/** The product itself: schedules, jobs, the operator's commands. */
export const systemActor: Actor = Object.freeze({
  kind: 'system',
  personId: null,
  accountId: null,
  language: 'ko',
  scope: {},
  requestId: null,
});

/** Roots of the subtrees in which the actor holds the permission; empty when nowhere. */
export function unitsWhere(actor: Actor, permission: Permission): readonly string[] {
  return actor.scope[permission] ?? [];
}
