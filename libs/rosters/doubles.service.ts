import { type Actor, unitsWhere } from '#libs/actor';
import { Audit } from '#libs/audit';
import { Database, fromBin, toBin } from '#libs/database';
import { NotFound } from '#libs/errors';
import { MergeService, type MergeDone } from '#libs/people';
import { Clock } from '#libs/time';
import { Injectable } from '@nestjs/common';
import { NotBothYours, WrongStep } from './rosters.errors.js';

export interface DoubleView {
  readonly id: string;
  readonly why: 'name-and-birth-date' | 'name-and-email';
  readonly state: 'open' | 'merged' | 'apart';
  readonly foundAt: Date;
  readonly persons: readonly {
    readonly personId: string;
    readonly name: string;
    readonly birthDate: string | null;
    readonly units: readonly string[];
    readonly since: string | null;
  }[];
  readonly kept: string | null;
}

/** Persons who may be one: found by what they share, decided by a person, and undone by one. */
@Injectable()
export class DoublesService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly merges: MergeService,
  ) {}

  /** Puts into the queue who came with a run and shares name and birth date, or name and address, with somebody else. */
  async find(runId: string): Promise<void> {
    await this.db.manager.query(
      `INSERT IGNORE INTO person_double (id, person_a, person_b, why, state, found_at)
       SELECT UNHEX(REPLACE(UUID(), '-', '')), LEAST(a.person_id, b.person_id), GREATEST(a.person_id, b.person_id),
              IF(a.birth_date = b.birth_date, 'name-and-birth-date', 'name-and-email'), 'open', ?
       FROM import_fact f
       JOIN person_identity a ON a.person_id = f.person_id
       JOIN person_identity b ON b.name = a.name AND b.person_id <> a.person_id
         AND (b.birth_date = a.birth_date OR b.email = a.email)
       JOIN person p ON p.id = b.person_id AND p.alias_of IS NULL
       WHERE f.run_id = ? AND f.kind = 'person'`,
      [this.clock.now(), toBin(runId)],
    );
  }

  /** Pairs of whom the actor looks after at least one; those decided lately as well, so that a mistake can be undone. */
  async list(actor: Actor): Promise<readonly DoubleView[]> {
    const roots = unitsWhere(actor, 'roster:import');
    if (roots.length === 0) return [];
    const rows = await this.db.query<
      {
        id: Buffer;
        person_a: Buffer;
        person_b: Buffer;
        why: DoubleView['why'];
        state: DoubleView['state'];
        found_at: Date;
        kept: Buffer | null;
      }[]
    >(
      `SELECT DISTINCT d.id, d.person_a, d.person_b, d.why, d.state, d.found_at, d.kept FROM person_double d
       JOIN membership m ON m.person_id IN (d.person_a, d.person_b) AND m.superseded_at IS NULL
       JOIN org_unit_closure c ON c.descendant_id = m.unit_id AND c.ancestor_id IN (?)
       WHERE d.state = 'open' OR d.decided_at > ? ORDER BY d.state = 'open' DESC, d.found_at DESC, d.id LIMIT 200`,
      [roots.map(toBin), new Date(this.clock.now().getTime() - 30 * 86_400_000)],
    );
    const persons = await this.personsOf(
      rows.flatMap((row) => [row.person_a, row.person_b]),
      roots,
    );
    await this.audit.recordMany(
      rows.flatMap((row) =>
        [row.person_a, row.person_b].map((id) => ({
          actor,
          action: 'person.double-read',
          subjectKind: 'person',
          subjectId: fromBin(id),
        })),
      ),
    );
    return rows.map((row) => ({
      id: fromBin(row.id),
      why: row.why,
      state: row.state,
      foundAt: row.found_at,
      kept: row.kept === null ? null : fromBin(row.kept),
      persons: [row.person_a, row.person_b].flatMap((id) => {
        const person = persons.get(fromBin(id));
        return person ? [person] : [];
      }),
    }));
  }

  /**
   * Two ids become one person; the other goes on as an alias with all its evidence.
   * @throws {NotFound} {@link WrongStep} {@link NotBothYours}
   */
  async merge(actor: Actor, id: string, kept: string): Promise<void> {
    await this.db.run(async (tx) => {
      const pair = await this.locked(actor, id, 'open');
      if (kept !== pair.a && kept !== pair.b) throw new NotFound();
      // A merge moves posts from one to the other: nobody does that to a person whom they do not look after.
      if (pair.mine < 2) throw new NotBothYours();
      const alias = kept === pair.a ? pair.b : pair.a;
      const done = await this.merges.merge(actor, kept, alias);
      await tx.query(
        `UPDATE person_double SET state = 'merged', kept = ?, done = ?, decided_at = ?, decided_by = ? WHERE id = ?`,
        [
          toBin(kept),
          JSON.stringify(done),
          this.clock.now(),
          actor.personId === null ? null : toBin(actor.personId),
          toBin(id),
        ],
      );
    });
  }

  /** They are two. */
  async keepApart(actor: Actor, id: string): Promise<void> {
    await this.db.run(async (tx) => {
      await this.locked(actor, id, 'open');
      await tx.query(`UPDATE person_double SET state = 'apart', decided_at = ?, decided_by = ? WHERE id = ?`, [
        this.clock.now(),
        actor.personId === null ? null : toBin(actor.personId),
        toBin(id),
      ]);
      await this.audit.record(actor, { action: 'person.apart', subjectKind: 'person-double', subjectId: id });
    });
  }

  /** Takes a decision back: a merge is undone, and the pair stands in the queue again. */
  async reopen(actor: Actor, id: string): Promise<void> {
    await this.db.run(async (tx) => {
      const pair = await this.locked(actor, id, null);
      if (pair.state === 'open') throw new WrongStep(pair.state);
      if (pair.done) await this.merges.unmerge(actor, pair.done);
      await tx.query(
        `UPDATE person_double SET state = 'open', kept = NULL, done = NULL, decided_at = NULL, decided_by = NULL WHERE id = ?`,
        [toBin(id)],
      );
    });
  }

  private async locked(
    actor: Actor,
    id: string,
    state: string | null,
  ): Promise<{ a: string; b: string; state: string; done: MergeDone | null; mine: number }> {
    const [row] = await this.db.manager.query<
      { person_a: Buffer; person_b: Buffer; state: string; done: string | null }[]
    >('SELECT person_a, person_b, state, done FROM person_double WHERE id = ? FOR UPDATE', [toBin(id)]);
    if (!row) throw new NotFound();
    const mine = await this.lookedAfter(actor, [row.person_a, row.person_b]);
    if (mine === 0) throw new NotFound();
    if (state !== null && row.state !== state) throw new WrongStep(row.state);
    return {
      a: fromBin(row.person_a),
      b: fromBin(row.person_b),
      state: row.state,
      done: row.done === null ? null : (JSON.parse(row.done) as MergeDone),
      mine,
    };
  }

  /** How many of the persons the actor looks after. */
  private async lookedAfter(actor: Actor, persons: readonly Buffer[]): Promise<number> {
    if (actor.kind === 'system') return persons.length;
    const roots = unitsWhere(actor, 'roster:import');
    if (roots.length === 0) return 0;
    const [row] = await this.db.manager.query<{ n: number | string }[]>(
      `SELECT COUNT(DISTINCT m.person_id) AS n FROM membership m
       JOIN org_unit_closure c ON c.descendant_id = m.unit_id AND c.ancestor_id IN (?)
       WHERE m.person_id IN (?) AND m.superseded_at IS NULL`,
      [roots.map(toBin), persons],
    );
    return Number(row?.n ?? 0);
  }

  /** Units are named only where the actor looks after them: elsewhere it is nobody's business there. */
  private async personsOf(
    ids: readonly Buffer[],
    roots: readonly string[],
  ): Promise<Map<string, DoubleView['persons'][number]>> {
    if (ids.length === 0) return new Map();
    const rows = await this.db.query<
      {
        person_id: Buffer;
        name: string | null;
        birth_date: string | null;
        units: string | null;
        since: string | null;
      }[]
    >(
      `SELECT i.person_id, i.name, i.birth_date, GROUP_CONCAT(DISTINCT n.name_ko ORDER BY m.valid_from SEPARATOR '\\n') AS units,
              MIN(IF(c.ancestor_id IS NULL, NULL, m.valid_from)) AS since
       FROM person_identity i
       LEFT JOIN membership m ON m.person_id = i.person_id AND m.superseded_at IS NULL
       LEFT JOIN org_unit_closure c ON c.descendant_id = m.unit_id AND c.ancestor_id IN (?)
       LEFT JOIN org_unit_name n ON n.unit_id = c.descendant_id AND n.valid_to IS NULL
       WHERE i.person_id IN (?) GROUP BY i.person_id, i.name, i.birth_date`,
      [roots.map(toBin), ids],
    );
    return new Map(
      rows.map((row) => [
        fromBin(row.person_id),
        {
          personId: fromBin(row.person_id),
          name: row.name ?? '',
          birthDate: row.birth_date,
          units: row.units === null ? [] : row.units.split('\n'),
          since: row.since,
        },
      ]),
    );
  }
}
