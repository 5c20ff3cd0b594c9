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

/** A rule that is well-formed and still cannot be put in force. */
export class RuleRefused extends AppError {
  readonly kind = 'invalid';
  readonly code = 'mandates.rule-refused';
  constructor(override readonly fields: readonly FieldError[]) {
    super(text('이 기준은 이대로 시행할 수 없습니다.', 'This rule cannot be put in force as it stands.'));
  }
}

export class VersionExists extends AppError {
  readonly kind = 'conflict';
  readonly code = 'mandates.version-exists';
  constructor() {
    super(text('같은 내용의 판이 이미 서명되었습니다.', 'A version with exactly this text has been signed already.'));
  }
}

export class NotADraft extends AppError {
  readonly kind = 'conflict';
  readonly code = 'mandates.not-a-draft';
  constructor() {
    super(
      text(
        '초안이 아닙니다. 서명된 판은 바꾸지 않고, 새 판을 만듭니다.',
        'This is not a draft. A signed version never changes; a new one is made instead.',
      ),
    );
  }
}

export class SignedByAuthor extends AppError {
  readonly kind = 'forbidden';
  readonly code = 'mandates.signed-by-author';
  constructor() {
    super(
      text(
        '초안을 쓴 사람은 서명할 수 없습니다. 다른 사람에게 서명을 부탁해 주세요.',
        'Whoever wrote the draft does not sign it. Ask another person to sign.',
      ),
    );
  }
}

export class EffectivePassed extends AppError {
  readonly kind = 'conflict';
  readonly code = 'mandates.effective-passed';
  constructor() {
    super(
      text(
        '시행일이 이미 지났습니다. 지난 주기는 다시 쓰지 않습니다. 오늘이나 그 뒤의 날로 새 초안을 만들어 주세요.',
        'The day it would come into force has passed, and past cycles are not rewritten. Draft it for today or later.',
      ),
    );
  }
}

export class AsOfAhead extends AppError {
  readonly kind = 'invalid';
  readonly code = 'mandates.as-of-ahead';
  override readonly fields = [
    { field: 'asOf', message: text('아직 오지 않은 때입니다.', 'That moment has not come yet.') },
  ];
  constructor() {
    super(text('아직 오지 않은 때의 상태는 볼 수 없습니다.', 'What will be known later cannot be shown.'));
  }
}

export class AsOfTooEarly extends AppError {
  readonly kind = 'invalid';
  readonly code = 'mandates.as-of-too-early';
  override readonly fields = [
    { field: 'asOf', message: text('기록이 시작되기 전입니다.', 'This is before the record begins.') },
  ];
  constructor() {
    super(
      text('그때는 아직 기록이 없습니다. 더 뒤의 날을 골라 주세요.', 'Nothing was on record then. Choose a later day.'),
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
