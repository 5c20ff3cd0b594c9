import { type Actor, type Permission, type Role, unitsWhere } from '#libs/actor';
import { Audit } from '#libs/audit';
import { Database, fromBin, Gathered, isDuplicate, newId, toBin } from '#libs/database';
import { NotFound } from '#libs/errors';
import type { Language } from '#libs/language';
import { UnitService } from '#libs/people';
import { Clock } from '#libs/time';
import { Injectable } from '@nestjs/common';
import { createHash, randomBytes } from 'node:crypto';
import { BadCredentials, KeyReused, NotSignedIn, SignInRests, WeakPassword, WrongPassword } from './access.errors.js';
import { LOCK_AFTER, LOCK_MINUTES, asIssued, isAcceptablePassword, scopeOf } from './access.rules.js';
import { hashPassword, verifyNothing, verifyPassword } from './passwords.js';

const SESSION_HOURS = 12;
/** Whoever needs no time limit is not signed out by silence, only at the end of the day's session. */
const IDLE_HOURS = 2;
const MINUTE = 60_000;
/** Failed sign-ins from one address in {@link FAILURE_WINDOW_MS}: a whole town hall may share one address. */
const FAILURES_PER_ADDRESS = 100;
const FAILURE_WINDOW_MS = 10 * MINUTE;
/** `last_seen_at` is written this often at most: a heartbeat is not a write. */
const SEEN_EVERY_MS = 5 * MINUTE;

export interface OpenedSession {
  readonly token: string;
  readonly expiresAt: Date;
}

interface AccountRow {
  id: Buffer;
  person_id: Buffer;
  login: string;
  password_hash: string | null;
  failed_count: number;
  locked_until: Date | null;
}

interface HolderRow {
  account_id: Buffer;
  person_id: Buffer;
  language: Language;
  role: Role | null;
  unit_id: Buffer | null;
}

interface SessionRow extends HolderRow {
  id: Buffer;
  token_hash: Buffer;
  last_seen_at: Date;
}

const digest = (token: string): Buffer => createHash('sha256').update(token).digest();

/** The key has been used before; caught in {@link AccessService.once}. */
class Repeated extends Error {}

/** Signing in and out, who is asking, and whether they may. */
@Injectable()
export class AccessService {
  private readonly lookups = new Gathered<Buffer, Omit<Actor, 'requestId'> | null>(
    async (hashes) => {
      const found = await this.findActors(hashes);
      return hashes.map((hash) => ({ value: found.get(hash.toString('hex')) ?? null }));
    },
    { groups: 2, size: 64 },
  );

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly units: UnitService,
  ) {}

  /**
   * @param address the caller's address; used as a bucket for failures only, hashed, and gone with the window
   * @throws {BadCredentials} {@link SignInRests}
   */
  async signIn(typedLogin: string, typedPassword: string, address: string): Promise<OpenedSession> {
    const { login, password } = asIssued(typedLogin, typedPassword);
    const now = this.clock.now();
    const bucket = `sign-in:${createHash('sha256').update(address).digest('base64url').slice(0, 22)}`;
    if ((await this.failures(bucket, now)) >= FAILURES_PER_ADDRESS) throw new SignInRests();
    const [account] = await this.db.query<AccountRow[]>(
      `SELECT id, person_id, login, password_hash, failed_count, locked_until FROM account
       WHERE login = ? AND closed_at IS NULL`,
      [login.normalize('NFC')],
    );
    if (account?.locked_until && account.locked_until > now) throw new SignInRests();
    const right =
      account?.password_hash === undefined || account.password_hash === null
        ? await verifyNothing(password)
        : await verifyPassword(account.password_hash, password);
    if (!account || !right) {
      await this.failed(bucket, now, account);
      throw new BadCredentials();
    }
    const token = randomBytes(32).toString('base64url');
    const expiresAt = new Date(now.getTime() + SESSION_HOURS * 60 * MINUTE);
    await this.db.run(async (tx) => {
      if (account.failed_count > 0) {
        await tx.query('UPDATE account SET failed_count = 0, locked_until = NULL WHERE id = ?', [account.id]);
      }
      await tx.query(
        `INSERT INTO sign_in (id, account_id, token_hash, created_at, last_seen_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)`,
        [toBin(newId()), account.id, digest(token), now, now, expiresAt],
      );
    });
    return { token, expiresAt };
  }

  async signOut(token: string): Promise<void> {
    await this.db.run((tx) =>
      tx.query('UPDATE sign_in SET ended_at = ? WHERE token_hash = ? AND ended_at IS NULL', [
        this.clock.now(),
        digest(token),
      ]),
    );
  }

  /** Who holds this token, with their rights as of now; null when it is unknown, ended, expired or idle too long. */
  async actorOf(token: string, requestId: string): Promise<Actor | null> {
    // Asked anew for each request: a sign-out holds at once, on every server.
    const found = await (this.db.inTransaction ? this.findActor(digest(token)) : this.lookups.call(digest(token)));
    return found === null ? null : { ...found, requestId };
  }

  private async findActor(hash: Buffer): Promise<Omit<Actor, 'requestId'> | null> {
    return (await this.findActors([hash])).get(hash.toString('hex')) ?? null;
  }

  /** By the hash in hexadecimal; whoever may not come in is absent. */
  private async findActors(hashes: readonly Buffer[]): Promise<ReadonlyMap<string, Omit<Actor, 'requestId'>>> {
    const now = this.clock.now();
    const today = this.clock.today();
    const rows = await this.db.query<SessionRow[]>(
      `SELECT s.id, s.token_hash, s.account_id, a.person_id, p.language, s.last_seen_at, g.role, g.unit_id
       FROM sign_in s
       JOIN account a ON a.id = s.account_id AND a.closed_at IS NULL
       JOIN person p ON p.id = a.person_id
       LEFT JOIN role_grant g ON g.person_id = a.person_id AND g.revoked_at IS NULL
         AND g.valid_from <= ? AND (g.valid_to IS NULL OR g.valid_to >= ?)
       LEFT JOIN accommodation c ON c.person_id = a.person_id
       WHERE s.token_hash IN (?) AND s.ended_at IS NULL AND s.expires_at > ?
         AND (s.last_seen_at > ? OR c.no_time_limit = 1)
       ORDER BY s.id, g.id`,
      [today, today, hashes, now, new Date(now.getTime() - IDLE_HOURS * 60 * MINUTE)],
    );
    const sessions = new Map<string, SessionRow[]>();
    for (const row of rows) {
      const key = row.token_hash.toString('hex');
      const list = sessions.get(key);
      if (list === undefined) sessions.set(key, [row]);
      else list.push(row);
    }
    const stale = [...sessions.values()].flatMap(([first]) =>
      first !== undefined && now.getTime() - first.last_seen_at.getTime() > SEEN_EVERY_MS ? [first.id] : [],
    );
    if (stale.length > 0) await this.db.query('UPDATE sign_in SET last_seen_at = ? WHERE id IN (?)', [now, stale]);
    return new Map(
      [...sessions].flatMap(([key, own]) => {
        const [first] = own;
        return first === undefined ? [] : [[key, actorFrom(first, own)] as const];
      }),
    );
  }

  /** Someone with the rights they have now, for what is done in their name later; null when they have no open account. */
  async actorOfPerson(personId: string): Promise<Actor | null> {
    const today = this.clock.today();
    const rows = await this.db.query<HolderRow[]>(
      `SELECT a.id AS account_id, a.person_id, p.language, g.role, g.unit_id
       FROM account a JOIN person p ON p.id = a.person_id
       LEFT JOIN role_grant g ON g.person_id = a.person_id AND g.revoked_at IS NULL
         AND g.valid_from <= ? AND (g.valid_to IS NULL OR g.valid_to >= ?)
       WHERE a.person_id = ? AND a.closed_at IS NULL ORDER BY a.id, g.id`,
      [today, today, toBin(personId)],
    );
    const [first] = rows;
    return first ? { ...actorFrom(first, rows), requestId: null } : null;
  }

  /** @throws {NotFound} when the unit lies outside the actor's scope: what exists there is not theirs to know */
  async requireUnit(actor: Actor, permission: Permission, unitId: string): Promise<void> {
    if (actor.kind === 'system') return;
    if (!(await this.units.isWithin(unitId, unitsWhere(actor, permission)))) throw new NotFound();
  }

  /** The signed-in person's id. @throws {NotSignedIn} for the system */
  requirePerson(actor: Actor): string {
    if (actor.personId === null) throw new NotSignedIn();
    return actor.personId;
  }

  async rolesOf(personId: string): Promise<{ role: Role; unitId: string }[]> {
    const today = this.clock.today();
    const rows = await this.db.query<{ role: Role; unit_id: Buffer }[]>(
      `SELECT role, unit_id FROM role_grant WHERE person_id = ? AND revoked_at IS NULL
         AND valid_from <= ? AND (valid_to IS NULL OR valid_to >= ?) ORDER BY id`,
      [toBin(personId), today, today],
    );
    return rows.map((row) => ({ role: row.role, unitId: fromBin(row.unit_id) }));
  }

  /** Who holds one of the roles nearest above a unit, in its own authority, leaving one person out; null when nobody. */
  async nearestHolder(unitId: string, roles: readonly string[], except: string): Promise<string | null> {
    const today = this.clock.today();
    const [row] = await this.db.query<{ person_id: Buffer }[]>(
      `SELECT g.person_id FROM org_unit_closure c JOIN role_grant g ON g.unit_id = c.ancestor_id
       JOIN org_unit above ON above.id = c.ancestor_id
       JOIN org_unit u ON u.id = c.descendant_id AND u.authority_id = above.authority_id
       WHERE c.descendant_id = ? AND g.role IN (?) AND g.person_id <> ? AND g.revoked_at IS NULL
         AND g.valid_from <= ? AND (g.valid_to IS NULL OR g.valid_to >= ?)
       ORDER BY c.depth, g.granted_at, g.id LIMIT 1`,
      [toBin(unitId), roles, toBin(except), today, today],
    );
    return row ? fromBin(row.person_id) : null;
  }

  async accountOf(accountId: string): Promise<{ login: string; mustChangePassword: boolean }> {
    const [row] = await this.db.query<{ login: string; must_change_password: number }[]>(
      'SELECT login, must_change_password FROM account WHERE id = ?',
      [toBin(accountId)],
    );
    if (!row) throw new NotFound();
    return { login: row.login, mustChangePassword: row.must_change_password === 1 };
  }

  /** Other browsers of the account are signed out. @throws {WrongPassword} {@link WeakPassword} */
  async changePassword(actor: Actor, current: string, next: string, keepToken: string): Promise<void> {
    const accountId = toBin(actor.accountId ?? '');
    const [account] = await this.db.query<AccountRow[]>('SELECT * FROM account WHERE id = ? AND closed_at IS NULL', [
      accountId,
    ]);
    if (!account) throw new NotSignedIn();
    if (account.password_hash === null || !(await verifyPassword(account.password_hash, current))) {
      throw new WrongPassword();
    }
    if (!isAcceptablePassword(next, account.login)) throw new WeakPassword();
    const hash = await hashPassword(next);
    await this.db.run(async (tx) => {
      await tx.query('UPDATE account SET password_hash = ?, must_change_password = 0 WHERE id = ?', [hash, accountId]);
      await tx.query('UPDATE sign_in SET ended_at = ? WHERE account_id = ? AND token_hash <> ? AND ended_at IS NULL', [
        this.clock.now(),
        accountId,
        digest(keepToken),
      ]);
      await this.audit.record(actor, {
        action: 'account.password',
        subjectKind: 'person',
        subjectId: actor.personId,
      });
    });
  }

  /**
   * Runs `work` once for a key: the key's row and the work commit together, so a second call with the same key, at once
   * or later, gets the first one's answer. @throws {KeyReused} for the same key with another request
   */
  async once<T>(actor: Actor, key: string, request: string, status: number, work: () => Promise<T>): Promise<T> {
    const account = toBin(actor.accountId ?? '');
    const hash = createHash('sha256').update(request).digest();
    const replay = async (): Promise<T> => {
      const [row] = await this.db.query<{ request_hash: Buffer; response: string }[]>(
        'SELECT request_hash, response FROM idempotency_key WHERE account_id = ? AND idempotency_key = ?',
        [account, key],
      );
      if (!row?.request_hash.equals(hash)) throw new KeyReused();
      return JSON.parse(row.response) as T;
    };
    try {
      return await this.db.run(async (tx) => {
        await tx
          .query(
            'INSERT INTO idempotency_key (account_id, idempotency_key, request_hash, created_at) VALUES (?, ?, ?, ?)',
            [account, key, hash, this.clock.now()],
          )
          // Told apart from a duplicate that the work itself meets; the server's message is cut before the key's name.
          .catch((error: unknown) => {
            throw isDuplicate(error) ? new Repeated() : error;
          });
        const result = await work();
        await tx.query(
          'UPDATE idempotency_key SET status = ?, response = ? WHERE account_id = ? AND idempotency_key = ?',
          [status, JSON.stringify(result ?? null), account, key],
        );
        return result;
      });
    } catch (error) {
      if (error instanceof Repeated) return replay();
      throw error;
    }
  }

  /** Those among the persons who have signed in since. */
  async signedInSince(personIds: readonly string[], since: Date): Promise<ReadonlySet<string>> {
    if (personIds.length === 0) return new Set();
    const rows = await this.db.query<{ person_id: Buffer }[]>(
      `SELECT DISTINCT a.person_id FROM account a JOIN sign_in s ON s.account_id = a.id
       WHERE a.person_id IN (?) AND s.created_at >= ?`,
      [personIds.map(toBin), since],
    );
    return new Set(rows.map(({ person_id }) => fromBin(person_id)));
  }

  private async failures(bucket: string, now: Date): Promise<number> {
    const [row] = await this.db.query<{ hits: string | null }[]>(
      'SELECT SUM(hits) AS hits FROM rate_limit WHERE bucket = ? AND window_start > ?',
      [bucket, new Date(now.getTime() - FAILURE_WINDOW_MS)],
    );
    return Number(row?.hits ?? 0);
  }

  private async failed(bucket: string, now: Date, account: AccountRow | undefined): Promise<void> {
    await this.db.run(async (tx) => {
      await tx.query(
        `INSERT INTO rate_limit (bucket, window_start, hits) VALUES (?, ?, 1)
         ON DUPLICATE KEY UPDATE hits = hits + 1`,
        [bucket, new Date(Math.floor(now.getTime() / MINUTE) * MINUTE)],
      );
      if (!account) return;
      // Counted in the row itself, so that failures sent at once are all counted.
      await tx.query(
        `UPDATE account SET failed_count = failed_count + 1,
           locked_until = CASE WHEN failed_count >= ? THEN ? ELSE locked_until END WHERE id = ?`,
        [LOCK_AFTER, new Date(now.getTime() + LOCK_MINUTES * MINUTE), account.id],
      );
    });
  }
}

function actorFrom(session: HolderRow, rows: readonly HolderRow[]): Omit<Actor, 'requestId'> {
  return {
    kind: 'person',
    personId: fromBin(session.person_id),
    accountId: fromBin(session.account_id),
    language: session.language,
    scope: scopeOf(
      rows.flatMap(({ role, unit_id: unitId }) =>
        role === null || unitId === null ? [] : [{ role, unitId: fromBin(unitId) }],
      ),
    ),
  };
}
