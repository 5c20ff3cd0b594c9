import { PEOPLE_FILTERS } from '#libs/reports';
import { z } from 'zod';
import { asOf, cursor, id, instant, limit, localDate, text, unit } from '../http/schemas.js';
import { state } from '../obligations/obligations.schema.js';

export const scope = {
  unit: id.optional().meta({ description: "The actor's own unit where it is left out" }),
  mandate: z
    .string()
    .min(1)
    .max(60)
    .optional()
    .meta({ description: 'Code; the largest one of the unit where it is left out' }),
  cycle: z
    .string()
    .min(1)
    .max(16)
    .optional()
    .meta({ description: 'Key such as 2026 or 2026-1; the newest where it is left out' }),
  asOf,
};

export const complianceQuery = z.strictObject(scope);
export const peopleQuery = z.strictObject({ ...scope, state: z.enum(PEOPLE_FILTERS).default('all'), cursor, limit });
export const reason = z
  .string()
  .trim()
  .min(2)
  .max(400)
  .meta({ description: 'Why the list is needed; kept in the audit trail' });
export const exportQuery = z.strictObject({
  ...scope,
  format: z.enum(['csv', 'xlsx']).default('csv'),
  reason,
});

const totals = z.object({
  required: z.int(),
  inTime: z.int(),
  late: z.int(),
  open: z.int(),
  overdue: z.int(),
  exempt: z.int(),
  paused: z.int(),
  unmet: z.int(),
  rate: z.number().nullable().meta({ description: 'Share of the required that is done, 0–1' }),
});

const mandate = z.object({ code: z.string(), title: text, bearer: z.enum(['person', 'unit']) });

export const compliance = z.object({
  unit,
  path: z.array(unit).meta({ description: 'The units above, from the top, as far as the actor may see' }),
  mandate: mandate.extend({ policy: z.boolean() }),
  cycle: z.string(),
  asOf: instant.meta({ description: 'Asked for again by this instant, the same figures are answered' }),
  method: z.int().meta({ description: 'Number of the method by which the figures are made' }),
  totals,
  units: z.array(
    totals.extend({
      unit,
      head: z
        .object({ name: z.string(), state: z.union([state, z.literal('none')]), overdue: z.boolean() })
        .nullable()
        .meta({ description: "The head's own standing; 'none' when the duty does not apply to them" }),
      hasChildren: z.boolean(),
    }),
  ),
  mandates: z.array(mandate),
  cycles: z.array(z.string()),
});

export const peoplePage = z.object({
  items: z.array(
    z.object({
      personId: id,
      name: z.string(),
      unit,
      positionBand: z.string(),
      isHead: z.boolean(),
      state,
      overdue: z.boolean(),
      dueOn: localDate,
      fulfilledOn: localDate.nullable(),
      inTime: z.boolean().nullable(),
      missing: text,
      mail: z.boolean(),
    }),
  ),
  nextCursor: z.string().nullable(),
  total: z.int(),
});

export const breakdown = z.object({
  bands: z.array(totals.extend({ band: z.string() })),
  mix: z
    .object({ modes: z.record(z.string(), z.int()), evidence: z.record(z.string(), z.int()) })
    .meta({ description: 'How many of the fulfilled rest on which mode and grade of evidence' }),
  before: z
    .object({ cycle: z.string(), on: localDate, required: z.int(), done: z.int(), rate: z.number().nullable() })
    .nullable()
    .meta({ description: 'The same cycle a year earlier, by the same day; null where there was none' }),
});

export const providedList = z.object({
  items: z.array(
    z.object({
      id,
      unit,
      heldOn: localDate,
      title: text,
      mode: z.string(),
      method: z.string(),
      minutes: z.int(),
      host: z.string().nullable(),
      partner: z.string().nullable(),
      coLead: z.string().nullable(),
      place: z.string().nullable(),
      reached: z.int().nullable(),
      rosterSize: z.int().nullable(),
    }),
  ),
  total: z.int(),
});
