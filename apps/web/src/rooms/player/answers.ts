import type { Answers, QuizView } from '../../api/types';

type Item = QuizView['items'][number];

/** Whether an item has an answer that can be sent. An order stands as it is shown until it is changed. */
export function isAnswered(item: Item, given: readonly string[] | undefined): boolean {
  const answer = given ?? [];
  switch (item.kind) {
    case 'ordering':
      return true;
    case 'matching':
      return item.lefts.every((_left, at) => (answer[at] ?? '') !== '') && new Set(answer).size === item.lefts.length;
    case 'short-text':
      return (answer[0] ?? '').trim() !== '';
    default:
      return answer.length > 0;
  }
}

/** What is kept in the browser, as the server takes it. */
export function answerOf(item: Item, given: readonly string[] | undefined): Answers[number] {
  const answer = given ?? [];
  if (item.kind === 'short-text') return { item: item.id, text: answer[0] ?? '' };
  if (item.kind === 'rating-scale') return { item: item.id, value: Number(answer[0] ?? 0) };
  if (item.kind === 'ordering' && answer.length === 0)
    return { item: item.id, choices: item.choices.map(({ id }) => id) };
  return { item: item.id, choices: [...answer] };
}

/** The words of the server's HTML, for places that take no HTML; alternative texts stand for pictures. */
export function plainWords(html: string): string {
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  for (const image of body.querySelectorAll('img')) image.replaceWith(image.alt);
  return (body.textContent || '').replace(/\s+/g, ' ').trim();
}
