import type { Actor } from '#libs/actor';
import { Audit } from '#libs/audit';
import { Database, fromBin, toBin } from '#libs/database';
import { NotFound } from '#libs/errors';
import { Clock, type LocalDate, addDays } from '#libs/time';
import { Injectable } from '@nestjs/common';
import type { UnitKind } from './org-unit.entity.js';
import { UnitTree } from './unit-tree.js';
import type { Unit } from './units.service.js';

/** The organisation through time: what it was known to be, and moves of units within it. */
@Injectable()
export class UnitHistory {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly audit: Audit,
  ) {}

  /** The tree as it was on a day, by what was recorded until an instant. Three statements, however large the city. */
  async treeAt(knownAt: Date, on: LocalDate): Promise<UnitTree> {
    const units = await this.db.query<
      { id: Buffer; authority_id: Buffer; code: string; kind: UnitKind; territory: string }[]
    >('SELECT id, authority_id, code, kind, territory FROM org_unit');
    const names = await this.db.query<{ unit_id: Buffer; name_ko: string; name_en: string }[]>(
      `SELECT unit_id, name_ko, name_en FROM org_unit_name WHERE ${KNOWN} ORDER BY unit_id, valid_from, recorded_at`,
      [on, knownAt, knownAt],
    );
    const places = await this.db.query<{ unit_id: Buffer; parent_id: Buffer }[]>(
      `SELECT unit_id, parent_id FROM org_unit_parent WHERE ${KNOWN} ORDER BY unit_id, valid_from, recorded_at`,
      [on, knownAt, knownAt],
    );
    // The later row of a unit wins: it began later, or corrected the one before.
    const nameOf = new Map(names.map((row) => [fromBin(row.unit_id), { ko: row.name_ko, en: row.name_en }]));
    const parentOf = new Map(places.map((row) => [fromBin(row.unit_id), fromBin(row.parent_id)]));
    const known = units.flatMap((row): Unit[] => {
      const id = fromBin(row.id);
      const name = nameOf.get(id);
      const { code, kind, territory } = row;
      return name ? [{ id, authorityId: fromBin(row.authority_id), code, kind, territory, name }] : [];
    });
    return new UnitTree(new Map(known.map((unit) => [unit.id, unit])), parentOf);
  }

  /**
   * From `on`, today or earlier, a unit stands under another one; where it stood before stays readable.
   * @throws {NotFound} when either does not exist, or the new place lies below the unit itself
   */
  async reparent(actor: Actor, unitId: string, on: LocalDate, parentId: string): Promise<void> {
    await this.db.run(async (tx) => {
      // First, and held to the end: sums along the tree are neither made nor read halfway.
      await tx.query('INSERT INTO org_tree (id, summed) VALUES (1, 0) ON DUPLICATE KEY UPDATE summed = 0');
      const ids = [unitId, parentId].sort().map(toBin);
      await tx.query('SELECT id FROM org_unit WHERE id IN (?) ORDER BY id FOR UPDATE', [ids]);
      const below = await tx.query<unknown[]>(
        'SELECT 1 FROM org_unit_closure WHERE ancestor_id = ? AND descendant_id = ?',
        [toBin(unitId), toBin(parentId)],
      );
      const there = await tx.query<unknown[]>('SELECT id FROM org_unit WHERE id IN (?)', [ids]);
      if (below.length > 0 || there.length < 2 || on > this.clock.today()) throw new NotFound();
      const now = this.clock.now();
      await tx.query(
        `UPDATE org_unit_parent SET replaced_at = ? WHERE unit_id = ? AND replaced_at IS NULL AND valid_from >= ?`,
        [now, toBin(unitId), on],
      );
      await tx.query(
        `UPDATE org_unit_parent SET valid_to = ? WHERE unit_id = ? AND replaced_at IS NULL AND valid_to IS NULL`,
        [addDays(on, -1), toBin(unitId)],
      );
      await tx.query('INSERT INTO org_unit_parent (unit_id, valid_from, parent_id, recorded_at) VALUES (?, ?, ?, ?)', [
        toBin(unitId),
        on,
        toBin(parentId),
        now,
      ]);
      // The subtree leaves everything that stood above it, and stands below everything above the new parent.
      await tx.query(
        `DELETE c FROM org_unit_closure c JOIN org_unit_closure d ON d.ancestor_id = ? AND d.descendant_id = c.descendant_id
         LEFT JOIN org_unit_closure inside ON inside.ancestor_id = ? AND inside.descendant_id = c.ancestor_id
         WHERE inside.ancestor_id IS NULL`,
        [toBin(unitId), toBin(unitId)],
      );
      await tx.query(
        `INSERT INTO org_unit_closure (ancestor_id, descendant_id, depth)
         SELECT above.ancestor_id, sub.descendant_id, above.depth + sub.depth + 1
         FROM org_unit_closure above CROSS JOIN org_unit_closure sub
         WHERE above.descendant_id = ? AND sub.ancestor_id = ?`,
        [toBin(parentId), toBin(unitId)],
      );
      await this.audit.record(actor, { action: 'unit.move', subjectKind: 'org-unit', subjectId: unitId, unitId });
    });
  }
}

const KNOWN = 'valid_from <= ? AND recorded_at <= ? AND (replaced_at IS NULL OR replaced_at > ?)';
