/** Owns: reports over duties: figures by unit, lists of people in scope, exports. Reads what mandates tallies. */
export { type ComplianceReport, ComplianceService, type ReportQuery } from './compliance.service.js';
export { PEOPLE_FILTERS, type PeopleFilter, type Totals } from './compliance.rules.js';
export { type PeoplePage, PeopleListService, type PeopleQuery, type PersonStanding } from './people-list.service.js';
export { ReportsModule } from './reports.module.js';
