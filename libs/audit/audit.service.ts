import type { Actor } from '#libs/actor';
import { Database, toBin } from '#libs/database';
import { Clock } from '#libs/time';
import { Injectable } from '@nestjs/common';
import { createHash, randomBytes } from 'node:crypto';

export interface AuditInput {
  /** `<subject>.<verb>`, e.g. `certificate.read`. */
  readonly action: string;
  readonly subjectKind: string;
  readonly subjectId: string | null;
  readonly unitId?: string | null;
  /** Why, in the actor's own words where the product asks for it. */
  readonly reason?: string;
  /** Kept apart and salted, so that it can be destroyed while the entry stays. */
  readonly detail?: unknown;
}

/**
 * Who did or read what, about whom, when (PIPA art. 29 and its decree art. 30: access records name account, time, data
 * subject and task). Rows commit with the change they describe.
 */
@Injectable()
export class Audit {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  async record(actor: Actor, input: AuditInput): Promise<void> {
    const detail = input.detail === undefined ? null : JSON.stringify(input.detail);
    const salt = randomBytes(16);
    const hash = detail === null ? null : createHash('sha256').update(salt).update(detail).digest();
    await this.db.run(async (tx) => {
      const { insertId } = await tx.query<{ insertId: number }>(
        `INSERT INTO audit_entry
           (at, actor_kind, actor_id, action, subject_kind, subject_id, unit_id, reason, request_id, detail_hash)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        [
          this.clock.now(),
          actor.kind,
          actor.personId === null ? null : toBin(actor.personId),
          input.action,
          input.subjectKind,
          input.subjectId === null ? null : toBin(input.subjectId),
          input.unitId === undefined || input.unitId === null ? null : toBin(input.unitId),
          input.reason ?? null,
          actor.requestId,
          hash,
        ],
      );
      if (detail !== null) {
        await tx.query('INSERT INTO audit_detail (entry_id, salt, detail) VALUES (?, ?, ?)', [insertId, salt, detail]);
      }
    });
  }
}
