import { z } from 'zod';

import {
  APPROACHES,
  FORMS,
  ITEM_KINDS,
  LEVELS,
  LIMITS,
  METHODS,
  MODES,
  PURPOSES,
  SEATS,
  TOPICS,
  TRACKS,
} from './course.vocabulary.js';

/*
 * The course document: what a version stores, what the studio edits, and what a course folder adds up to.
 * A custom `error` is a key of `problemTexts` (course.problems.ts), where the words in both languages stand.
 * Everything is strict: a misspelt key is an error with a place, never silently ignored.
 */

const slug = z
  .string()
  .max(60, { error: 'slug' })
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, { error: 'slug' });

/** Control characters and halves of surrogate pairs: invisible, and no database or PDF takes them well. */
const hasControl = (value: string) => /(?![\n\t])\p{Cc}|\p{Surrogate}/u.test(value);

const line = (max: number) =>
  z
    .string()
    .max(max, { error: 'too-long' })
    .refine((value) => value.trim() !== '', { error: 'empty' })
    .refine((value) => !hasControl(value), { error: 'control' });

const text = (max: number) => z.strictObject({ ko: line(max), en: line(max) });
const shortText = text(LIMITS.line);
const longText = text(LIMITS.paragraph);
const markdown = text(LIMITS.markdown);

const unique = <T extends z.ZodType<string>>(element: T) =>
  z.array(element).refine((list) => new Set(list).size === list.length, { error: 'repeated' });

const minutes = (max: number) => z.int().min(1).max(max);

const httpsUrl = z.string().max(500).regex(/^https:\/\/[^\s<>"']+$/, { error: 'https' });

const creditSchema = z.strictObject({
  minutes: minutes(6000),
  mode: z.enum(MODES),
  method: z.enum(METHODS),
  topics: unique(z.enum(TOPICS)).min(1),
});

const tagsSchema = z.strictObject({
  approach: unique(z.enum(APPROACHES)).default([]),
  rights: unique(slug).default([]),
  instruments: unique(line(100)).default([]),
  worldProgramme: slug.optional(),
});

const sourceSchema = z.strictObject({
  id: slug,
  title: shortText,
  article: line(100).optional(),
  version: line(40).optional(),
  url: httpsUrl.optional(),
  verified: z.boolean(),
  fictional: z.boolean().default(false),
  question: longText.optional(),
});

const commitmentSchema = z.strictObject({ prompt: longText, examples: z.array(longText).max(10) });

export const quizSettingsSchema = z.strictObject({
  purpose: z.enum(PURPOSES),
  draw: z.int().min(1).max(50),
  passing: z.number().min(0).max(1).optional(),
});

const scenarioChoiceSchema = z.strictObject({
  id: slug,
  text: longText,
  consequence: longText,
  reasoning: longText,
  to: slug,
});

const situationSchema = z.strictObject({
  id: slug,
  text: markdown,
  rights: unique(slug).default([]),
  choices: z.array(scenarioChoiceSchema).min(2).max(4),
});

const endingSchema = z.strictObject({ id: slug, title: shortText, text: markdown });

const scenarioShape = {
  role: longText,
  people: z.array(z.strictObject({ id: slug, name: shortText, about: longText })).max(30).default([]),
  start: slug,
  situations: z.array(situationSchema).min(1).max(200),
  endings: z.array(endingSchema).min(1).max(50),
  debrief: markdown,
};

export const scenarioSchema = z.strictObject(scenarioShape);
/** As in a file, where the slug stands inside too. */
export const scenarioFileSchema = z.strictObject({ slug, ...scenarioShape });

const lessonHead = {
  slug,
  minutes: minutes(600),
  required: z.boolean().default(true),
  title: shortText,
};
const quizLessonSchema = z.strictObject({ kind: z.literal('quiz'), ...lessonHead, quiz: quizSettingsSchema });

/** A lesson's line in `course.yaml`: its content stands in a file of its own. */
const lessonFileSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('reading'), ...lessonHead }),
  z.strictObject({ kind: z.literal('scenario'), ...lessonHead }),
  quizLessonSchema,
  z.strictObject({ kind: z.literal('reflection'), ...lessonHead }),
]);

/** A lesson in the document, with its content. */
export const lessonSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('reading'), ...lessonHead, body: markdown }),
  z.strictObject({ kind: z.literal('scenario'), ...lessonHead, scenario: scenarioSchema }),
  quizLessonSchema,
  z.strictObject({ kind: z.literal('reflection'), ...lessonHead, body: markdown }),
]);

const itemChoiceSchema = z.strictObject({
  id: slug,
  correct: z.boolean().default(false),
  text: longText,
  feedback: longText,
});

export const itemSchema = z.strictObject({
  code: slug,
  pair: slug,
  form: z.enum(FORMS),
  kind: z.enum(ITEM_KINDS),
  tags: z.strictObject({
    topic: z.enum(TOPICS),
    right: slug.optional(),
    instrument: line(100).optional(),
    type: z.enum(['case', 'recall']),
  }),
  stem: markdown,
  choices: z.array(itemChoiceSchema).min(2).max(8),
});

export const questionsFileSchema = z.strictObject({ items: z.array(itemSchema).max(500) });

const figureSchema = z.strictObject({
  name: z
    .string()
    .max(80)
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*(\.(ko|en))?\.svg$/, { error: 'figure-name' }),
  svg: line(LIMITS.svg),
});

const courseShape = {
  code: slug,
  track: z.enum(TRACKS),
  level: z.enum(LEVELS),
  languages: unique(z.enum(['ko', 'en'])).length(2, { error: 'both-languages' }),
  title: shortText,
  summary: longText,
  objectives: z.array(longText).min(1).max(12),
  credit: creditSchema,
  tags: tagsSchema.prefault({}),
  seats: unique(z.enum(SEATS)).min(1),
  sources: z.array(sourceSchema).max(100).default([]),
  commitment: commitmentSchema.optional(),
};

export const courseFileSchema = z.strictObject({
  ...courseShape,
  lessons: z.array(lessonFileSchema).min(1).max(60),
});

export const courseDocumentSchema = z.strictObject({
  ...courseShape,
  lessons: z.array(lessonSchema).min(1).max(60),
  items: z.array(itemSchema).max(500).default([]),
  figures: z.array(figureSchema).max(100).default([]),
});

export type CourseDocument = z.output<typeof courseDocumentSchema>;
export type Lesson = z.output<typeof lessonSchema>;
export type Scenario = z.output<typeof scenarioSchema>;
export type QuizSettings = z.output<typeof quizSettingsSchema>;
export type Item = z.output<typeof itemSchema>;
export type Source = z.output<typeof sourceSchema>;
export type Figure = z.output<typeof figureSchema>;
