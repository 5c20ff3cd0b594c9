import { choiceId, comparable, type Item, itemId, type Scenario, type ShownItem } from '#libs/courses';
import { type FieldError, InvalidInput } from '#libs/errors';
import { type Text, text } from '#libs/language';

/**
 * Answer to one item of a quiz, or one step of a scenario's path. `choices` are what was chosen, the order given to the
 * steps, or what was put to each left side in turn; `text` is a short answer; `value` a place on a scale.
 */
export type GivenAnswer = ItemAnswer | { situation: string; choice: string };
export type ItemAnswer = { item: string } & ({ choices: string[] } | { text: string } | { value: number });

export interface ItemResult {
  code: string;
  /** Null for what asks and is never right or wrong. */
  correct: boolean | null;
  /** In the order shown; as answered for what is ordered or matched. Ids are those of the bank. */
  choices: { id: string; chosen: boolean; correct: boolean }[];
  /** A short answer as it was written. */
  text?: string | undefined;
  /** A place on a scale. */
  value?: number | undefined;
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

/** Minutes a person has for an attempt; null for whoever needs no limit. */
export function allowedMinutes(
  limit: number,
  { extraTime, noTimeLimit }: { readonly extraTime: number; readonly noTimeLimit: boolean },
): number | null {
  return noTimeLimit ? null : limit * (1 + extraTime / 100);
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
 * Scores a quiz: an item is right when exactly what is right was chosen, ordered, matched or written, and one without an
 * answer is wrong. What is never right or wrong does not count.
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
  const given = readAnswers(shown, number, answers, bank);
  const items = shown.map(({ code, choices }, position): ItemResult => {
    const item = bank.find((candidate) => candidate.code === code);
    return { code, ...scoreItem(item, choices, given.get(position) ?? {}) };
  });
  const graded = items.filter((item) => item.correct !== null);
  const right = graded.filter((item) => item.correct === true).length;
  const score = graded.length === 0 ? 0 : right / graded.length;
  // 0.6 of 5 is 3 right answers, whatever binary fractions make of it.
  return { items, score, passed: passing === null || right >= Math.ceil(passing * graded.length - 1e-9) };
}

/** An answer in the ids of the bank; empty where none was given. */
interface ReadAnswer {
  choices?: readonly string[];
  text?: string;
  value?: number;
}

function scoreItem(
  item: Item | undefined,
  shown: readonly string[],
  { choices = [], text, value }: ReadAnswer,
): Omit<ItemResult, 'code'> {
  switch (item?.kind) {
    case 'single':
    case 'multiple': {
      const right = new Set(item.choices.filter((choice) => choice.correct).map(({ id }) => id));
      const results = shown.map((id) => ({ id, chosen: choices.includes(id), correct: right.has(id) }));
      return { correct: results.every(({ chosen, correct }) => chosen === correct), choices: results };
    }
    case 'ordering':
    case 'matching': {
      const wanted = item.kind === 'ordering' ? item.steps : item.pairs;
      const results = choices.map((id, at) => ({ id, chosen: true, correct: wanted[at]?.id === id }));
      return { correct: results.length === wanted.length && results.every(({ correct }) => correct), choices: results };
    }
    case 'short-text': {
      const accepted = [...item.accept.ko, ...item.accept.en].map(comparable);
      return { correct: text !== undefined && accepted.includes(comparable(text)), choices: [], text };
    }
    default:
      return { correct: item === undefined ? false : null, choices: [], text, value };
  }
}

function readAnswers(
  shown: readonly ShownItem[],
  number: number,
  answers: readonly GivenAnswer[],
  bank: readonly Item[],
): Map<number, ReadAnswer> {
  const given = new Map<number, ReadAnswer>();
  const errors: FieldError[] = [];
  answers.forEach((answer, index) => {
    const position = 'item' in answer ? shown.findIndex((_item, at) => itemId(number, at) === answer.item) : -1;
    const item = shown[position];
    if (item === undefined || !('item' in answer) || given.has(position)) {
      errors.push({ field: `answers.${String(index)}.item`, message: noSuchItem });
      return;
    }
    const read = readAnswer(
      answer,
      item,
      bank.find(({ code }) => code === item.code),
    );
    if ('message' in read) errors.push({ field: `answers.${String(index)}.${read.field}`, message: read.message });
    else given.set(position, read);
  });
  if (errors.length > 0) throw new InvalidInput(errors);
  return given;
}

function readAnswer(
  answer: ItemAnswer,
  shown: ShownItem,
  item: Item | undefined,
): ReadAnswer | { field: string; message: Text } {
  switch (item?.kind) {
    case 'short-text':
      return 'text' in answer ? { text: answer.text.trim() } : { field: 'text', message: otherKind };
    case 'rating-scale': {
      if (!('value' in answer)) return { field: 'value', message: otherKind };
      const { from, to } = item.scale;
      return answer.value >= from && answer.value <= to
        ? { value: answer.value }
        : { field: 'value', message: outsideScale };
    }
    default: {
      if (!('choices' in answer)) return { field: 'choices', message: otherKind };
      const picked = answer.choices.flatMap((id) => shown.choices.find((_choice, at) => choiceId(at) === id) ?? []);
      if (picked.length < answer.choices.length) return { field: 'choices', message: noSuchChoice };
      if (item?.kind === 'single' && picked.length > 1) return { field: 'choices', message: onlyOne };
      const whole = item?.kind === 'ordering' || item?.kind === 'matching';
      if (whole && picked.length > 0 && new Set(picked).size !== shown.choices.length)
        return { field: 'choices', message: notAll };
      return { choices: picked };
    }
  }
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
const otherKind = text(
  '이 문항에 맞는 답이 아닙니다. 차시를 다시 열어 주세요.',
  'This is not how the item is answered. Open the lesson again.',
);
const outsideScale = text('눈금 안에서 골라 주세요.', 'Choose a place on the scale.');
const notAll = text('모든 항목을 한 번씩 놓아 주세요.', 'Place every entry once.');
const onlyOne = text('하나만 골라 주세요.', 'Choose one only.');
const otherWay = text(
  '앞의 선택에서 이어지는 상황이 아닙니다. 사례를 처음부터 다시 해 주세요.',
  'This situation does not follow from the choice before. Go through the case again.',
);
const notEnded = text(
  '아직 결말에 이르지 않았습니다. 끝까지 골라 주세요.',
  'The case has not come to an end. Choose until it does.',
);
