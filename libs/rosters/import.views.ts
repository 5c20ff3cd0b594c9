import { AccessService } from '#libs/access';
import { type Actor, unitsWhere } from '#libs/actor';
import { Audit } from '#libs/audit';
import { Database, fromBin, toBin } from '#libs/database';
import { type Language, type Text } from '#libs/language';
import type { DutyEffect } from '#libs/mandates';
import { PeopleService, type Unit, UnitService } from '#libs/people';
import { Clock } from '#libs/time';
import { Injectable } from '@nestjs/common';
import { type ErrorRow, errorFile } from './error-file.rules.js';
import { HEADER_ROWS } from './header.rules.js';
import type { Because } from './match.js';
import type { Needs } from './plan.rules.js';
import { problem, problemText } from './problems.js';
import { getRun, planFrom } from './run.queries.js';
import type { RunContext, RunState } from './run.js';

export interface RunHead {
  readonly id: string;
  readonly state: RunState;
  readonly fileName: string;
  readonly source: string;
  readonly kind: 'pupils' | 'staff';
  readonly unit: Unit;
  readonly rows: number;
  readonly requestedAt: Date;
  readonly requestedBy: string | null;
  readonly appliedAt: Date | null;
}

export interface RunView extends RunHead {
  readonly run: RunContext;
  readonly format: string;
  readonly encoding: string | null;
  readonly sheet: string | null;
  readonly done: number;
  readonly failure: string | null;
  readonly checkedAt: Date | null;
  readonly undoUntil: Date | null;
  /** The first rows, for whoever says what the columns are. */
  readonly sample: readonly { readonly number: number; readonly cells: readonly string[] }[];
  /** Units named in the summary. */
  readonly units: readonly Unit[];
}

export interface RowView {
  readonly number: number | null;
  readonly id: number;
  readonly name: string | null;
  readonly kind: string;
  readonly needs: Needs;
  readonly decision: string | null;
  readonly outcome: string | null;
  readonly because: Because | null;
  readonly problems: readonly Text[];
  readonly cells: readonly string[];
  readonly candidates: readonly {
    readonly personId: string;
    readonly name: string;
    readonly place: Text | null;
    readonly number: number | null;
  }[];
  readonly from: Text | null;
  readonly to: Text | null;
  readonly duties: readonly DutyEffect[];
}

export const ROW_FILTERS = [
  'attention',
  'confirm',
  'create',
  'update',
  'move',
  'end',
  'leave',
  'none',
  'bad',
  'all',
] as const;
export type RowFilter = (typeof ROW_FILTERS)[number];

const FILTER_SQL: Readonly<Record<RowFilter, string>> = {
  attention: `(kind IN ('ask', 'bad') OR outcome IN ('left-out', 'outdated'))`,
  confirm: `needs = 'confirm' AND number <= 1000000`,
  create: `kind = 'create'`,
  update: `kind = 'update'`,
  move: `kind = 'move'`,
  end: `kind = 'end'`,
  leave: `kind = 'leave'`,
  none: `kind = 'none'`,
  bad: `kind = 'bad'`,
  all: `kind <> 'furniture'`,
};

const UNDO_MS = 7 * 86_400_000;
const LAST_OF_FILE = 1_000_000;

/** What the screens and reports show of runs. */
@Injectable()
export class ImportViews {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly access: AccessService,
    private readonly tree: UnitService,
    private readonly people: PeopleService,
  ) {}

  /** The latest runs of the units that the actor looks after. */
  async list(actor: Actor): Promise<readonly RunHead[]> {
    const roots = unitsWhere(actor, 'roster:import');
    if (roots.length === 0) return [];
    const rows = await this.db.query<HeadRow[]>(
      `${HEAD_SELECT} JOIN org_unit_closure c ON c.descendant_id = s.unit_id AND c.ancestor_id IN (?)
       WHERE r.state <> 'reading' ORDER BY r.requested_at DESC, r.id DESC LIMIT 30`,
      [roots.map(toBin)],
    );
    const units = await this.tree.unitsById([...new Set(rows.map(({ unit_id }) => fromBin(unit_id)))]);
    return rows.flatMap((row) => {
      const unit = units.get(fromBin(row.unit_id));
      return unit ? [headOf(row, unit)] : [];
    });
  }

  /** Units that lists may be of, below those that the actor looks after, with what stands above them. */
  async units(actor: Actor): Promise<readonly { readonly unit: Unit; readonly path: readonly Text[] }[]> {
    const roots = unitsWhere(actor, 'roster:import');
    if (roots.length === 0) return [];
    const rows = await this.db.query<{ id: Buffer }[]>(
      `SELECT DISTINCT u.id, u.code FROM org_unit_closure c JOIN org_unit u ON u.id = c.descendant_id
       WHERE c.ancestor_id IN (?) AND u.kind NOT IN ('grade', 'class') AND u.valid_from <= ?
         AND (u.valid_to IS NULL OR u.valid_to >= ?) ORDER BY u.code LIMIT 2000`,
      [roots.map(toBin), this.clock.today(), this.clock.today()],
    );
    const paths = await this.tree.pathsOf(rows.map(({ id }) => fromBin(id)));
    return rows.flatMap(({ id }) => {
      const path = paths.get(fromBin(id)) ?? [];
      const unit = path.at(-1);
      return unit ? [{ unit, path: path.slice(0, -1).map(({ name }) => name) }] : [];
    });
  }

  /** @throws {NotFound} out of scope */
  async get(actor: Actor, runId: string): Promise<RunView> {
    const run = await getRun(this.db, runId);
    await this.access.requireUnit(actor, 'roster:import', run.source.unitId);
    const [row] = await this.db.query<DetailRow[]>(`${HEAD_SELECT} WHERE r.id = ?`, [toBin(runId)]);
    if (!row) throw new Error('a run without its row');
    const { renamedUnits = [], unitQuestions = [] } = run.summary ?? {};
    const named = [
      run.source.unitId,
      ...renamedUnits.map(({ unitId }) => unitId),
      ...unitQuestions.flatMap(({ candidates }) => candidates),
    ];
    const units = await this.tree.unitsById([...new Set(named)]);
    const unit = units.get(run.source.unitId);
    if (!unit) throw new Error('the unit of a source is gone');
    const sample = await this.db.query<{ number: number; cells: string }[]>(
      'SELECT number, cells FROM import_row WHERE run_id = ? AND number <= ? ORDER BY number LIMIT 12',
      [toBin(runId), Math.max(HEADER_ROWS, run.mapping.headerRow + 8)],
    );
    return {
      ...headOf(row, unit),
      run,
      format: row.format,
      encoding: row.encoding,
      sheet: row.sheet,
      done: row.done_count,
      failure: row.failure,
      checkedAt: row.checked_at,
      undoUntil:
        run.state === 'applied' && row.applied_at !== null ? new Date(row.applied_at.getTime() + UNDO_MS) : null,
      sample: sample.map(({ number, cells }) => ({ number, cells: JSON.parse(cells) as string[] })),
      units: [...units.values()],
    };
  }

  /** Rows of a run by what is to be done about them, in the order of the list. */
  async rows(
    actor: Actor,
    runId: string,
    filter: RowFilter,
    after: number,
    limit: number,
  ): Promise<readonly RowView[]> {
    const run = await getRun(this.db, runId);
    await this.access.requireUnit(actor, 'roster:import', run.source.unitId);
    const rows = await this.db.query<StoredRow[]>(
      `SELECT number, name, kind, needs, person_id, plan, decision, outcome, cells FROM import_row
       WHERE run_id = ? AND number > ? AND number > ? AND ${FILTER_SQL[filter]} ORDER BY number LIMIT ?`,
      [toBin(runId), after, run.mapping.headerRow, limit],
    );
    const plans = rows.map((row) => (row.plan === null ? null : planFrom(row.plan)));
    const persons = [
      ...new Set([
        ...plans.flatMap((plan) => plan?.candidates ?? []),
        ...rows.flatMap(({ person_id }) => (person_id === null ? [] : [fromBin(person_id)])),
      ]),
    ];
    const places = await this.placesOf(run, persons);
    const names = await this.people.names(persons);
    const targets = await this.tree.unitsById([
      ...new Set(
        plans.flatMap(
          (plan) => plan?.facts.flatMap((fact) => (fact.op === 'join' ? [fact.membership.unitId] : [])) ?? [],
        ),
      ),
    ]);
    await this.audit.recordMany(
      persons.map((subjectId) => ({
        actor,
        action: 'import.read',
        subjectKind: 'person',
        subjectId,
        unitId: run.source.unitId,
      })),
    );
    return rows.map((row, i) => {
      const plan = plans[i] ?? null;
      const join = plan?.facts.find((fact) => fact.op === 'join');
      const person = row.person_id === null ? null : fromBin(row.person_id);
      return {
        id: row.number,
        number: row.number > LAST_OF_FILE ? null : row.number,
        name: row.name,
        kind: row.kind,
        needs: row.needs,
        decision: row.decision,
        outcome: row.outcome,
        because: plan?.because ?? null,
        problems: (plan?.problems ?? []).map(problemText),
        cells: JSON.parse(row.cells) as string[],
        candidates: (plan?.candidates ?? []).map((personId) => ({
          personId,
          name: names.get(personId)?.name ?? '',
          place: places.get(personId)?.name ?? null,
          number: places.get(personId)?.number ?? null,
        })),
        from: person === null ? null : (places.get(person)?.name ?? null),
        to: join ? (targets.get(join.membership.unitId)?.name ?? newClassName(run, join.membership.unitId)) : null,
        duties: plan?.duties ?? [],
      };
    });
  }

  /** Every row that was not taken, as it came, with the reason in words: to be put right and uploaded again. */
  async errorFile(actor: Actor, runId: string, language: Language): Promise<{ fileName: string; bytes: Buffer }> {
    const run = await getRun(this.db, runId);
    await this.access.requireUnit(actor, 'roster:import', run.source.unitId);
    const rows = await this.db.query<StoredRow[]>(
      `SELECT number, name, kind, needs, person_id, plan, decision, outcome, cells FROM import_row
       WHERE run_id = ? AND number <= ? AND (kind IN ('bad', 'ask') OR outcome IN ('left-out', 'outdated')) ORDER BY number`,
      [toBin(runId), LAST_OF_FILE],
    );
    await this.audit.record(actor, {
      action: 'import.error-file',
      subjectKind: 'import-run',
      subjectId: runId,
      unitId: run.source.unitId,
    });
    const failed = rows.map((row): ErrorRow => {
      const problems = row.plan === null ? [] : planFrom(row.plan).problems;
      const why =
        row.outcome === 'outdated'
          ? [problem('changed-meanwhile')]
          : row.kind === 'bad'
            ? problems
            : [problem('left-out')];
      return {
        number: row.number,
        cells: JSON.parse(row.cells) as string[],
        reasons: why.map((each) => problemText(each)[language]),
      };
    });
    return { fileName: `madang-${runId.slice(-8)}-rows.csv`, bytes: errorFile(run.mapping, failed, language) };
  }

  /** Where persons are now within the unit of the list; nothing is said of places outside it. */
  private async placesOf(
    run: RunContext,
    personIds: readonly string[],
  ): Promise<Map<string, { name: Text; number: number | null }>> {
    if (personIds.length === 0) return new Map();
    const rows = await this.db.query<
      { person_id: Buffer; name_ko: string; name_en: string; roll_number: number | null }[]
    >(
      `SELECT m.person_id, n.name_ko, n.name_en, m.roll_number FROM membership m
       JOIN org_unit_closure c ON c.descendant_id = m.unit_id AND c.ancestor_id = ?
       JOIN org_unit_name n ON n.unit_id = m.unit_id AND n.valid_to IS NULL
       WHERE m.person_id IN (?) AND m.superseded_at IS NULL ORDER BY m.valid_from`,
      [toBin(run.source.unitId), personIds.map(toBin)],
    );
    return new Map(
      rows.map((row) => [
        fromBin(row.person_id),
        { name: { ko: row.name_ko, en: row.name_en }, number: row.roll_number },
      ]),
    );
  }
}

interface HeadRow {
  id: Buffer;
  state: RunState;
  file_name: string;
  code: string;
  kind: 'pupils' | 'staff';
  unit_id: Buffer;
  row_count: number;
  requested_at: Date;
  name: string | null;
  applied_at: Date | null;
}

interface DetailRow extends HeadRow {
  format: string;
  encoding: string | null;
  sheet: string | null;
  done_count: number;
  failure: string | null;
  checked_at: Date | null;
}

interface StoredRow {
  number: number;
  name: string | null;
  kind: string;
  needs: Needs;
  person_id: Buffer | null;
  plan: string | null;
  decision: string | null;
  outcome: string | null;
  cells: string;
}

const HEAD_SELECT = `SELECT DISTINCT r.id, r.state, r.file_name, s.code, s.kind, s.unit_id, r.row_count, r.requested_at, i.name,
    r.applied_at, r.format, r.encoding, r.sheet, r.done_count, r.failure, r.checked_at
  FROM import_run r JOIN import_source s ON s.id = r.source_id LEFT JOIN person_identity i ON i.person_id = r.requested_by`;

function headOf(row: HeadRow, unit: Unit): RunHead {
  return {
    id: fromBin(row.id),
    state: row.state,
    fileName: row.file_name,
    source: row.code,
    kind: row.kind,
    unit,
    rows: row.row_count,
    requestedAt: row.requested_at,
    requestedBy: row.name,
    appliedAt: row.applied_at,
  };
}

function newClassName(run: RunContext, unitId: string): Text | null {
  const made = run.summary?.newClasses.find(({ id }) => id === unitId);
  if (!made) return null;
  const grade = String(made.grade);
  return { ko: `${grade}학년 ${made.className}반`, en: `Class ${grade}-${made.className}` };
}
