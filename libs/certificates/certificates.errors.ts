import { AppError } from '#libs/errors';
import { text } from '#libs/language';

export class NotYetIssued extends AppError {
  readonly kind = 'conflict';
  readonly code = 'certificates.not-yet-issued';
  constructor() {
    super(
      text(
        '수료증을 만들고 있습니다. 보통 1분 안에 끝나니 잠시 뒤 다시 열어 주세요.',
        'The certificate is being made. It usually takes less than a minute: open it again shortly.',
      ),
    );
  }
}

/** The completion that a job names does not exist: the job can never succeed. */
export class NothingToCertify extends AppError {
  readonly kind = 'invalid';
  readonly code = 'certificates.nothing-to-certify';
  constructor() {
    super(text('수료 기록이 없어 수료증을 만들 수 없습니다.', 'There is no completion to certify.'));
  }
}

export class NotFulfilled extends AppError {
  readonly kind = 'conflict';
  readonly code = 'certificates.not-fulfilled';
  constructor() {
    super(
      text(
        '아직 다 마치지 않은 교육이라 이수증을 만들 수 없습니다. 남은 것을 마친 뒤 다시 해 주세요.',
        'This duty is not fulfilled yet, so there is nothing to certify. Finish what is missing and try again.',
      ),
    );
  }
}

export class NothingToList extends AppError {
  readonly kind = 'conflict';
  readonly code = 'certificates.nothing-to-list';
  constructor() {
    super(
      text(
        '이 기간에 마친 교육이 없습니다. 기간을 바꾸어 다시 해 주세요.',
        'No education was completed in this period. Choose another period.',
      ),
    );
  }
}

export class NothingToCorrect extends AppError {
  readonly kind = 'conflict';
  readonly code = 'certificates.nothing-to-correct';
  constructor() {
    super(
      text(
        '이미 지금 등록된 이름으로 발급된 수료증입니다. 이름이 잘못되었다면 등록된 이름부터 고쳐 주세요.',
        'The certificate already shows the recorded name. If that is wrong, correct the recorded name first.',
      ),
    );
  }
}

/** Superseded, revoked, or not issued yet. */
export class NotTheCurrent extends AppError {
  readonly kind = 'conflict';
  readonly code = 'certificates.not-the-current';
  constructor() {
    super(
      text(
        '지금 유효한 수료증이 아닙니다. 목록에서 가장 최근 수료증을 골라 주세요.',
        'This certificate is not in force. Choose the newest one from the list.',
      ),
    );
  }
}

export class NoFile extends AppError {
  readonly kind = 'invalid';
  readonly code = 'certificates.no-file';
  constructor() {
    super(
      text(
        '확인할 PDF 파일이 없습니다. 내려받은 수료증 파일을 그대로 올려 주세요.',
        'There is no PDF file to check. Hand in the certificate’s file as it was downloaded.',
      ),
    );
  }
}
