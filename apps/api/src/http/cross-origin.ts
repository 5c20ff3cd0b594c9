import { AppError } from '#libs/errors';
import { text } from '#libs/language';
import type { FastifyInstance } from 'fastify';

class CrossOrigin extends AppError {
  readonly kind = 'forbidden';
  readonly code = 'common.cross-origin';
  constructor() {
    super(text('다른 사이트에서 보낸 요청은 받지 않습니다.', 'Requests from another site are not accepted.'));
  }
}

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Protection against cross-site request forgery without tokens: browsers say where a request comes from, in
 * `Sec-Fetch-Site` and, before that existed, in `Origin`. Clients that are no browsers send neither and carry no cookie
 * of somebody else.
 */
export function refuseCrossOrigin(server: FastifyInstance): void {
  server.addHook('onRequest', (request, _reply, done) => {
    if (SAFE.has(request.method)) {
      done();
      return;
    }
    const site = request.headers['sec-fetch-site'];
    const { origin } = request.headers;
    const own =
      site === undefined
        ? origin === undefined || (URL.canParse(origin) && new URL(origin).host === request.headers.host)
        : site === 'same-origin' || site === 'none';
    done(own ? undefined : new CrossOrigin());
  });
}
