import { codeColumn } from '#libs/database';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The last serial given by an issuer in a local year. Its row lock is what makes numbers gapless. */
@Entity('certificate_counter')
export class CertificateCounter {
  @PrimaryColumn(codeColumn(16, { name: 'issuer_code' })) issuerCode: string;
  @PrimaryColumn({ type: 'smallint' }) year: number;
  @Column({ type: 'int', name: 'last_serial' }) lastSerial: number;
}
