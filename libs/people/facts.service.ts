import type { Actor } from '#libs/actor';
import { Audit } from '#libs/audit';
import { Database, fromBin, insertRows, newId, toBin } from '#libs/database';
import { Clock } from '#libs/time';
import { Injectable } from '@nestjs/common';
import type { DoneFact, FactChange, IdentityValues, PersonChange } from './fact-change.js';
import { keepIdentities } from './identity-history.js';
import { PeopleService } from './people.service.js';
import { type Span, overlap, without } from './stays-apart.rules.js';

export interface FactsOutcome {
  readonly done: readonly DoneFact[];
  /** Keys of changes that no longer fit what is stored; nothing of them was written. */
  readonly outdated: ReadonlySet<number>;
}

interface MembershipRow {
  readonly id: Buffer;
  readonly person_id: Buffer;
  unit_id: Buffer;
  occupation: string;
  position_band: string;
  position_ko: string | null;
  position_en: string | null;
  readonly functions: string;
  is_head: number;
  readonly is_primary: number;
  roll_number: number | null;
  readonly valid_from: string;
  valid_to: string | null;
}

interface LeaveRow {
  readonly id: Buffer;
  readonly person_id: Buffer;
  readonly kind: string;
  readonly valid_from: string;
  valid_to: string | null;
}

type Resolved = PersonChange & { readonly personId: string };
type Of<Op extends FactChange['op']> = Extract<FactChange, { op: Op }> & {
  readonly personId: string;
  readonly key: number;
};

const MEMBERSHIP_COLUMNS = [
  'id',
  'person_id',
  'unit_id',
  'occupation',
  'position_band',
  'position_ko',
  'position_en',
  'functions',
  'is_head',
  'is_primary',
  'roll_number',
  'valid_from',
  'valid_to',
  'recorded_at',
  'recorded_by',
];
const LEAVE_COLUMNS = ['id', 'person_id', 'kind', 'valid_from', 'valid_to', 'recorded_at', 'recorded_by'];

/** Dated facts of many persons at once: some statements a batch, whatever its size, and the way back. */
@Injectable()
export class FactsService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly people: PeopleService,
  ) {}

  /**
   * Writes the changes in one transaction, each person whole or not at all: where what a change refers to is not believed
   * any more, that change is left out and named.
   * @param source under which external ids are kept
   * @param action of the audit row that each person gets
   */
  async apply(actor: Actor, source: string, changes: readonly PersonChange[], action: string): Promise<FactsOutcome> {
    return this.db.run(async (tx) => {
      const known = changes.flatMap(({ personId }) => (personId === null ? [] : [toBin(personId)]));
      if (known.length > 0) await tx.query('SELECT id FROM person WHERE id IN (?) ORDER BY id FOR UPDATE', [known]);
      const memberships = await this.believed<MembershipRow>('membership', idsIn(changes, 'membershipId'));
      const leaves = await this.believed<LeaveRow>('leave', idsIn(changes, 'leaveId'));
      const taken = await this.takenIds(source, changes);
      const open = await this.openPlaces(changes);
      const outdated = new Set<number>();
      const fits: Resolved[] = [];
      for (const change of changes) {
        if (stillFits(change, memberships, leaves, taken, open))
          fits.push({ ...change, personId: change.personId ?? newId() });
        else outdated.add(change.key);
      }
      const done = [
        ...(await this.insertPersons(source, select(fits, 'register'))),
        ...(await this.changeIdentities(select(fits, 'identity'))),
        ...(await this.link(source, select(fits, 'link'))),
        ...(await this.replaceMemberships(actor, [...select(fits, 'end'), ...select(fits, 'correct')], memberships)),
        ...(await this.insertJoins(actor, select(fits, 'join'))),
        ...(await this.replaceLeaves(actor, select(fits, 'end-leave'), leaves)),
        ...(await this.insertLeaves(actor, select(fits, 'leave'))),
      ];
      const touched = [...new Set(done.map(({ personId }) => personId))];
      await this.audit.recordMany(touched.map((subjectId) => ({ actor, action, subjectKind: 'person', subjectId })));
      this.people.factsChanged(touched);
      return { done, outdated };
    });
  }

  /** Rows of {@link apply} that somebody has built on since: memberships and leaves that are no longer believed. */
  async builtOn(done: readonly DoneFact[]): Promise<ReadonlySet<string>> {
    const persons = new Set<string>();
    for (const [kind, table] of [
      ['membership-new', 'membership'],
      ['leave-new', 'leave'],
    ] as const) {
      const ids = done.flatMap((fact) => (fact.kind === kind ? [toBin(fact.id)] : []));
      if (ids.length === 0) continue;
      const rows = await this.db.query<{ person_id: Buffer }[]>(
        `SELECT person_id FROM \`${table}\` WHERE id IN (?) AND superseded_at IS NOT NULL`,
        [ids],
      );
      for (const row of rows) persons.add(fromBin(row.person_id));
    }
    return persons;
  }

  /** Takes back what {@link apply} wrote: new beliefs are superseded, old ones stated again, new names destroyed. */
  async revert(actor: Actor, source: string, done: readonly DoneFact[], action: string): Promise<void> {
    await this.db.run(async (tx) => {
      const persons = [...new Set(done.map(({ personId }) => personId))];
      if (persons.length === 0) return;
      const now = this.clock.now();
      const by = byOf(actor);
      const ids = (kind: DoneFact['kind']): Buffer[] =>
        done.flatMap((fact) => (fact.kind === kind ? [toBin(fact.id)] : []));
      await tx.query('SELECT id FROM person WHERE id IN (?) ORDER BY id FOR UPDATE', [persons.map(toBin)]);
      for (const [made, before, table, columns] of [
        ['membership-new', 'membership-old', 'membership', MEMBERSHIP_COLUMNS],
        ['leave-new', 'leave-old', 'leave', LEAVE_COLUMNS],
      ] as const) {
        await this.supersede(table, ids(made), actor);
        const old = ids(before);
        if (old.length === 0) continue;
        const rows = await tx.query<Record<string, unknown>[]>(`SELECT * FROM \`${table}\` WHERE id IN (?)`, [old]);
        const restated = rows.map((row) =>
          columns.map((column) =>
            column === 'id'
              ? toBin(newId())
              : column === 'recorded_at'
                ? now
                : column === 'recorded_by'
                  ? by
                  : row[column],
          ),
        );
        await insertRows(tx, table, columns, restated);
      }
      const linked = done.flatMap((fact) => (fact.kind === 'external-id' ? [fact.id] : []));
      if (linked.length > 0) {
        await tx.query('DELETE FROM person_external_id WHERE source = ? AND external_id IN (?)', [source, linked]);
      }
      for (const fact of done) {
        if (fact.kind === 'identity' && fact.previous) await this.setIdentity(fact.personId, fact.previous);
      }
      const made = ids('person');
      if (made.length > 0) {
        await tx.query('DELETE FROM person_identity_past WHERE person_id IN (?)', [made]);
        await tx.query(
          `UPDATE person_identity SET name = NULL, name_latin = NULL, birth_date = NULL, email = NULL, destroyed_at = ?
           WHERE person_id IN (?)`,
          [now, made],
        );
      }
      await this.audit.recordMany(persons.map((subjectId) => ({ actor, action, subjectKind: 'person', subjectId })));
      this.people.factsChanged(persons);
    });
  }

  /**
   * States of one person what is believed of another, as far as it is not believed of both: the same unit, or the same
   * leave, at the same time is one. Who has a primary membership keeps it.
   */
  async takeOver(actor: Actor, from: string, to: string): Promise<readonly DoneFact[]> {
    const stays = await this.allBelieved<MembershipRow>('membership', from);
    const own = await this.allBelieved<MembershipRow>('membership', to);
    const primary = own.filter(({ is_primary }) => is_primary === 1).map(spanOf);
    const done: DoneFact[] = [];
    const made = (kind: 'membership-new' | 'leave-new'): Buffer => {
      const id = newId();
      done.push({ key: 0, personId: to, kind, id, previous: null });
      return toBin(id);
    };
    const memberships = stays.flatMap((stay) => {
      const there = own.filter(({ unit_id }) => unit_id.equals(stay.unit_id)).map(spanOf);
      return without(spanOf(stay), there).map((span) =>
        this.membershipRow(
          {
            ...stay,
            id: made('membership-new'),
            person_id: toBin(to),
            is_primary: stay.is_primary === 1 && !primary.some((other) => overlap(span, other)) ? 1 : 0,
            valid_from: span.from,
            valid_to: span.to,
          },
          actor,
        ),
      );
    });
    await insertRows(this.db.manager, 'membership', MEMBERSHIP_COLUMNS, memberships);
    const away = await this.allBelieved<LeaveRow>('leave', to);
    const leaves = (await this.allBelieved<LeaveRow>('leave', from)).flatMap((leave) =>
      without(spanOf(leave), away.filter(({ kind }) => kind === leave.kind).map(spanOf)).map((span) => [
        made('leave-new'),
        toBin(to),
        leave.kind,
        span.from,
        span.to,
        this.clock.now(),
        byOf(actor),
      ]),
    );
    await insertRows(this.db.manager, 'leave', LEAVE_COLUMNS, leaves);
    return [...done, ...(await this.withdraw(actor, from))];
  }

  private async allBelieved<R>(table: 'membership' | 'leave', personId: string): Promise<R[]> {
    return this.db.manager.query<R[]>(
      `SELECT * FROM \`${table}\` WHERE person_id = ? AND superseded_at IS NULL ORDER BY valid_from, id FOR UPDATE`,
      [toBin(personId)],
    );
  }

  /** All memberships and leaves of a person stop being believed: somebody else has taken them over. */
  private async withdraw(actor: Actor, personId: string): Promise<readonly DoneFact[]> {
    const done: DoneFact[] = [];
    for (const [table, kind] of [
      ['membership', 'membership-old'],
      ['leave', 'leave-old'],
    ] as const) {
      const rows = await this.db.manager.query<{ id: Buffer }[]>(
        `SELECT id FROM \`${table}\` WHERE person_id = ? AND superseded_at IS NULL FOR UPDATE`,
        [toBin(personId)],
      );
      await this.supersede(
        table,
        rows.map(({ id }) => id),
        actor,
      );
      done.push(...rows.map(({ id }) => ({ key: 0, personId, kind, id: fromBin(id), previous: null })));
    }
    return done;
  }

  private async believed<R extends { id: Buffer }>(
    table: 'membership' | 'leave',
    ids: readonly string[],
  ): Promise<Map<string, R>> {
    if (ids.length === 0) return new Map();
    const rows = await this.db.manager.query<R[]>(
      `SELECT * FROM \`${table}\` WHERE id IN (?) AND superseded_at IS NULL FOR UPDATE`,
      [ids.map(toBin)],
    );
    return new Map(rows.map((row) => [fromBin(row.id), row]));
  }

  /** What the source already calls somebody: external id → person. */
  private async takenIds(source: string, changes: readonly PersonChange[]): Promise<ReadonlyMap<string, string>> {
    const wanted = changes.flatMap(({ facts }) =>
      facts.flatMap((fact) =>
        (fact.op === 'register' || fact.op === 'link') && fact.externalId !== null ? [fact.externalId] : [],
      ),
    );
    if (wanted.length === 0) return new Map();
    const rows = await this.db.manager.query<{ external_id: string; person_id: Buffer }[]>(
      'SELECT external_id, person_id FROM person_external_id WHERE source = ? AND external_id IN (?)',
      [source, wanted],
    );
    return new Map(rows.map((row) => [row.external_id, fromBin(row.person_id)]));
  }

  /** Where those who join somewhere already are, by `person/unit`. */
  private async openPlaces(
    changes: readonly PersonChange[],
  ): Promise<ReadonlyMap<string, { id: string; to: string | null }[]>> {
    const joining = changes.filter(({ personId, facts }) => personId !== null && facts.some(({ op }) => op === 'join'));
    const places = new Map<string, { id: string; to: string | null }[]>();
    if (joining.length === 0) return places;
    const rows = await this.db.manager.query<
      { id: Buffer; person_id: Buffer; unit_id: Buffer; valid_to: string | null }[]
    >('SELECT id, person_id, unit_id, valid_to FROM membership WHERE person_id IN (?) AND superseded_at IS NULL', [
      joining.map(({ personId }) => toBin(personId ?? '')),
    ]);
    for (const row of rows) {
      const key = `${fromBin(row.person_id)}/${fromBin(row.unit_id)}`;
      places.set(key, [...(places.get(key) ?? []), { id: fromBin(row.id), to: row.valid_to }]);
    }
    return places;
  }

  private async insertPersons(source: string, facts: readonly Of<'register'>[]): Promise<DoneFact[]> {
    const tx = this.db.manager;
    const now = this.clock.now();
    await insertRows(
      tx,
      'person',
      ['id', 'language', 'created_at'],
      facts.map((f) => [toBin(f.personId), 'ko', now]),
    );
    await insertRows(
      tx,
      'person_identity',
      ['person_id', 'name', 'name_latin', 'birth_date', 'email'],
      facts.map((f) => [toBin(f.personId), f.name.normalize('NFC'), f.nameLatin, f.birthDate, f.email]),
    );
    const named = facts.flatMap((f) =>
      f.externalId === null ? [] : [{ ...f, externalId: f.externalId, op: 'link' as const }],
    );
    return [
      ...facts.map((f) => ({
        key: f.key,
        personId: f.personId,
        kind: 'person' as const,
        id: f.personId,
        previous: null,
      })),
      ...(await this.link(source, named)),
    ];
  }

  private async link(source: string, facts: readonly Of<'link'>[]): Promise<DoneFact[]> {
    await insertRows(
      this.db.manager,
      'person_external_id',
      ['source', 'external_id', 'person_id'],
      facts.map((f) => [source, f.externalId, toBin(f.personId)]),
    );
    return facts.map((f) => ({
      key: f.key,
      personId: f.personId,
      kind: 'external-id',
      id: f.externalId,
      previous: null,
    }));
  }

  private async changeIdentities(facts: readonly Of<'identity'>[]): Promise<DoneFact[]> {
    if (facts.length === 0) return [];
    const rows = await this.db.manager.query<
      { person_id: Buffer; name: string; name_latin: string | null; birth_date: string | null; email: string | null }[]
    >('SELECT person_id, name, name_latin, birth_date, email FROM person_identity WHERE person_id IN (?)', [
      facts.map((f) => toBin(f.personId)),
    ]);
    const before = new Map(
      rows.map((row) => [
        fromBin(row.person_id),
        { name: row.name, nameLatin: row.name_latin, birthDate: row.birth_date, email: row.email },
      ]),
    );
    const done: DoneFact[] = [];
    for (const fact of facts) {
      await this.setIdentity(fact.personId, fact.set);
      done.push({
        key: fact.key,
        personId: fact.personId,
        kind: 'identity',
        id: fact.personId,
        previous: before.get(fact.personId) ?? null,
      });
    }
    return done;
  }

  private async setIdentity(personId: string, set: Partial<IdentityValues>): Promise<void> {
    const columns = { name: 'name', nameLatin: 'name_latin', birthDate: 'birth_date', email: 'email' } as const;
    const given = (Object.keys(columns) as (keyof typeof columns)[]).filter((key) => set[key] !== undefined);
    if (given.includes('name') || given.includes('email')) {
      await keepIdentities(this.db.manager, [personId], this.clock.now());
    }
    await this.db.manager.query(
      `UPDATE person_identity SET ${given.map((key) => `${columns[key]} = ?`).join(', ')} WHERE person_id = ?`,
      [...given.map((key) => set[key]), toBin(personId)],
    );
  }

  private async replaceMemberships(
    actor: Actor,
    facts: readonly (Of<'end'> | Of<'correct'>)[],
    believed: ReadonlyMap<string, MembershipRow>,
  ): Promise<DoneFact[]> {
    const rows: unknown[][] = [];
    const done: DoneFact[] = [];
    for (const fact of facts) {
      const row = believed.get(fact.membershipId);
      if (!row) continue;
      const next = fact.op === 'end' ? { ...row, valid_to: fact.to } : { ...row, ...correctedColumns(fact.set) };
      const id = newId();
      rows.push(this.membershipRow({ ...next, id: toBin(id) }, actor));
      const about = { key: fact.key, personId: fact.personId, previous: null };
      done.push({ ...about, kind: 'membership-old', id: fact.membershipId }, { ...about, kind: 'membership-new', id });
    }
    await this.supersede(
      'membership',
      facts.map((f) => toBin(f.membershipId)),
      actor,
    );
    await insertRows(this.db.manager, 'membership', MEMBERSHIP_COLUMNS, rows);
    return done;
  }

  private async insertJoins(actor: Actor, facts: readonly Of<'join'>[]): Promise<DoneFact[]> {
    const made = facts.map((fact) => ({ fact, id: newId() }));
    await insertRows(
      this.db.manager,
      'membership',
      MEMBERSHIP_COLUMNS,
      made.map(({ fact: { personId, membership: m }, id }) =>
        this.membershipRow(
          {
            id: toBin(id),
            person_id: toBin(personId),
            unit_id: toBin(m.unitId),
            occupation: m.occupation,
            position_band: m.band,
            position_ko: m.position,
            position_en: null,
            functions: '[]',
            is_head: m.isHead ? 1 : 0,
            is_primary: m.isPrimary ? 1 : 0,
            roll_number: m.rollNumber,
            valid_from: m.from,
            valid_to: m.to,
          },
          actor,
        ),
      ),
    );
    return made.map(({ fact, id }) => ({
      key: fact.key,
      personId: fact.personId,
      kind: 'membership-new',
      id,
      previous: null,
    }));
  }

  private membershipRow(row: MembershipRow, actor: Actor): unknown[] {
    // prettier-ignore
    return [row.id, row.person_id, row.unit_id, row.occupation, row.position_band, row.position_ko, row.position_en, row.functions, row.is_head, row.is_primary, row.roll_number, row.valid_from, row.valid_to, this.clock.now(), byOf(actor)];
  }

  private async replaceLeaves(
    actor: Actor,
    facts: readonly Of<'end-leave'>[],
    believed: ReadonlyMap<string, LeaveRow>,
  ): Promise<DoneFact[]> {
    const done: DoneFact[] = [];
    const rows: unknown[][] = [];
    for (const fact of facts) {
      const row = believed.get(fact.leaveId);
      if (!row) continue;
      const about = { key: fact.key, personId: fact.personId, previous: null };
      done.push({ ...about, kind: 'leave-old', id: fact.leaveId });
      if (fact.to === null) continue;
      const id = newId();
      rows.push([toBin(id), row.person_id, row.kind, row.valid_from, fact.to, this.clock.now(), byOf(actor)]);
      done.push({ ...about, kind: 'leave-new', id });
    }
    await this.supersede(
      'leave',
      facts.map((f) => toBin(f.leaveId)),
      actor,
    );
    await insertRows(this.db.manager, 'leave', LEAVE_COLUMNS, rows);
    return done;
  }

  private async insertLeaves(actor: Actor, facts: readonly Of<'leave'>[]): Promise<DoneFact[]> {
    const made = facts.map((fact) => ({ fact, id: newId() }));
    await insertRows(
      this.db.manager,
      'leave',
      LEAVE_COLUMNS,
      made.map(({ fact: f, id }) => [
        toBin(id),
        toBin(f.personId),
        f.kind,
        f.from,
        f.to,
        this.clock.now(),
        byOf(actor),
      ]),
    );
    return made.map(({ fact, id }) => ({
      key: fact.key,
      personId: fact.personId,
      kind: 'leave-new',
      id,
      previous: null,
    }));
  }

  private async supersede(table: 'membership' | 'leave', ids: readonly Buffer[], actor: Actor): Promise<void> {
    if (ids.length === 0) return;
    await this.db.manager.query(
      `UPDATE \`${table}\` SET superseded_at = ?, superseded_by = ? WHERE id IN (?) AND superseded_at IS NULL`,
      [this.clock.now(), byOf(actor), ids],
    );
  }
}

function spanOf({ valid_from, valid_to }: Pick<MembershipRow, 'valid_from' | 'valid_to'>): Span {
  return { from: valid_from, to: valid_to };
}

function byOf(actor: Actor): Buffer | null {
  return actor.personId === null ? null : toBin(actor.personId);
}

function idsIn(changes: readonly PersonChange[], key: 'membershipId' | 'leaveId'): string[] {
  return changes.flatMap(({ facts }) =>
    facts.flatMap((fact) => (key in fact ? [(fact as unknown as Record<string, string>)[key] ?? ''] : [])),
  );
}

function select<Op extends FactChange['op']>(changes: readonly Resolved[], op: Op): Of<Op>[] {
  return changes.flatMap(({ key, personId, facts }) =>
    facts.flatMap((fact) => (fact.op === op ? [{ ...fact, key, personId } as unknown as Of<Op>] : [])),
  );
}

function stillFits(
  { personId, facts }: PersonChange,
  memberships: ReadonlyMap<string, unknown>,
  leaves: ReadonlyMap<string, unknown>,
  taken: ReadonlyMap<string, string>,
  open: ReadonlyMap<string, readonly { id: string; to: string | null }[]>,
): boolean {
  const ended = new Set(
    facts.flatMap((fact) => (fact.op === 'end' || fact.op === 'correct' ? [fact.membershipId] : [])),
  );
  return facts.every((fact) => {
    if (fact.op === 'end' || fact.op === 'correct') return memberships.has(fact.membershipId);
    if (fact.op === 'end-leave') return leaves.has(fact.leaveId);
    if (fact.op === 'register' || fact.op === 'link') return fact.externalId === null || !taken.has(fact.externalId);
    if (fact.op !== 'join') return true;
    const { unitId, from } = fact.membership;
    const there = open.get(`${personId ?? ''}/${unitId}`) ?? [];
    return there.every(({ id, to }) => ended.has(id) || (to !== null && to < from));
  });
}

function correctedColumns(set: Extract<FactChange, { op: 'correct' }>['set']): Partial<MembershipRow> {
  return {
    ...(set.unitId === undefined ? {} : { unit_id: toBin(set.unitId) }),
    ...(set.occupation === undefined ? {} : { occupation: set.occupation }),
    ...(set.band === undefined ? {} : { position_band: set.band }),
    ...(set.position === undefined ? {} : { position_ko: set.position }),
    ...(set.isHead === undefined ? {} : { is_head: set.isHead ? 1 : 0 }),
    ...(set.rollNumber === undefined ? {} : { roll_number: set.rollNumber }),
  };
}
