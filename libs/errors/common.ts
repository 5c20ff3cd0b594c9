import { text } from '#libs/language';
import { AppError, type FieldError } from './app-error.js';

/** Also the answer for a row of another scope: whether it exists is nobody's business there. */
export class NotFound extends AppError {
  readonly kind = 'not-found';
  readonly code = 'common.not-found';
  constructor() {
    super(
      text(
        '찾을 수 없습니다. 주소를 확인하거나 목록에서 다시 들어가 주세요.',
        'Not found. Check the address, or enter again from the list.',
      ),
    );
  }
}

export class InvalidInput extends AppError {
  readonly kind = 'invalid';
  readonly code = 'common.invalid-input';
  constructor(override readonly fields: readonly FieldError[]) {
    super(text('입력한 내용에 고칠 곳이 있습니다.', 'Some of the input needs correcting.'));
  }
}
