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
 */
export function drawQuiz(
  settings: QuizSettings,
  items: readonly Item[],
  seen: ReadonlySet<string>,
  random: Random,
): ShownItem[] {
  const usable = shuffled(
    items.filter((item) => item.form === 'A' || (item.form === 'B' && settings.purpose !== 'pre')),
    random,
  );
  const rank = (item: Item) => (seen.has(item.code) ? 2 : 0) + (settings.purpose === 'final' && item.form !== 'B' ? 1 : 0);
  const ranked = usable.sort((a, b) => rank(a) - rank(b));
  const pairs = new Set<string>();
  const drawn = ranked.filter((item) => !pairs.has(item.pair) && pairs.add(item.pair)).slice(0, settings.draw);
  return shuffled(drawn, random).map((item) => ({
    code: item.code,
    choices: shuffled(item.choices, random).map((choice) => choice.id),
  }));
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
