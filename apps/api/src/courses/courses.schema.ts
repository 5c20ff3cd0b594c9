import { LESSON_KINDS, LEVELS, MODES, ROUTES, SEATS, TRACKS } from '#libs/courses';
import { z } from 'zod';
import { cursor, id, language, limit, text } from '../http/schemas.js';

/** What names a course in an address; one that does not exist is simply not found. */
export const byCourse = z.object({ code: z.string().max(80) });

export const catalogueQuery = z.object({
  track: z.enum(TRACKS).optional(),
  q: z.string().trim().max(100).optional().meta({ description: 'Words of the title or summary' }),
  cursor,
  limit,
});

const summary = z.object({
  code: z.string(),
  track: z.enum(TRACKS),
  level: z.enum(LEVELS),
  title: text,
  summary: text,
  minutes: z.int().meta({ description: 'Credited on completion' }),
  mode: z.enum(MODES),
  topics: z.array(z.string()),
  languages: z.array(language),
  pilot: z.boolean().meta({ description: '시범판: published before every seat has signed' }),
  version: z.int(),
  lessons: z.int(),
  routes: z
    .object({ solo: z.int().optional(), blended: z.int().optional() })
    .meta({ description: 'Minutes of each route that the course offers' }),
  enrollment: z
    .object({ id, state: z.enum(['active', 'completed', 'left']), done: z.int(), total: z.int() })
    .nullable()
    .meta({ description: 'Mine: the active one, else the newest; done and total count required lessons' }),
});

export const catalogue = z.object({ items: z.array(summary), nextCursor: z.string().nullable() });

export const lessonKind = z.enum(LESSON_KINDS);

export const source = z.object({
  id: z.string(),
  title: text,
  article: z.string().nullable(),
  version: z.string().nullable(),
  url: z.string().nullable(),
  verified: z.boolean(),
  fictional: z.boolean(),
  question: text.nullable(),
});

export const coursePage = summary.extend({
  objectives: z.array(text),
  lessonList: z.array(
    z.object({
      slug: z.string(),
      kind: lessonKind,
      title: text,
      minutes: z.int(),
      required: z.boolean(),
      routes: z.array(z.enum(ROUTES)),
    }),
  ),
  hasGuide: z.boolean(),
  seats: z.array(z.object({ seat: z.enum(SEATS), signed: z.boolean() })),
  sources: z.array(source),
  commitment: z.object({ prompt: text, examples: z.array(text) }).nullable(),
});

export const guideQuery = z.object({ language: language.optional() });
export const guide = z.object({
  title: text,
  html: z.string().meta({ description: 'HTML made by the server; safe to insert as it is' }),
});
