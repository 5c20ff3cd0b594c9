import { Database, newId, toBin } from '#libs/database';
import { Outbox } from '#libs/jobs';
import { type DutyEffect, DutyPreview } from '#libs/mandates';
import { PeopleService, type Unit, UnitService } from '#libs/people';
import { Clock, addDays } from '#libs/time';
import { Injectable } from '@nestjs/common';
import { type ChangeContext, changeOfAbsent } from './change.rules.js';
import { type Entry, RowReader, storableCells } from './entry.rules.js';
import type { KnownPerson } from './known.js';
import {
  absentStaff,
  expectedStaff,
  idsByExternalId,
  idsByName,
  loadKnown,
  loadPupils,
  loadUnits,
} from './known.queries.js';
import { StaffMatcher } from './match-staff.rules.js';
import {
  ABSENT_FROM,
  type RowPlan,
  absentPlan,
  badPlan,
  decided,
  dropsTooMany,
  onBadRows,
  planOf,
  planPupils,
  skipped,
} from './plan.rules.js';
import { type Problem, problem } from './problems.js';
import { type PlannedRow, type StagedRow, getRun, savePlans, stagedRows } from './run.queries.js';
import type { NewClass, RunContext, Summary } from './run.js';
import { classFromName, lastGradeOf } from './school-year.rules.js';
import { type UnitPlace, supposedFacts } from './supposed.rules.js';
import { type KnownUnit, UnitFinder, labelOf } from './units.rules.js';
import { nameKey } from './values.rules.js';

const BATCH = 1_000;
/** Pupils are matched against each other, so all of a school are held at once. */
const MOST_PUPILS = 20_000;
const LEASE_MS = 20_000;

type Preview = Awaited<ReturnType<DutyPreview['begin']>>;
type Read = {
  readonly staged: StagedRow;
  readonly cells: readonly string[];
  readonly entry: Entry | null;
  readonly plan: RowPlan | null;
  readonly notes: readonly Problem[];
};

/** The dry run: what a list would change, and who would gain or lose which duty. Writes nothing but the run's own rows. */
@Injectable()
export class ImportCheck {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly people: PeopleService,
    private readonly units: UnitService,
    private readonly preview: DutyPreview,
    private readonly outbox: Outbox,
  ) {}

  /** From the first row, also after a kill: nothing outside the run depends on how far it came. */
  async check(runId: string): Promise<void> {
    const run = await getRun(this.db, runId);
    if (run.state !== 'checking') return;
    await this.db.run((tx) =>
      tx.query('DELETE FROM import_row WHERE run_id = ? AND number >= ?', [toBin(runId), ABSENT_FROM]),
    );
    const counter = new Counter();
    const preview = await this.preview.begin();
    const known = await loadUnits(this.db, run.source.unitId);
    if (run.source.kind === 'pupils') await this.checkPupils(run, known, counter, preview);
    else await this.checkStaff(run, known, counter, preview);
    const summary = counter.summary(run.source.dropPercent, (code) => preview.title(code));
    await this.db.run(async (tx) => {
      const now = await getRun(this.db, runId, true);
      if (now.state !== 'checking') return;
      const goesOn = run.atOnce && !(summary.guard.tripped && !run.dropAccepted);
      await tx.query(
        `UPDATE import_run SET state = ?, summary = ?, checked_at = ?, source_version = ?, done_row = 0, done_count = 0,
           worked_until = NULL WHERE id = ?`,
        ['checked', JSON.stringify(summary), this.clock.now(), run.source.version, toBin(runId)],
      );
      if (goesOn) await this.outbox.request('import.proceed', { runId });
    });
  }

  private async checkPupils(
    run: RunContext,
    units: readonly KnownUnit[],
    counter: Counter,
    preview: Preview,
  ): Promise<void> {
    const { reader } = await this.readerOf(run);
    const read: Read[] = [];
    for (let after = 0; ;) {
      const staged = await stagedRows(this.db, run.id, after, BATCH);
      const last = staged.at(-1);
      if (!last || read.length > MOST_PUPILS) break;
      after = last.number;
      for (const row of staged) read.push(readRow(reader, run, row));
    }
    const people = await loadPupils(this.db, this.scopeOf(run), run.effectiveOn);
    const classes = new ClassUnits(units);
    const plans = planPupils({
      entries: read.flatMap(({ entry, notes }) => (entry === null ? [] : [{ entry, notes }])),
      badNames: read.flatMap(({ plan }) => (plan === null ? [] : [plan.name])),
      known: people,
      schoolYear: run.schoolYear ?? 0,
      effectiveOn: run.effectiveOn,
      lastGrade: lastGradeOf((await this.unitOf(run.source.unitId)).name.ko),
      whole: run.whole,
      speaksOf: speaksOf(run),
      unitOf: (grade, className) => classes.idOf(grade, className),
      decisions: new Map(
        read.flatMap(({ staged }) => (staged.decision === null ? [] : [[staged.number, staged.decision] as const])),
      ),
    });
    const places = await this.placesOf(run, units, classes);
    const all = [...plans, ...read.flatMap(({ plan }) => (plan === null ? [] : [plan]))].sort((a, b) => a.row - b.row);
    const cells = new Map(read.map((each) => [each.staged.number, each.cells]));
    const furniture = read.filter(({ entry, plan }) => entry === null && plan === null);
    await this.db.run(() => this.saveFurniture(run.id, furniture));
    for (let from = 0; from < all.length; from += BATCH) {
      const batch = all.slice(from, from + BATCH);
      await this.save(run, batch, (row) => cells.get(row) ?? [], counter, preview, places);
    }
    counter.newClasses = classes.made;
    counter.known = people.filter(({ stays }) => stays.some((stay) => stay.classOf !== null && stay.inScope)).length;
    counter.missing = plans.filter(
      (plan) =>
        (plan.row >= ABSENT_FROM && plan.graduates !== true) ||
        (plan.kind === 'ask' && plan.because === 'number-other-name'),
    ).length;
  }

  private async checkStaff(
    run: RunContext,
    units: readonly KnownUnit[],
    counter: Counter,
    preview: Preview,
  ): Promise<void> {
    const { reader, unit } = await this.readerOf(run);
    const finder = new UnitFinder(units, run.effectiveOn, run.source.unitAnswers);
    const matcher = new StaffMatcher(run.effectiveOn);
    const context: ChangeContext = {
      effectiveOn: run.effectiveOn,
      schoolYear: null,
      firstOfYear: false,
      speaksOf: speaksOf(run),
      defaultOccupation: occupationIn(unit),
    };
    const places = await this.placesOf(run, units, null);
    const held = new Set<string>();
    const badNames: (string | null)[] = [];
    for (let after = 0; ;) {
      const staged = await stagedRows(this.db, run.id, after, BATCH);
      const last = staged.at(-1);
      if (!last) break;
      after = last.number;
      const read = staged.map((row) => readRow(reader, run, row));
      const located = read.map((each) => this.locate(each, finder, run.source.unitId, counter));
      const candidates = await this.candidatesOf(run, unit.authorityId, located);
      const plans = located.flatMap(({ read: each, unitId }): RowPlan[] => {
        if (each.plan) return [each.plan];
        if (!each.entry || unitId === null) return [];
        const found = matcher.match(each.entry, unitId, candidates);
        const match = decided(found, each.staged.decision);
        if (match === 'skip') return [skipped(each.entry, found)];
        return [planOf(each.entry, match, unitId, context, each.notes)];
      });
      for (const plan of plans) {
        plan.candidates.forEach((id) => held.add(id));
        if (plan.kind === 'bad') badNames.push(plan.name);
      }
      const cells = new Map(read.map((each) => [each.staged.number, each.cells]));
      await this.db.run(() =>
        this.saveFurniture(
          run.id,
          read.filter(({ entry, plan }) => entry === null && plan === null),
        ),
      );
      await this.save(run, plans, (row) => cells.get(row) ?? [], counter, preview, places);
    }
    if (run.whole) await this.checkAbsent(run, held, badNames, counter, preview, places);
  }

  private async checkAbsent(
    run: RunContext,
    held: ReadonlySet<string>,
    badNames: readonly (string | null)[],
    counter: Counter,
    preview: Preview,
    places: ReadonlyMap<string, UnitPlace>,
  ): Promise<void> {
    const withIds = run.mapping.columns.includes('externalId');
    const scope = this.scopeOf(run);
    counter.known = await expectedStaff(this.db, scope, run.effectiveOn, withIds);
    const isBad = onBadRows(badNames);
    let number = ABSENT_FROM;
    for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
      const absent = await absentStaff(this.db, scope, run.id, run.effectiveOn, withIds, after, BATCH);
      const last = absent.at(-1);
      if (!last) return;
      after = last.membershipId;
      const plans: RowPlan[] = [];
      for (const { personId, membershipId, name, from } of absent) {
        const onBad = isBad({ name });
        if (held.has(personId) || onBad === 'yes') continue;
        const to = addDays(run.effectiveOn, -1);
        const change = changeOfAbsent({ membershipId }, to < from ? from : to);
        plans.push(absentPlan(number, { personId, name }, change.facts, onBad));
        number += 1;
      }
      counter.missing += plans.length;
      await this.save(run, plans, () => [], counter, preview, places);
    }
  }

  private locate(
    read: Read,
    finder: UnitFinder,
    rootId: string,
    counter: Counter,
  ): { read: Read; unitId: string | null } {
    const place = read.entry?.place;
    if (!read.entry || place?.kind !== 'unit') return { read, unitId: rootId };
    const resolved = finder.resolve(place);
    const label = labelOf(place);
    if (resolved.kind === 'unit') {
      if (resolved.newName !== null) counter.renamed.set(resolved.id, resolved.newName);
      return { read, unitId: resolved.id };
    }
    counter.askUnit(label, resolved.kind === 'unclear' ? resolved.candidates : []);
    const why = problem(resolved.kind === 'unclear' ? 'unit-unclear' : 'unit-unknown', { value: label.slice(0, 80) });
    return { read: { ...read, entry: null, plan: badPlan(read.entry.row, read.entry.name, [why]) }, unitId: null };
  }

  private async candidatesOf(
    run: RunContext,
    authorityId: string,
    located: readonly { read: Read; unitId: string | null }[],
  ): Promise<{ byExternalId: ReadonlyMap<string, KnownPerson>; byName: ReadonlyMap<string, readonly KnownPerson[]> }> {
    const entries = located.flatMap(({ read, unitId }) =>
      read.entry && unitId !== null ? [{ entry: read.entry, unitId }] : [],
    );
    const externalIds = entries.flatMap(({ entry }) => (entry.externalId === null ? [] : [entry.externalId]));
    const byId = await loadKnown(
      this.db,
      this.scopeOf(run),
      await idsByExternalId(this.db, run.source.code, externalIds),
    );
    const byExternalId = new Map(
      [...byId.values()].flatMap((p) => (p.externalId === null ? [] : [[p.externalId, p] as const])),
    );
    const unnamed = entries.filter(({ entry }) => entry.externalId === null || !byExternalId.has(entry.externalId));
    const found = await idsByName(
      this.db,
      authorityId,
      [...new Set(unnamed.map(({ entry }) => entry.name))],
      [...new Set(unnamed.map(({ unitId }) => unitId))],
      [...new Set(unnamed.flatMap(({ entry }) => (entry.birthDate === null ? [] : [entry.birthDate])))],
      [...new Set(unnamed.flatMap(({ entry }) => (entry.email === null ? [] : [entry.email])))],
    );
    const byName = new Map<string, KnownPerson[]>();
    for (const person of (await loadKnown(this.db, this.scopeOf(run), found)).values()) {
      byName.set(nameKey(person.name), [...(byName.get(nameKey(person.name)) ?? []), person]);
    }
    return { byExternalId, byName };
  }

  /** A batch of plans with their duties, in one transaction that also says how far the check is. */
  private async save(
    run: RunContext,
    plans: readonly RowPlan[],
    cellsOf: (row: number) => readonly string[],
    counter: Counter,
    preview: Preview,
    places: ReadonlyMap<string, UnitPlace>,
  ): Promise<void> {
    const duties = await this.dutiesOf(plans, preview, places);
    const rows: PlannedRow[] = plans.map((plan, i) => ({ plan, cells: cellsOf(plan.row), duties: duties[i] ?? [] }));
    for (const { plan, duties: effects } of rows) counter.count(plan, effects);
    await this.db.run(async (tx) => {
      await savePlans(this.db, run.id, rows);
      await tx.query('UPDATE import_run SET done_count = ?, worked_until = ? WHERE id = ?', [
        counter.total,
        new Date(this.clock.now().getTime() + LEASE_MS),
        toBin(run.id),
      ]);
    });
  }

  private async saveFurniture(runId: string, rows: readonly Read[]): Promise<void> {
    const numbers = rows.map(({ staged }) => staged.number);
    if (numbers.length === 0) return;
    await this.db.manager.query(
      `UPDATE import_row SET kind = 'furniture', needs = 'nothing', plan = NULL WHERE run_id = ? AND number IN (?)`,
      [toBin(runId), numbers],
    );
  }

  private async dutiesOf(
    plans: readonly RowPlan[],
    preview: Preview,
    places: ReadonlyMap<string, UnitPlace>,
  ): Promise<readonly (readonly DutyEffect[])[]> {
    const changing = plans.filter(({ facts }) => facts.some(({ op }) => op !== 'identity' && op !== 'link'));
    const facts = await this.people.facts(changing.flatMap(({ personId }) => (personId === null ? [] : [personId])));
    const effects = await preview.effects(
      changing.map((plan) =>
        supposedFacts(
          plan.personId,
          plan.personId === null ? null : (facts.get(plan.personId) ?? null),
          plan.facts,
          (id) => places.get(id) ?? null,
        ),
      ),
    );
    const byRow = new Map(changing.map((plan, i) => [plan.row, effects[i] ?? []]));
    return plans.map(({ row }) => byRow.get(row) ?? []);
  }

  private async placesOf(
    run: RunContext,
    units: readonly KnownUnit[],
    classes: ClassUnits | null,
  ): Promise<ReadonlyMap<string, UnitPlace>> {
    const root = await this.unitOf(run.source.unitId);
    const above = (await this.units.pathsOf([root.id])).get(root.id) ?? [];
    const codes = new Map([
      ...above.map(({ id, code }) => [id, code] as const),
      ...units.map(({ id, code }) => [id, code] as const),
    ]);
    const common = { territory: root.territory, authorityId: root.authorityId };
    const places = new Map<string, UnitPlace>(
      units.map((unit) => [
        unit.id,
        { ...common, kind: unit.kind, path: [...unit.above.map((id) => codes.get(id) ?? ''), unit.code].join('/') },
      ]),
    );
    const rootPath = above.map(({ code }) => code).join('/');
    for (const { id, grade, className } of classes?.made ?? []) {
      const path = `${rootPath}/${gradeCode(root.code, grade)}/${classCode(root.code, grade, className)}`;
      places.set(id, { ...common, kind: 'class', path });
    }
    return places;
  }

  private async readerOf(run: RunContext): Promise<{ reader: RowReader; unit: Unit }> {
    const unit = await this.unitOf(run.source.unitId);
    const reader = new RowReader(run.mapping, {
      kind: run.source.kind,
      unitNames: [unit.name.ko, unit.name.en],
      schoolYear: run.schoolYear,
      headers: run.mapping.headers,
    });
    return { reader, unit };
  }

  private async unitOf(unitId: string): Promise<Unit> {
    const unit = (await this.units.unitsById([unitId])).get(unitId);
    if (!unit) throw new Error(`the unit of a source is gone: ${unitId}`);
    return unit;
  }

  private scopeOf(run: RunContext): { source: string; unitId: string } {
    return { source: run.source.code, unitId: run.source.unitId };
  }
}

function readRow(reader: RowReader, run: RunContext, staged: StagedRow): Read {
  const cells = storableCells(staged, run.mapping.columns);
  const read = reader.read({ number: staged.number, cells });
  if (read.kind === 'entry') return { staged, cells, entry: read.entry, plan: null, notes: read.notes };
  const plan = read.kind === 'bad' ? badPlan(staged.number, read.name, read.problems) : null;
  return { staged, cells, entry: null, plan, notes: [] };
}

function speaksOf(run: RunContext): ChangeContext['speaksOf'] {
  const { columns } = run.mapping;
  return { status: columns.includes('status'), leave: columns.includes('leaveKind') || columns.includes('leaveFrom') };
}

function occupationIn(unit: Unit): ChangeContext['defaultOccupation'] {
  if (unit.kind === 'school') return 'teacher';
  if (unit.kind === 'public-corporation') return 'public-corporation';
  return unit.kind === 'social-service' || unit.kind.endsWith('-facility') ? 'social-service' : 'official';
}

export function gradeCode(school: string, grade: number): string {
  return `${school}-g${String(grade)}`;
}

export function classCode(school: string, grade: number, className: string): string {
  return `${school}-${String(grade)}-${className}`;
}

/** The classes of a school by grade and name; one that is not there yet gets the id that it will have. */
class ClassUnits {
  readonly made: NewClass[] = [];
  private readonly known: Map<string, string>;

  constructor(units: readonly KnownUnit[]) {
    this.known = new Map(
      units.flatMap(({ id, kind, names }) => {
        const found = kind === 'class' ? classFromName(names.at(-1)?.ko ?? '') : null;
        return found ? [[`${String(found.grade)}/${found.className}`, id] as const] : [];
      }),
    );
  }

  idOf(grade: number, className: string): string {
    const key = `${String(grade)}/${className}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const id = newId();
    this.known.set(key, id);
    this.made.push({ id, grade, className });
    return id;
  }
}

/** Adds up what the rows of a run come to. */
class Counter {
  private readonly rows = { create: 0, update: 0, move: 0, end: 0, leave: 0, none: 0, ask: 0, bad: 0 };
  private proposed = 0;
  private refused = 0;
  private held = 0;
  private readonly duties = new Map<string, { gains: number; loses: number }>();
  private readonly questions = new Map<string, { rows: number; candidates: readonly string[] }>();
  readonly renamed = new Map<string, string>();
  newClasses: readonly NewClass[] = [];
  known = 0;
  missing = 0;
  total = 0;

  count(plan: RowPlan, effects: readonly DutyEffect[]): void {
    this.total += 1;
    this.rows[plan.kind] += 1;
    // Whoever leaves although a row without a name may be theirs: accepted with the guard, or not at all.
    if (plan.needs === 'confirm' && plan.kind === 'end' && plan.row >= ABSENT_FROM) this.held += 1;
    else if (plan.needs === 'confirm') this.proposed += 1;
    if (plan.problems.some(({ code }) => code === 'rrn')) this.refused += 1;
    for (const { mandate, change } of effects) {
      const counted = this.duties.get(mandate) ?? { gains: 0, loses: 0 };
      counted[change] += 1;
      this.duties.set(mandate, counted);
    }
  }

  askUnit(label: string, candidates: readonly string[]): void {
    this.questions.set(label, { rows: (this.questions.get(label)?.rows ?? 0) + 1, candidates });
  }

  summary(percent: number, title: Preview['title']): Summary {
    return {
      rows: this.rows,
      proposed: this.proposed,
      refusedNumbers: this.refused,
      duties: [...this.duties].map(([mandate, counted]) => ({ mandate, title: title(mandate), ...counted })),
      newClasses: this.newClasses,
      renamedUnits: [...this.renamed].map(([unitId, to]) => ({ unitId, to })),
      unitQuestions: [...this.questions].map(([label, question]) => ({ label, ...question })).slice(0, 200),
      guard: {
        known: this.known,
        missing: this.missing,
        percent,
        tripped: this.held > 0 || dropsTooMany(this.missing, this.known, percent),
      },
    };
  }
}
