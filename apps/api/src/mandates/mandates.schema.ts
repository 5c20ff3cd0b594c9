import { mandateDocumentSchema } from '#libs/mandates';
import { z } from 'zod';
import { id, instant, localDate, text } from '../http/schemas.js';

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
