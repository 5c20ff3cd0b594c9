import { z } from 'zod';
import { cursor, id, instant, localDate, text } from '../http/schemas.js';

export const messagesQuery = z.object({ cursor });

export const messagePage = z.object({
  items: z.array(
    z.object({
      id,
      kind: z.enum(['reminder', 'escalation', 'completed']),
      channel: z.enum(['mail', 'paper']),
      state: z.enum(['planned', 'claimed', 'sent', 'skipped', 'failed', 'bounced']),
      skipReason: z.string().nullable(),
      person: z.object({ id, name: z.string() }),
      plannedFor: localDate,
      sentAt: instant.nullable(),
    }),
  ),
  nextCursor: z.string().nullable(),
});

export const pasteQuery = z.object({ unit: id, mandate: z.string().min(1).max(60), cycle: z.string().min(1).max(16) });

export const paste = z.object({
  text,
  people: z.array(z.object({ name: z.string(), unit: text, missing: text, mail: z.boolean() })),
});
