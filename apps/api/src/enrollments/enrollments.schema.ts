import { ITEM_KINDS, PURPOSES, TRACKS } from '#libs/courses';
import { EVIDENCE_GRADES, ORIGINS, PROOF_KINDS, ROUTES } from '#libs/learning';
import { z } from 'zod';
import { lessonKind, source } from '../courses/courses.schema.js';
import { id, instant, language, localDate, text } from '../http/schemas.js';

const state = z.enum(['active', 'completed', 'left']);
const lessonState = z.enum(['not-started', 'in-progress', 'done']);
const slug = z.string().min(1).max(60);
const html = z.string().meta({ description: 'HTML made by the server; safe to insert as it is' });
const score = z.number().min(0).max(1).nullable();

export const byLesson = z.object({ id, lessonId: id });
export const byCaptions = byLesson.extend({ language });
export const inLanguage = z.object({
  language: language.optional().meta({ description: "The person's own where it is left out" }),
});

const route = z.enum(ROUTES);

export const ofLesson = inLanguage.extend({
  easy: z
    .enum(['true', 'false'])
    .transform((value) => value === 'true')
    .optional()
    .meta({ description: "In easy Korean; as the person's accommodations say where it is left out" }),
});

export const newEnrollment = z.strictObject({
  course: z.string().min(1).max(80),
  obligation: id.optional().meta({ description: 'The duty it is begun for; each cycle gets an enrollment of its own' }),
  route: route.optional().meta({ description: "The course's first where it is left out" }),
});

export const routeChoice = z.strictObject({ route });
export const standing = z.object({ state, completion: z.object({ id }).nullable() });

export const enrollmentList = z.object({
  items: z.array(
    z.object({
      id,
      state,
      origin: z.enum(ORIGINS),
      route,
      course: z.object({ code: z.string(), title: text }),
      done: z.int(),
      total: z.int(),
      startedAt: instant,
      completedAt: instant.nullable(),
    }),
  ),
});

const grade = z.enum(EVIDENCE_GRADES);

const evidence = z.object({
  grade,
  title: text,
  frozen: z.boolean().meta({ description: 'True once it stands on the credit' }),
  reasons: z.array(text),
  later: z.object({ grade, title: text, reasons: z.array(text) }).nullable(),
  ways: z.array(z.object({ kind: z.enum(PROOF_KINDS), text })),
  promise: text,
});

export const enrollment = z.object({
  id,
  state,
  route,
  routes: z.array(route).meta({ description: 'To choose from' }),
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
      watchedSeconds: z.int(),
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
  evidence,
  newer: z
    .object({ version: z.int(), kept: z.array(text), again: z.array(text) })
    .nullable()
    .meta({ description: 'A newer version to go on in, and which finished lessons count there' }),
});

export const quiz = z.object({
  purpose: z.enum(PURPOSES),
  passing: score,
  dueAt: instant.nullable().meta({ description: 'Null where there is no limit for this person' }),
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
  easy: z.object({ shown: z.boolean(), available: z.boolean() }),
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
  film: z
    .object({ captions: z.array(language) })
    .nullable()
    .meta({ description: 'Played from …/film with …/captions/{language}; its transcript is the text' }),
  sources: z.array(source),
});

export const enrolledLesson = lessonContent.extend({ id });

const seconds = z.number().min(0).max(43_200);

export const progress = z.strictObject({
  event: z.enum(['open', 'beat', 'leave']),
  done: z.boolean().optional().meta({ description: 'A reading, film or reflection is finished' }),
  position: z.string().max(400).optional().meta({ description: 'Where to resume, in the words of the player' }),
  tab: z.string().max(32).optional().meta({ description: 'Tells the tabs and devices of a person apart' }),
  late: z
    .array(
      z.strictObject({
        key: z.string().min(8).max(40),
        ago: seconds.meta({ description: 'Seconds since it ended, when this is sent' }),
        seconds: z.number().min(0).max(120),
      }),
    )
    .max(240)
    .optional()
    .meta({ description: 'Learning that could not be told at its time; each key counts once' }),
  watched: z
    .array(z.tuple([seconds, seconds]))
    .max(50)
    .optional()
    .meta({ description: 'Seconds of a film played since the last call, from and to' }),
});

export const reflectionText = z.strictObject({
  words: z.string().max(20_000).meta({ description: 'Empty: nothing is kept any longer' }),
});
export const reflection = z.object({
  reflection: z.object({ words: z.string(), savedAt: instant }).nullable(),
});

export const progressAnswer = z.object({
  state: lessonState,
  engagedSeconds: z.int(),
  watchedSeconds: z.int(),
  enrollment: standing,
});

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

export const testOut = quiz.extend({ lessonId: id });

export const attempt = z.object({
  number: z.int(),
  purpose: z.enum(['lesson', 'test-out']),
  score,
  passed: z.boolean(),
  late: z.boolean(),
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
