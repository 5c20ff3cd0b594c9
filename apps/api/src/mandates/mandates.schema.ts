import { EFFECTS, mandateDocumentSchema } from '#libs/mandates';
import { z } from 'zod';
import { cursor, id, instant, limit, localDate, text, unit } from '../http/schemas.js';
import { state } from '../obligations/obligations.schema.js';

const code = z.string().min(1).max(60).meta({ description: 'Code of the mandate' });
export const byMandate = z.object({ code });
export const byVersion = z.object({ code, number: z.coerce.number().int().min(1) });

export const mandates = z.object({
  items: z.array(z.object({ code: z.string(), title: text, bearer: z.enum(['person', 'unit']), policy: z.boolean() })),
});

export const draft = z.strictObject({
  rule: mandateDocumentSchema.meta({ description: 'A mandate document: courses/schema/mandate.schema.json' }),
});
export const drafted = z.object({ number: z.int() });

export const simulate = z.strictObject({
  rule: mandateDocumentSchema,
  minutesPerTime: z.int().min(1).max(1000).optional().meta({ description: 'What one time is taken to last; 60' }),
});
export const bySimulation = z.object({ code, id });
export const simulationQuery = z.strictObject({ cursor, limit });

const figures = { ...Object.fromEntries(EFFECTS.map((effect) => [effect, z.int()])), minutes: z.int() } as Record<
  (typeof EFFECTS)[number] | 'minutes',
  z.ZodInt
>;

export const simulation = z.object({
  id,
  code: z.string(),
  state: z.enum(['running', 'done', 'cancelled']),
  on: localDate.meta({ description: 'The day that was taken for today' }),
  bearers: z.int(),
  done: z.int(),
  minutesPerTime: z.int(),
  totals: z.object(figures).meta({ description: 'Duties by what would change, and the minutes owed more' }),
  units: z.array(z.object({ unit, ...figures })),
  rows: z.array(
    z.object({
      name: z.string(),
      unit: unit.nullable(),
      mandate: z.string(),
      cycle: z.string(),
      effect: z.enum(EFFECTS),
      stateBefore: state.nullable(),
      stateAfter: state.nullable(),
      dueBefore: localDate.nullable(),
      dueAfter: localDate.nullable(),
      minutes: z.int(),
    }),
  ),
  nextCursor: z.string().nullable(),
});

export const versions = z.object({
  items: z.array(
    z.object({
      id,
      number: z.int(),
      state: z.enum(['draft', 'discarded', 'signed', 'in-force', 'ended']),
      effectiveFrom: localDate,
      effectiveTo: localDate.nullable(),
      rule: z.record(z.string(), z.unknown()).meta({ description: 'The mandate document' }),
      author: z.string().nullable(),
      createdAt: instant,
      signer: z.string().nullable(),
      signedAt: instant.nullable(),
    }),
  ),
});
