import { z } from 'zod';

import {
  APPROACHES,
  CASE_TYPES,
  FORMS,
  ITEM_KINDS,
  LEVELS,
  LIMITS,
  LIVE_MODES,
  METHODS,
  MODES,
  PACKAGE_FORMATS,
  PURPOSES,
  ROUTES,
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

const httpsUrl = z
  .string()
  .max(500)
  .regex(/^https:\/\/[^\s<>"']+$/, { error: 'https' });

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
  indicators: z.array(longText).max(20).default([]),
});

const sourceShape = {
  title: shortText,
  article: line(100).optional(),
  version: line(40).optional(),
  url: httpsUrl.optional(),
  verified: z.boolean(),
  fictional: z.boolean().default(false),
  question: longText.optional(),
};

const sourceSchema = z.strictObject({ id: slug, ...sourceShape });
/** A norm that a word of the glossary or a case rests on: nothing cites it by an id. */
const normSchema = z.strictObject(sourceShape);

const commitmentSchema = z.strictObject({ prompt: longText, examples: z.array(longText).max(10) });

const itemTypes = ['case', 'recall'] as const;

/** How many items of which kind, topic and type make up a quiz; together as many as it draws. */
const blueprintSchema = z.strictObject({
  count: z.int().min(1).max(50),
  kind: z.enum(ITEM_KINDS).exclude(['argued-case']).optional(),
  topic: z.enum(TOPICS).optional(),
  right: slug.optional(),
  instrument: line(100).optional(),
  type: z.enum(itemTypes).optional(),
});

export const quizSettingsSchema = z.strictObject({
  purpose: z.enum(PURPOSES),
  draw: z.int().min(1).max(50),
  passing: z.number().min(0).max(1).optional(),
  /** Minutes for one attempt; extra time and "no time limit" of a person lengthen it. */
  timeLimit: minutes(180).optional(),
  blueprint: z.array(blueprintSchema).min(1).max(20).optional(),
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
  people: z
    .array(z.strictObject({ id: slug, name: shortText, about: longText }))
    .max(30)
    .default([]),
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
  routes: unique(z.enum(ROUTES))
    .min(1)
    .default([...ROUTES]),
  title: shortText,
};
const quizLessonSchema = z.strictObject({ kind: z.literal('quiz'), ...lessonHead, quiz: quizSettingsSchema });
const liveLessonSchema = z.strictObject({
  kind: z.literal('live'),
  ...lessonHead,
  live: z.strictObject({ mode: z.enum(LIVE_MODES), partner: shortText }),
});
const packageLessonSchema = z.strictObject({
  kind: z.literal('package'),
  ...lessonHead,
  package: z.strictObject({
    file: z
      .string()
      .max(120)
      .regex(/^packages\/[a-z0-9]+(-[a-z0-9]+)*\.zip$/, { error: 'package-name' }),
    format: z.enum(PACKAGE_FORMATS),
  }),
});

const captionsPath = z
  .string()
  .max(120)
  .regex(/^media\/[a-z0-9]+(-[a-z0-9]+)*\.(ko|en)\.vtt$/, { error: 'captions-name' });
const filmPath = z
  .string()
  .max(120)
  .regex(/^media\/[a-z0-9]+(-[a-z0-9]+)*\.mp4$/, { error: 'film-name' });
const videoSchema = z.strictObject({
  file: filmPath,
  captions: z.strictObject({ ko: captionsPath, en: captionsPath }),
});

/** A lesson's line in `course.yaml`: its content stands in a file of its own. */
const lessonFileSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('reading'), ...lessonHead }),
  z.strictObject({ kind: z.literal('video'), ...lessonHead, video: videoSchema }),
  z.strictObject({ kind: z.literal('scenario'), ...lessonHead }),
  quizLessonSchema,
  z.strictObject({ kind: z.literal('reflection'), ...lessonHead }),
  liveLessonSchema,
  packageLessonSchema,
]);

/** What an author writes for a lesson: `easy` is the same in easy Korean (쉬운 말). */
const written = { body: markdown, easy: line(LIMITS.markdown).optional() };

/** A lesson in the document, with its content. The body of a film is its transcript. */
export const lessonSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('reading'), ...lessonHead, ...written }),
  z.strictObject({ kind: z.literal('video'), ...lessonHead, video: videoSchema, ...written }),
  z.strictObject({ kind: z.literal('scenario'), ...lessonHead, scenario: scenarioSchema }),
  quizLessonSchema,
  z.strictObject({ kind: z.literal('reflection'), ...lessonHead, ...written }),
  liveLessonSchema,
  packageLessonSchema,
]);

const itemChoiceSchema = z.strictObject({
  id: slug,
  correct: z.boolean().default(false),
  text: longText,
  feedback: longText,
});

const itemHead = {
  code: slug,
  pair: slug,
  form: z.enum(FORMS),
  tags: z.strictObject({
    topic: z.enum(TOPICS),
    right: slug.optional(),
    instrument: line(100).optional(),
    type: z.enum(itemTypes),
  }),
  stem: markdown,
};
const choices = z.array(itemChoiceSchema).min(2).max(8);
/** For kinds that are right or wrong as a whole. */
const feedback = z.strictObject({ right: longText, wrong: longText });
const accepted = z.array(line(100)).min(1).max(40);

export const itemSchema = z.discriminatedUnion('kind', [
  z.strictObject({ ...itemHead, kind: z.literal('single'), choices }),
  z.strictObject({ ...itemHead, kind: z.literal('multiple'), choices }),
  z.strictObject({
    ...itemHead,
    kind: z.literal('ordering'),
    steps: z
      .array(z.strictObject({ id: slug, text: longText }))
      .min(2)
      .max(10),
    feedback,
  }),
  z.strictObject({
    ...itemHead,
    kind: z.literal('matching'),
    pairs: z
      .array(z.strictObject({ id: slug, left: longText, right: longText }))
      .min(2)
      .max(10),
    feedback,
  }),
  z.strictObject({
    ...itemHead,
    kind: z.literal('short-text'),
    accept: z.strictObject({ ko: accepted, en: accepted }),
    feedback,
  }),
  z.strictObject({
    ...itemHead,
    kind: z.literal('rating-scale'),
    scale: z.strictObject({ from: z.int().min(0).max(1), to: z.int().min(2).max(10), low: shortText, high: shortText }),
  }),
  z.strictObject({
    ...itemHead,
    kind: z.literal('argued-case'),
    rubric: z
      .array(z.strictObject({ id: slug, points: z.int().min(1).max(20), text: longText }))
      .min(1)
      .max(10),
    feedback,
  }),
]);

export const questionsFileSchema = z.strictObject({ items: z.array(itemSchema).max(500) });

const figureSchema = z.strictObject({
  name: z
    .string()
    .max(80)
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*(\.(ko|en))?\.svg$/, { error: 'figure-name' }),
  svg: line(LIMITS.svg),
});

const captionsSchema = z.strictObject({ path: captionsPath, vtt: line(LIMITS.svg) });

/** A film or a package: too large for the document, which names its bytes. */
const blobSchema = z.strictObject({
  path: z.union([filmPath, packageLessonSchema.shape.package.shape.file]),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.int().min(1).max(LIMITS.blobBytes),
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
  guide: markdown.optional(),
  captions: z.array(captionsSchema).max(100).default([]),
  blobs: z.array(blobSchema).max(60).default([]),
});

const words = z.array(line(100)).max(20).default([]);

export const termSchema = z.strictObject({
  id: slug,
  term: shortText,
  also: z.strictObject({ ko: words, en: words }).prefault({}),
  meaning: longText,
  sources: z.array(normSchema).max(10).default([]),
});

export const caseSchema = z.strictObject({
  id: slug,
  type: z.enum(CASE_TYPES),
  title: shortText,
  facts: longText,
  question: longText,
  holds: longText,
  rights: unique(slug).default([]),
  topics: unique(z.enum(TOPICS)).min(1),
  norms: z.array(normSchema).min(1).max(20),
  courses: unique(slug).min(2),
  origin: z.enum(['composed', 'decision']),
});

export const glossaryFileSchema = z.strictObject({ terms: z.array(termSchema).max(2_000) });
export const casesFileSchema = z.strictObject({ cases: z.array(caseSchema).max(2_000) });

export type CourseDocument = z.output<typeof courseDocumentSchema>;
export type Lesson = z.output<typeof lessonSchema>;
export type Scenario = z.output<typeof scenarioSchema>;
export type QuizSettings = z.output<typeof quizSettingsSchema>;
export type Item = z.output<typeof itemSchema>;
export type Source = z.output<typeof sourceSchema>;
export type Figure = z.output<typeof figureSchema>;
export type Term = z.output<typeof termSchema>;
export type SharedCase = z.output<typeof caseSchema>;
