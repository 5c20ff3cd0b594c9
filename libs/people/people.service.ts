import type { Actor } from '#libs/actor';
import { Audit } from '#libs/audit';
import { Database, fromBin, insertRows, newId, toBin } from '#libs/database';
import { NotFound } from '#libs/errors';
import type { Language, Text } from '#libs/language';
import { Clock, type LocalDate, addDays } from '#libs/time';
import { Injectable } from '@nestjs/common';
import { type PersonFacts, loadFacts } from './facts.queries.js';
import { MembershipNotFound } from './people.errors.js';
import type { Band, LeaveKind, Occupation } from './person-facts.entity.js';

export interface NewPerson {
  readonly id?: string;
  readonly name: string;
  readonly nameLatin?: string | null;
  readonly email?: string | null;
  readonly language?: Language;
  readonly externalId?: { readonly source: string; readonly id: string };
  readonly memberships: readonly NewMembership[];
}

export interface NewMembership {
  readonly unitId: string;
  readonly occupation: Occupation;
  readonly band: Band;
  readonly position?: Text | null;
  readonly functions?: readonly string[];
  readonly isHead?: boolean;
  readonly isPrimary?: boolean;
  readonly rollNumber?: number | null;
  readonly from: LocalDate;
  readonly to?: LocalDate | null;
}

export interface PersonName {
  readonly personId: string;
  readonly name: string;
  readonly nameLatin: string | null;
  readonly email: string | null;
  readonly language: Language;
}

type FactsHook = (personIds: readonly string[]) => Promise<void>;

/** Persons and their dated facts. Every change of facts is told to the one hook before the transaction commits. */
@Injectable()
export class PeopleService {
  private hook: FactsHook | null = null;
  private readonly touched = new WeakMap<object, Set<string>>();

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly audit: Audit,
  ) {}

  /** The only hook of the product (conventions.md, "One way" 6): whoever evaluates duties may not be forgotten. */
  onFactsChanged(hook: FactsHook): void {
    if (this.hook) throw new Error('onFactsChanged is already taken');
    this.hook = hook;
  }

  /** Adds persons with their first memberships. Set-based: a roster of thousands is a handful of statements. */
  async register(actor: Actor, persons: readonly NewPerson[]): Promise<string[]> {
    const now = this.clock.now();
    const made = persons.map((person) => ({ ...person, id: person.id ?? newId() }));
    await this.db.run(async (tx) => {
      await insertRows(
        tx,
        'person',
        ['id', 'language', 'created_at'],
        made.map((p) => [toBin(p.id), p.language ?? 'ko', now]),
      );
      await insertRows(
        tx,
        'person_identity',
        ['person_id', 'name', 'name_latin', 'email'],
        made.map((p) => [toBin(p.id), p.name.normalize('NFC'), p.nameLatin ?? null, p.email ?? null]),
      );
      await insertRows(
        tx,
        'person_external_id',
        ['source', 'external_id', 'person_id'],
        made.flatMap((p) => (p.externalId ? [[p.externalId.source, p.externalId.id, toBin(p.id)]] : [])),
      );
      await this.insertMemberships(
        actor,
        made.flatMap((p) => p.memberships.map((membership) => ({ ...membership, personId: p.id }))),
      );
      await this.audit.recordMany(
        made.map(({ id }) => ({ actor, action: 'person.register', subjectKind: 'person', subjectId: id })),
      );
      this.factsChanged(made.map((p) => p.id));
    });
    return made.map((p) => p.id);
  }

  /** The posts that people hold by these memberships, as certificates print them; absent where none was recorded. */
  async positions(membershipIds: readonly string[]): Promise<Map<string, Text>> {
    if (membershipIds.length === 0) return new Map();
    const rows = await this.db.query<{ id: Buffer; position_ko: string | null; position_en: string | null }[]>(
      'SELECT id, position_ko, position_en FROM membership WHERE id IN (?)',
      [membershipIds.map(toBin)],
    );
    return new Map(
      rows.flatMap((row): [string, Text][] => {
        const ko = row.position_ko ?? row.position_en;
        return ko === null ? [] : [[fromBin(row.id), { ko, en: row.position_en ?? ko }]];
      }),
    );
  }

  /** From `on` the person is in another unit: the running primary membership ends the day before. */
  async move(actor: Actor, personId: string, on: LocalDate, to: NewMembership): Promise<void> {
    await this.db.run(async (tx) => {
      await tx.query('SELECT id FROM person WHERE id = ? FOR UPDATE', [toBin(personId)]);
      const rows = await tx.query<{ id: Buffer }[]>(
        `SELECT id FROM membership WHERE person_id = ? AND superseded_at IS NULL AND is_primary = 1
           AND valid_from < ? AND (valid_to IS NULL OR valid_to >= ?)`,
        [toBin(personId), on, on],
      );
      if (rows.length === 0) throw new MembershipNotFound();
      for (const row of rows) await this.supersede(actor, fromBin(row.id), addDays(on, -1));
      await this.insertMemberships(actor, [{ ...to, personId, from: on }]);
      await this.audit.record(actor, {
        action: 'person.move',
        subjectKind: 'person',
        subjectId: personId,
        unitId: to.unitId,
      });
      this.factsChanged([personId]);
    });
  }

  /**
   * From `on` the units go on in another one: merged, renamed, moved, or one of those that came of a split. Nobody's
   * membership is written anew; whoever was in them is told to the hook, and stays in the successor unless the unit was
   * split. @param on not in the future: today's tree is changed at once
   */
  async succeed(
    actor: Actor,
    predecessorIds: readonly string[],
    successorId: string,
    on: LocalDate,
    kind: 'merged' | 'split' | 'renamed' | 'moved',
  ): Promise<void> {
    await this.db.run(async (tx) => {
      const ids = predecessorIds.map(toBin);
      await insertRows(
        tx,
        'org_unit_succession',
        ['predecessor_id', 'successor_id', 'effective_on', 'kind'],
        ids.map((id) => [id, toBin(successorId), on, kind]),
      );
      await tx.query('UPDATE org_unit SET valid_to = ? WHERE id IN (?)', [addDays(on, -1), ids]);
      for (const unitId of predecessorIds) {
        await this.audit.record(actor, {
          action: 'unit.succeed',
          subjectKind: 'unit',
          subjectId: unitId,
          unitId,
          detail: { successorId, on, kind },
        });
      }
      const members = await tx.query<{ person_id: Buffer }[]>(
        'SELECT DISTINCT person_id FROM membership WHERE unit_id IN (?) AND superseded_at IS NULL',
        [ids],
      );
      this.factsChanged(members.map((row) => fromBin(row.person_id)));
    });
  }

  async recordLeave(
    actor: Actor,
    personId: string,
    leave: { kind: LeaveKind; from: LocalDate; to: LocalDate | null },
  ): Promise<void> {
    await this.db.run(async (tx) => {
      await tx.query('SELECT id FROM person WHERE id = ? FOR UPDATE', [toBin(personId)]);
      await insertRows(
        tx,
        'leave',
        ['id', 'person_id', 'kind', 'valid_from', 'valid_to', 'recorded_at', 'recorded_by'],
        [
          [
            toBin(newId()),
            toBin(personId),
            leave.kind,
            leave.from,
            leave.to,
            this.clock.now(),
            actor.personId === null ? null : toBin(actor.personId),
          ],
        ],
      );
      await this.audit.record(actor, { action: 'person.leave', subjectKind: 'person', subjectId: personId });
      this.factsChanged([personId]);
    });
  }

  facts(personIds: readonly string[]): Promise<Map<string, PersonFacts>> {
    return loadFacts(this.db, personIds);
  }

  /** Names and addresses by id; a destroyed identity is absent. */
  async names(personIds: readonly string[]): Promise<Map<string, PersonName>> {
    if (personIds.length === 0) return new Map();
    const rows = await this.db.query<
      { person_id: Buffer; name: string; name_latin: string | null; email: string | null; language: Language }[]
    >(
      `SELECT i.person_id, i.name, i.name_latin, i.email, p.language
       FROM person_identity i JOIN person p ON p.id = i.person_id WHERE i.person_id IN (?) AND i.name IS NOT NULL`,
      [personIds.map(toBin)],
    );
    return new Map(
      rows.map((row) => {
        const personId = fromBin(row.person_id);
        return [
          personId,
          { personId, name: row.name, nameLatin: row.name_latin, email: row.email, language: row.language },
        ];
      }),
    );
  }

  /** A person by id, by what another system calls them, or by a name that only one has. @throws {NotFound} */
  async find(reference: string): Promise<string> {
    if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(reference)) return reference.toLowerCase();
    const rows = await this.db.query<{ person_id: Buffer }[]>(
      `SELECT person_id FROM person_external_id WHERE external_id = ?
       UNION SELECT person_id FROM person_identity WHERE name = ? LIMIT 2`,
      [reference, reference.normalize('NFC')],
    );
    const [only] = rows;
    if (!only || rows.length > 1) throw new NotFound();
    return fromBin(only.person_id);
  }

  async setLanguage(actor: Actor, personId: string, language: Language): Promise<void> {
    await this.db.run(async (tx) => {
      await tx.query('UPDATE person SET language = ? WHERE id = ?', [language, toBin(personId)]);
      await this.audit.record(actor, { action: 'person.language', subjectKind: 'person', subjectId: personId });
    });
  }

  private async insertMemberships(actor: Actor, memberships: readonly (NewMembership & { personId: string })[]) {
    const now = this.clock.now();
    await insertRows(
      this.db.manager,
      'membership',
      // prettier-ignore
      ['id', 'person_id', 'unit_id', 'occupation', 'position_band', 'position_ko', 'position_en', 'functions', 'is_head', 'is_primary', 'roll_number', 'valid_from', 'valid_to', 'recorded_at', 'recorded_by'],
      memberships.map((m) => [
        toBin(newId()),
        toBin(m.personId),
        toBin(m.unitId),
        m.occupation,
        m.band,
        m.position?.ko ?? null,
        m.position?.en ?? null,
        JSON.stringify(m.functions ?? []),
        m.isHead === true ? 1 : 0,
        m.isPrimary === false ? 0 : 1,
        m.rollNumber ?? null,
        m.from,
        m.to ?? null,
        now,
        actor.personId === null ? null : toBin(actor.personId),
      ]),
    );
  }

  /** Replaces a membership by the same one that ends on `to`: the old belief stays readable. */
  private async supersede(actor: Actor, membershipId: string, to: LocalDate): Promise<void> {
    const now = this.clock.now();
    const by = actor.personId === null ? null : toBin(actor.personId);
    const tx = this.db.manager;
    await tx.query(
      `INSERT INTO membership (id, person_id, unit_id, occupation, position_band, position_ko, position_en, functions,
         is_head, is_primary, roll_number, valid_from, valid_to, recorded_at, recorded_by)
       SELECT ?, person_id, unit_id, occupation, position_band, position_ko, position_en, functions,
         is_head, is_primary, roll_number, valid_from, ?, ?, ? FROM membership WHERE id = ?`,
      [toBin(newId()), to, now, by, toBin(membershipId)],
    );
    await tx.query('UPDATE membership SET superseded_at = ?, superseded_by = ? WHERE id = ?', [
      now,
      by,
      toBin(membershipId),
    ]);
  }

  /** Collects who was touched in this transaction; the hook sees each once, just before the commit. */
  factsChanged(personIds: readonly string[]): void {
    const { hook } = this;
    if (!hook) return;
    const key = this.db.manager;
    const known = this.touched.get(key);
    if (known) {
      for (const id of personIds) known.add(id);
      return;
    }
    const ids = new Set(personIds);
    this.touched.set(key, ids);
    this.db.beforeCommit(async () => {
      this.touched.delete(key);
      await hook([...ids]);
    });
  }
}
