import { toBin } from '#libs/database';
import type { EntityManager } from 'typeorm';

/**
 * Keeps what persons are called now, before it is changed: a report of an earlier day names them as they were called
 * then. Call within the transaction of the change. Not for destroying an identity: that takes these rows as well.
 */
export async function keepIdentities(tx: EntityManager, personIds: readonly string[], now: Date): Promise<void> {
  if (personIds.length === 0) return;
  await tx.query(
    `INSERT INTO person_identity_past (person_id, name, email, replaced_at)
     SELECT person_id, name, email, ? FROM person_identity WHERE person_id IN (?) AND name IS NOT NULL`,
    [now, personIds.map(toBin)],
  );
}
