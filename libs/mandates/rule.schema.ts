import type { Occupation, UnitKind } from '#libs/people';
import { z } from 'zod';

/**
 * The rule grammar (design.md, "The rule grammar"): what one file under `courses/mandates/` says. A file and an editor
 * share this one form; every word of it is evaluated. What is well-formed and still can't be put in force is refused in
 * `rule.refusals.ts` (one rule alone) and `rules-together.rules.ts` (beside the others, and beside the catalogue).
 */

const textSchema = z.strictObject({ ko: z.string().trim().min(1), en: z.string().trim().min(1) });
const codeSchema = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower-case words joined by hyphens');
const dateSchema = z.iso.date();
/** A day of the year, `MM-DD`. `02-29` means the last day of February. */
const daySchema = z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'a day of the year as MM-DD');
const shareSchema = z.number().gt(0).max(1);
const daysSchema = z.int().min(0).max(3660);

/** One value or several of which one must fit. */
const oneOrMore = <T extends z.ZodType>(schema: T): z.ZodUnion<[T, z.ZodArray<T>]> =>
  z.union([schema, z.array(schema).min(1)]);

export const MODES = ['in-person', 'live-online', 'self-paced'] as const;
export const METHODS = ['lecture', 'participatory'] as const;
export const OCCUPATIONS = [
  'official',
  'public-corporation',
  'social-service',
  'teacher',
  'student',
  'partner',
] as const satisfies readonly Occupation[];
export const UNIT_KINDS = [
  'city',
  'bureau',
  'division',
  'team',
  'office',
  'fire-station',
  'district',
  'public-corporation',
  'social-service',
  'elderly-facility',
  'disability-facility',
  'mental-health-facility',
  'homeless-facility',
  'child-facility',
  'education-office',
  'school',
  'grade',
  'class',
] as const satisfies readonly UnitKind[];
/** docs/course-format.md, "Topic codes": courses and mandates share them. */
export const TOPICS = [
  'non-discrimination',
  'participation',
  'dignity',
  'privacy',
  'labour-rights',
  'sports-rights',
  'gender',
  'remedy',
  'care',
  'autonomy',
  'abuse-prevention',
  'children',
  'digital',
  'migration',
  'climate',
  'history',
] as const;
export const EVIDENCE = ['distributed', 'exposed', 'interacted', 'demonstrated', 'practised', 'verified'] as const;

const modeSchema = z.enum(MODES);
const methodSchema = z.enum(METHODS);
const topicSchema = z.enum(TOPICS);

const basisSchema = z.strictObject({
  kind: z.enum(['ordinance', 'statute', 'policy']),
  instrument: textSchema,
  article: z.string().default(''),
  /** The version of the instrument that was read: date of promulgation or amendment. */
  version: dateSchema.optional(),
  url: z.url({ protocol: /^https$/ }).optional(),
  /** The code of the territory the instrument is law in. */
  territory: codeSchema.optional(),
  /** Read and compared with the official text. */
  verified: z.boolean().default(true),
  /** What must still be checked; required when `verified` is false. */
  question: textSchema.optional(),
  /** Made up for teaching (교육용 가상). */
  fictional: z.boolean().default(false),
  /** The real instrument a fictional one was modelled on. */
  modelledOn: z
    .strictObject({
      instrument: textSchema,
      article: z.string(),
      version: dateSchema,
      url: z.url({ protocol: /^https$/ }).optional(),
    })
    .optional(),
  /** What the article says and does not say, in one or two sentences. */
  note: textSchema.optional(),
});

/** `gaon/**` is the unit with that code and all below it; `*` stands for one level. */
const unitGlobSchema = z
  .string()
  .regex(/^([a-z0-9-]+|\*)(\/([a-z0-9-]+|\*))*(\/\*\*)?$|^\*\*$/, 'a path of unit codes, e.g. gaon/**');

const conditionSchema = z
  .strictObject({
    occupation: oneOrMore(z.enum(OCCUPATIONS)).optional(),
    unit: oneOrMore(unitGlobSchema).optional(),
    unitKind: oneOrMore(z.enum(UNIT_KINDS)).optional(),
    function: oneOrMore(codeSchema).optional(),
    /** Where the unit lies. `kr` means `kr` itself and all that lie in it: `kr-gwangju`, `kr-gwangju-bukgu`. */
    territory: oneOrMore(codeSchema).optional(),
  })
  .refine((value) => Object.keys(value).length > 0, {
    error: 'a condition names occupation, unit, unitKind, function or territory',
  });

const whoSchema = z.strictObject({
  /** All must hold for one and the same membership. */
  all: z.array(conditionSchema).min(1),
  /** A membership that meets any of these is out. */
  except: z.array(conditionSchema).default([]),
  /** Days in the audience within the cycle before the duty arises. */
  tenureDays: daysSchema.default(0),
});

const cycleSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('calendar-year'),
    opens: daySchema.default('01-01'),
    due: daySchema.default('12-31'),
    /** The city's own earlier date; only `due` makes overdue. */
    targetDue: daySchema.optional(),
  }),
  z.strictObject({
    kind: z.literal('semester'),
    semesters: z
      .array(
        z.strictObject({
          from: daySchema,
          /** Before `from`: the semester ends in the next year. */
          to: daySchema,
          opens: daySchema.optional(),
          due: daySchema.optional(),
          targetDue: daySchema.optional(),
        }),
      )
      .min(2)
      .max(4),
  }),
  /** Again within so many months of each fulfilment; the first within `dueDays` of joining, else within the months. */
  z.strictObject({
    kind: z.literal('rolling-months'),
    months: z.int().min(1).max(120),
    dueDays: daysSchema.optional(),
  }),
  /** Once in a service, within so many days of joining (or of the rule's beginning, for who was there before). */
  z.strictObject({
    kind: z.literal('once'),
    dueDays: daysSchema,
    /** Only who joins while the rule is in force owes it. */
    newcomersOnly: z.boolean().default(false),
  }),
]);

const filters = {
  mode: oneOrMore(modeSchema).optional(),
  method: oneOrMore(methodSchema).optional(),
  topic: oneOrMore(topicSchema).optional(),
  /** The least evidence grade that counts. */
  evidence: z.enum(EVIDENCE).optional(),
};
const timesSchema = z.int().min(1).max(100);
const hoursSchema = z.number().gt(0).max(1000);

const partSchema = z.union([
  z.strictObject({ times: timesSchema, ...filters }),
  z.strictObject({ hours: hoursSchema, ...filters }),
  z.strictObject({ course: codeSchema }),
]);

const mustIncludeSchema = z
  .strictObject({
    topic: topicSchema.optional(),
    method: methodSchema.optional(),
    times: timesSchema.optional(),
    hours: hoursSchema.optional(),
  })
  .refine((value) => (value.topic === undefined) !== (value.method === undefined), {
    error: 'mustInclude names a topic or a method',
  })
  .refine((value) => value.times === undefined || value.hours === undefined, {
    error: 'mustInclude is counted in times or in hours, not both',
  });

export const mandateDocumentSchema = z.strictObject({
  code: codeSchema,
  title: textSchema,
  summary: textSchema.optional(),
  basis: z.array(basisSchema).min(1),
  /** The code of the authority that answers for the duty and signs its certificates. */
  authority: codeSchema,
  bearer: z.enum(['person', 'unit']),
  effective: z.strictObject({ from: dateSchema, to: dateSchema.optional() }),
  who: whoSchema,
  cycle: cycleSchema,
  /** Minutes that make one hour of this rule: 60, or a school period of 40, 45 or 50. */
  minutesPerHour: z.int().min(30).max(60).default(60),
  /** Any one line; inside a line, all parts. This is the legal test. */
  satisfiedBy: z.array(z.array(partSchema).min(1)).min(1),
  mustInclude: z.array(mustIncludeSchema).default([]),
  /** Mandates for which the same learning counts as well, in full: the decision that an overlap asks for. */
  sharesCreditWith: z.array(codeSchema).default([]),
  /** Mandates that may not count the same learning; holds both ways, whoever says it. */
  noDoubleCountWith: z.array(codeSchema).default([]),
  /** Learning up to so many days before the cycle begins counts. */
  lookBackDays: daysSchema.default(0),
  /** When any are named, learning from elsewhere counts only if one of them issued the proof. */
  trustedIssuers: z.array(codeSchema).default([]),
  joiner: z
    .strictObject({
      /** Days a joiner has at least, counted from the day after joining. */
      graceDays: daysSchema.default(0),
      proRate: z.enum(['by-month', 'none']).default('none'),
      /** Who joins after this day of the running cycle owes nothing in it. */
      notAfter: daySchema.optional(),
    })
    .default({ graceDays: 0, proRate: 'none' }),
  /** `restart`: what was begun in another unit doesn't count in the new one; what was fulfilled stays fulfilled. */
  mover: z.enum(['keep', 'restart']).default('keep'),
  leave: z
    .strictObject({
      /** A leave at least this long pauses the duty; leaves that follow each other without a day between are one. */
      pauseAfterDays: daysSchema.default(0),
      /** Days one has at least after coming back. */
      returnGraceDays: daysSchema.default(0),
      /** Whether a cycle spent on leave from its first day to its last is still owed. */
      wholeCycle: z.enum(['waived', 'owed']).default('waived'),
    })
    .optional(),
  late: z.enum(['still-owed', 'closed-at-cycle-end']),
  /** Days that lie at least between a fulfilment and the next cycle's opening; learning in between doesn't count. */
  minimumIntervalDays: daysSchema.default(0),
  exemptions: z
    .strictObject({
      /** Roles that may grant one. */
      by: z.array(codeSchema).min(1),
      grounds: z.array(codeSchema).min(1),
      /** The longest an exemption may last; a longer one ends then, and the duty is back. */
      maxDays: daysSchema.optional(),
    })
    .optional(),
  reminders: z
    .strictObject({
      /** Days before the due date. */
      before: z.array(daysSchema).default([]),
      /** Days after it. */
      after: z.array(daysSchema).default([]),
      escalateAfter: daysSchema.optional(),
      perCycle: z.int().min(0).max(50),
    })
    .optional(),
  qualityGoal: z
    .strictObject({
      evidence: z.enum(EVIDENCE).optional(),
      methodShare: z.partialRecord(methodSchema, shareSchema).optional(),
    })
    .optional(),
  provides: z
    .strictObject({
      /** The least share of those named in `of` that must be reached. */
      reach: shareSchema,
      /** `roster`: of the people at a session, for it to count. `classes`: of the unit's classes, each served in full. */
      of: z.enum(['roster', 'classes']),
      record: z.array(z.enum(['date', 'topic', 'hours', 'attendance', 'partner'])).min(1),
    })
    .optional(),
});

/** A mandate version's rule, with every default filled in. */
export type MandateDocument = z.output<typeof mandateDocumentSchema>;
export type Basis = MandateDocument['basis'][number];
export type Condition = z.output<typeof conditionSchema>;
export type CycleRule = MandateDocument['cycle'];
export type RulePart = z.output<typeof partSchema>;
export type MustInclude = z.output<typeof mustIncludeSchema>;
export type Mode = (typeof MODES)[number];
export type Method = (typeof METHODS)[number];
export type Topic = (typeof TOPICS)[number];
export type Evidence = (typeof EVIDENCE)[number];

/** Whether a grade of evidence is at least another. */
export function evidenceReaches(got: Evidence, needed: Evidence): boolean {
  return EVIDENCE.indexOf(got) >= EVIDENCE.indexOf(needed);
}

/** A value written alone or as a list, always as a list. */
export function asList<T>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}
