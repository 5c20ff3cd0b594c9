import { type Text, text } from '#libs/language';
import type { EvidenceGrade, EvidenceReason, ProofKind } from './evidence.rules.js';
import { TEST_OUT_PASSING } from './evidence.rules.js';

/** The grades in words, as a learner reads them. */
export const GRADE_WORDS = {
  distributed: text('자료를 받음', 'Handed out'),
  exposed: text('읽고 봄', 'Read or watched'),
  interacted: text('사례를 풀어 봄', 'Worked through a case'),
  demonstrated: text('문항으로 보여 줌', 'Shown by answering questions'),
  practised: text('사람과 함께 해 봄', 'Practised with people'),
  verified: text('사람이 확인함', 'Confirmed by a person'),
} as const satisfies Record<EvidenceGrade, Text>;

const minutesOf = (seconds: number): string => String(Math.round(seconds / 60));

/** One sentence a reason, in both languages. `titleOf` gives a lesson's title by its slug. */
export function reasonText(reason: EvidenceReason, titleOf: (slug: string) => Text): Text {
  switch (reason.rule) {
    case 'quiz-passed': {
      const title = titleOf(reason.lesson);
      return text(`‘${title.ko}’ 문항을 통과했습니다.`, `You passed the questions of “${title.en}”.`);
    }
    case 'scenario-finished': {
      const title = titleOf(reason.lesson);
      return text(`‘${title.ko}’ 사례를 끝까지 풀었습니다.`, `You worked through the case “${title.en}”.`);
    }
    case 'read-only':
      return text(
        '읽기 차시를 마쳤습니다. 풀어 본 사례나 문항은 아직 없습니다.',
        'You finished the readings; no case and no questions yet.',
      );
    case 'test-out':
      return text(
        '처음 보는 문항으로 이미 알고 있음을 보였습니다.',
        'You showed what you know with questions you had not seen.',
      );
    case 'argued-case':
      return text('쓴 사례 글을 사람이 읽고 인정했습니다.', 'A person read your argued case and accepted it.');
    case 'live-session':
      return text('이 과정의 대면·실시간 교육에 참석했습니다.', 'You attended a live session of this course.');
    case 'film-skipped': {
      const title = titleOf(reason.lesson);
      return text(
        `‘${title.ko}’ 영상은 ${String(reason.watchedSeconds)}초만 재생되었습니다. 대본으로 읽었다면 그 시간은 학습 시간에 들어 있습니다.`,
        `Of the film “${title.en}” only ${String(reason.watchedSeconds)} seconds were played. Time spent reading its transcript is counted.`,
      );
    }
    case 'impossible-pace':
      return text(
        `기록된 학습 시간은 ${minutesOf(reason.engagedSeconds)}분입니다. 이 과정은 빨리 읽어도 ${minutesOf(reason.expectedSeconds)}분은 걸립니다.`,
        `The recorded time is ${minutesOf(reason.engagedSeconds)} minutes. Even a fast reader needs ${minutesOf(reason.expectedSeconds)} minutes for this course.`,
      );
    case 'pace-made-good':
      return text(
        '시간은 짧았지만 다른 방법으로 보여 주었으므로 낮추지 않았습니다.',
        'The time was short, but you showed it in another way, so nothing was lowered.',
      );
  }
}

/** What someone may do to show more than the record does. */
export const WAY_WORDS = {
  'test-out': text(
    `아직 보지 못한 문항으로 바로 보이기: 평가 문항을 새로 뽑아 ${String(TEST_OUT_PASSING * 100)}% 이상 맞히면 됩니다. 몇 번이든 할 수 있고, 틀려도 이수에는 영향이 없습니다.`,
    `Show it with unseen questions: a new draw, ${String(TEST_OUT_PASSING * 100)}% right. You may try as often as there are questions; failing changes nothing.`,
  ),
  'argued-case': text(
    '사례 글 쓰기: 사례를 읽고 내 판단과 근거를 씁니다. 강사가 이름을 보지 않고 읽은 뒤 인정하거나 의견을 보냅니다.',
    'Argue a case: write what you would do and why. A trainer reads it without your name, and accepts it or answers.',
  ),
  'live-session': text(
    '대면·실시간 교육 참석: 이 과정의 교육 일정에 참석하면 출석으로 확인됩니다.',
    'Attend a live session of this course: the roll call confirms it.',
  ),
} as const satisfies Record<ProofKind, Text>;

export const PACE_PROMISE = text(
  '빨리 끝냈다고 이수가 취소되거나 막히는 일은 없습니다. 기록의 근거 수준만 달라집니다.',
  'Nobody is locked out or loses a completion for being fast. Only the grade of the record differs.',
);
