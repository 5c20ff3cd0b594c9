import { AppError } from '#libs/errors';
import { text } from '#libs/language';

export class NoReportScope extends AppError {
  readonly kind = 'not-found';
  readonly code = 'reports.no-scope';
  constructor() {
    super(text('볼 수 있는 기관이 없습니다.', 'There is no unit whose figures you may see.'));
  }
}

export class BadCursor extends AppError {
  readonly kind = 'invalid';
  readonly code = 'reports.bad-cursor';
  override readonly fields = [
    { field: 'cursor', message: text('처음부터 다시 불러와 주세요.', 'Load the list again from its beginning.') },
  ];
  constructor() {
    super(text('목록의 다음 쪽을 찾을 수 없습니다.', 'The next page of the list cannot be found.'));
  }
}
