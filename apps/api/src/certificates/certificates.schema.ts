import { z } from 'zod';
import { id, instant, localDate, text } from '../http/schemas.js';

export const myCertificates = z.object({
  items: z.array(
    z.object({
      id,
      number: z.string().nullable(),
      state: z.enum(['requested', 'numbered', 'issued', 'superseded', 'revoked']),
      kind: z.enum(['completion', 'obligation']),
      course: z.object({ code: z.string(), title: text }),
      minutes: z.int(),
      completedOn: localDate,
      issuedAt: instant.nullable(),
      verifyUrl: z.string().nullable(),
      pilot: z.boolean(),
    }),
  ),
});

/** As it was typed or scanned; what cannot be a code is simply not found. */
export const byCode = z.object({ code: z.string().max(80) });

export const verification = z.object({
  status: z.enum(['issued', 'superseded', 'revoked']),
  number: z.string(),
  revision: z.int(),
  kind: z.enum(['completion', 'obligation']),
  name: z.string().meta({ description: 'Masked: 김*늘' }),
  unit: text,
  course: text,
  minutes: z.int(),
  mode: z.enum(['in-person', 'live-online', 'self-paced']),
  startedOn: localDate,
  completedOn: localDate,
  issuedOn: localDate,
  issuer: text,
  basis: z.array(text),
  sha256: z.string(),
  pilot: z.boolean(),
});
