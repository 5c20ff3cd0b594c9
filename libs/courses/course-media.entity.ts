import { idColumn, instantColumn } from '#libs/database';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A film or a package that came in as part of a course. The file store holds other things too, which no course may name. */
@Entity('course_media')
export class CourseMediaRow {
  @PrimaryColumn({ type: 'char', length: 64, collation: 'utf8mb4_bin' }) sha256: string;
  @Column({ type: 'int' }) bytes: number;
  @Column(instantColumn({ name: 'added_at' })) addedAt: Date;
  @Column(idColumn({ name: 'added_by', nullable: true })) addedBy: string | null;
}
