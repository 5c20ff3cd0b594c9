import { codeColumn, idColumn, jsonColumn } from '#libs/database';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Who answers for a part of the deployment: the city, the education office. A data controller of its own. */
@Entity('authority')
@Index('uq_authority_code', ['code'], { unique: true })
@Index('uq_authority_issuer_code', ['issuerCode'], { unique: true })
export class Authority {
  @PrimaryColumn(idColumn()) id: string;
  @Column(codeColumn(40)) code: string;
  @Column({ type: 'varchar', length: 120, name: 'name_ko' }) nameKo: string;
  @Column({ type: 'varchar', length: 160, name: 'name_en' }) nameEn: string;
  @Column({ type: 'varchar', length: 120, name: 'head_title_ko' }) headTitleKo: string;
  @Column({ type: 'varchar', length: 160, name: 'head_title_en' }) headTitleEn: string;
  /** Prefix of certificate numbers, e.g. `GAON`. */
  @Column(codeColumn(16, { name: 'issuer_code' })) issuerCode: string;
  @Column({ type: 'varchar', length: 254, name: 'sender_address' }) senderAddress: string;
  @Column({ type: 'varchar', length: 240, name: 'contact_ko' }) contactKo: string;
  @Column({ type: 'varchar', length: 240, name: 'contact_en' }) contactEn: string;
  /** Years by class of data; set by the authority, never in code (public records decree art. 26). */
  @Column(jsonColumn()) retention: Readonly<Record<string, number>>;
}
