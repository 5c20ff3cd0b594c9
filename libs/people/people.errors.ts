import { AppError } from '#libs/errors';
import { text } from '#libs/language';

export class MembershipNotFound extends AppError {
  readonly kind = 'not-found';
  readonly code = 'people.membership-not-found';
  constructor() {
    super(text('지금 유효한 소속을 찾을 수 없습니다.', 'No current membership was found.'));
  }
}

/** Nobody could sign a paper of someone who belongs nowhere. */
export class NoIssuer extends AppError {
  readonly kind = 'conflict';
  readonly code = 'people.no-issuer';
  constructor() {
    super(
      text(
        '소속이 등록되어 있지 않아 이수를 확정할 수 없습니다. 교육담당자에게 소속 등록을 요청해 주세요.',
        'You are not registered with any unit, so the completion cannot be recorded. Ask your training clerk to register you.',
      ),
    );
  }
}

/** Somebody else has merged one of the two meanwhile. */
export class MergedSince extends AppError {
  readonly kind = 'conflict';
  readonly code = 'people.merged-since';
  constructor() {
    super(
      text(
        '두 사람 가운데 한 사람이 그 사이 다른 사람과 합쳐졌습니다. 나중에 합친 것부터 되돌린 뒤 다시 해 주세요.',
        'One of the two has been merged with somebody else meanwhile. Undo the later merge first, then try again.',
      ),
    );
  }
}
