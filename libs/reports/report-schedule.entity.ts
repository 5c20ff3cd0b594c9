import { codeColumn, dateColumn, idColumn, instantColumn, jsonColumn } from '#libs/database';
import { Person } from '#libs/people';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { ReportQuery } from './compliance.service.js';
import type { FileFormat, FileKind } from './report-file.js';

export const INTERVALS = ['week', 'month'] as const;
export type Interval = (typeof INTERVALS)[number];

/** A file that someone gets again and again, for as long as they may see what is in it. */
@Entity('report_schedule')
@Index('ix_report_schedule_next_on', ['endedAt', 'nextOn'])
@Index('ix_report_schedule_person_id', ['personId'])
@Index('ix_report_schedule_created_by', ['createdBy'])
export class ReportSchedule {
  @PrimaryColumn(idColumn()) id: string;
  @ForeignKey(() => Person, { name: 'fk_report_schedule_person_id' })
  @Column(idColumn({ name: 'person_id' }))
  personId: string;
  @Column(idColumn({ name: 'created_by' })) createdBy: string;
  @Column(codeColumn(16)) kind: FileKind;
  @Column(codeColumn(8)) format: FileFormat;
  @Column(jsonColumn()) query: ReportQuery;
  @Column(codeColumn(8)) every: Interval;
  @Column(dateColumn({ name: 'next_on' })) nextOn: string;
  @Column(instantColumn({ name: 'created_at' })) createdAt: Date;
  @Column(instantColumn({ name: 'ended_at', nullable: true })) endedAt: Date | null;
  /** Why nothing was made the last time; null when it was. */
  @Column(codeColumn(60, { name: 'last_skipped', nullable: true })) lastSkipped: string | null;
}
