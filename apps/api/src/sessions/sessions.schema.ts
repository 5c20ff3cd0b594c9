import { METHODS, TOPICS } from '#libs/mandates';
import { z } from 'zod';
import { id, localDate, text, unit } from '../http/schemas.js';

const words = z.string().trim().min(1).max(200);
const mode = z.enum(['in-person', 'live-online']);
const method = z.enum(METHODS);

const part = z.object({
  number: z.int(),
  title: z.string().nullable(),
  minutes: z.int(),
  topics: z.array(z.string()),
  mode,
  method,
});

export const liveSession = z.object({
  id,
  title: z.string(),
  heldOn: localDate,
  state: z.enum(['planned', 'held', 'cancelled']),
  courseCode: z.string().nullable(),
  host: z.string().nullable(),
  partner: z.string().nullable(),
  coLead: z.string().nullable(),
  place: z.string().nullable(),
  proof: z.string().nullable().meta({ description: 'Name of the signed sheet that was kept' }),
  parts: z.array(part),
});

export const sessionList = z.object({
  items: z.array(liveSession.extend({ unit, attended: z.int() })),
  units: z.array(unit).meta({ description: 'For which I may hold sessions' }),
});

export const newEvent = z.strictObject({
  unitId: id,
  heldOn: localDate,
  title: words,
  course: z.string().min(1).max(80).optional(),
  host: words.optional(),
  partner: words.optional(),
  coLead: words.optional(),
  place: words.optional(),
  parts: z
    .array(
      z.strictObject({
        title: words.optional(),
        minutes: z.int().min(5).max(600),
        topics: z.array(z.enum(TOPICS)).max(TOPICS.length),
        mode,
        method,
      }),
    )
    .min(1)
    .max(8),
});

export const roll = z.object({
  session: liveSession,
  people: z.array(z.object({ personId: id, name: z.string(), unit: text, position: z.string().nullable() })),
  present: z.array(id),
});

export const rollCall = z.strictObject({
  present: z
    .array(
      z.strictObject({
        personId: id,
        parts: z.array(z.int().min(1).max(8)).min(1).max(8).optional().meta({ description: 'All where left out' }),
      }),
    )
    .min(1)
    .max(5_000),
});

export const pastedList = z.strictObject({ text: z.string().max(100_000) });

export const matchedList = z.object({
  lines: z.array(
    z.object({
      line: z.string(),
      state: z.enum(['found', 'repeated', 'ambiguous', 'unknown']),
      personId: id.optional(),
      candidates: z.array(id).optional(),
    }),
  ),
});
