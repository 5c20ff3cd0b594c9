import { AppError, type FieldError } from '#libs/errors';
import { text } from '#libs/language';

/** A folder or a draft that cannot be published as it is: every error with its place and remedy. */
export class InvalidCourse extends AppError {
  readonly kind = 'invalid';
  readonly code = 'courses.invalid-course';
  constructor(override readonly fields: readonly FieldError[]) {
    super(
      text(
        `과정에 고칠 곳이 ${String(fields.length)}군데 있습니다. 고친 뒤 다시 게시해 주세요.`,
        `The course has ${String(fields.length)} thing(s) to correct. Correct them and publish again.`,
      ),
    );
  }
}

export class DraftConflict extends AppError {
  readonly kind = 'conflict';
  readonly code = 'courses.draft-conflict';
  constructor() {
    super(
      text(
        '다른 사람이 먼저 저장했습니다. 내 글은 그대로 있으니, 새 내용을 불러와 비교한 뒤 다시 저장해 주세요.',
        'Somebody else saved first. Your text is still here: load the newer draft, compare, and save again.',
      ),
    );
  }
}

export class CourseCodeTaken extends AppError {
  readonly kind = 'conflict';
  readonly code = 'courses.code-taken';
  constructor() {
    super(
      text('이미 쓰고 있는 과정 코드입니다. 다른 코드를 정해 주세요.', 'This course code is in use. Choose another.'),
    );
  }
}

export class DraftTooLarge extends AppError {
  readonly kind = 'invalid';
  readonly code = 'courses.draft-too-large';
  constructor() {
    super(
      text(
        '과정이 너무 큽니다. 그림이나 글을 줄여 주세요.',
        'The course is too large. Make figures smaller or texts shorter.',
      ),
    );
  }
}

export class NothingChanged extends AppError {
  readonly kind = 'conflict';
  readonly code = 'courses.nothing-changed';
  constructor(number: number) {
    super(
      text(
        `${String(number)}판과 똑같습니다. 바꾼 것이 없어 새 판을 만들지 않았습니다.`,
        `This is exactly version ${String(number)}. Nothing changed, so no new version was made.`,
      ),
    );
  }
}

/** A change submitted as typos and citations that is more: every difference that is. */
export class NotMinor extends AppError {
  readonly kind = 'invalid';
  readonly code = 'courses.not-minor';
  constructor(override readonly fields: readonly FieldError[]) {
    super(
      text(
        '오탈자와 출처를 고친 것보다 큰 변경입니다. 전체 검토로 내 주세요.',
        'This changes more than typos and citations. Submit it for the whole review.',
      ),
    );
  }
}

/** The version is in a state in which this is no longer, or not yet, done. */
export class WrongVersionState extends AppError {
  readonly kind = 'conflict';
  readonly code = 'courses.wrong-state';
  constructor() {
    super(
      text(
        '지금 상태에서는 할 수 없습니다. 화면을 새로 열어 판의 상태를 확인해 주세요.',
        'The version is in a state where this is not done. Reload and look at its state.',
      ),
    );
  }
}

export class AuthorCannotSign extends AppError {
  readonly kind = 'forbidden';
  readonly code = 'courses.author-cannot-sign';
  constructor() {
    super(
      text(
        '자신이 쓴 판에는 서명하거나 이견을 낼 수 없습니다. 다른 검토위원에게 부탁해 주세요.',
        'Nobody signs or dissents on what they wrote. Ask another reviewer.',
      ),
    );
  }
}

export class NotYourSeat extends AppError {
  readonly kind = 'forbidden';
  readonly code = 'courses.not-your-seat';
  constructor() {
    super(
      text(
        '이 자리의 검토위원이 아닙니다. 인권담당 부서가 자리를 맡긴 사람만 서명할 수 있습니다.',
        'You do not hold this seat. Only whom the human rights office appointed signs for it.',
      ),
    );
  }
}

export class DraftInTheWay extends AppError {
  readonly kind = 'conflict';
  readonly code = 'courses.draft-in-the-way';
  constructor() {
    super(
      text(
        '이미 쓰고 있는 초안이 있습니다. 그 초안을 먼저 검토에 내거나 게시한 뒤 되돌려 주세요.',
        'A draft is being written already. Submit or publish that one first.',
      ),
    );
  }
}

export class AlreadyFlagged extends AppError {
  readonly kind = 'conflict';
  readonly code = 'courses.already-flagged';
  constructor() {
    super(text('같은 까닭의 표시가 이미 있습니다.', 'This is flagged already, for the same reason.'));
  }
}
