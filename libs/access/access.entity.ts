import type { Role } from '#libs/actor';
import { codeColumn, dateColumn, idColumn, instantColumn, jsonColumn } from '#libs/database';
import { OrgUnit, Person } from '#libs/people';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

@Entity('account')
@Index('uq_account_login', ['login'], { unique: true })
@Index('ix_account_person_id', ['personId'])
export class Account {
  @PrimaryColumn(idColumn()) id: string;
  @ForeignKey(() => Person, { name: 'fk_account_person_id' })
  @Column(idColumn({ name: 'person_id' }))
  personId: string;
  @Column(codeColumn(120)) login: string;
  /** argon2id in PHC string format; null while only another way of signing in exists. */
  @Column(codeColumn(200, { name: 'password_hash', nullable: true })) passwordHash: string | null;
  @Column({ type: 'tinyint', name: 'must_change_password' }) mustChangePassword: number;
  @Column({ type: 'smallint', name: 'failed_count' }) failedCount: number;
  @Column(instantColumn({ name: 'locked_until', nullable: true })) lockedUntil: Date | null;
  @Column(instantColumn({ name: 'closed_at', nullable: true })) closedAt: Date | null;
  @Column(instantColumn({ name: 'created_at' })) createdAt: Date;
}

/** A signed-in browser. Only the SHA-256 of its token is kept. */
@Entity('sign_in')
@Index('uq_sign_in_token_hash', ['tokenHash'], { unique: true })
@Index('ix_sign_in_account_id', ['accountId'])
@Index('ix_sign_in_expires_at', ['expiresAt'])
export class SignIn {
  @PrimaryColumn(idColumn()) id: string;
  @ForeignKey(() => Account, { name: 'fk_sign_in_account_id' })
  @Column(idColumn({ name: 'account_id' }))
  accountId: string;
  @Column({ type: 'binary', length: 32, name: 'token_hash' }) tokenHash: Buffer;
  @Column(instantColumn({ name: 'created_at' })) createdAt: Date;
  @Column(instantColumn({ name: 'last_seen_at' })) lastSeenAt: Date;
  @Column(instantColumn({ name: 'expires_at' })) expiresAt: Date;
  @Column(instantColumn({ name: 'ended_at', nullable: true })) endedAt: Date | null;
}

@Entity('role_grant')
@Index('ix_role_grant_person_id', ['personId', 'revokedAt'])
@Index('ix_role_grant_unit_id', ['unitId'])
export class RoleGrant {
  @PrimaryColumn(idColumn()) id: string;
  @ForeignKey(() => Person, { name: 'fk_role_grant_person_id' })
  @Column(idColumn({ name: 'person_id' }))
  personId: string;
  @Column(codeColumn(32)) role: Role;
  @ForeignKey(() => OrgUnit, { name: 'fk_role_grant_unit_id' })
  @Column(idColumn({ name: 'unit_id' }))
  unitId: string;
  @Column(dateColumn({ name: 'valid_from' })) validFrom: string;
  @Column(dateColumn({ name: 'valid_to', nullable: true })) validTo: string | null;
  @Column(instantColumn({ name: 'granted_at' })) grantedAt: Date;
  @Column(idColumn({ name: 'granted_by', nullable: true })) grantedBy: string | null;
  @Column(instantColumn({ name: 'revoked_at', nullable: true })) revokedAt: Date | null;
  @Column(idColumn({ name: 'revoked_by', nullable: true })) revokedBy: string | null;
}

@Entity('rate_limit')
@Index('ix_rate_limit_window_start', ['windowStart'])
export class RateLimitWindow {
  @PrimaryColumn(codeColumn(120)) bucket: string;
  @PrimaryColumn(instantColumn({ name: 'window_start' })) windowStart: Date;
  @Column({ type: 'int' }) hits: number;
}

@Entity('idempotency_key')
@Index('ix_idempotency_key_created_at', ['createdAt'])
export class IdempotencyKey {
  @ForeignKey(() => Account, { name: 'fk_idempotency_key_account_id' })
  @PrimaryColumn(idColumn({ name: 'account_id' }))
  accountId: string;
  @PrimaryColumn(codeColumn(80, { name: 'idempotency_key' })) key: string;
  @Column({ type: 'binary', length: 32, name: 'request_hash' }) requestHash: Buffer;
  @Column({ type: 'smallint', nullable: true }) status: number | null;
  @Column(jsonColumn({ nullable: true })) response: unknown;
  @Column(instantColumn({ name: 'created_at' })) createdAt: Date;
}

/** What a machine signs its calls with. Only the SHA-256 is kept. */
@Entity('access_token')
@Index('uq_access_token_token_hash', ['tokenHash'], { unique: true })
@Index('ix_access_token_owner_id', ['ownerId'])
@Index('ix_access_token_unit_id', ['unitId'])
export class AccessToken {
  @PrimaryColumn(idColumn()) id: string;
  @Column({ type: 'varchar', length: 120 }) name: string;
  @Column({ type: 'binary', length: 32, name: 'token_hash' }) tokenHash: Buffer;
  /** Who answers for it. */
  @ForeignKey(() => Person, { name: 'fk_access_token_owner_id' })
  @Column(idColumn({ name: 'owner_id' }))
  ownerId: string;
  @Column(jsonColumn()) scopes: readonly string[];
  @ForeignKey(() => OrgUnit, { name: 'fk_access_token_unit_id' })
  @Column(idColumn({ name: 'unit_id' }))
  unitId: string;
  @Column(instantColumn({ name: 'created_at' })) createdAt: Date;
  @Column(idColumn({ name: 'created_by', nullable: true })) createdBy: string | null;
  @Column(instantColumn({ name: 'expires_at' })) expiresAt: Date;
  @Column(instantColumn({ name: 'last_used_at', nullable: true })) lastUsedAt: Date | null;
  @Column(instantColumn({ name: 'revoked_at', nullable: true })) revokedAt: Date | null;
  @Column(idColumn({ name: 'revoked_by', nullable: true })) revokedBy: string | null;
}
