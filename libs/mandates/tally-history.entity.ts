import { codeColumn, dateColumn, idColumn } from '#libs/database';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What each seal changed in the tallies: net numbers, so that the figures of any seal are a sum. Insert-only. */
@Entity('tally_history')
export class TallyHistory {
  @PrimaryColumn(idColumn({ name: 'mandate_id' })) mandateId: string;
  @PrimaryColumn(codeColumn(16, { name: 'cycle_key' })) cycleKey: string;
  @PrimaryColumn({ type: 'bigint', name: 'seal_id' }) sealId: string;
  @PrimaryColumn(idColumn({ name: 'reporting_unit_id' })) reportingUnitId: string;
  @PrimaryColumn(dateColumn({ name: 'due_on' })) dueOn: string;
  @PrimaryColumn(codeColumn(16)) state: string;
  @PrimaryColumn({ type: 'tinyint', name: 'in_time' }) inTime: number;
  @Column({ type: 'int' }) obligations: number;
}

/**
 * The whole figures as of a seal, taken whenever the changes since the last snapshot have become more than it: reading
 * any seal then costs no more than twice its size, and keeping them no more than twice the changes.
 */
@Entity('tally_snapshot')
export class TallySnapshot {
  @PrimaryColumn(idColumn({ name: 'mandate_id' })) mandateId: string;
  @PrimaryColumn(codeColumn(16, { name: 'cycle_key' })) cycleKey: string;
  @PrimaryColumn({ type: 'bigint', name: 'seal_id' }) sealId: string;
  @PrimaryColumn(idColumn({ name: 'reporting_unit_id' })) reportingUnitId: string;
  @PrimaryColumn(dateColumn({ name: 'due_on' })) dueOn: string;
  @PrimaryColumn(codeColumn(16)) state: string;
  @PrimaryColumn({ type: 'tinyint', name: 'in_time' }) inTime: number;
  @Column({ type: 'int' }) obligations: number;
}
