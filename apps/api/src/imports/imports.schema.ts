import { FIELDS, MOST_DROP_PERCENT, ROW_FILTERS } from '#libs/rosters';
import { z } from 'zod';
import { id, instant, localDate, text, unit } from '../http/schemas.js';

const flag = z.enum(['true', 'false']).transform((value) => value === 'true');

/** The fields of the upload form beside the file. */
export const importForm = z.strictObject({
  unit: id.optional(),
  source: z.string().min(1).max(40).optional(),
  kind: z.enum(['pupils', 'staff']).optional(),
  dryRun: flag.default(true),
  confirmed: flag.default(false),
  acceptDrop: flag.default(false),
  whole: flag.optional(),
  effectiveOn: localDate.optional(),
  schoolYear: z.coerce.number().int().min(2000).max(2100).optional(),
  sheet: z.string().max(120).optional(),
  /** Cells copied out of a spreadsheet, in place of a file. */
  text: z.string().optional(),
});

export const byRun = z.object({ id });
export const byDouble = z.object({ id });

const state = z.enum([
  'reading',
  'uploaded',
  'checking',
  'checked',
  'applying',
  'applied',
  'undoing',
  'undone',
  'cancelled',
  'failed',
]);

const head = {
  id,
  state,
  fileName: z.string(),
  source: z.string(),
  kind: z.enum(['pupils', 'staff']),
  unit,
  rows: z.int(),
  requestedAt: instant,
  requestedBy: z.string().nullable(),
  appliedAt: instant.nullable(),
};

export const runList = z.object({ items: z.array(z.object(head)) });

const counts = z.object({
  create: z.int(),
  update: z.int(),
  move: z.int(),
  end: z.int(),
  leave: z.int(),
  none: z.int(),
  ask: z.int(),
  bad: z.int(),
});

export const run = z.object({
  ...head,
  format: z.string(),
  encoding: z.string().nullable(),
  sheet: z.string().nullable(),
  otherSheets: z.array(z.string()),
  schoolYear: z.int().nullable(),
  effectiveOn: localDate,
  whole: z.boolean(),
  done: z.int(),
  failure: z.string().nullable(),
  checkedAt: instant.nullable(),
  undoUntil: instant.nullable(),
  mapping: z.object({
    headerRow: z.int(),
    columns: z.array(z.enum(FIELDS)),
    headers: z.array(z.string()),
    sure: z.boolean(),
  }),
  sample: z.array(z.object({ number: z.int(), cells: z.array(z.string()) })),
  summary: z
    .object({
      rows: counts,
      proposed: z.int(),
      refusedNumbers: z.int(),
      duties: z.array(z.object({ mandate: z.string(), title: text, gains: z.int(), loses: z.int() })),
      newClasses: z.array(z.object({ grade: z.int(), className: z.string() })),
      renamedUnits: z.array(z.object({ unit, to: z.string() })),
      unitQuestions: z.array(z.object({ label: z.string(), rows: z.int(), candidates: z.array(unit) })),
      guard: z.object({ known: z.int(), missing: z.int(), percent: z.int(), tripped: z.boolean() }),
      applied: z.object({ applied: z.int(), leftOut: z.int(), outdated: z.int() }).nullable(),
    })
    .nullable(),
});

export const rowsQuery = z.object({
  filter: z.enum(ROW_FILTERS).default('attention'),
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const rowPage = z.object({
  items: z.array(
    z.object({
      id: z.int(),
      number: z.int().nullable().meta({ description: 'Row of the list; null for somebody whom it leaves out' }),
      name: z.string().nullable(),
      kind: z.string(),
      needs: z.enum(['nothing', 'confirm', 'choose']),
      decision: z.string().nullable(),
      outcome: z.string().nullable(),
      because: z.string().nullable(),
      problems: z.array(text),
      cells: z.array(z.string()),
      candidates: z.array(
        z.object({ personId: id, name: z.string(), place: text.nullable(), number: z.int().nullable() }),
      ),
      from: text.nullable(),
      to: text.nullable(),
      duties: z.array(z.object({ mandate: z.string(), cycle: z.string(), change: z.enum(['gains', 'loses']) })),
    }),
  ),
  next: z.int().nullable(),
});

export const mappingChange = z.strictObject({
  headerRow: z.int().min(0).max(60).optional(),
  columns: z.array(z.enum(FIELDS)).max(200).optional(),
  units: z.record(z.string().max(400), id).optional().meta({ description: 'Unit by the label that the list gives it' }),
});

export const optionsChange = z.strictObject({ whole: z.boolean().optional(), effectiveOn: localDate.optional() });

export const decision = z.strictObject({
  row: z.int(),
  choice: z.union([id, z.enum(['new', 'skip', 'yes'])]),
});

export const application = z.strictObject({ acceptDrop: z.boolean().optional() });

export const unitList = z.object({ items: z.array(z.object({ unit, path: z.array(text) })) });

export const doubleList = z.object({
  items: z.array(
    z.object({
      id,
      why: z.enum(['name-and-birth-date', 'name-and-email']),
      state: z.enum(['open', 'merged', 'apart']),
      foundAt: instant,
      kept: id.nullable(),
      persons: z.array(
        z.object({
          personId: id,
          name: z.string(),
          birthDate: localDate.nullable(),
          units: z.array(z.string()),
          since: localDate.nullable(),
        }),
      ),
    }),
  ),
});

export const mergeChoice = z.strictObject({ kept: id });

export const sourceList = z.object({
  items: z.array(
    z.object({
      id,
      code: z.string(),
      own: z.boolean().meta({ description: 'Brought in by hand, and sent by no system' }),
      kind: z.enum(['pupils', 'staff']),
      unit,
      dropPercent: z.int(),
    }),
  ),
});

export const guardChange = z.strictObject({
  percent: z.int().min(1).max(MOST_DROP_PERCENT).meta({
    description: 'Share of the people known so far who may be missing from a list before it stops and asks',
  }),
});
