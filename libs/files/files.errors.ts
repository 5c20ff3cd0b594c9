import { AppError } from '#libs/errors';
import { text } from '#libs/language';

/** A row names a file that the store does not have: the store was lost or is not mounted. */
export class FileMissing extends AppError {
  readonly kind = 'unavailable';
  readonly code = 'files.missing';
  constructor() {
    super(
      text(
        '파일을 지금 열 수 없습니다. 잠시 뒤 다시 시도해 주세요.',
        'The file cannot be opened right now. Try again in a while.',
      ),
    );
  }
}
