import { type Language, type Text, text } from '#libs/language';
import type { MandateDocument } from '#libs/mandates';

/** Words that reports share. */
export const MODE_WORDS: Readonly<Record<string, Text>> = {
  'in-person': text('대면', 'in person'),
  'live-online': text('실시간 온라인', 'live online'),
  'self-paced': text('온라인 자율', 'self-paced'),
  mixed: text('여러 방식', 'several modes'),
};

export const EVIDENCE_WORDS: Readonly<Record<string, Text>> = {
  distributed: text('자료를 나눔', 'distributed'),
  exposed: text('끝까지 봄', 'exposed'),
  interacted: text('참여함', 'interacted'),
  demonstrated: text('이해를 보임', 'demonstrated'),
  practised: text('해 봄', 'practised'),
  verified: text('확인됨', 'verified'),
};

/** The legal test in words: any one line, inside a line all. */
export function testWords(rule: MandateDocument, language: Language): string {
  const part = (one: MandateDocument['satisfiedBy'][number][number]): string => {
    const modes = 'mode' in one && one.mode !== undefined ? [one.mode].flat() : [];
    const how = modes.map((mode) => MODE_WORDS[mode]?.[language] ?? mode).join('·');
    const what =
      'times' in one
        ? text(`${String(one.times)}회`, `${String(one.times)} time(s)`)
        : 'hours' in one
          ? text(`${String(one.hours)}시간`, `${String(one.hours)} h`)
          : text('정해진 과정', 'a given course');
    return how === '' ? what[language] : `${what[language]} (${how})`;
  };
  const and = language === 'ko' ? ' + ' : ' + ';
  const or = language === 'ko' ? ' 또는 ' : ' or ';
  return rule.satisfiedBy.map((line) => line.map(part).join(and)).join(or);
}

/**
 * When the results of a duty go to whom, as the instruments that were read say; none is made up for those that set no
 * date. Sources: 양성평등기본법 art. 31 and the Acts against sexual and domestic violence and prostitution (end of
 * February), 장애인복지법 decree art. 16 (end of February), 부패방지권익위법 decree art. 88-2 (end of February),
 * 자살예방법 decree (31 January).
 */
const REPORT_DATES: readonly (readonly [RegExp, Text])[] = [
  [/자살예방/, text('다음 해 1월 31일까지 제출', 'to be submitted by 31 January of the next year')],
  [
    /양성평등기본법|성폭력방지|가정폭력방지|성매매방지|장애인복지법|부패방지/,
    text('다음 해 2월 말일까지 제출', 'to be submitted by the end of February of the next year'),
  ],
];

/** Null where the instruments set no date. */
export function reportDate(rule: MandateDocument): Text | null {
  const names = rule.basis.map(({ instrument }) => instrument.ko).join(' ');
  return REPORT_DATES.find(([pattern]) => pattern.test(names))?.[1] ?? null;
}
