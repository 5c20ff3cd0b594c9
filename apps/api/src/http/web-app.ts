import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const DIST = join(process.cwd(), 'apps/web/dist');

/**
 * Serves the built web application: its files by name, and its one page for every other address that a browser opens.
 * Without a build the API still runs, and says so on the page.
 */
export async function serveWebApp(app: NestFastifyApplication): Promise<void> {
  const server = app.getHttpAdapter().getInstance();
  const built = existsSync(join(DIST, 'index.html'));
  if (built) {
    await app.register(fastifyStatic as never, {
      root: DIST,
      prefix: '/',
      wildcard: false,
      index: false,
      // Names of built files carry their content's hash.
      setHeaders: (reply: { header(name: string, value: string): void }, path: string) => {
        reply.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  }
  const page = async (_request: FastifyRequest, reply: FastifyReply): Promise<unknown> =>
    built
      ? reply.header('cache-control', 'no-cache').sendFile('index.html')
      : reply
          .type('text/plain; charset=utf-8')
          .send('웹 앱이 아직 만들어지지 않았습니다: npm run build:web / not built yet');
  server.get('/', page);
  // Every path but the API's: rooms of the web application have addresses of their own.
  for (const room of ['/:room', '/:room/*']) {
    server.get(
      room,
      { constraints: {} },
      async (request: FastifyRequest<{ Params: { room: string } }>, reply: FastifyReply) => {
        if (['api', 'health', 'dev', 'metrics', 'assets'].includes(request.params.room)) {
          reply.callNotFound();
          return reply;
        }
        return page(request, reply);
      },
    );
  }
}
