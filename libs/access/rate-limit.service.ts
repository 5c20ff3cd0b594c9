import { CONFIG, type Config } from '#libs/config';
import { Database } from '#libs/database';
import { Clock } from '#libs/time';
import { Inject, Injectable } from '@nestjs/common';
import { createHmac } from 'node:crypto';
import { TooMany } from './access.errors.js';

const MINUTE = 60_000;
const WINDOW = 15 * MINUTE;

/**
 * How often something without a sign-in may be asked by one address. Counted in MySQL, so that all processes share it.
 * The address itself is not kept: its keyed hash is, and that is gone with the window.
 */
@Injectable()
export class RateLimit {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @param most in any quarter of an hour @throws {TooMany} when that is used up */
  async spend(what: string, address: string, most: number): Promise<void> {
    const now = this.clock.now().getTime();
    const hash = createHmac('sha256', this.config.MADANG_SECRET).update(address).digest('base64url').slice(0, 22);
    const bucket = `${what}:${hash}`;
    await this.db.run((tx) =>
      tx.query(
        'INSERT INTO rate_limit (bucket, window_start, hits) VALUES (?, ?, 1) ON DUPLICATE KEY UPDATE hits = hits + 1',
        [bucket, new Date(Math.floor(now / MINUTE) * MINUTE)],
      ),
    );
    const [row] = await this.db.query<{ hits: string | null }[]>(
      'SELECT SUM(hits) AS hits FROM rate_limit WHERE bucket = ? AND window_start > ?',
      [bucket, new Date(now - WINDOW)],
    );
    if (Number(row?.hits ?? 0) > most) throw new TooMany();
  }

  /** Forgets what lies beyond the window, of every kind of limit. */
  async sweep(): Promise<void> {
    await this.db.run((tx) =>
      tx.query('DELETE FROM rate_limit WHERE window_start < ? ORDER BY window_start LIMIT 5000', [
        new Date(this.clock.now().getTime() - 24 * 60 * MINUTE),
      ]),
    );
  }
}
