import { z } from 'zod';
import { id, instant, text } from '../http/schemas.js';

const state = z.enum(['submitted', 'accepted', 'returned']);
const toArgue = z.object({
  code: z.string(),
  stemHtml: z.string().meta({ description: 'HTML made by the server; safe to insert as it is' }),
  rubric: z.array(z.object({ id: z.string(), points: z.int(), text: z.string() })),
});

export const arguedCases = z.object({
  cases: z.array(toArgue),
  mine: z.array(
    z.object({
      id,
      code: z.string(),
      state,
      words: z.string(),
      points: z.int().nullable(),
      reply: z.string().nullable(),
      submittedAt: instant,
    }),
  ),
});

export const newArguedCase = z.strictObject({
  code: z.string().min(1).max(60),
  words: z.string().trim().min(50).max(6_000),
});

export const waitingCases = z.object({
  items: z.array(
    toArgue.extend({
      id,
      course: z.object({ code: z.string(), title: text }),
      words: z.string(),
      submittedAt: instant,
    }),
  ),
});

export const caseMarks = z.strictObject({
  marks: z
    .record(z.string().min(1).max(60), z.int().min(0).max(100))
    .meta({ description: 'Points by criterion of the rubric' }),
  reply: z.string().trim().min(1).max(2_000),
});

export const markedCase = z.object({ state });
