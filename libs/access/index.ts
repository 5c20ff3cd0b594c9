/** Owns: accounts, sign-ins, roles over subtrees, and the limits on both. */
export { NotAllowed, NotSignedIn, TooMany } from './access.errors.js';
export { AccessModule } from './access.module.js';
export { readableCode } from './access.rules.js';
export { AccessService, type OpenedSession } from './access.service.js';
export { AccountService, type NewAccount, type NewGrant } from './accounts.service.js';
export { RateLimit } from './rate-limit.service.js';
export { TokenService } from './tokens.service.js';
export { hashPassword } from './passwords.js';
export { ACCESS_ROWS } from './person-rows.js';
