import { AccessService } from '#libs/access';
import { type Actor, unitsWhere } from '#libs/actor';
import { Audit } from '#libs/audit';
import { Database, fromBin, insertRows, isDuplicate, newId, toBin } from '#libs/database';
import { NotFound } from '#libs/errors';
import { text } from '#libs/language';
import { type Unit, UnitService } from '#libs/people';
import { Clock } from '#libs/time';
import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import type { ListKind } from './entry.rules.js';
import { ImportUnderWay, NotASource } from './rosters.errors.js';
import type { RunContext } from './run.js';

export interface Source {
  readonly id: string;
  readonly code: string;
  readonly kind: ListKind;
  readonly unitId: string;
  readonly mapping: Readonly<Record<string, string>>;
  readonly version: number;
}

/** A source as whoever looks after it sees it. */
export interface SourceView {
  readonly id: string;
  readonly code: string;
  /** What the unit's own people bring in by hand, and no system sends. */
  readonly own: boolean;
  readonly kind: ListKind;
  readonly unit: Unit;
  readonly dropPercent: number;
}

interface Raw {
  id: Buffer;
  code: string;
  kind: ListKind;
  unit_id: Buffer;
  mapping: string;
  unit_answers: string;
  version: number;
}

/** A tenth: more than leave a school or a bureau between two lists. */
const DROP_PERCENT = 10;
/** Beyond half, the guard would let another unit's list through. */
export const MOST_DROP_PERCENT = 50;

/** Where lists come from, and what was learnt of how they are written. */
@Injectable()
export class SourceService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly access: AccessService,
    private readonly units: UnitService,
    private readonly audit: Audit,
  ) {}

  /** The source of a code, or the unit's own for this kind of list, made when it is first needed. @throws {NotFound} {@link NotASource} */
  async open(
    actor: Actor,
    wanted: { code?: string | undefined; unitId?: string | undefined; kind: ListKind },
  ): Promise<Source> {
    const known = wanted.code === undefined ? null : await this.find(wanted.code);
    if (known) {
      await this.access.requireUnit(actor, 'roster:import', known.unitId);
      return known;
    }
    const { unitId } = wanted;
    if (unitId === undefined) {
      throw new NotASource(
        text(
          '처음 쓰는 출처입니다. 어느 기관의 명단인지 알려 주세요.',
          'This source is new. Say which unit its lists are of.',
        ),
      );
    }
    await this.access.requireUnit(actor, 'roster:import', unitId);
    const unit = (await this.units.unitsById([unitId])).get(unitId);
    if (!unit || (wanted.kind === 'pupils' && unit.kind !== 'school')) {
      throw new NotASource(text('학생 명단은 학교를 골라야 합니다.', 'A list of pupils needs a school.'));
    }
    const code = wanted.code ?? ownCode(unitId, wanted.kind);
    const own = await this.find(code);
    if (own) return own;
    try {
      await this.db.run((tx) =>
        insertRows(
          tx,
          'import_source',
          [
            'id',
            'code',
            'kind',
            'unit_id',
            'drop_percent',
            'mapping',
            'unit_answers',
            'version',
            'created_at',
            'created_by',
          ],
          [
            [
              toBin(newId()),
              code,
              wanted.kind,
              toBin(unitId),
              DROP_PERCENT,
              '{}',
              '{}',
              0,
              this.clock.now(),
              actor.personId === null ? null : toBin(actor.personId),
            ],
          ],
        ),
      );
    } catch (error) {
      // Somebody made it at the same moment.
      if (!isDuplicate(error, 'uq_import_source_code')) throw error;
    }
    const made = await this.find(code);
    if (!made) throw new Error('a source that was just made is gone');
    return made;
  }

  async remember(
    sourceId: string,
    mapping: Readonly<Record<string, string>>,
    units: Readonly<Record<string, string>>,
  ): Promise<void> {
    await this.db.run(async (tx) => {
      await this.lock(sourceId);
      const [row] = await tx.query<Raw[]>('SELECT mapping, unit_answers FROM import_source WHERE id = ?', [
        toBin(sourceId),
      ]);
      await tx.query('UPDATE import_source SET mapping = ?, unit_answers = ? WHERE id = ?', [
        JSON.stringify({ ...(JSON.parse(row?.mapping ?? '{}') as object), ...mapping }),
        JSON.stringify({ ...(JSON.parse(row?.unit_answers ?? '{}') as object), ...units }),
        toBin(sourceId),
      ]);
    });
  }

  /** Sources of the units that the actor looks after. */
  async list(actor: Actor): Promise<readonly SourceView[]> {
    const roots = unitsWhere(actor, 'roster:import');
    if (roots.length === 0) return [];
    const rows = await this.db.query<{ id: Buffer; code: string; kind: ListKind; unit_id: Buffer; percent: number }[]>(
      `SELECT DISTINCT s.id, s.code, s.kind, s.unit_id, s.drop_percent AS percent, s.created_at FROM import_source s
       JOIN org_unit_closure c ON c.descendant_id = s.unit_id AND c.ancestor_id IN (?)
       ORDER BY s.created_at DESC, s.id LIMIT 200`,
      [roots.map(toBin)],
    );
    const units = await this.units.unitsById([...new Set(rows.map(({ unit_id }) => fromBin(unit_id)))]);
    return rows.flatMap(({ id, code, kind, unit_id, percent }): SourceView[] => {
      const unit = units.get(fromBin(unit_id));
      if (!unit) return [];
      return [{ id: fromBin(id), code, own: code === ownCode(unit.id, kind), kind, unit, dropPercent: percent }];
    });
  }

  /**
   * Changes the share of missing people at which the lists of a source stop and ask; lists that are checked already ask
   * as they did. @throws {NotFound} out of scope
   */
  async setDropPercent(actor: Actor, sourceId: string, percent: number): Promise<void> {
    await this.db.run(async (tx) => {
      const [row] = await tx.query<{ unit_id: Buffer; drop_percent: number }[]>(
        'SELECT unit_id, drop_percent FROM import_source WHERE id = ? FOR UPDATE',
        [toBin(sourceId)],
      );
      if (!row) throw new NotFound();
      const unitId = fromBin(row.unit_id);
      await this.access.requireUnit(actor, 'roster:import', unitId);
      await tx.query('UPDATE import_source SET drop_percent = ? WHERE id = ?', [percent, toBin(sourceId)]);
      await this.audit.record(actor, {
        action: 'import.guard',
        subjectKind: 'import-source',
        subjectId: sourceId,
        unitId,
        detail: { from: row.drop_percent, to: percent },
      });
    });
  }

  /** Holds the source until the transaction ends: one list of it at a time. */
  async lock(sourceId: string): Promise<void> {
    await this.db.manager.query('SELECT id FROM import_source WHERE id = ? FOR UPDATE', [toBin(sourceId)]);
  }

  /** @throws {ImportUnderWay} when another run of the source is being written */
  async claim(run: RunContext): Promise<void> {
    const [row] = await this.db.manager.query<{ active_run_id: Buffer | null }[]>(
      'SELECT active_run_id FROM import_source WHERE id = ?',
      [toBin(run.source.id)],
    );
    if (row?.active_run_id && fromBin(row.active_run_id) !== run.id) throw new ImportUnderWay();
  }

  /** The next list of the source may begin; what was checked before must be checked again. */
  async release(run: RunContext): Promise<void> {
    await this.db.manager.query(
      'UPDATE import_source SET version = version + 1, active_run_id = NULL WHERE id = ? AND active_run_id = ?',
      [toBin(run.source.id), toBin(run.id)],
    );
  }

  private async find(code: string): Promise<Source | null> {
    const [row] = await this.db.query<Raw[]>(
      'SELECT id, code, kind, unit_id, mapping, version FROM import_source WHERE code = ?',
      [code],
    );
    return row
      ? {
          id: fromBin(row.id),
          code: row.code,
          kind: row.kind,
          unitId: fromBin(row.unit_id),
          mapping: JSON.parse(row.mapping) as Record<string, string>,
          version: row.version,
        }
      : null;
  }
}

/** The code of what a unit's own people bring in by hand: its own external ids, its own memory. */
function ownCode(unitId: string, kind: ListKind): string {
  return `${kind}-${createHash('sha256').update(unitId).digest('hex').slice(0, 24)}`;
}
