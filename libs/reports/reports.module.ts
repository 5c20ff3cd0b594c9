import { CertificatesModule } from '#libs/certificates';
import { MessagesModule } from '#libs/messages';
import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { BreakdownService } from './breakdown.service.js';
import { ComplianceService } from './compliance.service.js';
import { EvidencePacks } from './evidence-pack.service.js';
import { ExportStore } from './export-store.js';
import { ExportService } from './export.service.js';
import { PeopleListService } from './people-list.service.js';
import { ProvidedService } from './provided.service.js';
import { ReportExport } from './report-export.entity.js';
import { ReportSchedule } from './report-schedule.entity.js';
import { ReportFiles } from './report-files.service.js';
import { ResultReports } from './result-report.service.js';
import { ScheduleService } from './schedule.service.js';

@Global()
@Module({
  imports: [CertificatesModule, MessagesModule, TypeOrmModule.forFeature([ReportExport, ReportSchedule])],
  providers: [
    ComplianceService,
    BreakdownService,
    ProvidedService,
    PeopleListService,
    EvidencePacks,
    ResultReports,
    ReportFiles,
    ExportStore,
    ExportService,
    ScheduleService,
  ],
  exports: [ComplianceService, BreakdownService, ProvidedService, PeopleListService, ExportService, ScheduleService],
})
export class ReportsModule {}
