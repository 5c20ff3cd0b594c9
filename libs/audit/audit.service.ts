import type { Actor } from '#libs/actor';
import { Database, insertRows, rowLiteral, toBin } from '#libs/database';
import { Clock } from '#libs/time';
import { Injectable } from '@nestjs/common';
import { createHash, randomBytes } from 'node:crypto';
import type { EntityManager } from 'typeorm';

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

interface Prepared {
  readonly actor: Actor;
  readonly input: Omit<AuditInput, 'detail'>;
  readonly words: string | null;
  readonly salt: Buffer;
  readonly hash: Buffer | null;
}

const BATCH = 500;

/**
 * Who did or read what, about whom, when (PIPA art. 29 and its decree art. 30: access records name account, time, data
 * subject and task). Rows commit with the change they describe.
 */
@Injectable()
export class Audit {
  private step: number | null = null;

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  async record(actor: Actor, input: AuditInput): Promise<void> {
    await this.recordMany([{ actor, ...input }]);
  }

  /** Several entries in two statements, in the order given. */
  async recordMany(entries: readonly (AuditInput & { readonly actor: Actor })[]): Promise<void> {
    if (entries.length === 0) return;
    const now = this.clock.now();
    const rows = entries.map(({ actor, detail, ...input }) => {
      const words = detail === undefined ? null : JSON.stringify(detail);
      const salt = randomBytes(16);
      const hash = words === null ? null : createHash('sha256').update(salt).update(words).digest();
      return { actor, input, words, salt, hash };
    });
    await this.db.run(async (tx) => {
      for (let from = 0; from < rows.length; from += BATCH) await this.insert(tx, rows.slice(from, from + BATCH), now);
    });
  }

  private async insert(tx: EntityManager, rows: readonly Prepared[], now: Date): Promise<void> {
    const values = rows.map(({ actor, input, hash }) =>
      rowLiteral([
        now,
        actor.kind,
        actor.personId === null ? null : toBin(actor.personId),
        input.action,
        input.subjectKind,
        input.subjectId === null ? null : toBin(input.subjectId),
        input.unitId === undefined || input.unitId === null ? null : toBin(input.unitId),
        input.reason ?? null,
        actor.requestId,
        hash,
      ]),
    );
    const { insertId } = await tx.query<{ insertId: number }>(
      `INSERT INTO audit_entry
         (at, actor_kind, actor_id, action, subject_kind, subject_id, unit_id, reason, request_id, detail_hash)
       VALUES ${values.join(',')}`,
    );
    if (rows.every(({ words }) => words === null)) return;
    // The ids of one statement's rows follow each other, also with interleaved locks: their number is known to it.
    const step = rows.length === 1 ? 1 : await this.stepOfIds(tx);
    await insertRows(
      tx,
      'audit_detail',
      ['entry_id', 'salt', 'detail'],
      rows.flatMap(({ words, salt }, i) => (words === null ? [] : [[insertId + i * step, salt, words]])),
    );
  }

  /** 1, and more on a cluster whose servers share out the ids. */
  private async stepOfIds(tx: EntityManager): Promise<number> {
    if (this.step === null) {
      const [row] = await tx.query<{ step: number }[]>('SELECT @@auto_increment_increment AS step');
      this.step = row?.step ?? 1;
    }
    return this.step;
  }
}
