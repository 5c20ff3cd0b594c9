import type { Actor } from '#libs/actor';
import { Audit } from '#libs/audit';
import { Database, fromBin, toBin } from '#libs/database';
import type { Text } from '#libs/language';
import type { Unit } from '#libs/people';
import type { LocalDate } from '#libs/time';
import { Injectable } from '@nestjs/common';
import { ComplianceService, type ReportQuery, type ReportScope } from './compliance.service.js';

/** Education that a unit has provided, as it counts for its duty. */
export interface ProvidedItem {
  readonly id: string;
  readonly unit: Unit;
  readonly heldOn: LocalDate;
  readonly title: Text;
  readonly mode: string;
  readonly method: string;
  readonly minutes: number;
  readonly host: string | null;
  readonly partner: string | null;
  readonly coLead: string | null;
  readonly place: string | null;
  /** How many of those on the roster were there. */
  readonly reached: number | null;
  readonly rosterSize: number | null;
}

const AT_MOST = 500;

/** What units that must provide have run, when, by whom, and whom it reached. */
@Injectable()
export class ProvidedService {
  constructor(
    private readonly db: Database,
    private readonly audit: Audit,
    private readonly compliance: ComplianceService,
  ) {}

  /** The newest first, a few hundred at most; `total` says of how many. @throws {NotFound} out of scope */
  async list(actor: Actor, query: ReportQuery): Promise<{ items: readonly ProvidedItem[]; total: number }> {
    const source = await this.compliance.source(query.asOf);
    const scope = await this.compliance.scopeOf(actor, 'report:people', query, source);
    if (scope.mandate.bearer !== 'unit') return { items: [], total: 0 };
    // It names who led a session.
    await this.audit.record(actor, {
      action: 'report.provided',
      subjectKind: 'org-unit',
      subjectId: scope.unit.id,
      unitId: scope.unit.id,
      detail: { mandate: scope.mandate.code, cycle: scope.cycle },
    });
    return this.of(scope);
  }

  /** Of a part whose scope was checked and whose reading is on record. */
  async of(scope: ReportScope): Promise<{ items: readonly ProvidedItem[]; total: number }> {
    const rows = await this.db.query<Row[]>(
      `SELECT k.id, k.bearer_id, k.earned_on, k.title_ko, k.title_en, k.mode, k.method, k.minutes, k.reached, k.roster_size,
              s.host, s.partner, s.co_lead, s.place, COUNT(*) OVER () AS total
       FROM org_unit_closure c
       JOIN org_unit u ON u.id = c.descendant_id AND u.authority_id = ?
       JOIN credit k ON k.bearer_id = c.descendant_id AND k.bearer_kind = 'unit' AND k.source_kind <> 'reversal'
         AND k.earned_on BETWEEN ? AND ?
       LEFT JOIN credit undone ON undone.reverses_id = k.id
       LEFT JOIN live_session s ON s.id = k.source_id AND k.source_kind = 'session'
       WHERE c.ancestor_id = ? AND undone.id IS NULL
       ORDER BY k.earned_on DESC, k.id DESC LIMIT ?`,
      [toBin(scope.unit.authorityId), ...(await this.days(scope)), toBin(scope.unit.id), AT_MOST],
    );
    const units = await scope.source.units([...new Set(rows.map((row) => fromBin(row.bearer_id)))]);
    const items = rows.flatMap((row) => {
      const unit = units.get(fromBin(row.bearer_id));
      if (!unit) return [];
      return [
        {
          id: fromBin(row.id),
          unit,
          heldOn: row.earned_on,
          title: { ko: row.title_ko, en: row.title_en },
          mode: row.mode,
          method: row.method,
          minutes: row.minutes,
          host: row.host,
          partner: row.partner,
          coLead: row.co_lead,
          place: row.place,
          reached: row.reached,
          rosterSize: row.roster_size,
        },
      ];
    });
    return { items, total: Number(rows[0]?.total ?? 0) };
  }

  /** First and last day of the cycle, as far as it has come at the moment of the report. */
  private async days({ source, mandate, cycle }: ReportScope): Promise<readonly [LocalDate, LocalDate]> {
    const [row] = await this.db.query<{ from: LocalDate | null; to: LocalDate | null }[]>(
      'SELECT MIN(cycle_from) AS `from`, MAX(cycle_to) AS `to` FROM obligation WHERE mandate_id = ? AND cycle_key = ?',
      [toBin(mandate.id), cycle],
    );
    const to = row?.to ?? source.today;
    return [row?.from ?? source.today, to < source.today ? to : source.today];
  }
}

interface Row {
  id: Buffer;
  bearer_id: Buffer;
  earned_on: LocalDate;
  title_ko: string;
  title_en: string;
  mode: string;
  method: string;
  minutes: number;
  reached: number | null;
  roster_size: number | null;
  host: string | null;
  partner: string | null;
  co_lead: string | null;
  place: string | null;
  total: string;
}
