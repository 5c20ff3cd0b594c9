import { codeColumn, dateColumn, idColumn, instantColumn } from '#libs/database';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { OrgUnit } from './org-unit.entity.js';

/** What a unit was called, from when to when. */
@Entity('org_unit_name')
export class OrgUnitName {
  @ForeignKey(() => OrgUnit, { name: 'fk_org_unit_name_unit_id' })
  @PrimaryColumn(idColumn({ name: 'unit_id' }))
  unitId: string;
  @PrimaryColumn(dateColumn({ name: 'valid_from' })) validFrom: string;
  @Column(dateColumn({ name: 'valid_to', nullable: true })) validTo: string | null;
  @Column({ type: 'varchar', length: 120, name: 'name_ko' }) nameKo: string;
  @Column({ type: 'varchar', length: 160, name: 'name_en' }) nameEn: string;
  @PrimaryColumn(instantColumn({ name: 'recorded_at' })) recordedAt: Date;
  /** When a correction took its place; the row stays as what was believed until then. */
  @Column(instantColumn({ name: 'replaced_at', nullable: true })) replacedAt: Date | null;
}

/** Under which unit a unit stood, from when to when. */
@Entity('org_unit_parent')
@Index('ix_org_unit_parent_parent_id', ['parentId'])
export class OrgUnitParent {
  @ForeignKey(() => OrgUnit, { name: 'fk_org_unit_parent_unit_id' })
  @PrimaryColumn(idColumn({ name: 'unit_id' }))
  unitId: string;
  @PrimaryColumn(dateColumn({ name: 'valid_from' })) validFrom: string;
  @Column(dateColumn({ name: 'valid_to', nullable: true })) validTo: string | null;
  @ForeignKey(() => OrgUnit, { name: 'fk_org_unit_parent_parent_id' })
  @Column(idColumn({ name: 'parent_id' }))
  parentId: string;
  @PrimaryColumn(instantColumn({ name: 'recorded_at' })) recordedAt: Date;
  /** When a correction took its place; the row stays as what was believed until then. */
  @Column(instantColumn({ name: 'replaced_at', nullable: true })) replacedAt: Date | null;
}

/** Which unit went on in which: mergers, splits, new names, moves. */
@Entity('org_unit_succession')
@Index('ix_org_unit_succession_successor_id', ['successorId'])
export class OrgUnitSuccession {
  @ForeignKey(() => OrgUnit, { name: 'fk_org_unit_succession_predecessor_id' })
  @PrimaryColumn(idColumn({ name: 'predecessor_id' }))
  predecessorId: string;
  @ForeignKey(() => OrgUnit, { name: 'fk_org_unit_succession_successor_id' })
  @PrimaryColumn(idColumn({ name: 'successor_id' }))
  successorId: string;
  @Column(dateColumn({ name: 'effective_on' })) effectiveOn: string;
  @Column(codeColumn(16)) kind: 'merged' | 'split' | 'renamed' | 'moved';
}

/** Derived from {@link OrgUnitParent}: today's tree, each unit with all that stand above it, itself at depth 0. */
@Entity('org_unit_closure')
@Index('ix_org_unit_closure_descendant_id', ['descendantId', 'depth'])
export class OrgUnitClosure {
  @ForeignKey(() => OrgUnit, { name: 'fk_org_unit_closure_ancestor_id' })
  @PrimaryColumn(idColumn({ name: 'ancestor_id' }))
  ancestorId: string;
  @ForeignKey(() => OrgUnit, { name: 'fk_org_unit_closure_descendant_id' })
  @PrimaryColumn(idColumn({ name: 'descendant_id' }))
  descendantId: string;
  @Column({ type: 'smallint' }) depth: number;
}

/**
 * One row about the tree as a whole, absent until the first use. Whoever keeps sums by {@link OrgUnitClosure} sets
 * `summed` in the transaction that makes them, and whatever rebuilds the closure clears it: sums of another tree are
 * never read.
 */
@Entity('org_tree')
export class OrgTree {
  @PrimaryColumn({ type: 'tinyint' }) id: number;
  @Column({ type: 'tinyint' }) summed: number;
}
