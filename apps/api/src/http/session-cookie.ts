import type { MadangRequest } from './request.js';

export const SESSION_COOKIE = 'madang_session';

/** The token in the session cookie, if any. */
export function sessionToken(request: MadangRequest): string | undefined {
  return request.cookies[SESSION_COOKIE];
}
