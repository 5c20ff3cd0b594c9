/** Owns: what people ask about their duties (exemption, extension, appeal, learning elsewhere) and how it was answered. */
export { PROOF_MAX_BYTES, proofName, proofType, type ProofView } from './proof.rules.js';
export { ProofService } from './proofs.service.js';
export { REQUEST_KINDS, REQUEST_STATES, VERDICTS } from './request.rules.js';
export { RequestQueries, type RequestPage, type RequestView } from './requests.queries.js';
export { RequestService } from './requests.service.js';
export { RequestsModule } from './requests.module.js';
export { REQUEST_ROWS } from './person-rows.js';
