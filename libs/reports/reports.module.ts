import { Global, Module } from '@nestjs/common';
import { ComplianceService } from './compliance.service.js';
import { PeopleListService } from './people-list.service.js';

@Global()
@Module({ providers: [ComplianceService, PeopleListService], exports: [ComplianceService, PeopleListService] })
export class ReportsModule {}
