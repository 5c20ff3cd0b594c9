import type { Config } from '#libs/config';
import { Redis } from 'ioredis';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from './processes.js';

/** Removes everything of ours from Redis, as if it had come back empty. @returns how many keys there were */
export async function wipeRedis(config: Config): Promise<number> {
  const url = new URL(config.REDIS_URL);
  const redis = url.protocol === 'unix:' ? new Redis({ path: url.pathname }) : new Redis(config.REDIS_URL);
  try {
    const keys = await redis.keys(`${config.REDIS_PREFIX}:*`);
    if (keys.length > 0) await redis.del(...keys);
    return keys.length;
  } finally {
    redis.disconnect();
  }
}

/** A Redis of the test's own, to be stopped and started again on the same port, with nothing kept between. */
export class OwnRedis {
  private child: ChildProcess | null = null;
  private readonly folder = mkdtempSync(join(tmpdir(), 'madang-redis-'));

  private constructor(private readonly port: number) {}

  static async create(): Promise<OwnRedis> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    return new OwnRedis(port);
  }

  get url(): string {
    return `redis://127.0.0.1:${String(this.port)}`;
  }

  async start(): Promise<void> {
    const { program, argv0 } = redisProgram();
    const args = [
      '--port',
      String(this.port),
      '--bind',
      '127.0.0.1',
      '--save',
      '',
      '--appendonly',
      'no',
      '--dir',
      this.folder,
    ];
    this.child = spawn(program, args, { argv0, stdio: 'ignore' });
    const probe = new Redis(this.url, { lazyConnect: true, retryStrategy: () => 50 });
    probe.on('error', () => undefined);
    try {
      await until(
        () => probe.ping().catch(() => ''),
        (answer) => answer === 'PONG',
        20,
      );
    } finally {
      probe.disconnect();
    }
  }

  async stop(): Promise<void> {
    const { child } = this;
    if (!child) return;
    this.child = null;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Debian's redis-tools have the server under another name: it looks at the name it is called by. */
function redisProgram(): { program: string; argv0: string } {
  const given = process.env['TEST_REDIS_SERVER'];
  if (given !== undefined && given !== '') return { program: given, argv0: 'redis-server' };
  for (const folder of [...(process.env['PATH'] ?? '').split(':'), '/usr/sbin', '/usr/bin']) {
    for (const [file, argv0] of [
      ['redis-server', 'redis-server'],
      ['valkey-server', 'valkey-server'],
      ['redis-check-rdb', 'redis-server'],
      ['valkey-check-rdb', 'valkey-server'],
    ] as const) {
      const program = join(folder, file);
      if (!existsSync(program)) continue;
      if (spawnSync(program, ['--version'], { argv0, encoding: 'utf8' }).stdout.includes('server v='))
        return { program, argv0 };
    }
  }
  throw new Error('no redis-server or valkey-server was found: install redis-tools, or set TEST_REDIS_SERVER');
}
