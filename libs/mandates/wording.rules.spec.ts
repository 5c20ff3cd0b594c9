import type { PartProgress } from './counting.rules.js';
import type { Reason } from './evaluation.types.js';
import { amountWords, missingText, reasonText } from './wording.rules.js';
import { withParticle } from './words.js';

const context = {
  bearer: 'person' as const,
  minutesPerHour: 60,
  unitName: (id: string) => ({ a: { ko: '복지정책과', en: 'Welfare Policy' }, b: { ko: '감사실', en: 'Audit' } })[id],
  courseTitle: (code: string) => (code === 'x' ? { ko: '책임 대화', en: 'Dialogue' } : undefined),
};
const hours = (needed: number, got: number, filter: Partial<PartProgress> = {}): PartProgress => ({
  kind: 'hours',
  unit: 'minutes',
  needed,
  got,
  met: got >= needed,
  ...filter,
});
const topic = (name: string, met = false): PartProgress => ({
  kind: 'topic',
  unit: 'times',
  needed: 1,
  got: met ? 1 : 0,
  met,
  topic: [name],
});
const line = (...parts: PartProgress[]) => ({ met: parts.every(({ met }) => met), parts });

describe('withParticle', () => {
  it.each([
    ['복지정책과', '으로', '로', '복지정책과로'],
    ['감사실', '으로', '로', '감사실로'],
    ['총무팀', '으로', '로', '총무팀으로'],
    ['감사실', '은', '는', '감사실은'],
    ['2시간', '을', '를', '2시간을'],
    ['2차시(90분)', '을', '를', '2차시(90분)를'],
    ["'책임 대화'", '을', '를', "'책임 대화'를"],
    ['제3', '은', '는', '제3은'],
    ['IT', '은', '는', 'IT는'],
  ])('%s + %s/%s = %s', (word, consonant, vowel, expected) => {
    expect(withParticle(word, consonant, vowel)).toBe(expected);
  });
});

describe('missingText', () => {
  it.each([
    ['nothing when done', 'fulfilled' as const, [line(hours(60, 60))], [], '', ''],
    [
      'hours left',
      'open' as const,
      [line(hours(240, 90))],
      [],
      '교육 2시간 30분을 더 들어야 합니다.',
      '2 hours 30 minutes of education still to do.',
    ],
    [
      'every way while none was begun',
      'open' as const,
      [line(hours(240, 0, { mode: ['in-person'] })), line(hours(360, 0, { mode: ['live-online', 'self-paced'] }))],
      [],
      '대면 교육 4시간 또는 실시간 온라인·온라인 교육 6시간을 더 들어야 합니다.',
      '4 hours of in-person education or 6 hours of live online or self-paced education still to do.',
    ],
    [
      'the ways that were begun',
      'open' as const,
      [line(hours(240, 0, { mode: ['in-person'] })), line(hours(360, 60, { mode: ['self-paced'] }))],
      [],
      '온라인 교육 5시간을 더 들어야 합니다.',
      '5 hours of self-paced education still to do.',
    ],
    [
      'topics alone',
      'open' as const,
      [line(hours(60, 60))],
      [topic('gender'), topic('labour-rights', true)],
      '성인지 주제가 들어 있어야 합니다.',
      'It must still include gender.',
    ],
    [
      'a course by its title',
      'open' as const,
      [line({ kind: 'course', unit: 'times', needed: 1, got: 0, met: false, course: 'x' })],
      [],
      "'책임 대화' 과정을 더 들어야 합니다.",
      "The course 'Dialogue' still to do.",
    ],
  ])('%s', (_name, state, alternatives, mustInclude, ko, en) => {
    expect(missingText(state, { alternatives, mustInclude }, context)).toEqual({ ko, en });
  });
});

describe('amountWords', () => {
  it('speaks of periods where the rule’s hour is a school hour', () => {
    expect(amountWords('minutes', 90, { minutesPerHour: 45 }).ko).toBe('2차시(90분)');
    expect(amountWords('minutes', 45, { minutesPerHour: 45 }).en).toBe('1 period (45 minutes)');
    expect(amountWords('minutes', 90, { minutesPerHour: 60 }).ko).toBe('1시간 30분');
  });
});

describe('reasonText', () => {
  const reasons: Reason[] = [
    { rule: 'audience', unitId: 'a', occupation: 'official', since: '2026-05-03' },
    { rule: 'audience', unitId: 'a', occupation: null, since: '2026-05-03' },
    { rule: 'mover', fromUnitId: 'b', unitId: 'a', minutes: 120, times: 0, since: '2026-05-03' },
    { rule: 'mover', fromUnitId: 'gone', unitId: 'a', minutes: 0, times: 0, since: '2026-05-03' },
    { rule: 'joiner', graceDays: 60, dueOn: '2027-01-19', since: '2026-11-20' },
    { rule: 'tenure', days: 180, since: '2026-08-28' },
    { rule: 'opens', since: '2026-12-01' },
    { rule: 'leave', kind: 'parental', to: null, since: '2026-09-01' },
    { rule: 'return', graceDays: 60, dueOn: '2027-04-30', since: '2027-03-01' },
    { rule: 'exempt', ground: 'illness', to: '2026-12-31', since: '2026-11-01' },
    { rule: 'fulfilled', inTime: false, since: '2027-01-02' },
    { rule: 'kept', since: '2027-01-02' },
    { rule: 'left', since: '2026-07-01' },
    { rule: 'never-in', since: null },
    { rule: 'absorbed', since: null },
    { rule: 'reach', reached: 10, rosterSize: 25, needed: 0.8, since: '2026-05-01' },
  ];

  it('says what happened and what it means', () => {
    expect(reasonText(reasons[2]!, context)).toEqual({
      ko: '2026년 5월 3일에 감사실에서 복지정책과로 옮겼습니다. 이미 들은 2시간은 그대로 인정됩니다.',
      en: 'You moved from Audit to Welfare Policy on 3 May 2026. The 2 hours already done still count.',
    });
  });

  it('has both languages for every rule, without holes', () => {
    for (const reason of reasons) {
      const { ko, en } = reasonText(reason, context);
      expect(ko).toMatch(/[가-힣].*[.)]$/);
      expect(en).toMatch(/^[A-Z].*[.)]$/);
      expect(`${ko}${en}`).not.toMatch(/undefined|null|NaN|\(이\)|\(으\)|을\(를\)/);
    }
  });
});
