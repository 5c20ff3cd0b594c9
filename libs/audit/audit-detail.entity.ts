import { jsonColumn } from '#libs/database';
import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { AuditEntry } from './audit-entry.entity.js';

@Entity('audit_detail')
export class AuditDetail {
  @PrimaryColumn({ type: 'bigint', name: 'entry_id' })
  @ForeignKey(() => AuditEntry, { name: 'fk_audit_detail_entry_id' })
  entryId: string;
  @Column({ type: 'binary', length: 16 }) salt: Buffer;
  @Column(jsonColumn()) detail: unknown;
}
