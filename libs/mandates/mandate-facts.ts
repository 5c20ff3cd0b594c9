import { type Database, fromBin, toBin } from '#libs/database';
import type { BearerKind, MandateFact, VersionFact } from './evaluation.types.js';
import type { MandateDocument } from './rule.schema.js';

interface VersionRow {
  mandate_id: Buffer;
  code: string;
  id: Buffer;
  number: number;
}

/**
 * The mandates in force, as evaluation takes them. A version never changes, so each rule is read and prepared once a
 * process; while the same versions are in force, the same list is given out, and what was prepared for it is found again.
 */
export class MandateFacts {
  private readonly rules = new Map<string, MandateDocument>();
  private readonly lists = new Map<BearerKind, { readonly signature: string; readonly mandates: MandateFact[] }>();

  constructor(private readonly db: Database) {}

  /** Versions signed wait for the day they name. One small statement, and one more when a version is new. */
  async of(bearerKind: BearerKind): Promise<readonly MandateFact[]> {
    const rows = await this.db.query<VersionRow[]>(
      `SELECT m.id AS mandate_id, m.code, v.id, v.number
       FROM mandate m JOIN mandate_version v ON v.mandate_id = m.id AND v.state IN ('signed', 'in-force')
       WHERE m.bearer_kind = ? ORDER BY m.code, v.number`,
      [bearerKind],
    );
    const signature = rows.map(({ id }) => id.toString('hex')).join();
    const known = this.lists.get(bearerKind);
    if (known?.signature === signature) return known.mandates;
    await this.loadRules(rows.map(({ id }) => fromBin(id)));
    const found = new Map<string, { id: string; code: string; versions: VersionFact[] }>();
    for (const row of rows) {
      const id = fromBin(row.mandate_id);
      const mandate = found.get(id) ?? { id, code: row.code, versions: [] };
      const rule = this.rules.get(fromBin(row.id));
      if (rule) mandate.versions.push({ id: fromBin(row.id), number: row.number, rule });
      found.set(id, mandate);
    }
    const mandates = [...found.values()];
    this.lists.set(bearerKind, { signature, mandates });
    return mandates;
  }

  private async loadRules(versionIds: readonly string[]): Promise<void> {
    const unknown = versionIds.filter((id) => !this.rules.has(id));
    if (unknown.length === 0) return;
    const rows = await this.db.query<{ id: Buffer; rule: string }[]>(
      'SELECT id, rule FROM mandate_version WHERE id IN (?)',
      [unknown.map(toBin)],
    );
    for (const row of rows) this.rules.set(fromBin(row.id), JSON.parse(row.rule) as MandateDocument);
  }
}
