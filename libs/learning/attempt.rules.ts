import { choiceId, type Item, itemId, type Scenario, type ShownItem } from '#libs/courses';
import { type FieldError, InvalidInput } from '#libs/errors';
import { type Text, text } from '#libs/language';

/** Answer to one item of a quiz, or one step of a scenario's path. */
export type GivenAnswer = { item: string; choices: string[] } | { situation: string; choice: string };

export interface ItemResult {
  code: string;
  correct: boolean;
  /** In the order shown; ids are those of the bank. */
  choices: { id: string; chosen: boolean; correct: boolean }[];
}

/** What became of an attempt, kept as it was told. */
export interface AttemptResult {
  items: ItemResult[];
  /** Id of the ending that a scenario came to. */
  ending: string | null;
}

export interface ScoredQuiz {
  items: ItemResult[];
  /** Share of right answers, 0–1. */
  score: number;
  passed: boolean;
}

/** Which attempt the answers belong to, by the ids of its items; null for no answers at all. */
export function attemptNumberOf(answers: readonly GivenAnswer[]): number | null {
  const [first] = answers;
  if (first === undefined) return null;
  const number = 'item' in first ? /^(\d{1,5})-\d+$/.exec(first.item)?.[1] : undefined;
  if (number === undefined) throw invalid('answers.0.item', noSuchItem);
  return Number(number);
}

/**
 * Scores a quiz: an item is right when exactly its right choices were chosen, and one without an answer is wrong.
 *
 * @param passing share of right answers that passes; null where nothing is graded
 * @throws {InvalidInput} for items or choices that this attempt did not show
 */
export function scoreQuiz(
  shown: readonly ShownItem[],
  number: number,
  bank: readonly Item[],
  answers: readonly GivenAnswer[],
  passing: number | null,
): ScoredQuiz {
  const chosen = readAnswers(shown, number, answers, bank);
  const items = shown.map(({ code, choices }, position): ItemResult => {
    const item = bank.find((candidate) => candidate.code === code);
    const picked = chosen.get(position) ?? new Set<string>();
    const results = choices.map((id) => ({
      id,
      chosen: picked.has(id),
      correct:
        (item !== undefined && 'choices' in item && item.choices.find((choice) => choice.id === id)?.correct) ?? false,
    }));
    return { code, correct: results.every((choice) => choice.chosen === choice.correct), choices: results };
  });
  const right = items.filter((item) => item.correct).length;
  const score = items.length === 0 ? 0 : right / items.length;
  // 0.6 of 5 is 3 right answers, whatever binary fractions make of it.
  return { items, score, passed: passing === null || right >= Math.ceil(passing * items.length - 1e-9) };
}

function readAnswers(
  shown: readonly ShownItem[],
  number: number,
  answers: readonly GivenAnswer[],
  bank: readonly Item[],
): Map<number, Set<string>> {
  const chosen = new Map<number, Set<string>>();
  const errors: FieldError[] = [];
  answers.forEach((answer, index) => {
    const position = 'item' in answer ? shown.findIndex((_item, at) => itemId(number, at) === answer.item) : -1;
    const item = shown[position];
    if (item === undefined || !('item' in answer) || chosen.has(position)) {
      errors.push({ field: `answers.${String(index)}.item`, message: noSuchItem });
      return;
    }
    const picked = answer.choices.map((id) => item.choices.find((_choice, at) => choiceId(at) === id));
    const kind = bank.find(({ code }) => code === item.code)?.kind;
    if (picked.includes(undefined)) errors.push({ field: `answers.${String(index)}.choices`, message: noSuchChoice });
    else if (kind === 'single' && picked.length > 1)
      errors.push({ field: `answers.${String(index)}.choices`, message: onlyOne });
    chosen.set(position, new Set(picked.filter((id) => id !== undefined)));
  });
  if (errors.length > 0) throw new InvalidInput(errors);
  return chosen;
}

/**
 * Follows a path through a scenario. Every path that the author drew is a good answer; one that he did not is refused.
 *
 * @returns the ending it comes to
 * @throws {InvalidInput} at the first step that does not follow from the one before
 */
export function followPath(scenario: Scenario, answers: readonly GivenAnswer[]): string {
  let at = scenario.start;
  for (const [index, answer] of answers.entries()) {
    const situation = scenario.situations.find(({ id }) => id === at);
    if (situation === undefined || !('situation' in answer) || answer.situation !== at)
      throw invalid(`answers.${String(index)}.situation`, otherWay);
    const choice = situation.choices.find(({ id }) => id === answer.choice);
    if (choice === undefined) throw invalid(`answers.${String(index)}.choice`, noSuchChoice);
    at = choice.to;
  }
  if (!scenario.endings.some(({ id }) => id === at)) throw invalid('answers', notEnded);
  return at;
}

function invalid(field: string, message: Text): InvalidInput {
  return new InvalidInput([{ field, message }]);
}

const noSuchItem = text(
  '이번 응시에 없는 문항입니다. 차시를 다시 열어 주세요.',
  'This attempt has no such item. Open the lesson again.',
);
const noSuchChoice = text('없는 선택지입니다. 다시 골라 주세요.', 'There is no such choice. Choose again.');
const onlyOne = text('하나만 골라 주세요.', 'Choose one only.');
const otherWay = text(
  '앞의 선택에서 이어지는 상황이 아닙니다. 사례를 처음부터 다시 해 주세요.',
  'This situation does not follow from the choice before. Go through the case again.',
);
const notEnded = text(
  '아직 결말에 이르지 않았습니다. 끝까지 골라 주세요.',
  'The case has not come to an end. Choose until it does.',
);
