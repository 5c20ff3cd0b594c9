/** Common family names with their usual romanisation; the most common ones several times, as in life. */
const FAMILY = [
  ['김', 'Kim'],
  ['김', 'Kim'],
  ['이', 'Lee'],
  ['이', 'Lee'],
  ['박', 'Park'],
  ['최', 'Choi'],
  ['정', 'Jung'],
  ['강', 'Kang'],
  ['조', 'Cho'],
  ['윤', 'Yoon'],
  ['장', 'Jang'],
  ['임', 'Lim'],
  ['한', 'Han'],
  ['오', 'Oh'],
  ['서', 'Seo'],
  ['신', 'Shin'],
  ['권', 'Kwon'],
  ['황', 'Hwang'],
  ['남궁', 'Namgung'],
] as const;

const FIRST = [
  '가',
  '나',
  '다',
  '도',
  '라',
  '민',
  '보',
  '서',
  '소',
  '수',
  '아',
  '연',
  '예',
  '우',
  '유',
  '은',
  '재',
  '정',
  '주',
  '지',
  '태',
  '하',
  '현',
  '혜',
];
const SECOND = [
  '경',
  '규',
  '나',
  '람',
  '린',
  '민',
  '별',
  '빈',
  '솔',
  '아',
  '연',
  '영',
  '온',
  '우',
  '원',
  '윤',
  '은',
  '인',
  '진',
  '찬',
  '현',
  '호',
  '희',
];

/** A small deterministic generator (mulberry32): the demo city is the same city every time. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A made-up Korean name, and its family name in Latin letters for certificates in English. */
export function koreanName(random: () => number): string {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  return `${pick(FAMILY)[0]}${pick(FIRST)}${pick(SECOND)}`;
}
