/** Owns: certificates, their numbers and files, and the public check of both. */
export { Canvas } from './certificate.canvas.js';
export { certificateFont, FONT_FILES, type FontName } from './certificate.fonts.js';
export { CertificateDesk } from './certificate-desk.service.js';
export { type CertificateItem, CertificateQueries, type OpenedPdf } from './certificates.queries.js';
export { CertificatesModule } from './certificates.module.js';
export { numberOf } from './certificate.rules.js';
export { CertificateService } from './certificates.service.js';
export { NotYetIssued } from './certificates.errors.js';
export { type FileCheck, type Verification, VerificationService } from './verification.service.js';
export { prepareCms, verifyCms } from './cms.js';
export { type Signer, SIGNER } from './signer.js';
export { CERTIFICATE_ROWS } from './person-rows.js';
