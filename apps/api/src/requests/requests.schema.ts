import { METHODS, MODES, TOPICS } from '#libs/mandates';
import { REQUEST_KINDS, REQUEST_STATES, VERDICTS } from '#libs/requests';
import { z } from 'zod';
import { cursor, id, instant, limit, localDate, text, unit } from '../http/schemas.js';

const reason = z
  .string()
  .trim()
  .min(2)
  .max(2000)
  .meta({ description: 'Read by the person and by those who may decide, by nobody else' });
const code = z.string().min(1).max(60);
const obligation = id.meta({ description: 'The duty it is about' });

export const ask = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('exemption'), obligation, reason, ground: code, from: localDate, to: localDate }),
  z.strictObject({ kind: z.literal('extension'), obligation, reason, to: localDate }),
  z.strictObject({ kind: z.literal('appeal'), obligation, reason }),
  z.strictObject({
    kind: z.literal('outside'),
    obligation,
    reason,
    learned: z.strictObject({
      title: z.string().trim().min(2).max(200),
      issuerCode: code.optional(),
      issuerName: z.string().trim().min(2).max(160),
      minutes: z.int().min(0).max(60_000),
      times: z.int().min(0).max(50).default(1),
      mode: z.enum(MODES),
      method: z.enum(METHODS).default('lecture'),
      topics: z.array(z.enum(TOPICS)).max(10).default([]),
      earnedOn: localDate,
      proof: id.meta({ description: 'Of a file uploaded before by POST /me/proofs' }),
    }),
  }),
]);

export const decision = z.strictObject({
  verdict: z.enum(VERDICTS),
  answer: z
    .string()
    .trim()
    .max(2000)
    .default('')
    .meta({ description: 'Required unless exactly what was asked for is granted' }),
  from: localDate.optional(),
  to: localDate.optional(),
  minutes: z.int().min(0).optional(),
  times: z.int().min(0).optional(),
});

export const revocation = z.strictObject({ reason });
export const requestsQuery = z.strictObject({ state: z.enum(['open', 'decided']).default('open'), cursor, limit });

const named = z.object({ id, name: z.string() });
const ground = z.object({ code: z.string(), title: text });

export const proof = z.object({ id, name: z.string(), mediaType: z.string(), size: z.int() });

export const request = z.object({
  id,
  kind: z.enum(REQUEST_KINDS),
  state: z.enum(REQUEST_STATES),
  person: named,
  unit,
  obligationId: id,
  mandate: z.object({ code: z.string(), title: text }),
  cycle: z.string(),
  dueOn: localDate,
  ground: ground.nullable(),
  reason: z.string().nullable(),
  wantedFrom: localDate.nullable(),
  wantedTo: localDate.nullable(),
  replyBy: localDate.meta({ description: 'The day by which an answer is promised' }),
  late: z.boolean(),
  askedAt: instant,
  askedBy: named,
  assignee: named.nullable().meta({ description: 'Who is to answer' }),
  decidedAt: instant.nullable(),
  decidedBy: named.nullable(),
  answer: z.string().nullable(),
  grantedFrom: localDate.nullable(),
  grantedTo: localDate.nullable(),
  outside: z
    .object({
      title: z.string(),
      issuer: z.object({ code: z.string().nullable(), name: z.string() }),
      trusted: z
        .boolean()
        .nullable()
        .meta({ description: 'Whether the rule trusts the issuer; null where it names none' }),
      minutes: z.int(),
      times: z.int(),
      mode: z.enum(MODES),
      method: z.enum(METHODS),
      topics: z.array(z.string()),
      earnedOn: localDate,
      acceptedMinutes: z.int().nullable(),
      acceptedTimes: z.int().nullable(),
      proof,
    })
    .nullable(),
});

export const myRequests = z.object({
  items: z.array(request),
  options: z
    .array(
      z.object({
        obligationId: id,
        exemption: z.object({ grounds: z.array(ground), maxDays: z.int() }).nullable(),
        trustedIssuers: z.array(z.string()),
      }),
    )
    .meta({ description: 'What may be asked about each duty' }),
});

export const requestPage = z.object({ items: z.array(request), nextCursor: z.string().nullable(), total: z.int() });
