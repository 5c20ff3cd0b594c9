import { z } from 'zod';
import { cursor, id, instant, localDate, text } from '../http/schemas.js';

const kind = z.enum(['reminder', 'escalation', 'completed']);
const state = z.enum(['planned', 'claimed', 'sent', 'skipped', 'failed', 'bounced']);

export const messagesQuery = z.object({ cursor, state: state.optional() });

export const messagePage = z.object({
  items: z.array(
    z.object({
      id,
      kind,
      channel: z.enum(['mail', 'inbox', 'text', 'paper']),
      state,
      skipReason: z.enum(['no-address', 'nothing-open', 'overtaken', 'expired', 'on-leave']).nullable(),
      person: z.object({ id, name: z.string() }),
      plannedFor: localDate,
      sentAt: instant.nullable(),
      subject: z.string().nullable(),
      copyTo: z.string().nullable(),
      tries: z.int(),
      error: z.string().nullable(),
      doubtful: z.boolean(),
    }),
  ),
  nextCursor: z.string().nullable(),
});

export const messageText = z.object({
  person: z.string(),
  subject: z.string(),
  text: z.string().meta({ description: 'Empty when nothing that it would say is true any more' }),
});

export const preview = z.object({
  days: z.array(
    z.object({
      on: localDate,
      people: z.int(),
      units: z.int(),
      steps: z.array(
        z.object({
          mandate: z.object({ code: z.string(), title: text }),
          step: z.string(),
          dueOn: localDate,
          people: z.int(),
          sample: z.object({ subject: text, text }),
        }),
      ),
    }),
  ),
});

export const pauses = z.object({
  items: z.array(z.object({ id, authority: text, until: localDate, reason: z.string(), setAt: instant })),
});

export const newPause = z.object({ until: localDate, reason: z.string().trim().min(1).max(400) });

export const pasteQuery = z.object({ unit: id, mandate: z.string().min(1).max(60), cycle: z.string().min(1).max(16) });

export const paste = z.object({
  text,
  people: z.array(z.object({ name: z.string(), unit: text, missing: text, mail: z.boolean() })),
});

export const optOutQuery = z.object({ key: z.string().max(64) });

export const inbox = z.object({
  items: z.array(
    z.object({ id, kind, subject: z.string(), text: z.string(), sentAt: instant, readAt: instant.nullable() }),
  ),
  unread: z.int(),
  completedMail: z.boolean(),
});

export const unread = z.object({ unread: z.int() });

export const mailChoice = z.object({ completed: z.boolean() });
