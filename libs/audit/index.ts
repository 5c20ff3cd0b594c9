/** Owns: the record of who changed or read what, written in the transaction that did it. */
export { type AuditInput, Audit } from './audit.service.js';
export { AuditModule } from './audit.module.js';
