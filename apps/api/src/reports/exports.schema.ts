import { FILE_FORMATS, FILE_KINDS, INTERVALS } from '#libs/reports';
import { z } from 'zod';
import { id, instant, localDate } from '../http/schemas.js';
import { reason, scope } from './reports.schema.js';

export const exportInput = z.strictObject({
  ...scope,
  kind: z.enum(FILE_KINDS).default('people'),
  format: z.enum(FILE_FORMATS).default('csv'),
  reason,
});

export const exportView = z.object({
  id,
  kind: z.enum(FILE_KINDS),
  format: z.enum(FILE_FORMATS),
  reason: z.string(),
  state: z.enum(['running', 'done', 'cancelled', 'failed', 'expired']),
  rows: z.int(),
  rowsDone: z.int(),
  name: z.string().nullable(),
  size: z.int().nullable().meta({ description: 'Bytes' }),
  requestedAt: instant,
  expiresAt: instant.nullable(),
});

export const exportList = z.object({ items: z.array(exportView) });

const { unit, mandate } = scope;

export const scheduleInput = z.strictObject({
  unit,
  mandate,
  personId: id.optional().meta({ description: 'Who gets it; the caller where it is left out' }),
  kind: z.enum(FILE_KINDS),
  format: z.enum(FILE_FORMATS),
  every: z.enum(INTERVALS),
});

export const scheduleList = z.object({
  items: z.array(
    z.object({
      id,
      person: z.object({ id, name: z.string() }),
      kind: z.enum(FILE_KINDS),
      format: z.enum(FILE_FORMATS),
      every: z.enum(INTERVALS),
      nextOn: localDate,
      lastSkipped: z.string().nullable().meta({ description: 'Code of what stood against it the last time' }),
    }),
  ),
});
