/** Owns: certificates, their numbers and files, and the public check of both. */
export { CertificateDesk } from './certificate-desk.service.js';
export { type CertificateItem, CertificateQueries, type OpenedPdf } from './certificates.queries.js';
export { CertificatesModule } from './certificates.module.js';
export { CertificateService } from './certificates.service.js';
export { NotYetIssued } from './certificates.errors.js';
export { type FileCheck, type Verification, VerificationService } from './verification.service.js';
