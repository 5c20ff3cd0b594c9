import { TRACKS } from '#libs/courses';
import { z } from 'zod';
import { lessonContent } from '../enrollments/enrollments.schema.js';
import { instant, language, text } from '../http/schemas.js';

const revision = z.int().min(1);
const line = z.string().trim().min(1).max(200);

export const byDraft = z.object({ code: z.string().max(80) });
export const byDraftLesson = z.object({ code: z.string().max(80), slug: z.string().max(80) });
export const previewLanguage = z.object({ language: language.default('ko') });

export const studioList = z.object({
  items: z.array(
    z.object({
      code: z.string(),
      title: text,
      track: z.enum(TRACKS),
      draft: z.object({ revision, updatedAt: instant, updatedBy: z.string().nullable() }).nullable(),
      published: z.object({ number: z.int(), pilot: z.boolean(), publishedAt: instant.nullable() }).nullable(),
    }),
  ),
});

export const newCourse = z.strictObject({
  code: z
    .string()
    .max(60)
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  track: z.enum(TRACKS),
  title: z.strictObject({ ko: line, en: line }),
});
export const begunCourse = z.object({ code: z.string(), revision });

/** The course document, however unfinished; its shape is courses/schema/document.schema.json. */
const document = z.record(z.string(), z.unknown());
const problems = z.array(
  z.object({
    path: z.string().meta({ description: 'Place in the document, such as lessons.0.title.ko' }),
    line: z.int().optional().meta({ description: 'Line inside a Markdown text' }),
    message: text,
  }),
);

export const draft = z.object({ code: z.string(), revision, document, problems });
export const savedDraft = z.strictObject({ revision, document });
export const saveAnswer = z.object({ revision, problems });
export const publication = z.strictObject({ revision });
export const published = z.object({ number: z.int(), hash: z.string(), pilot: z.boolean() });

export const markdownPreview = z.strictObject({
  markdown: z.string().max(60_000),
  language,
  course: z.string().max(80).optional().meta({ description: 'Whose draft has the figures and sources' }),
});
export const previewHtml = z.object({ html: z.string() });
export const previewedLesson = lessonContent;
