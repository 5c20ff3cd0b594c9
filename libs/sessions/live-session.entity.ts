import { codeColumn, dateColumn, idColumn, instantColumn, jsonColumn } from '#libs/database';
import { CourseVersion } from '#libs/courses';
import type { Method } from '#libs/mandates';
import { OrgUnit, Person } from '#libs/people';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** A dated event: a class lesson, a department's session. */
@Entity('live_session')
@Index('ix_live_session_unit_id', ['unitId', 'heldOn'])
@Index('ix_live_session_course_version_id', ['courseVersionId'])
export class LiveSession {
  @PrimaryColumn(idColumn()) id: string;
  /** The unit that provides it, whose people attend. */
  @ForeignKey(() => OrgUnit, { name: 'fk_live_session_unit_id' })
  @Column(idColumn({ name: 'unit_id' }))
  unitId: string;
  @ForeignKey(() => CourseVersion, { name: 'fk_live_session_course_version_id' })
  @Column(idColumn({ name: 'course_version_id', nullable: true }))
  courseVersionId: string | null;
  @Column({ type: 'varchar', length: 200, name: 'title_ko' }) titleKo: string;
  @Column({ type: 'varchar', length: 200, name: 'title_en' }) titleEn: string;
  @Column(dateColumn({ name: 'held_on' })) heldOn: string;
  /** Of its first part. */
  @Column(codeColumn(16)) mode: 'in-person' | 'live-online';
  @Column(codeColumn(16)) method: Method;
  /** Who leads it for the unit. */
  @Column({ type: 'varchar', length: 200, nullable: true }) host: string | null;
  /** The organisation of civil society or academia that it is held with. */
  @Column({ type: 'varchar', length: 200, nullable: true }) partner: string | null;
  /** Who leads it for the partner. */
  @Column({ type: 'varchar', length: 200, name: 'co_lead', nullable: true }) coLead: string | null;
  @Column({ type: 'varchar', length: 200, nullable: true }) place: string | null;
  /** The signed sheet, in the file store. */
  @Column({ type: 'char', length: 64, name: 'proof_sha256', collation: 'utf8mb4_bin', nullable: true })
  proofSha256: string | null;
  @Column({ type: 'varchar', length: 200, name: 'proof_name', nullable: true }) proofName: string | null;
  @Column(codeColumn(40, { name: 'proof_type', nullable: true })) proofType: string | null;
  @Column(codeColumn(12)) state: 'planned' | 'held' | 'cancelled';
  @Column(instantColumn({ name: 'recorded_at' })) recordedAt: Date;
  @Column(idColumn({ name: 'recorded_by', nullable: true })) recordedBy: string | null;
}

/** A part of a session, with its own minutes, topics, mode and method; attendance is taken by part. */
@Entity('session_part')
@Index('uq_session_part_live_session_id_number', ['liveSessionId', 'number'], { unique: true })
export class SessionPart {
  @PrimaryColumn(idColumn()) id: string;
  @ForeignKey(() => LiveSession, { name: 'fk_session_part_live_session_id' })
  @Column(idColumn({ name: 'live_session_id' }))
  liveSessionId: string;
  @Column({ type: 'smallint' }) number: number;
  @Column({ type: 'varchar', length: 200, nullable: true }) title: string | null;
  @Column({ type: 'smallint' }) minutes: number;
  @Column(jsonColumn()) topics: readonly string[];
  @Column(codeColumn(16)) mode: 'in-person' | 'live-online';
  @Column(codeColumn(16)) method: Method;
}

@Entity('attendance')
@Index('ix_attendance_person_id', ['personId'])
export class Attendance {
  @ForeignKey(() => SessionPart, { name: 'fk_attendance_session_part_id' })
  @PrimaryColumn(idColumn({ name: 'session_part_id' }))
  sessionPartId: string;
  @ForeignKey(() => Person, { name: 'fk_attendance_person_id' })
  @PrimaryColumn(idColumn({ name: 'person_id' }))
  personId: string;
  @Column(codeColumn(12)) state: 'present' | 'absent' | 'excused';
  @Column(instantColumn({ name: 'recorded_at' })) recordedAt: Date;
  @Column(idColumn({ name: 'recorded_by', nullable: true })) recordedBy: string | null;
}

/** The first half of its pupils' logins: `<code>-<number>`. */
@Entity('class_code')
@Index('uq_class_code_code', ['code'], { unique: true })
export class ClassCode {
  @ForeignKey(() => OrgUnit, { name: 'fk_class_code_unit_id' })
  @PrimaryColumn(idColumn({ name: 'unit_id' }))
  unitId: string;
  @Column(codeColumn(12)) code: string;
  @Column(instantColumn({ name: 'issued_at' })) issuedAt: Date;
  @Column(idColumn({ name: 'issued_by', nullable: true })) issuedBy: string | null;
}
