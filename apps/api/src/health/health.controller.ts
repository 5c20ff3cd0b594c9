import { Database } from '#libs/database';
import { AppError } from '#libs/errors';
import { text } from '#libs/language';
import { Controller } from '@nestjs/common';
import { z } from 'zod';
import { Route, Tag } from '../http/route.js';

class DatabaseAway extends AppError {
  readonly kind = 'unavailable';
  readonly code = 'health.database-away';
  constructor() {
    super(text('데이터베이스에 연결할 수 없습니다.', 'The database cannot be reached.'));
  }
}

const ok = z.object({ status: z.literal('ok') });

@Tag('health')
@Controller('health')
export class HealthController {
  constructor(private readonly db: Database) {}

  @Route('GET', 'live', { summary: 'The process runs', allow: 'public', response: ok })
  live() {
    return { status: 'ok' as const };
  }

  @Route('GET', 'ready', { summary: 'The process can serve', allow: 'public', response: ok })
  async ready() {
    await this.db.query('SELECT 1').catch(() => {
      throw new DatabaseAway();
    });
    return { status: 'ok' as const };
  }
}
