import type { Config } from '#libs/config';
import { type Server, createServer } from 'node:http';
import { collectDefaultMetrics, register } from 'prom-client';

/** Prometheus metrics on a port of their own, so that the outside never sees them. Null when switched off. */
export async function serveMetrics(config: Config): Promise<Server | null> {
  if (config.METRICS_PORT === 0) return null;
  collectDefaultMetrics();
  const server = createServer((request, response) => {
    if (request.url !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    void register.metrics().then((text) => response.writeHead(200, { 'content-type': register.contentType }).end(text));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(config.METRICS_PORT, config.HOST, resolve);
  });
  return server;
}
