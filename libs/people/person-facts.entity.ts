import { codeColumn, dateColumn, idColumn, instantColumn, jsonColumn } from '#libs/database';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { OrgUnit } from './org-unit.entity.js';
import { Person } from './person.entity.js';

export const OCCUPATIONS = [
  'official',
  'public-corporation',
  'social-service',
  'teacher',
  'student',
  'partner',
] as const;
export type Occupation = (typeof OCCUPATIONS)[number];

export const BANDS = ['executive', 'head', 'manager', 'staff', 'pupil'] as const;
export type Band = (typeof BANDS)[number];

export const LEAVE_KINDS = ['parental', 'sick', 'study', 'military', 'dispatch', 'other'] as const;
export type LeaveKind = (typeof LEAVE_KINDS)[number];

/** A person in a unit from–to. Rows are never changed: a correction supersedes, and names who and when. */
@Entity('membership')
@Index('ix_membership_person_id', ['personId', 'supersededAt', 'validFrom'])
@Index('ix_membership_unit_id', ['unitId', 'supersededAt', 'validFrom'])
export class Membership {
  @PrimaryColumn(idColumn()) id: string;
  @ForeignKey(() => Person, { name: 'fk_membership_person_id' })
  @Column(idColumn({ name: 'person_id' }))
  personId: string;
  @ForeignKey(() => OrgUnit, { name: 'fk_membership_unit_id' })
  @Column(idColumn({ name: 'unit_id' }))
  unitId: string;
  @Column(codeColumn(32)) occupation: Occupation;
  @Column(codeColumn(16, { name: 'position_band' })) positionBand: Band;
  @Column({ type: 'varchar', length: 80, name: 'position_ko', nullable: true }) positionKo: string | null;
  @Column({ type: 'varchar', length: 120, name: 'position_en', nullable: true }) positionEn: string | null;
  /** Function tags such as `hr-focal-point`. */
  @Column(jsonColumn()) functions: readonly string[];
  @Column({ type: 'tinyint', name: 'is_head' }) isHead: number;
  @Column({ type: 'tinyint', name: 'is_primary' }) isPrimary: number;
  /** A pupil's number in the class (번호). */
  @Column({ type: 'smallint', name: 'roll_number', nullable: true }) rollNumber: number | null;
  @Column(dateColumn({ name: 'valid_from' })) validFrom: string;
  @Column(dateColumn({ name: 'valid_to', nullable: true })) validTo: string | null;
  @Column(instantColumn({ name: 'recorded_at' })) recordedAt: Date;
  @Column(idColumn({ name: 'recorded_by', nullable: true })) recordedBy: string | null;
  @Column(instantColumn({ name: 'superseded_at', nullable: true })) supersededAt: Date | null;
  @Column(idColumn({ name: 'superseded_by', nullable: true })) supersededBy: string | null;
}

/** A person away from–to. */
@Entity('leave')
@Index('ix_leave_person_id', ['personId', 'supersededAt', 'validFrom'])
export class Leave {
  @PrimaryColumn(idColumn()) id: string;
  @ForeignKey(() => Person, { name: 'fk_leave_person_id' })
  @Column(idColumn({ name: 'person_id' }))
  personId: string;
  @Column(codeColumn(32)) kind: LeaveKind;
  @Column(dateColumn({ name: 'valid_from' })) validFrom: string;
  @Column(dateColumn({ name: 'valid_to', nullable: true })) validTo: string | null;
  @Column(instantColumn({ name: 'recorded_at' })) recordedAt: Date;
  @Column(idColumn({ name: 'recorded_by', nullable: true })) recordedBy: string | null;
  @Column(instantColumn({ name: 'superseded_at', nullable: true })) supersededAt: Date | null;
  @Column(idColumn({ name: 'superseded_by', nullable: true })) supersededBy: string | null;
}
