import { OBLIGATION_STATES } from '#libs/mandates';
import { z } from 'zod';
import { asOf, id, localDate, text, unit } from '../http/schemas.js';

export const part = z.object({
  kind: z.enum(['times', 'hours', 'course', 'topic', 'method', 'classes']),
  label: text,
  unit: z.enum(['times', 'minutes', 'classes']),
  needed: z.int(),
  got: z.int(),
  met: z.boolean(),
});

export const state = z.enum(OBLIGATION_STATES);

const basis = z.object({
  kind: z.enum(['ordinance', 'statute', 'policy']),
  instrument: text,
  article: z.string().nullable(),
  version: localDate.nullable(),
  url: z.string().nullable(),
  verified: z.boolean(),
  fictional: z.boolean().meta({ description: '교육용 가상: made up for teaching' }),
  question: text.nullable().meta({ description: 'What must still be checked' }),
});

/** An obligation with all that explains it, without the courses that would serve it. */
export const obligation = z.object({
  id,
  mandate: z.object({
    code: z.string(),
    title: text,
    policy: z.boolean().meta({ description: "The authority's own rule rather than a duty by law" }),
    basis: z.array(basis),
  }),
  bearer: z.enum(['person', 'unit']),
  cycle: z.object({ key: z.string(), from: localDate, to: localDate }),
  state,
  overdue: z.boolean(),
  opensOn: localDate,
  dueOn: localDate.meta({ description: 'Due until the end of this local day' }),
  targetDueOn: localDate.nullable(),
  daysLeft: z.int().meta({ description: 'Negative when the due date has passed' }),
  fulfilledOn: localDate.nullable(),
  inTime: z.boolean().nullable(),
  reportingUnit: unit.nullable(),
  alternatives: z
    .array(z.object({ met: z.boolean(), parts: z.array(part) }))
    .meta({ description: 'Any one is enough; inside one, all parts' }),
  mustInclude: z.array(part),
  missing: text.meta({ description: 'One sentence; empty when nothing is missing' }),
  quality: z
    .object({ met: z.boolean(), text })
    .nullable()
    .meta({ description: "The city's own aim, apart from whether the duty is fulfilled" }),
  onTarget: z.boolean().nullable().meta({ description: "Whether the city's own earlier date was kept" }),
  reasons: z.array(z.object({ rule: z.string(), text, since: localDate.nullable() })),
  courses: z.array(
    z.object({
      code: z.string(),
      title: text,
      minutes: z.int(),
      mode: z.string(),
      pilot: z.boolean(),
      enrollment: z.object({ id, state: z.enum(['active', 'completed', 'left']) }).nullable(),
    }),
  ),
  credits: z.array(
    z.object({
      earnedOn: localDate,
      title: text,
      minutes: z.int(),
      times: z.int(),
      mode: z.string(),
      countedMinutes: z.int(),
      countedTimes: z.int(),
    }),
  ),
});

export const myObligationsQuery = z.strictObject({ asOf });
export const myObligations = z.object({ today: localDate, obligations: z.array(obligation) });
