import { loadConfig } from '#libs/config';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import { API_PREFIX } from './create-app.js';
import { openApiDocument } from './openapi.js';

// Prints the OpenAPI document without any server: in preview mode Nest reads the routes and creates nothing.
const config = loadConfig({
  MYSQL_URL: 'mariadb://nobody@localhost/none',
  REDIS_URL: 'redis://localhost',
  MADANG_SECRET: '0'.repeat(64),
});
const app = await NestFactory.create<NestFastifyApplication>(AppModule.for(config), new FastifyAdapter(), {
  preview: true,
  logger: false,
  abortOnError: false,
});
app.setGlobalPrefix(...API_PREFIX);
process.stdout.write(`${JSON.stringify(openApiDocument(app), null, 2)}\n`, () => process.exit(0));
