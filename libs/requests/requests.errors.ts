import { AppError, type FieldError } from '#libs/errors';
import { type Text, text } from '#libs/language';
import type { DatesProblem } from './request.rules.js';

/** Another request of the kind is waiting for its answer. */
export class AlreadyAsked extends AppError {
  readonly kind = 'conflict';
  readonly code = 'requests.already-asked';
  constructor() {
    super(
      text(
        '같은 신청이 이미 답변을 기다리고 있습니다. 답변을 받은 뒤에 다시 신청할 수 있습니다.',
        'The same request is already waiting for its answer. You can ask again once it is answered.',
      ),
    );
  }
}

/** Someone else was quicker, or the person took it back. */
export class AlreadyDecided extends AppError {
  readonly kind = 'conflict';
  readonly code = 'requests.already-decided';
  constructor() {
    super(text('이미 처리된 신청입니다.', 'This request has been dealt with already.'));
  }
}

export class OwnRequest extends AppError {
  readonly kind = 'forbidden';
  readonly code = 'requests.own-request';
  constructor() {
    super(
      text(
        '자신의 신청은 스스로 결정할 수 없습니다. 다른 담당자에게 부탁해 주세요.',
        'Nobody decides a request of their own. Ask another person in charge.',
      ),
    );
  }
}

/** The duty has come to an end: nothing of it can change by this. */
export class NothingToAsk extends AppError {
  readonly kind = 'conflict';
  readonly code = 'requests.nothing-to-ask';
  constructor() {
    super(
      text(
        '이 필수교육은 지금 상태에서는 이 신청을 할 수 없습니다. 상태가 틀렸다면 이의를 제기해 주세요.',
        'This cannot be asked for in the state that the duty is in. If the state is wrong, say so by an appeal.',
      ),
    );
  }
}

export class NoExemptions extends AppError {
  readonly kind = 'conflict';
  readonly code = 'requests.no-exemptions';
  constructor() {
    super(text('이 기준에는 면제가 없습니다.', 'This mandate knows no exemptions.'));
  }
}

const DATES: Readonly<Record<DatesProblem, Text>> = {
  'end-missing': text('끝나는 날을 꼭 정해야 합니다.', 'An end date is required.'),
  'ends-before-it-begins': text('끝나는 날이 시작하는 날보다 앞섭니다.', 'It ends before it begins.'),
  'too-long': text(
    '기준이 허용하는 기간보다 깁니다. 더 이른 날로 정해 주세요.',
    'Longer than is allowed. Choose an earlier day.',
  ),
  'not-later': text('지금 마감일보다 뒤의 날이어야 합니다.', 'It must be later than the due date that holds now.'),
  passed: text('이미 지난 날입니다.', 'That day has passed.'),
};

/** The fields of a request or a decision that don't fit the rule. */
export class RequestWrong extends AppError {
  readonly kind = 'invalid';
  readonly code = 'requests.wrong';
  constructor(override readonly fields: readonly FieldError[]) {
    super(text('입력한 내용에 고칠 곳이 있습니다.', 'Some of the input needs correcting.'));
  }

  static dates(field: string, problem: DatesProblem): RequestWrong {
    return new RequestWrong([{ field, message: DATES[problem] }]);
  }

  static field(field: string, ko: string, en: string): RequestWrong {
    return new RequestWrong([{ field, message: text(ko, en) }]);
  }
}

export class ProofRefused extends AppError {
  readonly kind = 'invalid';
  readonly code = 'requests.proof-refused';
  constructor() {
    super(
      text(
        'PDF, PNG, JPEG 파일만 올릴 수 있고, 8MB를 넘을 수 없습니다.',
        'Only PDF, PNG and JPEG files are taken, up to 8 MB.',
      ),
    );
  }
}
