import type { Stay } from './audience.rules.js';
import type { CreditFact } from './counting.rules.js';
import type { EvaluatedObligation, EvaluationInput, MandateFact } from './evaluation.types.js';
import { evaluate } from './evaluate.rules.js';
import { type MandateDocument, mandateDocumentSchema } from './rule.schema.js';

/** Facts for the specs of the rules. */

export function rule(overrides: Readonly<Record<string, unknown>> = {}): MandateDocument {
  return mandateDocumentSchema.parse({
    code: 'm',
    title: { ko: '교육', en: 'Education' },
    basis: [{ kind: 'policy', instrument: { ko: '방침', en: 'Policy' } }],
    authority: 'city',
    bearer: 'person',
    effective: { from: '2026-01-01' },
    who: { all: [{ occupation: 'official' }] },
    cycle: { kind: 'calendar-year' },
    satisfiedBy: [[{ hours: 2 }]],
    late: 'still-owed',
    ...overrides,
  });
}

export function mandate(...rules: MandateDocument[]): MandateFact {
  return {
    id: 'mandate',
    code: rules[0]?.code ?? 'm',
    versions: rules.map((document, i) => ({ id: `v${String(i + 1)}`, number: i + 1, rule: document })),
  };
}

export function stay(overrides: Partial<Stay> = {}): Stay {
  return {
    id: 's1',
    unitId: 'u1',
    unitKind: 'division',
    unitPath: 'gaon/welfare/welfare-policy',
    territory: 'gaon',
    occupation: 'official',
    functions: [],
    band: 'staff',
    primary: true,
    from: '2020-01-01',
    to: null,
    ...overrides,
  };
}

export function credit(id: string, earnedOn: string, overrides: Partial<CreditFact> = {}): CreditFact {
  return {
    id,
    earnedOn,
    minutes: 60,
    times: 1,
    mode: 'self-paced',
    method: 'participatory',
    topics: [],
    course: null,
    evidence: 'demonstrated',
    issuer: null,
    reached: null,
    rosterSize: null,
    ...overrides,
  };
}

export function run(
  input: Partial<EvaluationInput> & { stays?: readonly Stay[]; leaves?: EvaluationInput['bearer']['leaves'] } = {},
): readonly EvaluatedObligation[] {
  const { stays, leaves, ...rest } = input;
  return evaluate({
    bearer: { kind: 'person', id: 'p', stays: stays ?? [stay()], leaves: leaves ?? [] },
    mandates: [mandate(rule())],
    credits: [],
    exemptions: [],
    extensions: [],
    known: [],
    today: '2026-11-24',
    ...rest,
  });
}
