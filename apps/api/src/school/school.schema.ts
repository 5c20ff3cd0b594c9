import { METHODS, TOPICS } from '#libs/mandates';
import { z } from 'zod';
import { byCourse } from '../courses/courses.schema.js';
import { lessonContent } from '../enrollments/enrollments.schema.js';
import { id, language, localDate, text, unit } from '../http/schemas.js';
import { obligation, part, state } from '../obligations/obligations.schema.js';

export const byUnit = z.object({ unitId: id });
export { byCourse };

export const classList = z.object({
  items: z.array(
    z.object({
      unit,
      path: z.array(text),
      students: z.int(),
      teachers: z.array(z.string()),
      obligations: z.array(
        z.object({
          mandate: z.object({ code: z.string(), title: text }),
          cycle: z.string(),
          state,
          overdue: z.boolean(),
          dueOn: localDate,
          alternatives: z.array(z.object({ met: z.boolean(), parts: z.array(part) })),
          mustInclude: z.array(part),
          missing: text,
        }),
      ),
    }),
  ),
});

export const classPage = z.object({
  unit,
  path: z.array(text),
  classCode: z.string().nullable(),
  students: z.array(z.object({ personId: id, number: z.int(), name: z.string(), login: z.string().nullable() })),
  obligations: z.array(obligation),
  sessions: z.array(
    z.object({
      id,
      heldOn: localDate,
      title: z.string(),
      minutes: z.int(),
      topics: z.array(z.string()),
      mode: z.string(),
      method: z.string(),
      partner: z.string().nullable(),
      attended: z.int(),
      roster: z.int(),
    }),
  ),
});

export const codeRequest = z.strictObject({
  personIds: z.array(id).min(1).max(100).optional().meta({ description: 'Everyone in the class where it is left out' }),
});

export const codeSheets = z.object({
  classCode: z.string(),
  sheets: z.array(
    z.object({
      number: z.int(),
      name: z.string(),
      login: z.string(),
      code: z.string(),
      qr: z
        .object({ size: z.int(), path: z.string() })
        .meta({ description: 'Opens the sign-in page with both filled in: an SVG path in a square of `size` modules' }),
    }),
  ),
});

export const transfer = z.strictObject({
  personId: id,
  on: localDate.meta({ description: 'The first day on which the pupil is no longer in this class' }),
  to: id.nullable().meta({ description: 'The class they go to; null when they leave the school' }),
});

export const newSession = z.strictObject({
  heldOn: localDate,
  title: z.string().trim().min(1).max(200),
  course: z.string().min(1).max(80).optional(),
  minutes: z.int().min(5).max(600),
  topics: z.array(z.enum(TOPICS)).max(TOPICS.length),
  mode: z.enum(['in-person', 'live-online']),
  method: z.enum(METHODS),
  partner: z.string().trim().min(1).max(200).optional(),
  absent: z.array(id).max(200),
});

export const classCourses = z.object({
  items: z.array(
    z.object({
      course: z.object({ code: z.string(), title: text }),
      pupils: z.int(),
      finished: z.int().nullable().meta({ description: 'Null where fewer than ten pupils take it' }),
    }),
  ),
});

export const classEnrollment = z.strictObject({ course: z.string().min(1).max(80) });
export const classEnrolled = z.object({ enrolled: z.int().meta({ description: 'Who were not learning it yet' }) });

export const newPupils = z.strictObject({
  pseudonyms: z
    .array(z.string().trim().min(1).max(40))
    .min(1)
    .max(60)
    .meta({ description: 'What pupils are to be called here; no real name is needed' }),
});
export const addedPupils = z.object({ added: z.int() });

export const presentQuery = z.object({ language: language.optional() });

export const present = z.object({
  course: z.object({
    code: z.string(),
    title: text,
    minutes: z.int(),
    topics: z.array(z.string()),
    method: z.enum(METHODS),
    pilot: z.boolean(),
    version: z.int(),
  }),
  lessons: z.array(lessonContent),
});
