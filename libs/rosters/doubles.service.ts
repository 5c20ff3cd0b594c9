import { type Actor, unitsWhere } from '#libs/actor';
import { Audit } from '#libs/audit';
import { Database, fromBin, toBin } from '#libs/database';
import { NotFound } from '#libs/errors';
import { AbsorptionService } from '#libs/mandates';
import { type MergeDone, MergeService, type PersonRows } from '#libs/people';
import { Clock } from '#libs/time';
import { Injectable } from '@nestjs/common';
import { NotBothYours, RoleElsewhere, WrongStep } from './rosters.errors.js';

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

/** Of merges that are older than what is noted today. */
const NOTHING_ELSE = { rows: [], followers: [] };

/** Persons who may be one: found by what they share, decided by a person, and undone by one. */
@Injectable()
export class DoublesService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly merges: MergeService,
    private readonly absorption: AbsorptionService,
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
       JOIN person a ON a.id = d.person_a JOIN person b ON b.id = d.person_b
       JOIN membership m ON m.person_id IN (COALESCE(a.alias_of, a.id), COALESCE(b.alias_of, b.id))
         AND m.superseded_at IS NULL
       JOIN org_unit_closure c ON c.descendant_id = m.unit_id AND c.ancestor_id IN (?)
       WHERE (d.state = 'open' AND a.alias_of IS NULL AND b.alias_of IS NULL) OR d.decided_at > ? ORDER BY d.state = 'open' DESC, d.found_at DESC, d.id LIMIT 200`,
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
   * Two ids become one person; the other goes on as an alias, and its duties are absorbed.
   * @param evidence rows of a person that go over to the one who is kept
   * @throws {NotFound} {@link WrongStep} {@link NotBothYours} {@link RoleElsewhere}
   */
  async merge(actor: Actor, id: string, kept: string, evidence: readonly PersonRows[]): Promise<void> {
    await this.db.run(async (tx) => {
      const pair = await this.locked(actor, id, 'open');
      if (kept !== pair.a && kept !== pair.b) throw new NotFound();
      // The kept one can be signed in to as the other: nobody may take over a person whom they do not look after.
      if (pair.mine < 2) throw new NotBothYours();
      await this.requireRolesWithin(actor, [toBin(pair.a), toBin(pair.b)]);
      const alias = kept === pair.a ? pair.b : pair.a;
      const done = await this.merges.merge(actor, kept, alias, evidence);
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
      await this.askOfKept(kept, alias);
    });
  }

  /** Whom the alias was asked about, the one who is kept is asked about from now on. */
  private async askOfKept(kept: string, alias: string): Promise<void> {
    await this.db.manager.query(
      `INSERT IGNORE INTO person_double (id, person_a, person_b, why, state, found_at)
       SELECT UNHEX(REPLACE(UUID(), '-', '')), LEAST(?, o.other), GREATEST(?, o.other), o.why, 'open', o.found_at
       FROM (SELECT IF(person_a = ?, person_b, person_a) AS other, why, found_at FROM person_double
             WHERE state = 'open' AND ? IN (person_a, person_b)) o
       WHERE o.other <> ?`,
      [toBin(kept), toBin(kept), toBin(alias), toBin(alias), toBin(kept)],
    );
  }

  /**
   * Whoever signs in as the one signs in as both: nobody gives out a role by a merge that reaches beyond what they look
   * after. @throws {RoleElsewhere}
   */
  private async requireRolesWithin(actor: Actor, persons: readonly Buffer[]): Promise<void> {
    if (actor.kind === 'system') return;
    const roots = unitsWhere(actor, 'roster:import');
    const [beyond] = await this.db.manager.query<unknown[]>(
      `SELECT 1 FROM role_grant g
       LEFT JOIN org_unit_closure c ON c.descendant_id = g.unit_id AND c.ancestor_id IN (?)
       WHERE g.person_id IN (?) AND g.revoked_at IS NULL AND c.ancestor_id IS NULL LIMIT 1`,
      [roots.map(toBin), persons],
    );
    if (beyond !== undefined) throw new RoleElsewhere();
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
      if (pair.done) {
        await this.merges.unmerge(actor, pair.done);
        await this.absorption.restore([pair.done.alias], actor);
      }
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
      done: row.done === null ? null : { ...NOTHING_ELSE, ...(JSON.parse(row.done) as MergeDone) },
      mine,
    };
  }

  /** How many of the persons the actor looks after. */
  private async lookedAfter(actor: Actor, persons: readonly Buffer[]): Promise<number> {
    if (actor.kind === 'system') return persons.length;
    const roots = unitsWhere(actor, 'roster:import');
    if (roots.length === 0) return 0;
    const [row] = await this.db.manager.query<{ n: number | string }[]>(
      `SELECT COUNT(DISTINCT p.id) AS n FROM person p
       JOIN membership m ON m.person_id = COALESCE(p.alias_of, p.id) AND m.superseded_at IS NULL
       JOIN org_unit_closure c ON c.descendant_id = m.unit_id AND c.ancestor_id IN (?)
       WHERE p.id IN (?)`,
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
