import { z } from 'zod';
import { id, instant, localDate, text } from '../http/schemas.js';

const kind = z.enum(['completion', 'obligation', 'provision', 'history']);

export const certificate = z.object({
  id,
  number: z.string().nullable(),
  revision: z.int(),
  state: z.enum(['requested', 'numbered', 'issued', 'superseded', 'revoked']),
  kind,
  title: text,
  minutes: z.int(),
  completedOn: localDate,
  issuedAt: instant.nullable(),
  verifyUrl: z.string().nullable(),
  pilot: z.boolean(),
  endReason: z.string().nullable(),
});
export const certificates = z.object({ items: z.array(certificate) });

export const period = z
  .strictObject({ from: localDate, to: localDate })
  .refine(({ from, to }) => from <= to, { path: ['to'], error: 'must not lie before from' });

export const ending = z.strictObject({ reason: z.string().trim().min(2).max(400) });

/** As it was typed or scanned; what cannot be a code is simply not found. */
export const byCode = z.object({ code: z.string().max(80) });

export const verification = z.object({
  status: z.enum(['issued', 'superseded', 'revoked']),
  kind,
  title: text,
  number: z.string(),
  revision: z.int(),
  rows: z.array(z.object({ label: text, value: text })).meta({ description: 'As printed; a name is masked: 김*늘' }),
  table: z.object({ columns: z.array(text), rows: z.array(z.array(text)) }).nullable(),
  basis: z.array(text),
  issuedOn: localDate,
  issuer: text,
  sha256: z.string(),
  pilot: z.boolean(),
});

export const fileCheck = z.object({
  result: z.enum(['genuine', 'changed', 'unknown']),
  sha256: z.string(),
  certificate: verification.nullable(),
});
