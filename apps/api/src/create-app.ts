import type { Config } from '#libs/config';
import { Log } from '#libs/log';
import type { Clock } from '#libs/time';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { randomUUID } from 'node:crypto';
import { AppModule } from './app.module.js';
import { refuseCrossOrigin } from './http/cross-origin.js';
import { serveWebApp } from './http/web-app.js';
import { serveOpenApi } from './openapi.js';

const BODY_LIMIT = 4 * 1024 * 1024;
/** A certificate has some 30 KB, a long record some hundreds. */
const PDF_LIMIT = 8 * 1024 * 1024;

/** Where the routes stand; health checks and the development mailbox stand outside. */
export const API_PREFIX: [string, { exclude: string[] }] = ['api/v1', { exclude: ['health/*path', 'dev/*path'] }];

/** The whole API, ready to listen: what `main.ts` starts and what the tests call. */
export async function createApp(config: Config, clock?: Clock): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    genReqId: () => randomUUID(),
    trustProxy: config.NODE_ENV === 'production',
    logger: false,
  });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.for(config, clock), adapter, {
    logger: ['error', 'fatal'],
    abortOnError: false,
    bufferLogs: false,
  });
  app.setGlobalPrefix(...API_PREFIX);
  await app.register(cookie as never);
  await app.register(multipart as never);
  await app.register(helmet as never, {
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        styleSrc: ["'self'", "'unsafe-inline'"],
        scriptSrc: ["'self'"],
        objectSrc: ["'none'"],
        frameAncestors: ["'self'"],
        upgradeInsecureRequests: config.MADANG_ORIGIN.startsWith('https:') ? [] : null,
      },
    },
    strictTransportSecurity: config.MADANG_ORIGIN.startsWith('https:'),
    referrerPolicy: { policy: 'same-origin' },
  });
  const server = adapter.getInstance();
  server.addContentTypeParser('application/pdf', { parseAs: 'buffer', bodyLimit: PDF_LIMIT }, (_, body, done) => {
    done(null, body);
  });
  refuseCrossOrigin(server);
  logRequests(server, app.get(Log));
  serveOpenApi(app);
  await serveWebApp(app);
  await app.init();
  await server.ready();
  return app;
}

interface Logged {
  addHook(
    name: 'onResponse',
    hook: (
      request: { id: string; method: string; routeOptions: { url?: string } },
      reply: { statusCode: number; elapsedTime: number },
      done: () => void,
    ) => void,
  ): void;
}

/** One line a request, with the route's pattern in place of its address: addresses may hold what is private. */
function logRequests(server: Logged, log: Log): void {
  server.addHook('onResponse', (request, reply, done) => {
    log.root.info(
      {
        requestId: request.id,
        method: request.method,
        route: request.routeOptions.url ?? 'unknown',
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
      },
      'request',
    );
    done();
  });
}
