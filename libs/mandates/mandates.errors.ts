import { AppError, type FieldError } from '#libs/errors';
import { text } from '#libs/language';

export class MandateFilesWrong extends AppError {
  readonly kind = 'invalid';
  readonly code = 'mandates.files-wrong';
  constructor(override readonly fields: readonly FieldError[]) {
    super(
      text(
        '필수교육 기준 파일에 고칠 곳이 있어 아무것도 시행하지 않았습니다.',
        'Some mandate files need correcting; nothing was put in force.',
      ),
    );
  }
}

export class AuthorityUnknown extends AppError {
  readonly kind = 'invalid';
  readonly code = 'mandates.authority-unknown';
  constructor(authority: string) {
    super(
      text(`기관 코드 '${authority}'을(를) 찾을 수 없습니다.`, `There is no authority with the code '${authority}'.`),
    );
  }
}

export class MandateUnknown extends AppError {
  readonly kind = 'not-found';
  readonly code = 'mandates.unknown';
  constructor() {
    super(text('그런 필수교육 기준이 없습니다.', 'There is no such mandate.'));
  }
}

export class CreditUnknown extends AppError {
  readonly kind = 'not-found';
  readonly code = 'mandates.credit-unknown';
  constructor() {
    super(text('그런 인정 실적이 없습니다.', 'There is no such credit.'));
  }
}
