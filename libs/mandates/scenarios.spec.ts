import { z } from 'zod';

import { evaluate } from './evaluate.rules.js';
import { mandateDocumentSchema } from './rule.schema.js';
import { inputOn, lived, scenarios, seen } from './scenario.fixtures.js';

const all = scenarios();

describe('a year in the life', () => {
  it.each(all.map(({ file, scenario }) => [file.replace('.yaml', ''), scenario.title, scenario] as const))(
    '%s: %s',
    (_file, _title, scenario) => {
      const days = Object.keys(scenario.expect);
      const found = lived(scenario, days);
      for (const [day, expected] of Object.entries(scenario.expect)) {
        const input = inputOn(scenario, day);
        const rows = found.get(day) ?? [];
        const owed = Object.fromEntries(rows.map((row) => [`${row.mandateId} ${row.cycleKey}`, row]));
        expect({ day, owed: Object.keys(owed).sort() }).toEqual({ day, owed: Object.keys(expected).sort() });
        for (const [key, { why, whyNot, says, saysEn, ...rest }] of Object.entries(expected)) {
          const row = owed[key];
          if (row === undefined) continue;
          const told = seen(scenario, row, input);
          expect({ day, key, ...told }).toMatchObject({ day, key, ...rest });
          for (const reason of why ?? [])
            expect([day, key, told.why]).toEqual([day, key, expect.arrayContaining([reason])]);
          for (const reason of whyNot ?? []) expect(told.why).not.toContain(reason);
          for (const words of says ?? []) expect(told.says).toContain(words);
          for (const words of saysEn ?? []) expect(told.saysEn).toContain(words);
        }
        if (scenario.keeps) continue;
        const dates = (list: typeof rows) =>
          list
            .filter(({ state }) => state !== 'withdrawn')
            .map((row) => [row.mandateId, row.cycleKey, row.state, row.dueOn, row.fulfilledOn]);
        expect([day, dates(evaluate(input))]).toEqual([day, dates(rows)]);
      }
    },
  );

  it('has at least forty of them', () => {
    expect(all.length).toBeGreaterThanOrEqual(40);
  });

  it('answers every complaint it is meant to', () => {
    const answered = new Set(all.flatMap(({ scenario }) => scenario.complaints));
    for (const complaint of [1, 2, 3, 4, 5, 6, 7, 17, 20]) expect([...answered]).toContain(complaint);
  });

  it('uses every word of the grammar', () => {
    const used = new Set<string>();
    const note = (value: unknown, path: string): void => {
      if (Array.isArray(value)) for (const item of value) note(item, path);
      else if (typeof value === 'object' && value !== null) {
        for (const [key, inner] of Object.entries(value)) note(inner, path === '' ? key : `${path}.${key}`);
      } else {
        used.add(path);
        if (typeof value === 'string') used.add(`${path}=${value}`);
      }
      if (path !== '') used.add(path);
    };
    for (const { scenario } of all) for (const { rule } of scenario.facts) note(rule, '');
    const missing = wordsOf(z.toJSONSchema(mandateDocumentSchema, { io: 'input' }) as unknown as Json).filter(
      (word) => !used.has(word),
    );
    expect(missing).toEqual([]);
  });
});

/** Words that describe a rule rather than change what is owed. */
const DESCRIPTIVE = /^(title|summary|authority|basis|reminders|provides\.record)(\.|=|$)/;
/** Lists of which one member stands for all. */
const LISTS = /\.(occupation|unitKind|topic|evidence)=|methodShare\./;

interface Json {
  readonly type?: unknown;
  readonly properties?: Readonly<Record<string, Json>>;
  readonly items?: Json;
  readonly anyOf?: readonly Json[];
  readonly oneOf?: readonly Json[];
  readonly enum?: readonly (string | number | boolean)[];
  readonly const?: string | number | boolean;
}

function wordsOf(schema: Json, path = ''): readonly string[] {
  const own = [
    ...(path === '' ? [] : [path]),
    ...(schema.enum ?? []).map((value) => `${path}=${String(value)}`),
    ...(schema.const === undefined ? [] : [`${path}=${String(schema.const)}`]),
  ];
  const inner = [
    ...Object.entries(schema.properties ?? {}).flatMap(([key, value]) =>
      wordsOf(value, path === '' ? key : `${path}.${key}`),
    ),
    ...(schema.items ? wordsOf(schema.items, path) : []),
    ...[...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].flatMap((branch) => wordsOf(branch, path)),
  ];
  return [...new Set([...own, ...inner])].filter((word) => !DESCRIPTIVE.test(word) && !LISTS.test(word));
}
