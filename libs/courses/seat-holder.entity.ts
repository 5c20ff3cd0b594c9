import { codeColumn, idColumn, instantColumn, jsonColumn } from '#libs/database';
import type { Text } from '#libs/language';
import { Person } from '#libs/people';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { Seat } from './course.vocabulary.js';

/** Whom the human rights office has asked to read for a seat. Without it nobody signs, whatever their role. */
@Entity('seat_holder')
@Index('uq_seat_holder_person_id_seat', ['personId', 'seat'], { unique: true })
export class SeatHolder {
  @PrimaryColumn(idColumn()) id: string;
  @ForeignKey(() => Person, { name: 'fk_seat_holder_person_id' })
  @Column(idColumn({ name: 'person_id' }))
  personId: string;
  @Column(codeColumn(20)) seat: Seat;
  /** For whom they speak: an organisation, a faculty, their own experience. */
  @Column(jsonColumn()) affiliation: Text;
  @Column(instantColumn({ name: 'appointed_at' })) appointedAt: Date;
  @Column(idColumn({ name: 'appointed_by', nullable: true })) appointedBy: string | null;
  @Column(instantColumn({ name: 'ended_at', nullable: true })) endedAt: Date | null;
}
