import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditDetail } from './audit-detail.entity.js';
import { AuditEntry } from './audit-entry.entity.js';
import { Audit } from './audit.service.js';
import { AuditSeal, SealGap, SealHead } from './seal.entity.js';
import { SealService } from './seal.service.js';

@Global()
@Module({
  imports: [TypeOrmModule.forFeature([AuditEntry, AuditDetail, AuditSeal, SealHead, SealGap])],
  providers: [Audit, SealService],
  exports: [Audit, SealService],
})
export class AuditModule {}
