import type { Actor } from '#libs/actor';
import { Audit } from '#libs/audit';
import { Database, fromBin, insertRows, newId, toBin } from '#libs/database';
import type { Text } from '#libs/language';
import { Clock, type LocalDate, addDays } from '#libs/time';
import { Injectable } from '@nestjs/common';
import type { UnitKind } from './org-unit.entity.js';

/** A unit as the rest of the product sees it today. */
export interface Unit {
  readonly id: string;
  readonly authorityId: string;
  readonly code: string;
  readonly kind: UnitKind;
  readonly territory: string;
  readonly name: Text;
}

export interface NewAuthority {
  readonly code: string;
  readonly name: Text;
  readonly headTitle: Text;
  readonly issuerCode: string;
  readonly senderAddress: string;
  readonly contact: Text;
  readonly retention: Readonly<Record<string, number>>;
}

export interface AuthorityView extends NewAuthority {
  readonly id: string;
}

export interface NewUnit {
  readonly id?: string;
  readonly authorityId: string;
  readonly parentId: string | null;
  readonly code: string;
  readonly kind: UnitKind;
  readonly territory: string;
  readonly name: Text;
  readonly validFrom: LocalDate;
}

interface UnitRow {
  id: Buffer;
  authority_id: Buffer;
  code: string;
  kind: UnitKind;
  territory: string;
  name_ko: string;
  name_en: string;
}

/** The organisation: authorities and the dated tree of units. */
@Injectable()
export class UnitService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly audit: Audit,
  ) {}

  async createAuthority(input: NewAuthority): Promise<string> {
    const id = newId();
    await this.db.run((tx) =>
      insertRows(
        tx,
        'authority',
        // prettier-ignore
        ['id', 'code', 'name_ko', 'name_en', 'head_title_ko', 'head_title_en', 'issuer_code', 'sender_address', 'contact_ko', 'contact_en', 'retention'],
        [
          [
            toBin(id),
            input.code,
            input.name.ko,
            input.name.en,
            input.headTitle.ko,
            input.headTitle.en,
            input.issuerCode,
            input.senderAddress,
            input.contact.ko,
            input.contact.en,
            JSON.stringify(input.retention),
          ],
        ],
      ),
    );
    return id;
  }

  async authoritiesById(ids: readonly string[]): Promise<Map<string, AuthorityView>> {
    if (ids.length === 0) return new Map();
    const rows = await this.db.query<Record<string, string & Buffer>[]>('SELECT * FROM authority WHERE id IN (?)', [
      ids.map(toBin),
    ]);
    return new Map(rows.map((row) => authorityOf(row)).map((authority) => [authority.id, authority]));
  }

  async findAuthority(code: string): Promise<AuthorityView | null> {
    const [row] = await this.db.query<Record<string, string & Buffer>[]>('SELECT * FROM authority WHERE code = ?', [
      code,
    ]);
    return row ? authorityOf(row) : null;
  }

  /** Adds units with their first name and place, parents before children, and their rows of the closure. */
  async create(units: readonly NewUnit[]): Promise<string[]> {
    const now = this.clock.now();
    const made = units.map((unit) => ({ ...unit, id: unit.id ?? newId() }));
    await this.db.run(async (tx) => {
      await insertRows(
        tx,
        'org_unit',
        ['id', 'authority_id', 'code', 'kind', 'territory', 'valid_from'],
        made.map((u) => [toBin(u.id), toBin(u.authorityId), u.code, u.kind, u.territory, u.validFrom]),
      );
      await insertRows(
        tx,
        'org_unit_name',
        ['unit_id', 'valid_from', 'name_ko', 'name_en', 'recorded_at'],
        made.map((u) => [toBin(u.id), u.validFrom, u.name.ko, u.name.en, now]),
      );
      await insertRows(
        tx,
        'org_unit_parent',
        ['unit_id', 'valid_from', 'parent_id', 'recorded_at'],
        made.flatMap((u) => (u.parentId === null ? [] : [[toBin(u.id), u.validFrom, toBin(u.parentId), now]])),
      );
      for (const unit of made) {
        await tx.query('INSERT INTO org_unit_closure (ancestor_id, descendant_id, depth) VALUES (?, ?, 0)', [
          toBin(unit.id),
          toBin(unit.id),
        ]);
        if (unit.parentId === null) continue;
        await tx.query(
          `INSERT INTO org_unit_closure (ancestor_id, descendant_id, depth)
           SELECT ancestor_id, ?, depth + 1 FROM org_unit_closure WHERE descendant_id = ?`,
          [toBin(unit.id), toBin(unit.parentId)],
        );
      }
    });
    return made.map((unit) => unit.id);
  }

  /** Units with today's names, by id. Ids that do not exist are absent. */
  async unitsById(ids: readonly string[]): Promise<Map<string, Unit>> {
    if (ids.length === 0) return new Map();
    const today = this.clock.today();
    const rows = await this.db.query<UnitRow[]>(`${UNIT_SELECT} WHERE u.id IN (?)`, [today, today, ids.map(toBin)]);
    return new Map(rows.map((row) => unitOf(row)).map((unit) => [unit.id, unit]));
  }

  async findByCode(authorityCode: string, code: string): Promise<Unit | null> {
    const today = this.clock.today();
    const [row] = await this.db.query<UnitRow[]>(
      `${UNIT_SELECT} JOIN authority a ON a.id = u.authority_id WHERE a.code = ? AND u.code = ?`,
      [today, today, authorityCode, code],
    );
    return row ? unitOf(row) : null;
  }

  async findInAuthority(authorityId: string, code: string): Promise<Unit | null> {
    const today = this.clock.today();
    const [row] = await this.db.query<UnitRow[]>(`${UNIT_SELECT} WHERE u.authority_id = ? AND u.code = ?`, [
      today,
      today,
      toBin(authorityId),
      code,
    ]);
    return row ? unitOf(row) : null;
  }

  /** From `on` the unit is called something else; what it was called before stays readable. */
  async rename(actor: Actor, unitId: string, on: LocalDate, name: Text): Promise<void> {
    await this.db.run(async (tx) => {
      await tx.query('SELECT id FROM org_unit WHERE id = ? FOR UPDATE', [toBin(unitId)]);
      const [current] = await tx.query<{ name_ko: string; valid_from: string }[]>(
        'SELECT name_ko, valid_from FROM org_unit_name WHERE unit_id = ? AND valid_to IS NULL',
        [toBin(unitId)],
      );
      if (!current || current.name_ko === name.ko || current.valid_from >= on) return;
      await tx.query('UPDATE org_unit_name SET valid_to = ? WHERE unit_id = ? AND valid_to IS NULL', [
        addDays(on, -1),
        toBin(unitId),
      ]);
      await insertRows(
        tx,
        'org_unit_name',
        ['unit_id', 'valid_from', 'name_ko', 'name_en', 'recorded_at'],
        [[toBin(unitId), on, name.ko, name.en, this.clock.now()]],
      );
      await this.audit.record(actor, { action: 'unit.rename', subjectKind: 'org-unit', subjectId: unitId, unitId });
    });
  }

  /** For each unit the units above it, root first, itself last. */
  async pathsOf(ids: readonly string[]): Promise<Map<string, Unit[]>> {
    if (ids.length === 0) return new Map();
    const rows = await this.db.query<{ ancestor_id: Buffer; descendant_id: Buffer }[]>(
      `SELECT ancestor_id, descendant_id FROM org_unit_closure WHERE descendant_id IN (?)
       ORDER BY descendant_id, depth DESC`,
      [ids.map(toBin)],
    );
    const units = await this.unitsById([...new Set(rows.map((row) => fromBin(row.ancestor_id)))]);
    const paths = new Map<string, Unit[]>();
    for (const row of rows) {
      const id = fromBin(row.descendant_id);
      const unit = units.get(fromBin(row.ancestor_id));
      if (unit) paths.set(id, [...(paths.get(id) ?? []), unit]);
    }
    return paths;
  }

  /** True when `unitId` lies in the subtree of one of `roots` (or is one). */
  async isWithin(unitId: string, roots: readonly string[]): Promise<boolean> {
    if (roots.length === 0) return false;
    const rows = await this.db.query<unknown[]>(
      'SELECT 1 FROM org_unit_closure WHERE descendant_id = ? AND ancestor_id IN (?) LIMIT 1',
      [toBin(unitId), roots.map(toBin)],
    );
    return rows.length > 0;
  }
}

const UNIT_SELECT = `SELECT u.id, u.authority_id, u.code, u.kind, u.territory, n.name_ko, n.name_en
  FROM org_unit u JOIN org_unit_name n
    ON n.unit_id = u.id AND n.replaced_at IS NULL AND n.valid_from <= ? AND (n.valid_to IS NULL OR n.valid_to >= ?)`;

function unitOf(row: UnitRow): Unit {
  return {
    id: fromBin(row.id),
    authorityId: fromBin(row.authority_id),
    code: row.code,
    kind: row.kind,
    territory: row.territory,
    name: { ko: row.name_ko, en: row.name_en },
  };
}

function authorityOf(row: Record<string, string & Buffer>): AuthorityView {
  const value = (column: string): string => row[column] ?? '';
  return {
    id: fromBin(row['id'] as Buffer),
    code: value('code'),
    name: { ko: value('name_ko'), en: value('name_en') },
    headTitle: { ko: value('head_title_ko'), en: value('head_title_en') },
    issuerCode: value('issuer_code'),
    senderAddress: value('sender_address'),
    contact: { ko: value('contact_ko'), en: value('contact_en') },
    retention: JSON.parse(value('retention')) as Record<string, number>,
  };
}
