import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { parse } from 'yaml';
import { z } from 'zod';

import type { Stay } from './audience.rules.js';
import type { CreditFact } from './counting.rules.js';
import type { EvaluatedObligation, EvaluationInput, MandateFact } from './evaluation.types.js';
import { evaluate } from './evaluate.rules.js';
import { onTarget } from './quality.rules.js';
import { EVIDENCE, METHODS, MODES } from './rule.schema.js';
import { credit, rule } from './rules.fixtures.js';
import { type UnitSpell, staysIn, unitHistory } from './unit-history.rules.js';
import { missingText, reasonText } from './wording.rules.js';

/** A year in somebody's life as a readable file: what became known when, and what is owed on which day, and why. */

const date = z.iso.date();
const member = z.strictObject({
  id: z.string().default('post'),
  unit: z.string(),
  as: z.string().default('official'),
  from: date,
  to: date.optional(),
  primary: z.boolean().default(true),
  functions: z.array(z.string()).default([]),
});
const learned = z.strictObject({
  id: z.string(),
  on: date,
  hours: z.number().optional(),
  minutes: z.int().default(60),
  times: z.int().default(1),
  mode: z.enum(MODES).default('self-paced'),
  method: z.enum(METHODS).default('participatory'),
  topics: z.array(z.string()).default([]),
  course: z.string().nullable().default(null),
  evidence: z.enum(EVIDENCE).default('demonstrated'),
  issuer: z.string().nullable().default(null),
  reached: z.int().nullable().default(null),
  roster: z.int().nullable().default(null),
  /** For a class of the bearer. */
  class: z.string().optional(),
});
const fact = z.strictObject({
  /** The day it was recorded. */
  known: date,
  /** A membership; one with the id of an earlier one replaces it (a correction). */
  member: member.optional(),
  /** A membership that never was. */
  removed: z.string().optional(),
  away: z.strictObject({ kind: z.string(), from: date, to: date.nullable() }).optional(),
  learned: learned.optional(),
  reversed: z.string().optional(),
  exempt: z
    .strictObject({ mandate: z.string(), ground: z.string(), from: date, to: date, pause: z.boolean().default(false) })
    .optional(),
  extended: z.strictObject({ mandate: z.string(), cycle: z.string(), to: date }).optional(),
  became: z
    .strictObject({
      unit: z.string(),
      into: z.string(),
      on: date,
      kind: z.enum(['merged', 'split', 'renamed', 'moved']),
    })
    .optional(),
  placed: z.strictObject({ unit: z.string(), under: z.string(), from: date }).optional(),
  /** A version of a rule, over the usual one; in force from its own `effective.from`. */
  rule: z.looseObject({ code: z.string() }).optional(),
});
const owed = z.strictObject({
  state: z.string(),
  due: date.optional(),
  opens: date.optional(),
  target: date.optional(),
  onTarget: z.boolean().nullable().optional(),
  fulfilled: date.optional(),
  inTime: z.boolean().optional(),
  overdue: z.boolean().optional(),
  unit: z.string().optional(),
  /** Of the alternative that is furthest: what is asked and what is there, in minutes, times or classes. */
  needed: z.array(z.int()).optional(),
  got: z.array(z.int()).optional(),
  counted: z.array(z.string()).optional(),
  quality: z.boolean().optional(),
  bounded: z.boolean().optional(),
  why: z.array(z.string()).optional(),
  whyNot: z.array(z.string()).optional(),
  says: z.array(z.string()).optional(),
  saysEn: z.array(z.string()).optional(),
});
const scenarioSchema = z.strictObject({
  title: z.string(),
  /** What it answers: numbers of the complaints in peers.md §4. */
  complaints: z.array(z.int()).default([]),
  /** The bearer, when it is a unit. */
  bearer: z.string().optional(),
  units: z.record(
    z.string(),
    z.strictObject({
      name: z.string(),
      kind: z.string().default('division'),
      under: z.string().optional(),
      territory: z.string().default('gaon'),
      from: date.default('2000-01-01'),
      to: date.optional(),
    }),
  ),
  facts: z.array(fact),
  /** By day, then by `mandate cycle`. Nothing else may be owed on that day. */
  expect: z.record(date, z.record(z.string(), owed)),
  /** Evaluating once, without what was stored, gives something else on purpose: what was fulfilled stays so. */
  keeps: z.boolean().default(false),
});
type Scenario = z.output<typeof scenarioSchema>;

export interface ScenarioFile {
  readonly file: string;
  readonly scenario: Scenario;
}

export function scenarios(): readonly ScenarioFile[] {
  const folder = join(import.meta.dirname, 'scenarios');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((file) => ({ file, scenario: scenarioSchema.parse(parse(readFileSync(join(folder, file), 'utf8'))) }));
}

/** What is believed on a day: every fact recorded by then. */
export function inputOn({ facts, units, bearer }: Scenario, today: string): EvaluationInput {
  const known = facts.filter((each) => each.known <= today);
  const removed = new Set(known.flatMap((each) => each.removed ?? []));
  const members = new Map(known.flatMap(({ member: m }) => (m ? [[m.id, m] as const] : [])));
  const reversed = new Set(known.flatMap((each) => each.reversed ?? []));
  const spells = historyOf(units, known);
  const stays: Stay[] =
    bearer === undefined
      ? [...members.values()]
          .filter(({ id }) => !removed.has(id))
          .flatMap((m) =>
            staysIn(
              {
                id: m.id,
                occupation: m.as,
                functions: m.functions,
                band: 'staff',
                primary: m.primary,
                from: m.from,
                to: m.to ?? null,
              },
              spells(m.unit),
            ),
          )
      : ownStays(bearer, units, spells);
  const credits = known.flatMap(({ learned: l }) =>
    l && !reversed.has(l.id) ? [{ of: l.class, fact: creditOf(l) }] : [],
  );
  const classes =
    bearer === undefined
      ? {}
      : {
          classes: Object.entries(units)
            .filter(([id, unit]) => unit.kind === 'class' && id !== bearer)
            .map(([unitId, { from, to }]) => ({
              unitId,
              from,
              to: to ?? null,
              credits: credits.filter(({ of }) => of === unitId).map((each) => each.fact),
            })),
        };
  return {
    bearer: {
      kind: bearer === undefined ? 'person' : 'unit',
      id: bearer ?? 'p',
      stays,
      leaves: known.flatMap(({ away }) => (away ? [away] : [])),
      ...classes,
    },
    mandates: mandatesOf(known),
    credits: credits.filter(({ of }) => of === undefined).map((each) => each.fact),
    exemptions: known.flatMap(({ exempt }) =>
      exempt
        ? [
            {
              mandateId: exempt.mandate,
              kind: exempt.pause ? ('pause' as const) : ('exemption' as const),
              ground: exempt.ground,
              from: exempt.from,
              to: exempt.to,
            },
          ]
        : [],
    ),
    extensions: known.flatMap(({ extended, known: since }) =>
      extended ? [{ mandateId: extended.mandate, cycleKey: extended.cycle, dueOn: extended.to, since }] : [],
    ),
    known: [],
    today,
  };
}

function historyOf(units: Scenario['units'], known: Scenario['facts']): (unit: string) => readonly UnitSpell[] {
  return unitHistory(
    Object.entries(units).map(([id, { kind, territory, from, to }]) => ({
      id,
      code: id,
      kind,
      territory,
      from,
      to: to ?? null,
    })),
    [
      ...Object.entries(units).flatMap(([id, { under, from }]) =>
        under === undefined ? [] : [{ unitId: id, parentId: under, from, to: null }],
      ),
      ...known.flatMap(({ placed }) =>
        placed ? [{ unitId: placed.unit, parentId: placed.under, from: placed.from, to: null }] : [],
      ),
    ],
    known.flatMap(({ became }) =>
      became ? [{ predecessorId: became.unit, successorId: became.into, on: became.on, kind: became.kind }] : [],
    ),
  );
}

function ownStays(bearer: string, units: Scenario['units'], spells: (unit: string) => readonly UnitSpell[]): Stay[] {
  const unit = units[bearer];
  const own = { id: bearer, occupation: null, functions: [], band: 'unit', primary: true };
  return [
    ...staysIn(
      { ...own, from: unit?.from ?? '2000-01-01', to: unit?.to ?? null },
      spells(bearer).filter((spell) => spell.unitId === bearer),
    ),
  ];
}

function creditOf(l: z.output<typeof learned>): CreditFact {
  const minutes = l.hours === undefined ? l.minutes : l.hours * 60;
  const { times, mode, method, topics, course, evidence, issuer, reached, roster } = l;
  return credit(l.id, l.on, {
    ...{ minutes, times, mode, method, topics, course, evidence, issuer, reached },
    rosterSize: roster,
  });
}

function mandatesOf(known: Scenario['facts']): readonly MandateFact[] {
  const byCode = new Map<
    string,
    MandateFact & { versions: { id: string; number: number; rule: ReturnType<typeof rule> }[] }
  >();
  for (const { rule: overrides } of known) {
    if (!overrides) continue;
    const { code } = overrides;
    const found = byCode.get(code) ?? { id: code, code, versions: [] };
    const number = found.versions.length + 1;
    found.versions.push({ id: `${code} v${String(number)}`, number, rule: rule(overrides) });
    byCode.set(code, found);
  }
  return [...byCode.values()];
}

/** What was found on one day, in the words of the file. */
export function seen(
  scenario: Scenario,
  row: EvaluatedObligation,
  input: EvaluationInput,
): Required<Pick<z.output<typeof owed>, 'why' | 'says' | 'saysEn'>> & Record<string, unknown> {
  const version = input.mandates.flatMap(({ versions }) => versions).find(({ id }) => id === row.versionId);
  const context = {
    bearer: input.bearer.kind,
    minutesPerHour: version?.rule.minutesPerHour ?? 60,
    unitName: (id: string) => ({ ko: scenario.units[id]?.name ?? id, en: id }),
    courseTitle: (code: string) => ({ ko: code, en: code }),
    mandateTitle: (code: string) => ({ ko: code, en: code }),
  };
  const texts = row.result.reasons.map((reason) => reasonText(reason, context));
  const missing = missingText(row.state, row.result, context);
  const line = [...row.result.alternatives].sort((a, b) => furthest(b) - furthest(a))[0];
  return {
    state: row.state,
    due: row.dueOn,
    opens: row.opensOn,
    target: row.targetDueOn,
    onTarget: onTarget(row.targetDueOn, row.fulfilledOn, input.today),
    fulfilled: row.fulfilledOn,
    inTime: row.inTime,
    overdue: row.state === 'open' && row.dueOn < input.today,
    unit: row.reportingUnitId,
    needed: line?.parts.map(({ needed }) => needed),
    got: line?.parts.map(({ got }) => got),
    counted: row.counted.map(({ creditId }) => creditId),
    quality: row.result.quality?.met,
    bounded: row.result.bounded === true,
    why: row.result.reasons.map((reason) => reason.rule),
    says: [...texts.map(({ ko }) => ko), missing.ko],
    saysEn: [...texts.map(({ en }) => en), missing.en],
  };
}

function furthest({ parts }: EvaluatedObligation['result']['alternatives'][number]): number {
  return parts.reduce((sum, { got, needed }) => sum + got / needed, 0) / Math.max(1, parts.length);
}

/** Evaluates every day from the first fact to `until`, storing what was found, as a deployment would. */
export function lived(
  scenario: Scenario,
  days: readonly string[],
): ReadonlyMap<string, readonly EvaluatedObligation[]> {
  const stops = [...new Set([...scenario.facts.map(({ known }) => known), ...days])].sort();
  const found = new Map<string, readonly EvaluatedObligation[]>();
  let known: readonly EvaluatedObligation[] = [];
  for (const today of stops) {
    known = evaluate({ ...inputOn(scenario, today), known });
    found.set(today, known);
  }
  return found;
}
