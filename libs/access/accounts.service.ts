import type { Actor, Role } from '#libs/actor';
import { Audit } from '#libs/audit';
import { Database, fromBin, insertRows, isDuplicate, newId, toBin } from '#libs/database';
import { Clock, type LocalDate } from '#libs/time';
import { Injectable } from '@nestjs/common';
import { LoginTaken } from './access.errors.js';

export interface NewAccount {
  readonly personId: string;
  readonly login: string;
  /** From `hashPassword`. */
  readonly passwordHash: string;
  readonly mustChangePassword?: boolean;
}

export interface NewGrant {
  readonly personId: string;
  readonly role: Role;
  readonly unitId: string;
  readonly from: LocalDate;
}

/** Who may sign in, and which roles they hold where. */
@Injectable()
export class AccountService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly audit: Audit,
  ) {}

  /** @throws {LoginTaken} when one of the logins exists; then none is created */
  async create(actor: Actor, accounts: readonly NewAccount[]): Promise<string[]> {
    const now = this.clock.now();
    const made = accounts.map((account) => ({ ...account, id: newId() }));
    try {
      await this.db.run(async (tx) => {
        await insertRows(
          tx,
          'account',
          ['id', 'person_id', 'login', 'password_hash', 'must_change_password', 'failed_count', 'created_at'],
          made.map((a) => [
            toBin(a.id),
            toBin(a.personId),
            a.login.normalize('NFC'),
            a.passwordHash,
            a.mustChangePassword === true ? 1 : 0,
            0,
            now,
          ]),
        );
        for (const account of made) {
          await this.audit.record(actor, {
            action: 'account.create',
            subjectKind: 'person',
            subjectId: account.personId,
          });
        }
      });
    } catch (error) {
      if (isDuplicate(error, 'uq_account_login')) throw new LoginTaken();
      throw error;
    }
    return made.map((account) => account.id);
  }

  /**
   * Gives persons a new login and secret at once, replacing what they had (a code sheet that was lost). Sign-ins that
   * are open with the old secret end.
   */
  async reissue(actor: Actor, accounts: readonly NewAccount[]): Promise<void> {
    const now = this.clock.now();
    await this.db.run(async (tx) => {
      const people = accounts.map((account) => toBin(account.personId));
      if (people.length === 0) return;
      await tx.query(
        `UPDATE sign_in s JOIN account a ON a.id = s.account_id SET s.ended_at = ?
         WHERE a.person_id IN (?) AND s.ended_at IS NULL`,
        [now, people],
      );
      await tx.query(
        'UPDATE account SET closed_at = ?, login = CONCAT(login, ?) WHERE person_id IN (?) AND closed_at IS NULL',
        [
          now,
          // A closed login steps aside so that the same one can be given again; the account and its sign-ins stay.
          `~${newId()}`,
          people,
        ],
      );
      await this.stepAside(
        accounts.map(({ login }) => login.normalize('NFC')),
        now,
      );
      await this.create(actor, accounts);
    });
  }

  /** Logins that somebody else still holds, such as last year's pupil with the same number in the class, are closed. */
  private async stepAside(logins: readonly string[], now: Date): Promise<void> {
    const tx = this.db.manager;
    await tx.query(
      `UPDATE sign_in s JOIN account a ON a.id = s.account_id SET s.ended_at = ?
       WHERE a.login IN (?) AND a.closed_at IS NULL AND s.ended_at IS NULL`,
      [now, logins],
    );
    await tx.query(
      'UPDATE account SET closed_at = ?, login = CONCAT(login, ?) WHERE login IN (?) AND closed_at IS NULL',
      [now, `~${newId()}`, logins],
    );
  }

  /** Who holds a role today, anywhere. */
  async holdersOf(role: Role): Promise<string[]> {
    const today = this.clock.today();
    const rows = await this.db.query<{ person_id: Buffer }[]>(
      `SELECT DISTINCT person_id FROM role_grant WHERE role = ? AND revoked_at IS NULL AND valid_from <= ?
       AND (valid_to IS NULL OR valid_to >= ?) ORDER BY person_id`,
      [role, today, today],
    );
    return rows.map((row) => fromBin(row.person_id));
  }

  async grantRoles(actor: Actor, grants: readonly NewGrant[]): Promise<void> {
    const now = this.clock.now();
    await this.db.run(async (tx) => {
      await insertRows(
        tx,
        'role_grant',
        ['id', 'person_id', 'role', 'unit_id', 'valid_from', 'granted_at', 'granted_by'],
        grants.map((grant) => [
          toBin(newId()),
          toBin(grant.personId),
          grant.role,
          toBin(grant.unitId),
          grant.from,
          now,
          actor.personId === null ? null : toBin(actor.personId),
        ]),
      );
      for (const grant of grants) {
        await this.audit.record(actor, {
          action: 'role.grant',
          subjectKind: 'person',
          subjectId: grant.personId,
          unitId: grant.unitId,
          detail: { role: grant.role },
        });
      }
    });
  }

  /** Whose login it is; null for one that is not open. */
  async personOf(login: string): Promise<string | null> {
    const [row] = await this.db.query<{ person_id: Buffer }[]>(
      'SELECT person_id FROM account WHERE login = ? AND closed_at IS NULL',
      [login],
    );
    return row ? fromBin(row.person_id) : null;
  }

  /** Open logins of persons, by person. */
  async loginsOf(personIds: readonly string[]): Promise<Map<string, string>> {
    if (personIds.length === 0) return new Map();
    const rows = await this.db.query<{ person_id: string; login: string }[]>(
      `SELECT LOWER(HEX(person_id)) AS person_id, login FROM account WHERE person_id IN (?) AND closed_at IS NULL`,
      [personIds.map(toBin)],
    );
    const byHex = new Map(rows.map((row) => [row.person_id, row.login]));
    return new Map(
      personIds.flatMap((id) => {
        const login = byHex.get(id.replaceAll('-', ''));
        return login === undefined ? [] : [[id, login] as const];
      }),
    );
  }
}
