/** Owns: certificates, their numbers and files, and the public check of both. */
export { type CertificateItem, CertificateQueries, type OpenedPdf, type Verification } from './certificates.queries.js';
export { CertificatesModule } from './certificates.module.js';
export { CertificateService } from './certificates.service.js';
export { NotYetIssued } from './certificates.errors.js';
