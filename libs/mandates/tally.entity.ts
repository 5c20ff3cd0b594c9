import { codeColumn, dateColumn, idColumn } from '#libs/database';
import { OrgUnit } from '#libs/people';
import { Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import { Mandate } from './mandate.entity.js';

/** How many obligations stand where, folded. A report adds {@link TallyDelta} to it. */
@Entity('tally')
@Index('ix_tally_reporting_unit_id', ['reportingUnitId'])
export class Tally {
  @ForeignKey(() => Mandate, { name: 'fk_tally_mandate_id' })
  @PrimaryColumn(idColumn({ name: 'mandate_id' }))
  mandateId: string;
  @PrimaryColumn(codeColumn(16, { name: 'cycle_key' })) cycleKey: string;
  @ForeignKey(() => OrgUnit, { name: 'fk_tally_reporting_unit_id' })
  @PrimaryColumn(idColumn({ name: 'reporting_unit_id' }))
  reportingUnitId: string;
  @PrimaryColumn(dateColumn({ name: 'due_on' })) dueOn: string;
  @PrimaryColumn(codeColumn(16)) state: string;
  /** 1 when fulfilled by the due date; 0 otherwise. */
  @PrimaryColumn({ type: 'tinyint', name: 'in_time' }) inTime: number;
  @PrimaryColumn(codeColumn(16)) band: string;
  @Column({ type: 'int' }) obligations: number;
}

/** What the tallies have still to add: inserted with each change, so that no two writers meet on a tally's row. */
@Entity('tally_delta')
@Index('ix_tally_delta_mandate_id', ['mandateId', 'cycleKey', 'reportingUnitId'])
export class TallyDelta {
  @PrimaryGeneratedColumn({ type: 'bigint' }) id: string;
  @Column(idColumn({ name: 'reporting_unit_id' })) reportingUnitId: string;
  @Column(idColumn({ name: 'mandate_id' })) mandateId: string;
  @Column(codeColumn(16, { name: 'cycle_key' })) cycleKey: string;
  @Column(dateColumn({ name: 'due_on' })) dueOn: string;
  @Column(codeColumn(16)) state: string;
  @Column({ type: 'tinyint', name: 'in_time' }) inTime: number;
  @Column(codeColumn(16)) band: string;
  @Column({ type: 'int' }) obligations: number;
}

/**
 * {@link Tally} summed for each unit with all below it, by the authority of the units where the obligations are
 * counted. Written by the folder only, and valid while `org_tree.summed` is 1; what is not folded yet is added by the
 * reader. No foreign keys: it is derived, and made anew whenever the tree changes.
 */
@Entity('tally_subtree')
export class TallySubtree {
  @PrimaryColumn(idColumn({ name: 'unit_id' })) unitId: string;
  @PrimaryColumn(idColumn({ name: 'mandate_id' })) mandateId: string;
  @PrimaryColumn(codeColumn(16, { name: 'cycle_key' })) cycleKey: string;
  @PrimaryColumn(idColumn({ name: 'authority_id' })) authorityId: string;
  @PrimaryColumn(dateColumn({ name: 'due_on' })) dueOn: string;
  @PrimaryColumn(codeColumn(16)) state: string;
  @PrimaryColumn({ type: 'tinyint', name: 'in_time' }) inTime: number;
  @PrimaryColumn(codeColumn(16)) band: string;
  @Column({ type: 'int' }) obligations: number;
}
