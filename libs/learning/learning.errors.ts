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

/** Nobody could sign the certificate of someone who belongs nowhere. */
export class NoIssuer extends AppError {
  readonly kind = 'conflict';
  readonly code = 'learning.no-issuer';
  constructor() {
    super(
      text(
        '소속이 등록되어 있지 않아 이수를 확정할 수 없습니다. 교육담당자에게 소속 등록을 요청해 주세요.',
        'You are not registered with any unit, so the completion cannot be recorded. Ask your training clerk to register you.',
      ),
    );
  }
}
