/** Owns: the record of who changed or read what, written in the transaction that did it, and its seals. */
export { type AuditInput, Audit } from './audit.service.js';
export { AuditModule } from './audit.module.js';
export { AUDIT_STREAM, type Seal, SealService, type SealStream, type SealedRow } from './seal.service.js';
