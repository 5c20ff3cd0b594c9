import { CHANGE_SCOPES, FLAG_REASONS, SEATS, TRANSLATION_STATES, VERSION_STATES } from '#libs/courses';
import { z } from 'zod';
import { lessonContent } from '../enrollments/enrollments.schema.js';
import { id, instant, language, localDate, text } from '../http/schemas.js';

const number = z.coerce.number().int().min(1).max(2_000_000_000);
const words = z.string().trim().max(4_000);
const person = z.object({ name: z.string().meta({ description: 'Empty where it has been destroyed' }) });
const seat = z.enum(SEATS);

export const byVersion = z.object({ code: z.string().max(80), number });
export const byVersionLesson = byVersion.extend({ slug: z.string().max(80) });
export const byHolder = z.object({ id });
export const inLanguage = z.object({ language: language.optional() });
export const between = z.object({
  from: number.optional().meta({ description: 'Nothing, where it is left out: then everything is new' }),
  to: number.optional().meta({ description: 'The draft, where it is left out' }),
});

export const submission = z.strictObject({
  revision: z.int().min(1),
  scope: z.enum(CHANGE_SCOPES).meta({ description: 'minor: typos and citations only, one reviewer is enough' }),
  note: words.min(1).nullable().default(null).meta({ description: 'What changed, for the reviewers' }),
});
export const submitted = z.object({ number: z.int(), hash: z.string() });

const seatState = z.object({ seat, state: z.enum(['open', 'signed', 'dissented']) });
const reviewed = z.object({
  seat,
  decision: z.enum(['signed', 'dissented']),
  by: person,
  affiliation: text.nullable(),
  text: z.string().nullable(),
  at: instant,
});

export const version = z.object({
  number: z.int(),
  state: z.enum(VERSION_STATES),
  current: z.boolean().meta({ description: 'What someone who begins now gets' }),
  pilot: z.boolean(),
  scope: z.enum(CHANGE_SCOPES),
  note: z.string().nullable(),
  hash: z.string(),
  basedOn: z.int().nullable(),
  authors: z.array(person),
  submittedAt: instant.nullable(),
  submittedBy: person.nullable(),
  publishedAt: instant.nullable(),
  retiredAt: instant.nullable(),
  retiredReason: z.string().nullable(),
  seats: z.array(seatState),
  reviews: z.array(reviewed),
});
export const versionList = z.object({ items: z.array(version) });
export const wholeVersion = version.extend({
  mySeats: z.array(seat).meta({ description: 'For which I may sign or dissent' }),
  document: z.record(z.string(), z.unknown()).meta({ description: 'As courses/schema/document.schema.json' }),
});
export const versionLesson = lessonContent;

export const differences = z.object({
  items: z.array(
    z.object({
      part: z.enum(['settings', 'lesson', 'item', 'source', 'figure', 'guide', 'file']),
      name: z.string(),
      place: z.string(),
      kind: z.enum(['added', 'removed', 'changed', 'moved']),
      before: z.string().nullable(),
      after: z.string().nullable(),
      pieces: z.array(z.object({ kind: z.enum(['same', 'added', 'removed']), text: z.string() })).nullable(),
    }),
  ),
});

const translationState = z.enum(TRANSLATION_STATES);
export const translation = z.object({
  items: z.array(z.object({ slug: z.string(), states: z.object({ ko: translationState, en: translationState }) })),
});

export const review = z.strictObject({
  seat,
  decision: z.enum(['signed', 'dissented']),
  text: words.nullable().default(null).meta({ description: 'Required for a dissent; shown as written' }),
});
export const reviewAnswer = z.object({ state: z.enum(VERSION_STATES), pilot: z.boolean() });
export const withdrawn = z.object({ revision: z.int() });
export const retirement = z.strictObject({ reason: words.min(1) });

export const waiting = z.object({
  items: z.array(
    z.object({
      code: z.string(),
      title: text,
      number: z.int(),
      state: z.enum(VERSION_STATES),
      scope: z.enum(CHANGE_SCOPES),
      note: z.string().nullable(),
      submittedAt: instant.nullable(),
      pilot: z.boolean(),
      seats: z.array(seat),
    }),
  ),
});

export const holders = z.object({
  items: z.array(z.object({ id, personId: id, name: z.string(), seat, affiliation: text, appointedAt: instant })),
});
export const candidates = z.object({ items: z.array(z.object({ personId: id, name: z.string() })) });
export const appointment = z.strictObject({
  personId: id,
  seat,
  affiliation: z.strictObject({ ko: words.min(1).max(200), en: words.min(1).max(200) }),
});

export const makers = z.object({
  title: text,
  versions: z.array(
    version.pick({
      number: true,
      current: true,
      pilot: true,
      scope: true,
      note: true,
      authors: true,
      publishedAt: true,
      retiredAt: true,
      seats: true,
      reviews: true,
    }),
  ),
});

export const exportQuery = z.object({
  version: number.optional().meta({ description: 'What is written now, where it is left out' }),
});
export const importQuery = z.object({
  revision: number.optional().meta({ description: 'Of the draft it replaces; 409 when someone saved meanwhile' }),
});
export const imported = z.object({
  code: z.string(),
  revision: z.int(),
  hash: z.string().nullable().meta({ description: 'Of the content; null as long as anything is wrong with it' }),
  problems: z.array(z.object({ file: z.string(), line: z.int(), path: z.string(), message: text })),
});

const dueOn = localDate.nullable().default(null).meta({ description: 'In 90 days, where it is left out' });
export const flagQuery = z.object({ state: z.enum(['open', 'resolved']).default('open') });
export const flags = z.object({
  items: z.array(
    z.object({
      id,
      code: z.string(),
      title: text,
      reason: z.enum(FLAG_REASONS),
      subject: z
        .string()
        .meta({ description: "What of the course: an item's code, a source's id; empty for the whole" }),
      note: z.string().nullable(),
      owner: person.nullable(),
      dueOn: localDate,
      raisedAt: instant,
      noticed: z.boolean().meta({ description: 'By the product, not by a person' }),
      resolvedAt: instant.nullable(),
      resolution: z.string().nullable(),
    }),
  ),
});
export const newFlag = z.strictObject({
  reason: z.enum(FLAG_REASONS),
  subject: z.string().trim().max(120).default(''),
  note: words.min(1).nullable().default(null),
  ownerId: id
    .nullable()
    .default(null)
    .meta({ description: 'Whoever submitted the current version, where it is left out' }),
  dueOn,
});
export const resolution = z.strictObject({ resolution: words.min(1) });
