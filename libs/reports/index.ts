/** Owns: reports over duties: figures by unit, lists of people in scope, exports. Reads what mandates tallies. */
export { type Breakdown, BreakdownService } from './breakdown.service.js';
export { type ComplianceReport, ComplianceService, type ReportQuery } from './compliance.service.js';
export { PEOPLE_FILTERS, type PeopleFilter, type Totals } from './compliance.rules.js';
export { type PackCheck, checkPack } from './evidence-pack.verify.js';
export { ExportService, type ExportView } from './export.service.js';
export { type PeoplePage, PeopleListService, type PeopleQuery, type PersonStanding } from './people-list.service.js';
export { REPORT_ROWS } from './person-rows.js';
export { type ProvidedItem, ProvidedService } from './provided.service.js';
export { FILE_FORMATS, FILE_KINDS } from './report-file.js';
export { INTERVALS } from './report-schedule.entity.js';
export { ScheduleService } from './schedule.service.js';
export { ReportsModule } from './reports.module.js';
