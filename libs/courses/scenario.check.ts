import type { Text } from '#libs/language';

import { repeated, type DocumentProblem, type ProblemPath } from './course.problems.js';
import { looseList, looseRecord, looseText } from './loose.js';

interface Situation {
  id: string;
  choices: { id: string; to: string }[];
}

/** The graph of a branching case: every path starts at `start`, meets no situation twice and ends at an ending. */
export function checkScenario(value: unknown, base: ProblemPath): DocumentProblem[] {
  if (value === undefined) return [];
  const scenario = looseRecord(value);
  const situations: Situation[] = looseList(scenario['situations']).map((entry) => {
    const situation = looseRecord(entry);
    const choices = looseList(situation['choices']).map((choice) => {
      const { id, to } = looseRecord(choice);
      return { id: looseText(id), to: looseText(to) };
    });
    return { id: looseText(situation['id']), choices };
  });
  const endings = looseList(scenario['endings']).map((ending) => looseText(looseRecord(ending)['id']));
  const people = looseList(scenario['people']).map((person) => looseText(looseRecord(person)['id']));
  const start = looseText(scenario['start']);
  const situationIds = new Set(situations.map(({ id }) => id));
  const known = new Set([...situationIds, ...endings]);
  return [
    ...repeated([...situations.map(({ id }) => id), ...endings], (index) =>
      index < situations.length
        ? [...base, 'situations', index, 'id']
        : [...base, 'endings', index - situations.length, 'id'],
    ),
    ...repeated(people, (index) => [...base, 'people', index, 'id']),
    ...situations.flatMap((situation, i) =>
      repeated(
        situation.choices.map((choice) => choice.id),
        (index) => [...base, 'situations', i, 'choices', index, 'id'],
      ),
    ),
    ...danglingProblems(situations, known, base),
    ...(start === '' || situationIds.has(start)
      ? reachProblems(situations, endings, start, base)
      : [{ path: [...base, 'start'], message: noSuch(start) }]),
    ...cycleProblems(situations, base),
  ];
}

function danglingProblems(situations: Situation[], known: ReadonlySet<string>, base: ProblemPath): DocumentProblem[] {
  return situations.flatMap((situation, i) =>
    situation.choices.flatMap(({ to }, j) =>
      to === '' || known.has(to) ? [] : [{ path: [...base, 'situations', i, 'choices', j, 'to'], message: noSuch(to) }],
    ),
  );
}

function noSuch(id: string): Text {
  return {
    ko: `"${id}"라는 상황이나 결말이 없습니다. 이름을 고치거나 그 상황을 더해 주세요.`,
    en: `There is no situation or ending "${id}". Correct the name or add it.`,
  };
}

function reachProblems(
  situations: Situation[],
  endings: string[],
  start: string,
  base: ProblemPath,
): DocumentProblem[] {
  if (start === '') return [];
  const bySituation = new Map(situations.map((situation) => [situation.id, situation]));
  const reached = new Set<string>();
  const open = [start];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (reached.has(id)) continue;
    reached.add(id);
    open.push(...(bySituation.get(id)?.choices.map(({ to }) => to) ?? []));
  }
  const lost = (ids: string[], key: string) =>
    ids.flatMap((id, index) =>
      id === '' || reached.has(id) ? [] : [{ path: [...base, key, index, 'id'], message: unreachable(id) }],
    );
  return [
    ...lost(
      situations.map(({ id }) => id),
      'situations',
    ),
    ...lost(endings, 'endings'),
  ];
}

function unreachable(id: string): Text {
  return {
    ko: `시작에서 "${id}"에 이르는 길이 없습니다. 어느 선택의 to가 여기를 가리키게 하거나 지워 주세요.`,
    en: `No path leads from the start to "${id}". Let the to of some choice name it, or remove it.`,
  };
}

/** Marks each choice that leads back to a situation already met on the way. Iterative: a chain may be long. */
function cycleProblems(situations: Situation[], base: ProblemPath): DocumentProblem[] {
  const indexOf = new Map(situations.map(({ id }, index) => [id, index]));
  const state = new Map<number, 'open' | 'closed'>();
  const problems: DocumentProblem[] = [];
  for (const first of situations.keys()) {
    if (state.has(first)) continue;
    const path: { at: number; next: number }[] = [{ at: first, next: 0 }];
    state.set(first, 'open');
    for (let step = path.at(-1); step !== undefined; step = path.at(-1)) {
      const choice = situations[step.at]?.choices[step.next];
      if (choice === undefined) {
        state.set(step.at, 'closed');
        path.pop();
        continue;
      }
      const target = indexOf.get(choice.to);
      if (target !== undefined && state.get(target) === 'open')
        problems.push({
          path: [...base, 'situations', step.at, 'choices', step.next, 'to'],
          message: {
            ko: `이 선택은 이미 지나온 상황 "${choice.to}"(으)로 되돌아갑니다. 다른 상황이나 결말로 이어 주세요.`,
            en: `This choice leads back to "${choice.to}", which the path has met before. Lead on to another situation or an ending.`,
          },
        });
      step.next += 1;
      if (target !== undefined && !state.has(target)) {
        state.set(target, 'open');
        path.push({ at: target, next: 0 });
      }
    }
  }
  return problems;
}
