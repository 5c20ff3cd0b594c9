import { type Config, loadConfig } from '#libs/config';
import { createDataSource } from '#libs/database';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { DataSource } from 'typeorm';
import { ProductModule } from './product.module.js';

/** What a command gets: the product's parts, opened when first asked for and closed when the command ends. */
export interface CommandContext {
  readonly config: () => Config;
  /** The product over its database. */
  readonly product: <T>(work: (app: INestApplicationContext) => Promise<T>) => Promise<T>;
  /** The bare database, for what must come before the product can start. */
  readonly database: <T>(work: (dataSource: DataSource) => Promise<T>) => Promise<T>;
  /** One line of progress, on stderr: stdout belongs to the answer. */
  readonly progress: (line: string) => void;
  /** The answer: JSON with `--json`, else what `lines` makes of it. */
  readonly print: (json: boolean | undefined, value: unknown, lines: () => readonly string[]) => void;
}

/** @param config read when a command first needs it: `courses check` and `--help` need none */
export function commandContext(config: () => Config = () => loadConfig(process.env)): CommandContext {
  return {
    config,
    async product(work) {
      const app = await NestFactory.createApplicationContext(ProductModule.for(config()), {
        logger: ['error', 'fatal'],
        abortOnError: false,
      });
      try {
        return await work(app);
      } finally {
        await app.close();
      }
    },
    async database(work) {
      const dataSource = await createDataSource(config());
      try {
        return await work(dataSource);
      } finally {
        await dataSource.destroy();
      }
    },
    progress: (line) => process.stderr.write(`${line}\n`),
    print(json, value, lines) {
      const output = json === true ? JSON.stringify(value) : lines().join('\n');
      process.stdout.write(`${output}\n`);
    },
  };
}
