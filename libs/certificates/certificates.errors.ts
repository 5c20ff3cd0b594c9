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
