import { FilesModule } from '#libs/files';
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CertificateCounter } from './certificate-counter.entity.js';
import { Certificate } from './certificate.entity.js';
import { CertificateQueries } from './certificates.queries.js';
import { CertificateService } from './certificates.service.js';

@Module({
  imports: [FilesModule, TypeOrmModule.forFeature([Certificate, CertificateCounter])],
  providers: [CertificateService, CertificateQueries],
  exports: [CertificateService, CertificateQueries],
})
export class CertificatesModule {}
