import { codeColumn, instantColumn, jsonColumn } from '#libs/database';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { SharedCase, Term } from './course.schema.js';

/** A word that all courses share. None is ever deleted: a published version may point at it. */
@Entity('glossary_term')
export class GlossaryTerm {
  @PrimaryColumn(codeColumn(60)) code: string;
  @Column(jsonColumn()) content: Term;
  @Column(instantColumn({ name: 'updated_at' })) updatedAt: Date;
}

/** A short anonymised case that courses share. */
@Entity('shared_case')
export class SharedCaseRow {
  @PrimaryColumn(codeColumn(60)) code: string;
  @Column(jsonColumn()) content: SharedCase;
  @Column(instantColumn({ name: 'added_at' })) addedAt: Date;
  @Column(instantColumn({ name: 'updated_at' })) updatedAt: Date;
}
