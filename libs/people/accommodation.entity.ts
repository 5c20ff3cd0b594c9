import { idColumn, instantColumn } from '#libs/database';
import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Person } from './person.entity.js';

/** What a person needs to learn on equal terms, set once by themselves. Nobody else ever reads it. */
@Entity('accommodation')
export class Accommodation {
  @ForeignKey(() => Person, { name: 'fk_accommodation_person_id' })
  @PrimaryColumn(idColumn({ name: 'person_id' }))
  personId: string;
  /** Percent added to every time limit. */
  @Column({ type: 'smallint', name: 'extra_time' }) extraTime: number;
  @Column({ type: 'tinyint', name: 'no_time_limit' }) noTimeLimit: number;
  /** Transcripts in place of films, words in place of figures. */
  @Column({ type: 'tinyint', name: 'text_only' }) textOnly: number;
  /** 쉬운 말 where a course has it. */
  @Column({ type: 'tinyint', name: 'easy_korean' }) easyKorean: number;
  @Column({ type: 'tinyint', name: 'larger_text' }) largerText: number;
  @Column(instantColumn({ name: 'set_at' })) setAt: Date;
}
