import { codeColumn, idColumn, instantColumn, jsonColumn } from '#libs/database';
import { Person } from '#libs/people';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { ReportQuery } from './compliance.service.js';
import type { FileFormat, FileKind } from './report-file.js';

export type ExportState = 'running' | 'done' | 'cancelled' | 'failed' | 'expired';

/** A file someone asked for, made by a job. The file goes after some days; that it was made, by whom and why, stays. */
@Entity('report_export')
@Index('ix_report_export_person_id', ['personId', 'requestedAt'])
@Index('ix_report_export_state', ['state', 'expiresAt'])
@Index('ix_report_export_sha256', ['sha256'])
export class ReportExport {
  @PrimaryColumn(idColumn()) id: string;
  /** For whom it is made, within whose scope, and who alone may fetch it. */
  @ForeignKey(() => Person, { name: 'fk_report_export_person_id' })
  @Column(idColumn({ name: 'person_id' }))
  personId: string;
  @Column(codeColumn(16)) kind: FileKind;
  @Column(codeColumn(8)) format: FileFormat;
  @Column(jsonColumn()) query: ReportQuery;
  @Column({ type: 'varchar', length: 400 }) reason: string;
  @Column(codeColumn(12)) state: ExportState;
  @Column({ type: 'int', name: 'rows_total' }) rowsTotal: number;
  @Column({ type: 'int', name: 'rows_done' }) rowsDone: number;
  @Column({ type: 'varchar', length: 200, nullable: true }) name: string | null;
  @Column(codeColumn(100, { nullable: true })) type: string | null;
  @Column({ type: 'char', length: 64, collation: 'utf8mb4_bin', nullable: true }) sha256: string | null;
  @Column({ type: 'bigint', nullable: true }) size: string | null;
  @Column(codeColumn(60, { nullable: true })) error: string | null;
  @Column(instantColumn({ name: 'requested_at' })) requestedAt: Date;
  @Column(instantColumn({ name: 'finished_at', nullable: true })) finishedAt: Date | null;
  @Column(instantColumn({ name: 'expires_at', nullable: true })) expiresAt: Date | null;
  /** The schedule it was made for; its person is told by mail when it is ready. */
  @Column(idColumn({ name: 'schedule_id', nullable: true })) scheduleId: string | null;
  @Column(instantColumn({ name: 'told_at', nullable: true })) toldAt: Date | null;
}
