import { type Text, text } from '#libs/language';
import type { LocalDate } from '#libs/time';

import type { Evidence } from './rule.schema.js';

type Words = Readonly<Record<string, Text>>;

export const OCCUPATION_WORDS: Words = {
  official: text('공무원', 'a public official'),
  'public-corporation': text('공공기관 직원', 'staff of a public corporation'),
  'social-service': text('사회서비스 종사자', 'a social-service worker'),
  teacher: text('교직원', 'a teacher'),
  student: text('학생', 'a student'),
  partner: text('협력 기관 사람', 'a partner'),
};

export const LEAVE_WORDS: Words = {
  parental: text('육아휴직', 'parental leave'),
  sick: text('병가·질병휴직', 'sick leave'),
  study: text('연수·유학 휴직', 'study leave'),
  military: text('군 복무', 'military service'),
  dispatch: text('파견', 'a posting elsewhere'),
  other: text('휴직', 'leave'),
};

export const MODE_WORDS: Words = {
  'in-person': text('대면', 'in-person'),
  'live-online': text('실시간 온라인', 'live online'),
  'self-paced': text('온라인', 'self-paced'),
};

export const METHOD_WORDS: Words = {
  lecture: text('강의형', 'lecture'),
  participatory: text('참여형', 'participatory'),
};

export const TOPIC_WORDS: Words = {
  'non-discrimination': text('차별금지', 'non-discrimination'),
  participation: text('참여', 'participation'),
  dignity: text('존엄', 'dignity'),
  privacy: text('개인정보·사생활', 'privacy'),
  'labour-rights': text('노동인권', 'labour rights'),
  'sports-rights': text('스포츠인권', 'rights in sport'),
  gender: text('성인지', 'gender'),
  remedy: text('권리구제', 'remedy'),
  care: text('돌봄', 'care'),
  autonomy: text('자기결정', 'autonomy'),
  'abuse-prevention': text('학대예방', 'abuse prevention'),
  children: text('아동권리', "children's rights"),
  digital: text('디지털', 'digital rights'),
  migration: text('이주', 'migration'),
  climate: text('기후', 'climate'),
  history: text('역사', 'history'),
};

export const EVIDENCE_WORDS: Words = {
  distributed: text('자료 배부', 'distributed'),
  exposed: text('시청·참석', 'seen or attended'),
  interacted: text('활동 참여', 'took part'),
  demonstrated: text('이해 확인', 'understanding shown'),
  practised: text('실습', 'practised'),
  verified: text('업무 적용 확인', 'verified in work'),
};

/** The least grade that counts, as it stands in front of "education". */
export const EVIDENCE_ASKED: Readonly<Record<Evidence, Text>> = {
  distributed: text('자료를 받은', 'distributed'),
  exposed: text('시청하거나 참석한', 'attended'),
  interacted: text('활동에 참여한', 'interactive'),
  demonstrated: text('이해를 확인한', 'tested'),
  practised: text('실습한', 'practised'),
  verified: text('업무 적용을 확인한', 'work-verified'),
};

export const SUCCESSION_WORDS: Readonly<Record<'merged' | 'split' | 'renamed' | 'moved', Text>> = {
  merged: text('통합되었습니다', 'was merged into'),
  split: text('나뉘었습니다', 'was split into'),
  renamed: text('이름이 바뀌었습니다', 'was renamed'),
  moved: text('옮겨졌습니다', 'became'),
};

export const EXEMPTION_GROUNDS: Words = {
  'long-leave': text('장기 휴직', 'long leave'),
  illness: text('질병', 'illness'),
  'equivalent-training': text('같은 내용의 교육 이수', 'equivalent training'),
  'new-appointment': text('신규 임용', 'new appointment'),
  other: text('그 밖의 사유', 'another ground'),
};

/** `2026년 12월 31일`, `31 December 2026`. */
export function dateWords(date: LocalDate): Text {
  const [year, month, day] = date.split('-').map(Number);
  const name = MONTHS[(month ?? 1) - 1] ?? '';
  return text(`${String(year)}년 ${String(month)}월 ${String(day)}일`, `${String(day)} ${name} ${String(year)}`);
}

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

export function listWords(codes: readonly string[], words: Words): Text {
  const known = codes.map((code) => words[code] ?? text(code, code));
  return text(known.map(({ ko }) => ko).join('·'), known.map(({ en }) => en).join(' or '));
}

/**
 * A Korean word with the particle its last sound asks for, e.g. 은/는, 이/가, 을/를, 으로/로. A word that doesn't end in
 * Hangul is judged by how its last digit is read; by the form after a vowel otherwise.
 */
export function withParticle(word: string, afterConsonant: string, afterVowel: string): string {
  // What stands in brackets or quotes at the end is not read as the word's end.
  const bare = word.replace(/\([^)]*\)$/u, '').replace(/['"’”\s]+$/u, '');
  const last = bare.charAt(bare.length - 1);
  const code = last.charCodeAt(0) - 0xac00;
  const isHangul = code >= 0 && code <= 11171;
  const finalSound = isHangul ? code % 28 : (DIGIT_FINALS[last] ?? 0);
  const RIEUL = 8;
  const vowelForm = finalSound === 0 || (finalSound === RIEUL && afterConsonant.startsWith('으로'));
  return `${word}${vowelForm ? afterVowel : afterConsonant}`;
}

/** The final consonant's number of each digit as read in Sino-Korean: 일 이 삼 사 오 육 칠 팔 구 영. */
const DIGIT_FINALS: Readonly<Record<string, number>> = { '0': 21, '1': 8, '3': 16, '6': 1, '7': 8, '8': 8 };
