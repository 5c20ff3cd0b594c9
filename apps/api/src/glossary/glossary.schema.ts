import { CASE_TYPES } from '#libs/courses';
import { z } from 'zod';
import { text } from '../http/schemas.js';

const norm = z.object({
  title: text,
  article: z.string().optional(),
  version: z.string().optional(),
  url: z.string().optional(),
  verified: z.boolean(),
  fictional: z.boolean(),
  question: text.optional(),
});

export const glossary = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      term: text,
      also: z.object({ ko: z.array(z.string()), en: z.array(z.string()) }),
      meaning: text,
      sources: z.array(norm),
    }),
  ),
});

export const caseFile = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      type: z.enum(CASE_TYPES),
      title: text,
      facts: text,
      question: text,
      holds: text.meta({ description: 'What the norms say, and what is open' }),
      rights: z.array(z.string()),
      topics: z.array(z.string()),
      norms: z.array(norm),
      courses: z.array(z.string()),
      origin: z.enum(['composed', 'decision']),
    }),
  ),
});
