import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { until } from './processes.js';

const ACCOUNT = 'madang';

/**
 * A MariaDB of the test's own, to be stopped, killed and started again over the same data. What it committed survives
 * the death of the process (the log is written at each commit), not the death of the machine (it is not synced).
 */
export class OwnMariadb {
  private child: ChildProcess | null = null;

  private constructor(
    private readonly server: string,
    private readonly folder: string,
  ) {}

  static create(): OwnMariadb {
    const [server, installer] = [findProgram('mariadbd'), findProgram('mariadb-install-db')];
    if (server === null || installer === null)
      throw new Error('no mariadbd was found: install mariadb-server-core, as "npm test" does on Debian');
    // The folder is removed by `remove`; it is short, since a socket's path must be.
    const folder = mkdtempSync(join(tmpdir(), 'mdb-'));
    const installed = spawnSync(
      installer,
      [
        '--no-defaults',
        '--force',
        '--skip-test-db',
        '--skip-name-resolve',
        `--datadir=${join(folder, 'data')}`,
        ...asRoot(),
      ],
      { encoding: 'utf8' },
    );
    if (installed.status !== 0) throw new Error(`no database could be made: ${installed.stdout}${installed.stderr}`);
    return new OwnMariadb(server, folder);
  }

  get url(): string {
    return `mariadb://${ACCOUNT}@localhost/madang?socketPath=${encodeURIComponent(this.socket)}`;
  }

  private get socket(): string {
    return join(this.folder, 's');
  }

  async start(): Promise<void> {
    const init = join(this.folder, 'init.sql');
    writeFileSync(
      init,
      [
        'CREATE DATABASE IF NOT EXISTS madang CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;',
        `CREATE USER IF NOT EXISTS '${ACCOUNT}'@'localhost' IDENTIFIED BY '';`,
        `GRANT ALL PRIVILEGES ON *.* TO '${ACCOUNT}'@'localhost';`,
        '',
      ].join('\n'),
    );
    this.child = spawnBound(this.server, [
      '--no-defaults',
      `--datadir=${join(this.folder, 'data')}`,
      '--skip-networking',
      `--tmpdir=${this.folder}`,
      `--socket=${this.socket}`,
      `--pid-file=${join(this.folder, 'pid')}`,
      `--init-file=${init}`,
      ...asRoot(),
      '--character-set-server=utf8mb4',
      '--collation-server=utf8mb4_unicode_ci',
      '--transaction-isolation=READ-COMMITTED',
      '--default-time-zone=+00:00',
      '--max-allowed-packet=64M',
      '--max-connections=200',
      '--innodb-buffer-pool-size=256M',
      '--innodb-log-file-size=128M',
      '--innodb-flush-log-at-trx-commit=2',
    ]);
    await until(() => this.answers(), Boolean, 60, 30);
  }

  /** Ends it: in order, or as a power cut of the process would. */
  async stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const { child } = this;
    if (!child) return;
    this.child = null;
    const ended = once(child, 'exit');
    // It listens before its thread for signals is up: an early one would be lost.
    const again = setTimeout(() => child.kill('SIGKILL'), 30_000);
    child.kill(signal);
    await ended;
    clearTimeout(again);
  }

  async remove(): Promise<void> {
    await this.stop('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  private async answers(): Promise<boolean> {
    try {
      const connection = await createConnection({ socketPath: this.socket, user: ACCOUNT, database: 'madang' });
      await connection.query('SELECT 1');
      await connection.end();
      return true;
    } catch {
      return false;
    }
  }
}

/** Ends with the process that started it, also when that one is killed. */
function spawnBound(program: string, args: readonly string[]): ChildProcess {
  const setpriv = findProgram('setpriv');
  return setpriv === null
    ? spawn(program, args, { stdio: 'ignore' })
    : spawn(setpriv, ['--pdeathsig', 'KILL', program, ...args], { stdio: 'ignore' });
}

function findProgram(name: string): string | null {
  const folders = [...(process.env['PATH'] ?? '').split(':'), '/usr/sbin', '/usr/bin', '/usr/local/sbin'];
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file)) ?? null;
}

/** As root the server wants to be told that this is meant. */
function asRoot(): string[] {
  return process.getuid?.() === 0 ? ['--user=root'] : [];
}
