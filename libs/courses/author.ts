import type { Actor } from '#libs/actor';
import { toBin } from '#libs/database';

/** Who did it, as `…_by` columns keep it; null for the system. */
export function authorOf(actor: Actor): Buffer | null {
  return actor.personId === null ? null : toBin(actor.personId);
}
