import { type Language, type Text, pickText, text } from '#libs/language';
import type { PersonStanding } from './people-list.service.js';
import type { Cell, Sheet } from './sheet.js';

/** How a list is written: everyone's standing, in words, some at a time. */
export interface SheetRows {
  readonly standings: AsyncIterable<readonly PersonStanding[]>;
  /** Each unit with all above it. */
  readonly pathsOf: (ids: readonly string[]) => Promise<ReadonlyMap<string, readonly { readonly name: Text }[]>>;
}

/** The list as a table in one language. */
export function peopleSheet(title: string, rows: SheetRows, language: Language): Sheet {
  const say = (value: Text): string => pickText(value, language);
  return {
    title,
    columns: COLUMNS.map(([heading, width]) => ({ heading: say(heading), width })),
    rows: cells(rows, say),
  };
}

async function* cells({ standings, pathsOf }: SheetRows, say: (value: Text) => string): AsyncIterable<Cell[][]> {
  const paths = new Map<string, string>();
  for await (const some of standings) {
    const unknown = [...new Set(some.map(({ unit }) => unit.id))].filter((id) => !paths.has(id));
    for (const [id, path] of await pathsOf(unknown)) paths.set(id, path.map(({ name }) => say(name)).join(' > '));
    yield some.map((person) => [
      paths.get(person.unit.id) ?? '',
      person.name,
      say(BAND_WORDS[person.positionBand] ?? text(person.positionBand, person.positionBand)),
      person.isHead ? say(YES) : '',
      say(STATE_WORDS[person.overdue ? 'overdue' : person.state] ?? text(person.state, person.state)),
      { date: person.dueOn },
      person.fulfilledOn === null ? null : { date: person.fulfilledOn },
      person.inTime === null ? '' : say(person.inTime ? IN_TIME : LATE),
      say(person.missing),
    ]);
  }
}

const YES = text('예', 'yes');
const IN_TIME = text('기한 안', 'in time');
const LATE = text('기한 뒤', 'late');

const COLUMNS: readonly (readonly [Text, number])[] = [
  [text('기관·부서', 'Unit'), 44],
  [text('이름', 'Name'), 16],
  [text('직급 구분', 'Position'), 12],
  [text('부서장', 'Head'), 8],
  [text('상태', 'State'), 14],
  [text('마감일', 'Due'), 12],
  [text('이수일', 'Completed'), 12],
  [text('기한', 'In time'), 10],
  [text('남은 것', 'Still missing'), 60],
];

export const BAND_WORDS: Readonly<Record<string, Text>> = {
  executive: text('기관장·임원', 'executive'),
  head: text('부서장', 'head'),
  manager: text('팀장', 'manager'),
  staff: text('직원', 'staff'),
  pupil: text('학생', 'pupil'),
  unit: text('학급', 'class'),
};

const STATE_WORDS: Readonly<Record<string, Text>> = {
  upcoming: text('시작 전', 'not open yet'),
  open: text('진행 중', 'open'),
  overdue: text('기한 지남', 'overdue'),
  paused: text('유예', 'paused'),
  exempt: text('면제', 'exempt'),
  fulfilled: text('이수', 'completed'),
  'closed-unmet': text('미이수 마감', 'closed unmet'),
};
