import { Database, toBin } from '#libs/database';
import { Outbox } from '#libs/jobs';
import { DutyPreview } from '#libs/mandates';
import { PeopleService, type Unit, UnitService } from '#libs/people';
import { Clock, addDays } from '#libs/time';
import { Injectable } from '@nestjs/common';
import { type ChangeContext, changeOfAbsent } from './change.rules.js';
import { Counter } from './check-counter.js';
import { CheckWriter } from './check-writer.js';
import { type Entry, RowReader, storableCells } from './entry.rules.js';
import { absentStaff, expectedStaff, loadPupils, loadUnits, staffCandidates } from './known.queries.js';
import { StaffMatcher } from './match-staff.rules.js';
import { ClassUnits } from './new-classes.js';
import {
  ABSENT_FROM,
  type RowPlan,
  absentPlan,
  badPlan,
  decided,
  onBadRows,
  planOf,
  planPupils,
  skipped,
} from './plan.rules.js';
import { type Problem, problem } from './problems.js';
import { type StagedRow, getRun, stagedRows } from './run.queries.js';
import type { RunContext } from './run.js';
import { lastGradeOf } from './school-year.rules.js';
import type { UnitPlace } from './supposed.rules.js';
import { placesOf } from './unit-places.js';
import { type KnownUnit, UnitFinder, labelOf } from './units.rules.js';

const BATCH = 1_000;

type Read = {
  readonly staged: StagedRow;
  readonly cells: readonly string[];
  readonly entry: Entry | null;
  readonly plan: RowPlan | null;
  readonly notes: readonly Problem[];
};

type Located = { readonly read: Read; readonly unitId: string | null };

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
    const write = (places: ReadonlyMap<string, UnitPlace>): CheckWriter =>
      new CheckWriter(this.db, this.clock, this.people, runId, counter, preview, places);
    if (run.source.kind === 'pupils') await this.checkPupils(run, known, counter, write);
    else await this.checkStaff(run, known, counter, write);
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
    write: (places: ReadonlyMap<string, UnitPlace>) => CheckWriter,
  ): Promise<void> {
    const { reader } = await this.readerOf(run);
    const read: Read[] = [];
    for (let after = 0; ;) {
      const staged = await stagedRows(this.db, run.id, after, BATCH);
      const last = staged.at(-1);
      if (!last) break;
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
    const writer = write(await placesOf(this.units, await this.unitOf(run.source.unitId), units, classes.made));
    const all = [...plans, ...read.flatMap(({ plan }) => (plan === null ? [] : [plan]))].sort((a, b) => a.row - b.row);
    const cells = changedCells(read);
    const furniture = numbersOfFurniture(read);
    for (let from = 0; from === 0 || from < all.length; from += BATCH) {
      await writer.save(all.slice(from, from + BATCH), cells, from === 0 ? furniture : []);
    }
    await writer.flush();
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
    write: (places: ReadonlyMap<string, UnitPlace>) => CheckWriter,
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
    const writer = write(await placesOf(this.units, unit, units, []));
    let reading = stagedRows(this.db, run.id, 0, BATCH);
    const held = new Set<string>();
    const badNames: (string | null)[] = [];
    for (;;) {
      const staged = await reading;
      const last = staged.at(-1);
      if (!last) break;
      reading = stagedRows(this.db, run.id, last.number, BATCH);
      reading.catch(() => undefined);
      const read = staged.map((row) => readRow(reader, run, row));
      const located = read.map((each) => this.locate(each, finder, run.source.unitId, counter));
      const candidates = await staffCandidates(this.db, this.scopeOf(run), unit.authorityId, placed(located));
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
      await writer.save(plans, changedCells(read), numbersOfFurniture(read));
    }
    await writer.flush();
    if (run.whole) await this.checkAbsent(run, held, badNames, counter, writer);
  }

  private async checkAbsent(
    run: RunContext,
    held: ReadonlySet<string>,
    badNames: readonly (string | null)[],
    counter: Counter,
    writer: CheckWriter,
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
      await writer.save(plans, () => []);
      await writer.flush();
    }
  }

  private locate(read: Read, finder: UnitFinder, rootId: string, counter: Counter): Located {
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

/** The cells of rows in which more is masked than when they were stored. */
function changedCells(read: readonly Read[]): (row: number) => readonly string[] | null {
  const changed = new Map(
    read
      .filter(({ staged, cells }) => cells.some((cell, i) => cell !== staged.cells[i]))
      .map(({ staged, cells }) => [staged.number, cells]),
  );
  return (row) => changed.get(row) ?? (row >= ABSENT_FROM ? [] : null);
}

function numbersOfFurniture(read: readonly Read[]): readonly number[] {
  return read.filter(({ entry, plan }) => entry === null && plan === null).map(({ staged }) => staged.number);
}

function placed(located: readonly Located[]): readonly { entry: Entry; unitId: string }[] {
  return located.flatMap(({ read: { entry }, unitId }) => (entry && unitId !== null ? [{ entry, unitId }] : []));
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
