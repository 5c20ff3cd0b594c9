import { AppError } from '#libs/errors';
import { text } from '#libs/language';

/** A quiz or scenario is finished by an attempt, not by saying so. */
export class ProvedByAttempt extends AppError {
  readonly kind = 'conflict';
  readonly code = 'learning.proved-by-attempt';
  constructor() {
    super(
      text(
        '이 차시는 문항이나 사례를 마쳐야 끝납니다. 답을 내 주세요.',
        'This lesson is finished by answering its questions or going through its case.',
      ),
    );
  }
}

/** A live part is finished by the roll call of a session. */
export class ProvedByAttendance extends AppError {
  readonly kind = 'conflict';
  readonly code = 'learning.proved-by-attendance';
  constructor() {
    super(
      text(
        '이 차시는 교육 일정에 참석하면 출석 기록으로 끝납니다.',
        'This lesson is finished by attending a live session; the roll call records it.',
      ),
    );
  }
}

/** A reading has no questions to answer. */
export class NothingToAnswer extends AppError {
  readonly kind = 'conflict';
  readonly code = 'learning.nothing-to-answer';
  constructor() {
    super(text('이 차시에는 답할 문항이 없습니다.', 'This lesson has no questions to answer.'));
  }
}

/** Answers to a quiz that was never opened. */
export class NoOpenAttempt extends AppError {
  readonly kind = 'conflict';
  readonly code = 'learning.no-open-attempt';
  constructor() {
    super(text('열린 응시가 없습니다. 차시를 다시 열어 주세요.', 'There is no open attempt. Open the lesson again.'));
  }
}

/** A route that the course does not have. */
export class NoSuchRoute extends AppError {
  readonly kind = 'conflict';
  readonly code = 'learning.no-such-route';
  constructor() {
    super(text('이 과정에는 없는 학습 방식입니다.', 'This course does not have that route.'));
  }
}

/** A completed course is not changed any more: neither its route nor its version. */
export class AlreadyCompleted extends AppError {
  readonly kind = 'conflict';
  readonly code = 'learning.already-completed';
  constructor() {
    super(
      text(
        '이미 이수한 수강은 바꿀 수 없습니다. 다시 배우려면 새로 시작해 주세요.',
        'A completed enrollment cannot be changed. Start the course again to learn it anew.',
      ),
    );
  }
}

/** There are not enough questions left that the person has not seen. */
export class NothingUnseen extends AppError {
  readonly kind = 'conflict';
  readonly code = 'learning.nothing-unseen';
  constructor() {
    super(
      text(
        '아직 보지 않은 문항이 모자라 이 방법은 쓸 수 없습니다. 다른 방법으로 보여 주세요.',
        'There are not enough questions that you have not seen, so this way is closed. Use another one.',
      ),
    );
  }
}

/** A duty of somebody else, or none. */
export class NotYourDuty extends AppError {
  readonly kind = 'not-found';
  readonly code = 'learning.not-your-duty';
  constructor() {
    super(text('그런 필수교육이 없습니다.', 'There is no such duty.'));
  }
}

/** The course has no case to argue. */
export class NoCaseToArgue extends AppError {
  readonly kind = 'conflict';
  readonly code = 'learning.no-case-to-argue';
  constructor() {
    super(text('이 과정에는 글로 쓰는 사례가 없습니다.', 'This course has no case to argue in writing.'));
  }
}

/** A case is with the person who marks it. */
export class AwaitingMark extends AppError {
  readonly kind = 'conflict';
  readonly code = 'learning.awaiting-mark';
  constructor() {
    super(
      text(
        '먼저 낸 글을 강사가 읽고 있습니다. 답이 온 뒤에 다시 낼 수 있습니다.',
        'A trainer is reading what you handed in. You can write again when the answer has come.',
      ),
    );
  }
}

/** Points for something the rubric does not ask, or more than it gives. */
export class NotInRubric extends AppError {
  readonly kind = 'invalid';
  readonly code = 'learning.not-in-rubric';
  override readonly fields;
  constructor() {
    const words = text(
      '채점 기준에 있는 항목마다 정해진 점수 안에서 매겨 주세요.',
      'Give points for each criterion of the rubric, within what it allows.',
    );
    super(words);
    this.fields = [{ field: 'marks', message: words }];
  }
}

/** Written under another secret than this deployment's. */
export class ReflectionLocked extends AppError {
  readonly kind = 'unavailable';
  readonly code = 'learning.reflection-locked';
  constructor() {
    super(
      text(
        '적어 두신 글을 지금 열 수 없습니다. 글은 지워지지 않았습니다. 운영 담당자에게 알려 주세요.',
        'What you wrote cannot be opened right now. It is not lost. Tell those who run the system.',
      ),
    );
  }
}
