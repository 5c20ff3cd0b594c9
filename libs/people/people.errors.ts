import { AppError } from '#libs/errors';
import { text } from '#libs/language';

export class MembershipNotFound extends AppError {
  readonly kind = 'not-found';
  readonly code = 'people.membership-not-found';
  constructor() {
    super(text('지금 유효한 소속을 찾을 수 없습니다.', 'No current membership was found.'));
  }
}
