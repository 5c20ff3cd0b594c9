import type { Text } from '#libs/language';

import type { Item, QuizSettings } from './course.schema.js';

/** An item as it is put before someone: which one, and its choices in the order shown. */
export interface ShownItem {
  code: string;
  choices: string[];
}

/** A whole number from 0 up to, not including, `below`. */
export type Random = (below: number) => number;

/**
 * Draws a quiz by its blueprint: never two items of one pair, items not seen before first, the forms in the order that
 * the purpose asks for (pre: A; final: B first, then both; practice: either), items and choices shuffled.
 *
 * @param seen codes of items that the person has met before, in any attempt
 * @param asked pairs that the pre-test asked: the final quiz asks their parallel items first, so that both can be compared
 */
export function drawQuiz(
  settings: QuizSettings,
  items: readonly Item[],
  seen: ReadonlySet<string>,
  random: Random,
  asked: ReadonlySet<string> = new Set(),
): ShownItem[] {
  const usable = shuffled(
    items.filter((item) => item.form === 'A' || (item.form === 'B' && settings.purpose !== 'pre')),
    random,
  );
  const rank = (item: Item) =>
    (seen.has(item.code) ? 2 : 0) +
    (settings.purpose === 'final' && item.form !== 'B' ? 1 : 0) -
    (asked.has(item.pair) ? 0.5 : 0);
  const ranked = usable.sort((a, b) => rank(a) - rank(b));
  const pairs = new Set<string>();
  const drawn = (settings.blueprint ?? [{ count: settings.draw }]).flatMap((part) =>
    ranked
      .filter((item) => fitsPart(item, part) && !pairs.has(item.pair))
      .filter((item, at, fitting) => fitting.findIndex(({ pair }) => pair === item.pair) === at)
      .slice(0, part.count)
      .map((item) => {
        pairs.add(item.pair);
        return item;
      }),
  );
  return shuffled(drawn, random).map((item) => ({
    code: item.code,
    choices: shuffled(optionsOf(item), random).map((choice) => choice.id),
  }));
}

type Part = NonNullable<QuizSettings['blueprint']>[number];

/** Whether a part of a blueprint may draw an item. What a person must mark stands on its own, outside every quiz. */
function fitsPart(item: Item, part: Part): boolean {
  if (item.kind === 'argued-case' || (part.kind !== undefined && part.kind !== item.kind)) return false;
  return (['topic', 'right', 'instrument', 'type'] as const).every(
    (key) => part[key] === undefined || part[key] === item.tags[key],
  );
}

/** What of an item is put before someone to choose, order or match, in the order of the bank. */
export function optionsOf(item: Item): { id: string; text: Text }[] {
  switch (item.kind) {
    case 'single':
    case 'multiple':
      return item.choices;
    case 'ordering':
      return item.steps;
    case 'matching':
      return item.pairs.map(({ id, right }) => ({ id, text: right }));
    default:
      return [];
  }
}

/** Fisher–Yates on a copy. */
export function shuffled<T>(values: readonly T[], random: Random): T[] {
  const copy = [...values];
  for (let i = copy.length - 1; i > 0; i -= 1) {
    const j = random(i + 1);
    const [a, b] = [copy[i], copy[j]];
    if (a !== undefined && b !== undefined) [copy[i], copy[j]] = [b, a];
  }
  return copy;
}
