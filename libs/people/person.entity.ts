import { codeColumn, dateColumn, idColumn, instantColumn } from '#libs/database';
import type { Language } from '#libs/language';
import { Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';

/** Someone known to the system. The learning record belongs to the person, wherever they move. */
@Entity('person')
@Index('ix_person_alias_of', ['aliasOf'])
export class Person {
  @PrimaryColumn(idColumn()) id: string;
  @ForeignKey(() => Person, { name: 'fk_person_alias_of' })
  @Column(idColumn({ name: 'alias_of', nullable: true }))
  aliasOf: string | null;
  @Column({ type: 'char', length: 2, collation: 'utf8mb4_bin' }) language: Language;
  @Column(instantColumn({ name: 'created_at' })) createdAt: Date;
}

/** Everything that names a person, apart, so that it can be destroyed while the record of learning stays. */
@Entity('person_identity')
@Index('ix_person_identity_name', ['name'])
export class PersonIdentity {
  @ForeignKey(() => Person, { name: 'fk_person_identity_person_id' })
  @PrimaryColumn(idColumn({ name: 'person_id' }))
  personId: string;
  @Column({ type: 'varchar', length: 120, nullable: true }) name: string | null;
  @Column({ type: 'varchar', length: 160, name: 'name_latin', nullable: true }) nameLatin: string | null;
  @Column(dateColumn({ name: 'birth_date', nullable: true })) birthDate: string | null;
  @Column({ type: 'varchar', length: 254, nullable: true }) email: string | null;
  @Column(instantColumn({ name: 'destroyed_at', nullable: true })) destroyedAt: Date | null;
}

/** What a person was called until a correction, for a report of that day. Destroyed together with the identity. */
@Entity('person_identity_past')
@Index('ix_person_identity_past_person_id', ['personId', 'id'])
export class PersonIdentityPast {
  @PrimaryGeneratedColumn({ type: 'bigint' }) id: string;
  @ForeignKey(() => Person, { name: 'fk_person_identity_past_person_id' })
  @Column(idColumn({ name: 'person_id' }))
  personId: string;
  @Column({ type: 'varchar', length: 120, nullable: true }) name: string | null;
  @Column({ type: 'varchar', length: 254, nullable: true }) email: string | null;
  @Column(instantColumn({ name: 'replaced_at' })) replacedAt: Date;
}

/** What another system calls the person: staff number, directory id. Never a resident registration number. */
@Entity('person_external_id')
@Index('ix_person_external_id_person_id', ['personId'])
export class PersonExternalId {
  @PrimaryColumn(codeColumn(40)) source: string;
  @PrimaryColumn(codeColumn(80, { name: 'external_id' })) externalId: string;
  @ForeignKey(() => Person, { name: 'fk_person_external_id_person_id' })
  @Column(idColumn({ name: 'person_id' }))
  personId: string;
}
