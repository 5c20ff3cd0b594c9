import { CONFIG, type Config } from '#libs/config';
import { FilesModule } from '#libs/files';
import { Clock } from '#libs/time';
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CertificateCounter } from './certificate-counter.entity.js';
import { Certificate, CertificateCheck } from './certificate.entity.js';
import { CertificateDesk } from './certificate-desk.service.js';
import { CertificateScope } from './certificate.scope.js';
import { CertificateQueries } from './certificates.queries.js';
import { CertificateService } from './certificates.service.js';
import { pemSigner, SIGNER } from './signer.js';
import { VerificationService } from './verification.service.js';

@Module({
  imports: [FilesModule, TypeOrmModule.forFeature([Certificate, CertificateCheck, CertificateCounter])],
  providers: [
    CertificateService,
    CertificateQueries,
    CertificateDesk,
    CertificateScope,
    VerificationService,
    {
      provide: SIGNER,
      inject: [CONFIG, Clock],
      useFactory: ({ MADANG_SIGNING_KEY: key, MADANG_SIGNING_CERTIFICATE: certificate }: Config, clock: Clock) =>
        key === undefined || certificate === undefined ? null : pemSigner(key, certificate, clock.now()),
    },
  ],
  exports: [CertificateService, CertificateQueries, CertificateDesk, VerificationService, SIGNER],
})
export class CertificatesModule {}
