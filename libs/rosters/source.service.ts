import { AccessService } from '#libs/access';
import type { Actor } from '#libs/actor';
import { Database, fromBin, insertRows, isDuplicate, newId, toBin } from '#libs/database';
import { text } from '#libs/language';
import { UnitService } from '#libs/people';
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

/** Where lists come from, and what was learnt of how they are written. */
@Injectable()
export class SourceService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly access: AccessService,
    private readonly units: UnitService,
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

  /** Changes the share of missing people at which a list stops and asks. */
  async setDropPercent(actor: Actor, sourceId: string, percent: number): Promise<void> {
    await this.db.run(async (tx) => {
      const [row] = await tx.query<{ unit_id: Buffer }[]>('SELECT unit_id FROM import_source WHERE id = ? FOR UPDATE', [
        toBin(sourceId),
      ]);
      await this.access.requireUnit(actor, 'roster:import', row ? fromBin(row.unit_id) : sourceId);
      await tx.query('UPDATE import_source SET drop_percent = ? WHERE id = ?', [percent, toBin(sourceId)]);
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
