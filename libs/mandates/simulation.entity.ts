import { codeColumn, dateColumn, idColumn, instantColumn, jsonColumn } from '#libs/database';
import { Authority } from '#libs/people';
import { Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import type { ObligationState } from './evaluation.types.js';
import type { MandateDocument } from './rule.schema.js';
import type { Effect } from './simulation.rules.js';

/** A draft held against the facts of a day: how far it is, and for whom it was asked. */
@Entity('simulation')
@Index('ix_simulation_authority_id', ['authorityId'])
export class Simulation {
  @PrimaryColumn(idColumn()) id: string;
  @Column(codeColumn(60, { name: 'mandate_code' })) mandateCode: string;
  @ForeignKey(() => Authority, { name: 'fk_simulation_authority_id' })
  @Column(idColumn({ name: 'authority_id' }))
  authorityId: string;
  @Column(jsonColumn()) rule: MandateDocument;
  /** The day that is taken for today: the one the draft comes into force on, or today. */
  @Column(dateColumn({ name: 'on_date' })) onDate: string;
  /** What one time is taken to last, where a rule counts times. */
  @Column({ type: 'int', name: 'minutes_per_time' }) minutesPerTime: number;
  @Column(codeColumn(12)) state: 'running' | 'done' | 'cancelled';
  @Column({ type: 'int' }) bearers: number;
  @Column({ type: 'int' }) done: number;
  /** The last bearer that was looked at: from there it goes on after a crash. */
  @Column(idColumn()) position: string;
  @Column(instantColumn({ name: 'requested_at' })) requestedAt: Date;
  @Column(idColumn({ name: 'requested_by', nullable: true })) requestedBy: string | null;
  @Column(instantColumn({ name: 'finished_at', nullable: true })) finishedAt: Date | null;
}

/** One duty that would be different. */
@Entity('simulation_row')
@Index('ix_simulation_row_simulation_id', ['simulationId', 'unitId', 'effect', 'minutes'])
export class SimulationRow {
  @PrimaryGeneratedColumn({ type: 'bigint' }) id: string;
  @ForeignKey(() => Simulation, { name: 'fk_simulation_row_simulation_id' })
  @Column(idColumn({ name: 'simulation_id' }))
  simulationId: string;
  @Column(idColumn({ name: 'bearer_id' })) bearerId: string;
  @Column(idColumn({ name: 'unit_id', nullable: true })) unitId: string | null;
  @Column(codeColumn(60, { name: 'mandate_code' })) mandateCode: string;
  @Column(codeColumn(16, { name: 'cycle_key' })) cycleKey: string;
  @Column(codeColumn(8)) effect: Effect;
  @Column(codeColumn(16, { name: 'state_before', nullable: true })) stateBefore: ObligationState | null;
  @Column(codeColumn(16, { name: 'state_after', nullable: true })) stateAfter: ObligationState | null;
  @Column(dateColumn({ name: 'due_before', nullable: true })) dueBefore: string | null;
  @Column(dateColumn({ name: 'due_after', nullable: true })) dueAfter: string | null;
  /** Minutes of learning that would be owed more; fewer when negative. */
  @Column({ type: 'int' }) minutes: number;
}
