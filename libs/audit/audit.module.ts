import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditDetail } from './audit-detail.entity.js';
import { AuditEntry } from './audit-entry.entity.js';
import { Audit } from './audit.service.js';

@Global()
@Module({ imports: [TypeOrmModule.forFeature([AuditEntry, AuditDetail])], providers: [Audit], exports: [Audit] })
export class AuditModule {}
