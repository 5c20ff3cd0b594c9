import { codeColumn, dateColumn, idColumn } from '#libs/database';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Authority } from './authority.entity.js';

export const UNIT_KINDS = [
  'city',
  'bureau',
  'division',
  'team',
  'office',
  'fire-station',
  'district',
  'public-corporation',
  'social-service',
  'elderly-facility',
  'disability-facility',
  'mental-health-facility',
  'homeless-facility',
  'child-facility',
  'education-office',
  'school',
  'grade',
  'class',
] as const;
export type UnitKind = (typeof UNIT_KINDS)[number];

@Entity('org_unit')
@Index('uq_org_unit_authority_id_code', ['authorityId', 'code'], { unique: true })
export class OrgUnit {
  @PrimaryColumn(idColumn()) id: string;
  @ForeignKey(() => Authority, { name: 'fk_org_unit_authority_id' })
  @Column(idColumn({ name: 'authority_id' }))
  authorityId: string;
  @Column(codeColumn(80)) code: string;
  @Column(codeColumn(32)) kind: UnitKind;
  @Column(codeColumn(40)) territory: string;
  @Column(dateColumn({ name: 'valid_from' })) validFrom: string;
  @Column(dateColumn({ name: 'valid_to', nullable: true })) validTo: string | null;
}
