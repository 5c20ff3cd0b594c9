import { type Listed, matchList } from './roll.rules.js';

const roster: Listed[] = [
  { personId: 'a', name: '김하늘', marks: ['도로과', '주무관', '1001'] },
  { personId: 'b', name: '김하늘', marks: ['복지정책과', '팀장', '1002'] },
  { personId: 'c', name: '이 바다', marks: ['도로과'] },
  { personId: 'd', name: 'Nguyen Linh', marks: [] },
];
const states = (pasted: string) =>
  matchList(pasted, roster).map((line) => [line.state, 'personId' in line ? line.personId : null]);

describe('a pasted list', () => {
  it('is matched whatever stands around the names', () => {
    expect(states('1. 이바다\n2)  이 바다 (도로과)\n\nnguyen linh\n')).toEqual([
      ['found', 'c'],
      ['repeated', 'c'],
      ['found', 'd'],
    ]);
  });

  it('tells people of one name apart by what else the line says, and asks where it says nothing', () => {
    expect(states('김하늘 복지정책과\n1001 김하늘\n김하늘')).toEqual([
      ['found', 'b'],
      ['found', 'a'],
      ['ambiguous', null],
    ]);
    expect(matchList('김하늘 과장', roster)[0]).toMatchObject({ candidates: ['a', 'b'] });
  });

  it('knows nobody who is not on the roster', () => {
    expect(states('박나무\n강')).toEqual([
      ['unknown', null],
      ['unknown', null],
    ]);
  });
});
