import { codeColumn, dateColumn, idColumn, instantColumn, jsonColumn } from '#libs/database';
import { OrgUnit, Person } from '#libs/people';
import { Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import type { ListKind } from './entry.rules.js';
import type { Needs, RowPlan } from './plan.rules.js';
import type { RunMapping, RunState, Summary } from './run.js';

/** Where lists of one kind for one unit come from: a hand, a feed. Remembers how its columns are to be read. */
@Entity('import_source')
@Index('uq_import_source_code', ['code'], { unique: true })
@Index('ix_import_source_unit_id', ['unitId'])
export class ImportSource {
  @PrimaryColumn(idColumn()) id: string;
  /** Also the name under which its external ids are kept. */
  @Column(codeColumn(40)) code: string;
  @Column(codeColumn(12)) kind: ListKind;
  @ForeignKey(() => OrgUnit, { name: 'fk_import_source_unit_id' })
  @Column(idColumn({ name: 'unit_id' }))
  unitId: string;
  /** A list that names so many per cent fewer stops and asks. */
  @Column({ type: 'smallint', name: 'drop_percent' }) dropPercent: number;
  /** Field by header, as chosen on the screen. */
  @Column(jsonColumn()) mapping: Readonly<Record<string, string>>;
  /** Unit by the label that lists give it, as answered on the screen. */
  @Column(jsonColumn({ name: 'unit_answers' })) unitAnswers: Readonly<Record<string, string>>;
  /** Raised by every run that is applied or undone. */
  @Column({ type: 'int' }) version: number;
  @Column(idColumn({ name: 'active_run_id', nullable: true })) activeRunId: string | null;
  @Column(instantColumn({ name: 'created_at' })) createdAt: Date;
  @Column(idColumn({ name: 'created_by', nullable: true })) createdBy: string | null;
}

@Entity('import_run')
@Index('ix_import_run_source_id', ['sourceId', 'requestedAt'])
@Index('ix_import_run_state', ['state', 'requestedAt'])
export class ImportRun {
  @PrimaryColumn(idColumn()) id: string;
  @ForeignKey(() => ImportSource, { name: 'fk_import_run_source_id' })
  @Column(idColumn({ name: 'source_id' }))
  sourceId: string;
  @Column(codeColumn(12)) state: RunState;
  @Column({ type: 'varchar', length: 200, name: 'file_name' }) fileName: string;
  @Column({ type: 'binary', length: 32 }) sha256: Buffer;
  @Column(codeColumn(12)) format: string;
  @Column(codeColumn(12, { nullable: true })) encoding: string | null;
  @Column({ type: 'varchar', length: 120, nullable: true }) sheet: string | null;
  @Column({ type: 'smallint', name: 'school_year', nullable: true }) schoolYear: number | null;
  @Column(dateColumn({ name: 'effective_on' })) effectiveOn: string;
  /** The list names everyone: who is missing has left. */
  @Column({ type: 'tinyint' }) whole: number;
  /** To be applied as soon as it is checked, where nothing stops it. */
  @Column({ type: 'tinyint', name: 'at_once' }) atOnce: number;
  /** Proposals count as confirmed. */
  @Column({ type: 'tinyint' }) confirmed: number;
  @Column({ type: 'tinyint', name: 'drop_accepted' }) dropAccepted: number;
  @Column(jsonColumn()) mapping: RunMapping;
  @Column({ type: 'int', name: 'row_count' }) rowCount: number;
  /** Rows of the step under way that are done. */
  @Column({ type: 'int', name: 'done_count' }) doneCount: number;
  /** 1 once the classes of a run are made and its units renamed, so that a kill does not repeat it. */
  @Column({ type: 'int', name: 'done_row' }) doneRow: number;
  /** Of the source when the list was checked. */
  @Column({ type: 'int', name: 'source_version' }) sourceVersion: number;
  @Column(jsonColumn({ nullable: true })) summary: Summary | null;
  @Column(codeColumn(80, { nullable: true })) failure: string | null;
  /** Somebody is working on it until then; a killed worker's run is free again after. */
  @Column(instantColumn({ name: 'worked_until', nullable: true })) workedUntil: Date | null;
  @Column(instantColumn({ name: 'requested_at' })) requestedAt: Date;
  @Column(idColumn({ name: 'requested_by', nullable: true })) requestedBy: string | null;
  @Column(instantColumn({ name: 'checked_at', nullable: true })) checkedAt: Date | null;
  @Column(instantColumn({ name: 'applied_at', nullable: true })) appliedAt: Date | null;
  @Column(instantColumn({ name: 'undone_at', nullable: true })) undoneAt: Date | null;
}

/** A row of the list, with what may not be kept already masked; or a person whom the list leaves out. */
@Entity('import_row')
@Index('ix_import_row_kind', ['runId', 'kind', 'number'])
@Index('ix_import_row_needs', ['runId', 'needs', 'number'])
@Index('ix_import_row_person_id', ['runId', 'personId'])
export class ImportRow {
  @ForeignKey(() => ImportRun, { name: 'fk_import_row_run_id' })
  @PrimaryColumn(idColumn({ name: 'run_id' }))
  runId: string;
  @PrimaryColumn({ type: 'int' }) number: number;
  @Column(jsonColumn()) cells: readonly string[];
  @Column({ type: 'varchar', length: 120, nullable: true }) name: string | null;
  @Column(codeColumn(12)) kind: RowPlan['kind'] | 'unread' | 'furniture';
  @Column(codeColumn(12)) needs: Needs;
  @Column(idColumn({ name: 'person_id', nullable: true })) personId: string | null;
  @Column(jsonColumn({ nullable: true })) plan: unknown;
  /** A person's id, `new` or `skip`, as somebody chose. */
  @Column(codeColumn(40, { nullable: true })) decision: string | null;
  @Column(codeColumn(12, { nullable: true })) outcome: 'applied' | 'left-out' | 'outdated' | null;
}

@Entity('import_fact')
@Index('ix_import_fact_run_id', ['runId', 'id'])
@Index('ix_import_fact_person_id', ['personId'])
export class ImportFact {
  @PrimaryGeneratedColumn({ type: 'bigint' }) id: string;
  @ForeignKey(() => ImportRun, { name: 'fk_import_fact_run_id' })
  @Column(idColumn({ name: 'run_id' }))
  runId: string;
  @Column({ type: 'int' }) number: number;
  @Column(idColumn({ name: 'person_id' })) personId: string;
  @Column(codeColumn(16)) kind: string;
  @Column(codeColumn(80)) target: string;
  @Column(jsonColumn({ nullable: true })) previous: unknown;
}

/** Two persons who may be one. */
@Entity('person_double')
@Index('uq_person_double_persons', ['personA', 'personB'], { unique: true })
@Index('ix_person_double_person_b', ['personB'])
@Index('ix_person_double_state', ['state', 'foundAt'])
export class PersonDouble {
  @PrimaryColumn(idColumn()) id: string;
  @ForeignKey(() => Person, { name: 'fk_person_double_person_a' })
  @Column(idColumn({ name: 'person_a' }))
  personA: string;
  @ForeignKey(() => Person, { name: 'fk_person_double_person_b' })
  @Column(idColumn({ name: 'person_b' }))
  personB: string;
  @Column(codeColumn(24)) why: string;
  @Column(codeColumn(12)) state: 'open' | 'merged' | 'apart';
  /** Of a merge: whose id goes on. */
  @Column(idColumn({ nullable: true })) kept: string | null;
  /** Of a merge: the facts that were written, for the way back. */
  @Column(jsonColumn({ nullable: true })) done: unknown;
  @Column(instantColumn({ name: 'found_at' })) foundAt: Date;
  @Column(instantColumn({ name: 'decided_at', nullable: true })) decidedAt: Date | null;
  @Column(idColumn({ name: 'decided_by', nullable: true })) decidedBy: string | null;
}
