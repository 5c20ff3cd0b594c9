import { type Actor, PERMISSIONS, type Permission } from '#libs/actor';
import { Audit } from '#libs/audit';
import { Database, fromBin, newId, toBin } from '#libs/database';
import { NotFound } from '#libs/errors';
import { UnitService } from '#libs/people';
import { Clock } from '#libs/time';
import { Injectable } from '@nestjs/common';
import { createHash, randomBytes } from 'node:crypto';
import { AccessService } from './access.service.js';
import { scopeOf } from './access.rules.js';
import { OwnerLacksRight } from './access.errors.js';

export interface NewToken {
  /** What it is for, e.g. the directory that sends lists. */
  readonly name: string;
  /** Who answers for it. */
  readonly ownerId: string;
  readonly scopes: readonly Permission[];
  /** Over this unit and all below it. */
  readonly unitId: string;
  readonly days: number;
}

export interface TokenView {
  readonly id: string;
  readonly name: string;
  readonly ownerId: string;
  readonly scopes: readonly Permission[];
  readonly unitId: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
}

interface Raw {
  id: Buffer;
  name: string;
  owner_id: Buffer;
  scopes: string;
  unit_id: Buffer;
  created_at: Date;
  expires_at: Date;
  last_used_at: Date | null;
  revoked_at: Date | null;
}

const DAY_MS = 86_400_000;
/** `last_used_at` is written this often at most. */
const USED_EVERY_MS = 5 * 60_000;
const PREFIX = 'mdg_';

const digest = (token: string): Buffer => createHash('sha256').update(token).digest();

/** Tokens of machines. Only the SHA-256 is kept, and a token can never do more than its owner may at that moment. */
@Injectable()
export class TokenService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly access: AccessService,
    private readonly units: UnitService,
  ) {}

  /** @returns the token itself, shown once. @throws {OwnerLacksRight} */
  async issue(actor: Actor, input: NewToken): Promise<{ id: string; token: string; expiresAt: Date }> {
    for (const scope of input.scopes) {
      if (!(await this.ownerMay(input.ownerId, scope, input.unitId))) throw new OwnerLacksRight(scope);
    }
    const id = newId();
    const token = PREFIX + randomBytes(32).toString('base64url');
    const now = this.clock.now();
    const expiresAt = new Date(now.getTime() + input.days * DAY_MS);
    await this.db.run(async (tx) => {
      await tx.query(
        `INSERT INTO access_token (id, name, token_hash, owner_id, scopes, unit_id, created_at, created_by, expires_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        [
          toBin(id),
          input.name,
          digest(token),
          toBin(input.ownerId),
          JSON.stringify(input.scopes),
          toBin(input.unitId),
          now,
          actor.personId === null ? null : toBin(actor.personId),
          expiresAt,
        ],
      );
      await this.audit.record(actor, {
        action: 'token.issue',
        subjectKind: 'access-token',
        subjectId: id,
        unitId: input.unitId,
        detail: { owner: input.ownerId, scopes: input.scopes },
      });
    });
    return { id, token, expiresAt };
  }

  async list(): Promise<readonly TokenView[]> {
    const rows = await this.db.query<Raw[]>('SELECT * FROM access_token ORDER BY created_at DESC, id DESC');
    return rows.map((row) => ({
      id: fromBin(row.id),
      name: row.name,
      ownerId: fromBin(row.owner_id),
      scopes: JSON.parse(row.scopes) as Permission[],
      unitId: fromBin(row.unit_id),
      createdAt: row.created_at,
      expiresAt: row.expires_at,
      lastUsedAt: row.last_used_at,
      revokedAt: row.revoked_at,
    }));
  }

  /** From the next call on it opens nothing. @throws {NotFound} */
  async revoke(actor: Actor, id: string): Promise<void> {
    await this.db.run(async (tx) => {
      const { affectedRows } = await tx.query<{ affectedRows: number }>(
        'UPDATE access_token SET revoked_at = ?, revoked_by = ? WHERE id = ? AND revoked_at IS NULL',
        [this.clock.now(), actor.personId === null ? null : toBin(actor.personId), toBin(id)],
      );
      if (affectedRows === 0) throw new NotFound();
      await this.audit.record(actor, { action: 'token.revoke', subjectKind: 'access-token', subjectId: id });
    });
  }

  /** Who acts with this token: its owner, within its scopes; null when it is unknown, revoked or expired. */
  async actorOf(token: string, requestId: string): Promise<Actor | null> {
    const now = this.clock.now();
    const [row] = await this.db.query<Raw[]>(
      'SELECT * FROM access_token WHERE token_hash = ? AND revoked_at IS NULL AND expires_at > ?',
      [digest(token), now],
    );
    if (!row) return null;
    if (!row.last_used_at || now.getTime() - row.last_used_at.getTime() > USED_EVERY_MS) {
      await this.db.query('UPDATE access_token SET last_used_at = ? WHERE id = ?', [now, row.id]);
    }
    const ownerId = fromBin(row.owner_id);
    const unitId = fromBin(row.unit_id);
    const named = JSON.parse(row.scopes) as string[];
    const scope: Partial<Record<Permission, readonly string[]>> = {};
    for (const permission of PERMISSIONS) {
      if (!named.includes(permission) || !(await this.ownerMay(ownerId, permission, unitId))) continue;
      scope[permission] = [unitId];
    }
    return { kind: 'person', personId: ownerId, accountId: null, language: 'ko', scope, requestId };
  }

  private async ownerMay(ownerId: string, permission: Permission, unitId: string): Promise<boolean> {
    const roots = scopeOf(await this.access.rolesOf(ownerId))[permission] ?? [];
    return this.units.isWithin(unitId, roots);
  }
}
