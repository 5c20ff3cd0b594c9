import { AccessService, AccountService, hashPassword, readableCode } from '#libs/access';
import { type Actor, unitsWhere } from '#libs/actor';
import { Audit } from '#libs/audit';
import { Database, fromBin, isDuplicate, toBin } from '#libs/database';
import type { Text } from '#libs/language';
import { ObligationService, type ObligationView } from '#libs/mandates';
import { PeopleService, type Unit, UnitService } from '#libs/people';
import { Clock } from '#libs/time';
import { Injectable } from '@nestjs/common';
import { randomInt } from 'node:crypto';
import { type HeldSession, type RosterEntry, classTeachersOf, rosterOf, sessionsOf } from './roster.queries.js';
import { NotAClass, NotInClass, PseudonymTaken } from './sessions.errors.js';

export interface ClassSummary {
  readonly unit: Unit;
  readonly path: readonly Text[];
  readonly students: number;
  readonly teachers: readonly string[];
  readonly obligations: readonly ObligationView[];
}

export interface ClassPage {
  readonly unit: Unit;
  readonly path: readonly Text[];
  readonly classCode: string | null;
  readonly students: readonly {
    readonly personId: string;
    readonly number: number;
    readonly name: string;
    readonly login: string | null;
  }[];
  readonly obligations: readonly ObligationView[];
  readonly sessions: readonly HeldSession[];
}

export interface CodeSheet {
  readonly number: number;
  readonly name: string;
  readonly login: string;
  /** Shown once, here; only its hash is kept. */
  readonly code: string;
}

const CLASS_CODE_LENGTH = 6;
/** 22 letters, 8 places: 35 bits, behind a lock after five failures. */
const SECRET_LENGTH = 8;

/** Classes, their pupils and the codes they sign in with: no e-mail address, and as little as possible kept. */
@Injectable()
export class ClassService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly access: AccessService,
    private readonly accounts: AccountService,
    private readonly people: PeopleService,
    private readonly units: UnitService,
    private readonly obligations: ObligationService,
  ) {}

  /** The classes the actor teaches, with the semester's provision. */
  async list(actor: Actor): Promise<readonly ClassSummary[]> {
    const roots = unitsWhere(actor, 'class:teach');
    if (roots.length === 0) return [];
    const rows = await this.db.query<{ id: Buffer }[]>(
      `SELECT DISTINCT u.id, u.code FROM org_unit_closure c JOIN org_unit u ON u.id = c.descendant_id AND u.kind = 'class'
       WHERE c.ancestor_id IN (?) AND u.valid_from <= ? AND (u.valid_to IS NULL OR u.valid_to >= ?) ORDER BY u.code`,
      [roots.map(toBin), this.clock.today(), this.clock.today()],
    );
    const ids = rows.map(({ id }) => fromBin(id));
    const paths = await this.units.pathsOf(ids);
    const members = await rosterOf(this.db, ids, this.clock.today());
    const teachers = await classTeachersOf(this.db, ids, this.clock.today());
    const obligations = await this.obligations.listOfUnits(ids);
    return ids.flatMap((id) => {
      const path = paths.get(id) ?? [];
      const unit = path.at(-1);
      if (!unit) return [];
      const own = members.filter(({ unitId }) => unitId === id);
      return [
        {
          unit,
          path: path.slice(0, -1).map(({ name }) => name),
          students: own.filter(isStudent).length,
          teachers: teachers.get(id) ?? [],
          obligations: obligations.get(id) ?? [],
        },
      ];
    });
  }

  /** @throws {NotFound} out of scope; {@link NotAClass} */
  async get(actor: Actor, unitId: string): Promise<ClassPage> {
    const path = await this.classPath(actor, unitId);
    const unit = path.at(-1);
    if (!unit) throw new NotAClass();
    const students = numbered((await rosterOf(this.db, [unitId], this.clock.today())).filter(isStudent));
    const logins = await this.accounts.loginsOf(students.map(({ personId }) => personId));
    await this.audit.record(actor, {
      action: 'class.read',
      subjectKind: 'org-unit',
      subjectId: unitId,
      unitId,
      detail: { persons: students.map(({ personId }) => personId) },
    });
    return {
      unit,
      path: path.slice(0, -1).map(({ name }) => name),
      classCode: await this.codeOf(unitId),
      students: students.map(({ personId, number, name }) => ({
        personId,
        number,
        name,
        login: logins.get(personId) ?? null,
      })),
      obligations: (await this.obligations.listOfUnits([unitId])).get(unitId) ?? [],
      sessions: await sessionsOf(this.db, unitId),
    };
  }

  /** @throws {NotFound} out of scope; {@link NotAClass} */
  async pupilsOf(actor: Actor, unitId: string): Promise<string[]> {
    await this.classPath(actor, unitId);
    const roster = await rosterOf(this.db, [unitId], this.clock.today());
    return roster.filter(isStudent).map(({ personId }) => personId);
  }

  /**
   * Brings pupils in by a pseudonym: nothing but that name and the class is kept of them.
   * @throws {NotFound} out of scope; {@link NotAClass} {@link PseudonymTaken}
   */
  async addPupils(actor: Actor, unitId: string, pseudonyms: readonly string[]): Promise<string[]> {
    await this.classPath(actor, unitId);
    const names = pseudonyms.map((name) => name.normalize('NFC'));
    return this.db.run(async (tx) => {
      // One teacher at a time: numbers and names are told apart inside the class.
      await tx.query('SELECT id FROM org_unit WHERE id = ? FOR UPDATE', [toBin(unitId)]);
      const roster = numbered((await rosterOf(this.db, [unitId], this.clock.today())).filter(isStudent));
      const known = new Set(roster.map(({ name }) => name));
      for (const name of names) {
        if (known.has(name)) throw new PseudonymTaken(name);
        known.add(name);
      }
      const last = Math.max(0, ...roster.map(({ number }) => number));
      return this.people.register(
        actor,
        names.map((name, at) => ({
          name,
          memberships: [
            {
              unitId,
              occupation: 'student' as const,
              band: 'pupil' as const,
              rollNumber: last + at + 1,
              from: this.clock.today(),
            },
          ],
        })),
      );
    });
  }

  /**
   * New secret codes for the pupils named, or for all: what they had before no longer opens anything.
   * @throws {NotInClass}
   */
  async issueCodes(
    actor: Actor,
    unitId: string,
    personIds?: readonly string[],
  ): Promise<{ classCode: string; sheets: readonly CodeSheet[] }> {
    await this.classPath(actor, unitId);
    const roster = numbered((await rosterOf(this.db, [unitId], this.clock.today())).filter(isStudent));
    if (personIds?.some((id) => !roster.some(({ personId }) => personId === id)) === true)
      throw new NotInClass('personIds');
    const chosen = roster.filter(({ personId }) => personIds === undefined || personIds.includes(personId));
    const secrets: { entry: (typeof chosen)[number]; code: string; hash: string }[] = [];
    // Before the transaction: hashing a class takes half a second of computing.
    for (const entry of chosen) {
      const code = readableCode(SECRET_LENGTH, (max) => randomInt(max));
      secrets.push({ entry, code, hash: await hashPassword(code) });
    }
    return this.db.run(async () => {
      const classCode = await this.ensureCode(actor, unitId);
      const login = (number: number): string => `${classCode}-${String(number)}`;
      await this.accounts.reissue(
        actor,
        secrets.map(({ entry, hash }) => ({
          personId: entry.personId,
          login: login(entry.number),
          passwordHash: hash,
        })),
      );
      await this.audit.record(actor, {
        action: 'class.codes',
        subjectKind: 'org-unit',
        subjectId: unitId,
        unitId,
        detail: { persons: chosen.map(({ personId }) => personId) },
      });
      return {
        classCode,
        sheets: secrets.map(({ entry: { number, name }, code }) => ({ number, name, login: login(number), code })),
      };
    });
  }

  private async classPath(actor: Actor, unitId: string): Promise<readonly Unit[]> {
    await this.access.requireUnit(actor, 'class:teach', unitId);
    const path = (await this.units.pathsOf([unitId])).get(unitId) ?? [];
    if (path.at(-1)?.kind !== 'class') throw new NotAClass();
    return path;
  }

  private async codeOf(unitId: string): Promise<string | null> {
    const [row] = await this.db.query<{ code: string }[]>('SELECT code FROM class_code WHERE unit_id = ?', [
      toBin(unitId),
    ]);
    return row?.code ?? null;
  }

  private async ensureCode(actor: Actor, unitId: string): Promise<string> {
    const tx = this.db.manager;
    await tx.query('SELECT id FROM org_unit WHERE id = ? FOR UPDATE', [toBin(unitId)]);
    const known = await this.codeOf(unitId);
    if (known !== null) return known;
    for (;;) {
      const code = readableCode(CLASS_CODE_LENGTH, (max) => randomInt(max));
      try {
        await tx.query('INSERT INTO class_code (unit_id, code, issued_at, issued_by) VALUES (?, ?, ?, ?)', [
          toBin(unitId),
          code,
          this.clock.now(),
          actor.personId === null ? null : toBin(actor.personId),
        ]);
        return code;
      } catch (error) {
        // Another class drew the same code: draw again.
        if (!isDuplicate(error, 'uq_class_code_code')) throw error;
      }
    }
  }
}

function isStudent({ occupation }: RosterEntry): boolean {
  return occupation === 'student';
}

/** Pupils without a number get the next free ones, in order of names: the number is half of the login. */
function numbered(students: readonly RosterEntry[]): readonly (RosterEntry & { readonly number: number })[] {
  let next = Math.max(0, ...students.map(({ number }) => number ?? 0));
  const taken = new Set<number>();
  return students.map((student) => {
    const number = student.number !== null && !taken.has(student.number) ? student.number : (next += 1);
    taken.add(number);
    return { ...student, number };
  });
}
