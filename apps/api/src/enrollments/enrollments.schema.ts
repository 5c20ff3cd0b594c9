import { ITEM_KINDS, PURPOSES, TRACKS } from '#libs/courses';
import { z } from 'zod';
import { lessonKind, source } from '../courses/courses.schema.js';
import { id, instant, language, localDate, text } from '../http/schemas.js';

const state = z.enum(['active', 'completed', 'left']);
const lessonState = z.enum(['not-started', 'in-progress', 'done']);
const slug = z.string().min(1).max(60);
const html = z.string().meta({ description: 'HTML made by the server; safe to insert as it is' });
const score = z.number().min(0).max(1).nullable();

export const byLesson = z.object({ id, lessonId: id });
export const inLanguage = z.object({
  language: language.optional().meta({ description: "The person's own where it is left out" }),
});

export const newEnrollment = z.strictObject({ course: z.string().min(1).max(80) });

export const enrollmentList = z.object({
  items: z.array(
    z.object({
      id,
      state,
      course: z.object({ code: z.string(), title: text }),
      done: z.int(),
      total: z.int(),
      startedAt: instant,
      completedAt: instant.nullable(),
    }),
  ),
});

export const enrollment = z.object({
  id,
  state,
  course: z.object({
    code: z.string(),
    title: text,
    track: z.enum(TRACKS),
    pilot: z.boolean(),
    version: z.int(),
    minutes: z.int(),
    languages: z.array(language),
  }),
  startedAt: instant,
  completedAt: instant.nullable(),
  lessons: z.array(
    z.object({
      id,
      slug: z.string(),
      kind: lessonKind,
      title: text,
      minutes: z.int(),
      required: z.boolean(),
      state: lessonState,
      engagedSeconds: z.int(),
      position: z.string().nullable(),
      attempts: z.int(),
      bestScore: score,
    }),
  ),
  next: id.nullable().meta({ description: 'The lesson to go on with' }),
  completion: z
    .object({
      id,
      completedOn: localDate,
      certificate: z
        .object({ id, state: z.enum(['requested', 'numbered', 'issued', 'superseded', 'revoked']) })
        .nullable(),
    })
    .nullable(),
});

export const quiz = z.object({
  purpose: z.enum(PURPOSES),
  passing: score,
  attempt: z.int(),
  items: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(ITEM_KINDS),
      stemHtml: html,
      choices: z.array(z.object({ id: z.string(), html })),
      lefts: z.array(z.object({ html })).meta({ description: 'Left sides of what is matched' }),
      scale: z.object({ from: z.int(), to: z.int(), low: z.string(), high: z.string() }).nullable(),
    }),
  ),
  last: z.object({ number: z.int(), score, passed: z.boolean() }).nullable(),
});

/** A lesson as the player gets it: without right answers and without feedback. */
export const lessonContent = z.object({
  slug: z.string(),
  kind: lessonKind,
  title: text,
  language,
  html: html.nullable(),
  scenario: z
    .object({
      role: html,
      people: z.array(z.object({ id: z.string(), name: z.string(), about: z.string() })),
      start: z.string(),
      situations: z.array(
        z.object({
          id: z.string(),
          html,
          rights: z.array(z.string()),
          choices: z.array(
            z.object({ id: z.string(), html, consequenceHtml: html, reasoningHtml: html, to: z.string() }),
          ),
        }),
      ),
      endings: z.array(z.object({ id: z.string(), title: z.string(), html })),
      debriefHtml: html,
    })
    .nullable(),
  quiz: quiz.nullable(),
  sources: z.array(source),
});

export const enrolledLesson = lessonContent.extend({ id });

export const progress = z.strictObject({
  event: z.enum(['open', 'beat', 'leave']),
  done: z.boolean().optional().meta({ description: 'A reading or reflection is finished' }),
  position: z.string().max(400).optional().meta({ description: 'Where to resume, in the words of the player' }),
});

const standing = z.object({ state, completion: z.object({ id }).nullable() });

export const progressAnswer = z.object({ state: lessonState, engagedSeconds: z.int(), enrollment: standing });

const item = z.string().min(1).max(20);
const itemAnswer = z.union([
  z.strictObject({ item, choices: z.array(z.string().min(1).max(8)).max(10) }),
  z.strictObject({ item, text: z.string().max(500) }),
  z.strictObject({ item, value: z.int().min(0).max(10) }),
]);
const step = z.strictObject({ situation: slug, choice: slug });

export const answers = z.strictObject({
  answers: z
    .array(z.union([...itemAnswer.options, step]))
    .max(250)
    .meta({ description: "A quiz's answers, or a scenario's path from its start to an ending" }),
});

export const attempt = z.object({
  number: z.int(),
  score,
  passed: z.boolean(),
  items: z.array(
    z.object({
      item: z.string(),
      correct: z.boolean().nullable(),
      choices: z.array(z.object({ id: z.string(), chosen: z.boolean(), correct: z.boolean(), feedbackHtml: html })),
      feedbackHtml: html.nullable(),
      rightHtml: z.array(html).meta({ description: 'What would have been right, in order' }),
    }),
  ),
  ending: z.object({ id: z.string(), title: z.string(), html }).nullable(),
  lesson: z.object({ state: lessonState }),
  enrollment: standing,
});
